"""Kept-alive lines to Telegram's server for the many small calls: one HTTP/1.1 exchange at a time on each.

A general HTTP client spends more on a call than all else that sending a message takes. Errors are httpx's, because they say
whether something left: ConnectError, ConnectTimeout and PoolTimeout mean that nothing did.
"""

from __future__ import annotations

import asyncio
import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import cast
from urllib.parse import urlsplit

import httptools
import httpx

IDLE_AT_MOST = 5.0  # seconds; a server that closes a line does so later
CONNECTING_AT_MOST = 10.0
EACH_ADDRESS_AT_MOST = 3.0  # a server has several, and one family of them may lead nowhere
WAITING_AT_MOST = 5.0
LARGEST_ANSWER = 1 << 20


@dataclass(frozen=True, slots=True)
class Place:
    """Where a server listens."""

    scheme: str
    host: str
    port: int

    @property
    def name(self) -> str:
        """As the Host header says it."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == (443 if self.scheme == "https" else 80) else f"{host}:{self.port}"


class Lines:
    """The lines to wherever requests go."""

    def __init__(self, *, most: int, answer_at_most: float, trusted: Callable[[], ssl.SSLContext]) -> None:
        """Open none yet. `answer_at_most` seconds an answer may take; `trusted` is asked for the authorities."""
        self._slots = asyncio.Semaphore(most)
        self._answer_at_most = answer_at_most
        self._trusted = trusted
        self._idle: dict[Place, list[_Line]] = {}
        self._good: dict[Place, str] = {}
        self._is_closed = False

    async def post(self, url: str, headers: bytes, body: bytes) -> tuple[int, bytes]:
        """Post; return status and body of the answer. `headers` is whole lines. Raises httpx's errors."""
        parts = urlsplit(url)
        place = Place(parts.scheme, parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80))
        head = f"POST {parts.path} HTTP/1.1\r\nHost: {place.name}\r\nContent-Length: {len(body)}\r\n".encode()
        await self._take_slot()
        try:
            line = self._kept(place) or await self._opened(place)
            try:
                answer = await line.exchange(head + headers + b"\r\n" + body, self._answer_at_most)
            except BaseException:
                line.hang_up()
                raise
            self._keep(place, line)
            return answer
        finally:
            self._slots.release()

    def close(self) -> None:
        """Hang up all that is idle, and keep none from now on."""
        self._is_closed = True
        for line in (line for lines in self._idle.values() for line in lines):
            line.hang_up()
        self._idle.clear()

    async def _take_slot(self) -> None:
        if not self._slots.locked():
            await self._slots.acquire()
            return
        try:
            async with asyncio.timeout(WAITING_AT_MOST):
                await self._slots.acquire()
        except TimeoutError:
            raise httpx.PoolTimeout("all lines are taken") from None

    def _kept(self, place: Place) -> _Line | None:
        lines = self._idle.get(place, [])
        while lines:
            line = lines.pop()
            if line.is_open and time.monotonic() - line.idle_since < IDLE_AT_MOST:
                return line
            line.hang_up()
        return None

    def _keep(self, place: Place, line: _Line) -> None:
        if self._is_closed:
            line.hang_up()
        elif line.is_open:
            line.idle_since = time.monotonic()
            self._idle.setdefault(place, []).append(line)

    async def _opened(self, place: Place) -> _Line:
        """Try the address that was good last, then every other."""
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(CONNECTING_AT_MOST):
                found = await loop.getaddrinfo(place.host, place.port, type=1)  # 1: a stream of bytes
                addresses = list(dict.fromkeys(str(address[0]) for *_, address in found))
                addresses.sort(key=lambda address: address != self._good.get(place))
                return await self._first_of(place, addresses)
        except TimeoutError:
            raise httpx.ConnectTimeout("no line in time") from None
        except OSError as error:  # of names, of the network, of TLS
            raise httpx.ConnectError(type(error).__name__) from error

    async def _first_of(self, place: Place, addresses: list[str]) -> _Line:
        loop, failed = asyncio.get_running_loop(), OSError("no address")
        trusted, name = (self._trusted(), place.host) if place.scheme == "https" else (None, None)
        for address in addresses:
            connecting = loop.create_connection(_Line, address, place.port, ssl=trusted, server_hostname=name)
            try:
                async with asyncio.timeout(EACH_ADDRESS_AT_MOST):
                    line = (await connecting)[1]
            except OSError as error:  # TimeoutError is one
                failed = error
            else:
                self._good[place] = address
                return line
        raise failed


class _Line(asyncio.Protocol):
    """One connection."""

    def __init__(self) -> None:
        self.idle_since = 0.0
        self._transport: asyncio.Transport | None = None
        self._answer: asyncio.Future[tuple[int, bytes]] | None = None
        self._parser: httptools.HttpResponseParser | None = None
        self._body: list[bytes] = []
        self._has_length = False
        self._has_head = False

    @property
    def is_open(self) -> bool:
        """Whether another exchange may go over it."""
        return self._transport is not None and not self._transport.is_closing()

    async def exchange(self, request: bytes, seconds: float) -> tuple[int, bytes]:
        """Send a request and return status and body of the answer."""
        assert self._transport is not None
        loop = asyncio.get_running_loop()
        self._parser, self._body, self._has_length, self._has_head = (
            httptools.HttpResponseParser(self),
            [],
            False,
            False,
        )
        answer: asyncio.Future[tuple[int, bytes]] = loop.create_future()
        self._answer = answer
        alarm = loop.call_later(seconds, self._fail, httpx.ReadTimeout("no answer in time"))
        self._transport.write(request)
        try:
            return await answer
        finally:
            alarm.cancel()
            self._answer = None

    def hang_up(self) -> None:
        """Close at once."""
        if self._transport is not None:
            self._transport.abort()

    # What the event loop tells.

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        if self._parser is None or self._answer is None:
            self.hang_up()  # nobody asked
            return
        try:
            self._parser.feed_data(data)
        except httptools.HttpParserError:
            self._fail(httpx.RemoteProtocolError("no HTTP"))
            self.hang_up()

    def connection_lost(self, exc: Exception | None) -> None:
        if exc is None and self._has_head and not self._has_length:
            self.on_message_complete()  # the end of the line is the end of such an answer
        elif exc is None:
            self._fail(httpx.RemoteProtocolError("the line was closed before the answer was whole"))
        else:
            self._fail(httpx.ReadError(type(exc).__name__))

    # What the parser tells.

    def on_header(self, name: bytes, value: bytes) -> None:
        if name.lower() in (b"content-length", b"transfer-encoding"):
            self._has_length = True

    def on_headers_complete(self) -> None:
        self._has_head = True

    def on_body(self, part: bytes) -> None:
        self._body.append(part)
        if sum(map(len, self._body)) > LARGEST_ANSWER:
            self._fail(httpx.RemoteProtocolError("the answer is too large"))

    def on_message_complete(self) -> None:
        if self._parser is None or self._answer is None or self._answer.done():
            return
        if not self._parser.should_keep_alive():
            self.hang_up()
        self._answer.set_result((self._parser.get_status_code(), b"".join(self._body)))

    def _fail(self, error: httpx.TransportError) -> None:
        if self._answer is not None and not self._answer.done():
            self._answer.set_exception(error)
