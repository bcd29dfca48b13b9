"""A town whose bot is two processes on one PostgreSQL, behind one address; each lives and dies for itself.

async with Twins(folder, url, seed=1) as twins:
    await twins.play_undisturbed()
    await twins.rage(kills=50)
    await twins.calm_down()
    assert twins.wrong() == []
"""

from __future__ import annotations

import asyncio
import itertools
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Self

from bot.home import Home
from tests.faults import town
from tests.faults.nest import Nest
from tests.faults.storm import Storm

TERM = 1.5  # seconds instead of twelve until another takes over


class Relay:
    """The one address: hands each connection to one of those that listen, in turn."""

    def __init__(self, ports: list[int]) -> None:
        self._ports = itertools.cycle(ports)
        self._number = len(ports)
        self._lines: set[asyncio.Task[None]] = set()
        self._server: asyncio.Server | None = None

    async def start(self, port: int) -> None:
        """Listen."""
        self._server = await asyncio.start_server(self._accept, "127.0.0.1", port)

    async def stop(self) -> None:
        """Cut everything."""
        if self._server is not None:
            self._server.close()
        for line in list(self._lines):
            line.cancel()
        await asyncio.gather(*self._lines, return_exceptions=True)

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._lines.add(task)
        try:
            for _ in range(self._number):
                try:
                    there, back = await asyncio.open_connection("127.0.0.1", next(self._ports))
                except OSError:
                    continue
                await asyncio.gather(_pump(reader, back), _pump(there, writer))
                return
        except asyncio.CancelledError:
            writer.transport.abort()
        finally:
            self._lines.discard(task)
            writer.close()


class Twins(Storm):
    """See above."""

    def __init__(self, folder: Path, url: str, *, seed: int, told: Callable[[], None] = lambda: None) -> None:
        template = town.make_home(folder / "template", url)
        super().__init__(template, folder, seed=seed, told=told)
        shutil.copytree(template, folder / "home-2")
        self.home = Home(folder=folder / "home", url=url)
        self._suffers = {"term": TERM}

    async def __aenter__(self) -> Self:
        await self._stack.enter_async_context(self.telegram)
        ports = [town.quiet_port() for _ in range(3)]
        relay = Relay(ports[1:])
        await relay.start(ports[0])
        self._stack.push_async_callback(relay.stop)
        self.address = f"http://127.0.0.1:{ports[0]}"
        common = {
            "FLAGPOST_DATABASE": self.home.url,
            "FLAGPOST_EVIDENCE": str(self.home.folder / "evidence"),
            "FLAGPOST_TELEGRAM_TOKEN": self.telegram.token,
            "FLAGPOST_TELEGRAM_API": self.telegram.address,
            "FLAGPOST_TELEGRAM_MODE": "webhook",
            "FLAGPOST_PUBLIC_URL": self.address,
        }
        for name, port in (("home", ports[1]), ("home-2", ports[2])):
            own = {"FLAGPOST_HOME": str(self.folder / name), "FLAGPOST_WEB": f"127.0.0.1:{port}"}
            self.nests.append(await self._stack.enter_async_context(Nest(common | own, self.folder)))
        return self


async def _pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Carry bytes until one end is gone; then the other goes as well."""
    try:
        while data := await reader.read(65_536):
            writer.write(data)
            await writer.drain()
    except OSError:
        pass
    finally:
        writer.close()
