"""A Telegram channel between a stand-in server and an intake that only remembers: the room of the tests beside it."""

from __future__ import annotations

import asyncio
import struct
import zlib
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from starlette.types import Receive, Scope, Send

from bot.channels.telegram.channel import TelegramChannel
from bot.channels.telegram.polling import AskingPace
from domain.errors import FlagpostError
from domain.said import Said
from tests.telegram.telegram_server import TelegramServer
from tests.web.asgi_server import serving

QUICK = AskingPace(hold=1, grace=1, first_wait=0.01, longest_wait=0.02, deaf_after=60)
COMMANDS = {"": [("report", "Report something")], "zh": [("report", "我要反映")]}


class StorageUnavailable(FlagpostError):
    """The database is not there."""


@dataclass
class Taken:
    """What the intake answers."""

    is_new: bool
    hint: str = ""


@dataclass
class Remembering:
    """An intake that keeps everything in memory, once, and can be made to fail."""

    heard: dict[str, Said] = field(default_factory=dict)
    aside: dict[str, tuple[bytes, str]] = field(default_factory=dict)
    takes: list[str] = field(default_factory=list)
    fails: list[Exception] = field(default_factory=list)
    delay: Callable[[Said], int] = lambda said: 0

    async def take(self, said: Said) -> Taken:
        """Keep it, after so many turns of the event loop as `delay` says."""
        for _ in range(self.delay(said)):
            await asyncio.sleep(0)
        self.takes.append(said.event_key)
        if self.fails:
            raise self.fails.pop(0)
        is_new = said.event_key not in self.heard
        self.heard.setdefault(said.event_key, said)
        return Taken(is_new)

    async def set_aside(self, channel: str, event_key: str, raw: bytes, why: str, at: datetime) -> None:
        """Keep what nobody can read."""
        if self.fails:
            raise self.fails.pop(0)
        self.aside[event_key] = (raw, why)

    @property
    def saids(self) -> list[Said]:
        """In the order in which they were kept."""
        return list(self.heard.values())

    @property
    def texts(self) -> list[str]:
        """Their words."""
        return [said.text for said in self.saids]


class Clock:
    """Time that a test moves."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 2, 1, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def moves(self, **by: float) -> None:
        """Later by so much."""
        self.now += timedelta(**by)


@dataclass
class Room:
    """All that a test needs."""

    server: TelegramServer
    channel: TelegramChannel
    intake: Remembering
    clock: Clock
    known_files: dict[str, str]
    address: str = ""

    async def settled(self) -> None:
        """Everything people did is with the intake, and Telegram knows it."""
        await self.server.settled()
        assert self.server.methods.complaints == []


@asynccontextmanager
async def room(
    mode: str = "polling",
    *,
    known_files: Mapping[str, str] | None = None,
    pace: AskingPace = QUICK,
    is_started: bool = True,
) -> AsyncIterator[Room]:
    """A channel in one of its two ways of listening, over real HTTP in both directions."""
    intake, clock, remembered = Remembering(), Clock(), dict(known_files or {})
    async with TelegramServer() as server:
        channel: TelegramChannel | None = None

        async def front(scope: Scope, receive: Receive, send: Send) -> None:
            assert channel is not None
            await channel.webhook(scope, receive, send)

        async with serving(front) as address:
            channel = TelegramChannel(
                token=server.token,
                intake=intake,
                clock=clock,
                api_base=server.address,
                mode=mode,
                public_url=address,
                known_files=known_files,
                remember=remembered.__setitem__,
                pace=pace,
                timer=lambda: clock.now.timestamp(),
            )
            if is_started:
                await channel.start(COMMANDS)
            try:
                yield Room(server, channel, intake, clock, remembered, address)
            finally:
                await channel.stop()


async def until(is_so: Callable[[], object]) -> None:
    """Let everything else go on until something is so; fail where it never is."""
    async with asyncio.timeout(20):
        while not is_so():  # noqa: ASYNC110 - what is waited for is another's and rings no bell
            await asyncio.sleep(0.002)


def png(width: int = 64, height: int = 64) -> bytes:
    """The smallest picture of that size; different sizes are different contents."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    rows = zlib.compress(b"\x00" * (height * ((width + 7) // 8 + 1)))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
