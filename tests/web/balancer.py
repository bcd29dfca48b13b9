"""One address before several servers, as a web server with `upstream` would be: every request goes to one of them, drawn by lot.

Used by the tests of replicas. Each connection serves one request, so that no two of a client's need meet the same server.
"""

from __future__ import annotations

import asyncio
import contextlib
import random
from typing import Self

HEAD_AT_MOST = 65_536


class Balancer:
    """See above. What is `out` gets nothing, and what it had open is cut."""

    def __init__(self, ports: dict[str, int], drawn: random.Random) -> None:
        self._ports = ports
        self._drawn = drawn
        self._out: set[str] = set()
        self._server: asyncio.Server | None = None
        self._lines: dict[asyncio.Task[None], str] = {}
        self.port = 0
        self.served: dict[str, int] = dict.fromkeys(ports, 0)

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._line, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._server is not None
        self._server.close()
        for line in list(self._lines):
            line.cancel()
        await asyncio.gather(*self._lines, return_exceptions=True)

    @property
    def address(self) -> str:
        """Where people and platforms come to."""
        return f"http://127.0.0.1:{self.port}"

    def take_out(self, name: str) -> None:
        """A server is not well."""
        self._out.add(name)
        for line, served_by in list(self._lines.items()):
            if served_by == name:
                line.cancel()

    def take_in(self, name: str) -> None:
        """It is well again."""
        self._out.discard(name)

    async def _line(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._lines[task] = ""
        try:
            head = await reader.readuntil(b"\r\n\r\n")
            name, theirs, ours = await self._connect()
            with contextlib.closing(ours):  # also where it is cut while it waits for the pumps to end
                self._lines[task] = name
                self.served[name] += 1
                ours.write(head.replace(b"\r\n", b"\r\nConnection: close\r\n", 1))
                pumps = [asyncio.create_task(_pump(reader, ours)), asyncio.create_task(_pump(theirs, writer))]
                try:
                    await pumps[1]
                finally:
                    for pump in pumps:
                        pump.cancel()
                    await asyncio.gather(*pumps, return_exceptions=True)
        except (OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
            writer.transport.abort()
        finally:
            del self._lines[task]
            writer.close()

    async def _connect(self) -> tuple[str, asyncio.StreamReader, asyncio.StreamWriter]:
        """The first that lets us in; an error of the system where none does."""
        names = [name for name in self._ports if name not in self._out]
        self._drawn.shuffle(names)
        for name in names:
            with contextlib.suppress(OSError):
                return name, *await asyncio.open_connection("127.0.0.1", self._ports[name], limit=HEAD_AT_MOST)
        raise ConnectionRefusedError


async def _pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while data := await reader.read(HEAD_AT_MOST):
        writer.write(data)
        await writer.drain()
