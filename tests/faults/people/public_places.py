"""Public places, each before its stand-in, and how calls fail there: a channel of Telegram's, a group with a robot.

Each is the channel of a delivery room (`tests/support/delivery_room.py`) with a platform behind it over real HTTP.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from typing import Protocol

from bot import channel as channels
from bot.channel import Outcome, Parcel
from bot.channels.telegram.channel import TelegramChannel
from bot.channels.wecom.client import Client
from bot.channels.wecom.robots import Robots
from bot.channels.wecom.traits import ROBOT
from bot.demo.wecom.platform import CORPID
from bot.demo.wecom.server import SECRET
from tests.channels.telegram_room import Remembering
from tests.support import delivery_room
from tests.telegram.telegram_faults import Fault, cut, flood, gateway_page, held, refused
from tests.telegram.telegram_server import TelegramServer
from tests.wecom import wecom_server
from tests.wecom.wecom_server import FaultyWecom

CHAT = int(delivery_room.GROUP)
GROUP, KEY = "县府群", "11111111-2222-stand-in"
IMMORTAL = -1
REFUSALS = (
    refused(403, "Forbidden: bot is not a member of the channel chat"),
    refused(400, "Bad Request: not enough rights to post"),
    refused(400, "Bad Request: group chat was upgraded to a supergroup chat", migrate_to_chat_id=-100_7),
)
PASSING: tuple[Callable[[random.Random], Fault], ...] = (
    *(lambda drawn: flood(drawn.randint(1, 30)), lambda drawn: flood(drawn.randint(1, 30))),
    *(lambda drawn: refused(500, "Internal Server Error"), lambda drawn: gateway_page(drawn.choice((502, 504)))),
    *(lambda drawn: cut(carried_out=False), lambda drawn: cut(carried_out=True)),
    *(lambda drawn: cut(carried_out=True), lambda drawn: cut(carried_out=True, after=drawn.randint(1, 60))),
)
REFUSALS_OF_ROBOTS = (wecom_server.Fault(code=93000), wecom_server.Fault(code=40008))
PASSING_OF_ROBOTS = (
    *(wecom_server.Fault(code=-1), wecom_server.Fault(code=45009), wecom_server.Fault(code=45033)),
    *(wecom_server.Fault(status=502), wecom_server.Fault(is_cut=True), wecom_server.Fault(is_cut=True, is_done=True)),
)


@dataclass
class Mortal(delivery_room.Recording):
    """The room's channel. `dies_in`: moments until who sends by it dies, just before a message, just after one, or once all is said."""

    dies_in: int = IMMORTAL

    def passes(self) -> None:
        """Die here, if it is time: what has been claimed stays so."""
        self.dies_in -= self.dies_in > 0
        if self.dies_in == 0:
            raise asyncio.CancelledError

    async def said(
        self, said: Callable[[channels.MessageTurn], Awaitable[Outcome]], turn: channels.MessageTurn
    ) -> Outcome:
        """Say something by turns at which it may die."""

        async def mortal(begun: str = "") -> float:
            self.passes()
            seconds = await turn(begun)
            self.passes()
            return seconds

        outcome = await said(mortal)
        self.passes()
        return outcome


class PublicPlace(Protocol):
    """Where everybody reads. `is_two_phase`: a title is posted first, so that a lost answer does not matter."""

    sends: Sequence[str]
    is_two_phase: bool

    @property
    def channel(self) -> Mortal:
        """What delivery pushes to."""
        ...

    def set_whim(self, whim: Callable[[str], object]) -> None:
        """Ask this of every call from now on: how it fails, if it does."""
        ...

    def refusal(self, drawn: random.Random) -> object:
        """A failure that does not pass by itself."""
        ...

    def passing(self, drawn: random.Random) -> object:
        """One that does."""
        ...

    def hold(self, method: str, answer: asyncio.Event) -> None:
        """Let the next such call wait for its answer."""
        ...

    def is_holding(self, method: str) -> bool:
        """Whether it has not come yet."""
        ...

    def texts(self) -> list[str]:
        """All that stands there."""
        ...

    def clear(self) -> None:
        """Look at it no more."""
        ...


@dataclass
class WiredToTelegram(Mortal, delivery_room.TwoPhased):
    """The room's channel, with Telegram behind it."""

    telegram: TelegramChannel | None = None

    async def send(self, parcel: Parcel, turn: channels.MessageTurn = channels.at_once) -> Outcome:
        """Send."""
        assert self.telegram is not None
        telegram = self.telegram
        return await self.said(lambda turn: telegram.send(parcel, turn), turn)

    async def post_title(
        self, route: str, title: str, messages: int = 1, turn: channels.MessageTurn = channels.at_once
    ) -> Outcome:
        """Post."""
        assert self.telegram is not None
        telegram = self.telegram
        return await self.said(lambda turn: telegram.post_title(route, title, messages, turn), turn)

    def messages_for(self, parcel: Parcel) -> int:
        """Count."""
        assert self.telegram is not None
        return self.telegram.messages_for(parcel)


@dataclass
class WiredToRobots(Mortal):
    """The room's channel, with a group's robot behind it."""

    robots: Robots | None = None

    async def send(self, parcel: Parcel, turn: channels.MessageTurn = channels.at_once) -> Outcome:
        """Send."""
        assert self.robots is not None
        robots, in_group = self.robots, replace(parcel, route=f"{ROBOT}{GROUP}")
        return await self.said(lambda turn: robots.send(in_group, turn), turn)


class ChannelOnTelegram:
    """Titles first, then edited into the whole."""

    sends: Sequence[str] = ("sendMessage", "editMessageText", "editMessageMedia", "editMessageCaption")
    is_two_phase = True

    def __init__(self, server: TelegramServer, channel: WiredToTelegram) -> None:
        self.server = server
        self.channel = channel

    def set_whim(self, whim: Callable[[str], object]) -> None:
        """Ask."""
        self.server.whim = whim  # type: ignore[assignment]

    def refusal(self, drawn: random.Random) -> object:
        """No right to post, or the chat has gone elsewhere."""
        return drawn.choice(REFUSALS)

    def passing(self, drawn: random.Random) -> object:
        """Too many, an error, a line that is cut."""
        return drawn.choice(PASSING)(drawn)

    def hold(self, method: str, answer: asyncio.Event) -> None:
        """Hold."""
        self.server.fail(method, held(answer))

    def is_holding(self, method: str) -> bool:
        """Look."""
        return self.server.is_failing(method)

    def texts(self) -> list[str]:
        """Read."""
        return [message.text for message in self.server.chat(CHAT)]

    def clear(self) -> None:
        """Forget."""
        self.server.chat(CHAT).clear()
        self.server.calls.clear()


class GroupOnWecom:
    """Nothing there can be edited or asked for: what was said with a lost answer is a person's to look at."""

    sends: Sequence[str] = ("webhook/send",)
    is_two_phase = False

    def __init__(self, server: FaultyWecom, channel: WiredToRobots) -> None:
        self.server = server
        self.channel = channel

    def set_whim(self, whim: Callable[[str], object]) -> None:
        """Ask."""
        self.server.whim = whim  # type: ignore[assignment]

    def refusal(self, drawn: random.Random) -> object:
        """The robot was taken out of its group, or does not take such a message."""
        return drawn.choice(REFUSALS_OF_ROBOTS)

    def passing(self, drawn: random.Random) -> object:
        """Busy, too many, a gateway's page, a line that is cut."""
        return drawn.choice(PASSING_OF_ROBOTS)

    def hold(self, method: str, answer: asyncio.Event) -> None:
        """Hold."""
        self.server.fail(method, wecom_server.Fault(held=answer))

    def is_holding(self, method: str) -> bool:
        """Look."""
        return self.server.is_failing(method)

    def texts(self) -> list[str]:
        """Read."""
        return [shown.text for shown in self.server.groups.screens[KEY] if shown.kind == "text"]

    def clear(self) -> None:
        """Forget."""
        self.server.groups.screens[KEY].clear()
        self.server.calls.clear()


@asynccontextmanager
async def on_telegram(time: delivery_room.Time) -> AsyncIterator[ChannelOnTelegram]:
    """The county's channel."""
    async with TelegramServer() as server:
        server.channel(CHAT, "county")
        telegram = TelegramChannel(
            token=server.token, intake=Remembering(), clock=time.now, api_base=server.address, mode="webhook"
        )
        try:
            yield ChannelOnTelegram(server, WiredToTelegram(time=time, telegram=telegram))
        finally:
            await telegram.stop()


@asynccontextmanager
async def on_wecom(time: delivery_room.Time) -> AsyncIterator[GroupOnWecom]:
    """The county's group."""
    async with FaultyWecom(clock=lambda: time.now().timestamp(), robots={GROUP: KEY}) as server:
        server.rates.is_limiting = False  # the pace has tests of its own
        client = Client(api=server.address, corpid=CORPID, secret=SECRET)
        robots = Robots(client=client, keys={GROUP: KEY}, locale="zh")
        try:
            yield GroupOnWecom(server, WiredToRobots(name="wecom", time=time, robots=robots))
        finally:
            await client.close()
            assert server.complaints == [], "no sound program calls WeCom so"
