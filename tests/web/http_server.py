"""A small HTTP server whose handler may also cut the line: what a stand-in for somebody else's server needs.

Used by the stand-ins in this folder. It knows bodies with a Content-Length and connections that are kept open.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from email.parser import BytesParser
from email.policy import HTTP
from urllib.parse import parse_qsl, urlsplit


@dataclass(frozen=True, slots=True)
class Request:
    """One request. `fields` are those of the query and of a form, `files` those of a multipart form."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes
    fields: dict[str, str]
    files: dict[str, tuple[str, bytes]]


@dataclass(frozen=True, slots=True)
class Response:
    """One answer."""

    status: int
    body: bytes
    headers: dict[str, str] = field(default_factory=dict)


class CutLine(Exception):
    """Raised by a handler: break the connection, after the first `after` bytes of `response` where there is one."""

    def __init__(self, response: Response | None = None, after: int = 0) -> None:
        super().__init__()
        self.response = response
        self.after = after


Handler = Callable[[Request], Awaitable[Response]]


class HttpServer:
    """Serves one handler on loopback, on a port of the system's choice."""

    def __init__(self, handler: Handler) -> None:
        self.port = 0
        self._handler = handler
        self._server: asyncio.Server | None = None
        self._lines: set[asyncio.Task[None]] = set()

    @property
    def address(self) -> str:
        """Where it is, once started."""
        return f"http://127.0.0.1:{self.port}"

    async def start(self) -> None:
        """Begin to serve; after a stop, on the same port."""
        self._server = await asyncio.start_server(self._line, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        """Refuse connections and cut those that stand."""
        if self._server is not None:
            self._server.close()
        for line in list(self._lines):
            line.cancel()
        await asyncio.gather(*self._lines, return_exceptions=True)

    async def _line(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._lines.add(task)
        try:
            while (request := await _read(reader)) is not None:
                response = await self._handler(request)
                writer.write(_written(response))
                await writer.drain()
        except CutLine as cut:
            if cut.response is not None:
                writer.write(_written(cut.response)[: cut.after])
                await writer.drain()
            writer.transport.abort()
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            writer.transport.abort()
        finally:
            self._lines.discard(task)
            writer.close()


async def _read(reader: asyncio.StreamReader) -> Request | None:
    try:
        head = await reader.readuntil(b"\r\n\r\n")
    except asyncio.IncompleteReadError:
        return None
    first, *lines = head.decode("latin-1").split("\r\n")
    method, target, _ = first.split(" ")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines if line)}
    body = await reader.readexactly(int(headers.get("content-length", "0")))
    address = urlsplit(target)
    fields = dict(parse_qsl(address.query, keep_blank_values=True))
    files: dict[str, tuple[str, bytes]] = {}
    kind = headers.get("content-type", "")
    if kind.startswith("application/x-www-form-urlencoded"):
        fields |= dict(parse_qsl(body.decode(), keep_blank_values=True))
    elif kind.startswith("application/json"):
        fields |= {
            name: value if isinstance(value, str) else json.dumps(value) for name, value in json.loads(body).items()
        }
    elif kind.startswith("multipart/form-data"):
        _take_apart(kind, body, fields, files)
    return Request(method, address.path, headers, body, fields, files)


def _take_apart(kind: str, body: bytes, fields: dict[str, str], files: dict[str, tuple[str, bytes]]) -> None:
    """A multipart form, part by part; bytes of files are left exactly as they came."""
    boundary = kind.partition("boundary=")[2].strip('"').encode()
    for part in body.split(b"--" + boundary)[1:-1]:
        head, _, content = part.removeprefix(b"\r\n").partition(b"\r\n\r\n")
        described = BytesParser(policy=HTTP).parsebytes(head + b"\r\n\r\n")
        parameters = described["content-disposition"].params
        content = content.removesuffix(b"\r\n")
        if "filename" in parameters:
            files[parameters["name"]] = (parameters["filename"], content)
        else:
            fields[parameters["name"]] = content.decode()


def _written(response: Response) -> bytes:
    headers = {"Content-Type": "application/json", "Content-Length": str(len(response.body)), **response.headers}
    lines = [f"HTTP/1.1 {response.status} -", *(f"{name}: {value}" for name, value in headers.items()), "", ""]
    return "\r\n".join(lines).encode() + response.body
