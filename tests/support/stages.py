"""The stage before the doors: the whole house, its channels open, and people who reach it over real HTTP.

A script of `tests/support/transcripts.py` runs here as it does behind the doors: `李` is on the channel of the stage, `李@telegram`
and `李@web` are where they say. Time is turned by hand; nothing is waited for but what the house still has to do.

    async with stage(template, folder, channel="telegram", mode="webhook") as here:
        await Play(here).play(script)
"""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot import chores as chore_rounds
from bot import clocks, settings
from bot.channel import Parcel
from bot.channels.telegram.channel import TelegramChannel
from bot.channels.telegram.traits import LIMITS, TRAITS
from bot.channels.web import sessions
from bot.channels.wecom import callback
from bot.channels.wecom.channel import WecomChannel
from bot.channels.wecom.citizens.channel import CitizenChannel
from bot.delivery import delivery, send_worker
from bot.demo.wecom.citizens import ACCOUNT
from bot.demo.wecom.platform import AES_KEY, AGENT_ID, CORPID, TOKEN
from bot.demo.wecom.server import SECRET
from bot.house import wiring
from domain.channels import Rate
from domain.people import Role
from handlers.conversation.room import BETWEEN_PARTS
from storage import invitations, times, vault
from storage.database import Tx
from storage.road import chores, claiming, cursors, inbox
from tests.support import engines
from tests.support import office as offices_to_test_with
from tests.telegram.telegram_server import TelegramServer
from tests.web.asgi_server import serving
from tests.web.channel_people import AtPage, OnTelegram, Person
from tests.wecom.on_wechat import OnWechat
from tests.wecom.on_wecom import OnWecom
from tests.wecom.wecom_server import FaultyWecom

BETWEEN = timedelta(seconds=10)  # two messages: nobody writes as fast as a test
PATIENCE = 60.0  # seconds until a house that does not come to rest has failed
FIRST_USER = 7001
HEARTBEAT = 0.2  # seconds until an open page asks again whether it may stay
BREATH = 0.0  # seconds between two looks of those who bring words and do chores: no test is a flood
ON_WECOM = ("wecom", "wechat")
WECOM = {
    "FLAGPOST_WECOM_CORPID": CORPID,
    "FLAGPOST_WECOM_SECRET": SECRET,
    "FLAGPOST_WECOM_AGENTID": str(AGENT_ID),
    "FLAGPOST_WECOM_TOKEN": TOKEN,
    "FLAGPOST_WECOM_AESKEY": AES_KEY,
    "FLAGPOST_WECOM_KFID": ACCOUNT,
}
ANY = 10_000  # of what tests would have to wait for: messages a second, sessions of one address
WAITING = "SELECT COUNT(*) FROM outbox WHERE channel <> 'web' AND state IN ('waiting', 'claimed')"
# Behind what is kept until its reader writes nothing moves.
WAITING += " AND account_id NOT IN (SELECT account_id FROM outbox WHERE state = 'parked')"


class Stage:
    """An open house and everybody who speaks to it."""

    def __init__(
        self, folder: Path, server: TelegramServer, *, channel: str, mode: str, url: str = "", policy: str = "open"
    ) -> None:
        self.server = server
        self.wecom = FaultyWecom(clock=lambda: self.now().timestamp())
        self.wecom.rates.is_limiting = False  # our own pace is none here
        self._staff: set[str] = set()
        self._url = url
        self._policy = policy
        self.address = ""
        self._folder = folder
        self._channel = channel
        self._mode = mode
        self._ahead = offices_to_test_with.MORNING - datetime.now(UTC)
        self._house: wiring.House | None = None
        self._stack = AsyncExitStack()
        self._people: dict[str, Person] = {}
        self._locales: dict[str, str] = {}
        self.elsewhere: dict[str, Callable[[str], Person]] = {}  # people by name on channels that were added

    @property
    def house(self) -> wiring.House:
        """The house as it stands now."""
        assert self._house is not None, "the house is closed"
        return self._house

    def now(self) -> datetime:
        """The stage's time, which runs by itself and can be turned on."""
        return datetime.now(UTC) + self._ahead

    async def doors(self, scope: Any, receive: Any, send: Any) -> None:
        """Where whoever comes by HTTP is let in; the house must be open."""
        assert self._house is not None, "the house is closed"
        await self._app(scope, receive, send)

    async def opens(self) -> None:
        """Open the house."""
        given = settings.load(
            {
                "FLAGPOST_HOME": str(self._folder),
                "FLAGPOST_DATABASE": self._url,
                "FLAGPOST_PUBLIC_URL": self.address,
                "FLAGPOST_TELEGRAM_TOKEN": self.server.token,
                "FLAGPOST_TELEGRAM_API": self.server.address,
                "FLAGPOST_TELEGRAM_MODE": self._mode,
                "FLAGPOST_CHANNEL_POLICY": self._policy,
                **(WECOM | {"FLAGPOST_WECOM_API": self.wecom.address} if self._channel in ON_WECOM else {}),
            }
        )
        self._house = await self._stack.enter_async_context(wiring.open_house(given))
        self._app = self._house.app  # made once, as `flagpost run` does

    async def closes(self) -> None:
        """Close it."""
        await self._stack.aclose()
        self._house = None

    async def everybody_goes(self) -> None:
        """Put every device away."""
        for person in self._people.values():
            await person.goes()

    async def joins(self, who: str, role: Role, unit: str = "") -> None:
        """Invite somebody by a one-time link, and let them follow it. Where citizens are on WeChat, staff are in the corporation's app."""
        self._staff.add(who)
        await self.follows(who, await self.invites(who, role, unit))
        await self.sees(who)

    async def invites(self, name: str, role: Role, unit: str = "") -> str:
        """What an invitation's link carries."""
        code, now = vault.new_code(), self.now()
        until = now + timedelta(days=1)
        await self.house.database.write(lambda tx: invitations.invite(tx, code, role, unit, name, now, until))
        return f"i_{code}"

    async def follows(self, who: str, payload: str) -> None:
        """Let somebody follow a link."""
        self._time_goes_by()
        await self._arrived(who).opens(payload)

    def speaks(self, who: str, locale: str) -> None:
        """Say beforehand what language somebody's device speaks."""
        self._locales[who] = locale

    async def says(self, who: str, text: str, files: Sequence[str]) -> None:
        """See `tests/support/transcripts.py`."""
        await (await self.person(who)).says(text, files)

    async def presses(self, who: str, handle: str, chosen: str = "") -> None:
        """See `tests/support/transcripts.py`."""
        await (await self.person(who)).presses(handle, chosen)

    async def sees(self, who: str) -> list[Parcel]:
        """See `tests/support/transcripts.py`."""
        await self.settled()
        return await self._people[who].sees() if who in self._people else []

    async def turns(self, by: timedelta) -> None:
        """Time goes by, and the clock does what becomes due, moment by moment; what one moment brings has arrived before the next
        comes, as it has in an office: nobody's message is under way for days."""
        await self.settled()
        until = self.now() + by
        while (coming := await self.house.ticker.upcoming()) is not None and coming.at <= until:
            await self._everything_arrives()
            self._ahead += max(coming.at - self.now(), timedelta())
            await self._does_what_is_due()
        await self._everything_arrives()
        self._ahead += max(until - self.now(), timedelta())

    def passes(self, by: timedelta) -> None:
        """Time goes by, whatever is still under way."""
        self._ahead += by

    async def restarts(self) -> None:
        """Close the house and open it again."""
        await self.settled()
        await self.closes()
        await self.opens()

    async def person(self, who: str) -> Person:
        """Somebody who is in a conversation with the house, a moment later than what was said before."""
        is_new = who not in self._people
        self._time_goes_by()
        person = self._arrived(who)
        if is_new and isinstance(person, AtPage):
            await person.opens("")  # a page is opened before anything can be said on it
        return person

    async def settled(self) -> None:
        """Return when the house has done everything that people made it do: said what it says, kept what it keeps."""
        await self.server.settled()
        async with asyncio.timeout(PATIENCE):
            while not await self._is_at_rest():
                await self._lets_held_words_go()
                await asyncio.sleep(0.002)
        assert self.server.methods.complaints == [], "Telegram would not know these calls"
        assert self.wecom.complaints == [], f"WeCom would not take these calls: {self.wecom.complaints}"
        assert self.wecom.lost == [], "WeCom brings nothing a fourth time"

    async def inbox(self) -> dict[str, int]:
        """How many messages the house has, by what became of them."""
        return await self.house.database.read(inbox.counts)

    async def _everything_arrives(self) -> None:
        """Return when nothing is on its way; what is to wait yet may."""
        async with asyncio.timeout(PATIENCE):
            while not await self.house.database.read(lambda tx: _has_arrived(tx, self.now())):  # noqa: ASYNC110 - databases ring no bell
                await asyncio.sleep(0.002)

    async def _does_what_is_due(self) -> None:
        async with asyncio.timeout(PATIENCE):
            while (coming := await self.house.ticker.upcoming()) is not None and coming.at <= self.now():
                await self.house.ticker.ring()

    async def _is_at_rest(self) -> bool:
        """Nothing waits to be handled, done or sent, and no button spins on anybody's screen."""
        if (
            newest := self.wecom.service.newest
        ):  # looked at first: what is pulled after the look would be taken for done
            name = f"wechat:{ACCOUNT}"
            if await self.house.database.read(lambda tx: cursors.of(tx, name)) != newest:
                return False
        soon = self.now() + BETWEEN_PARTS
        return all(self.server.methods.presses.values()) and await self.house.database.read(
            lambda tx: _has_arrived(tx, soon)
        )

    async def _lets_held_words_go(self) -> None:
        """Where only what is held until the last picture of an album is awaited, that moment comes now: all have come."""
        until = await self.house.database.read(_is_held_until)
        if until is not None and timedelta() < until - self.now() <= BETWEEN_PARTS:
            self._ahead += until - self.now()
            self.house.delivery.wake()

    def _time_goes_by(self) -> None:
        self._ahead += BETWEEN

    def _arrived(self, who: str) -> Person:
        if who not in self._people:
            usual = "wecom" if self._channel == "wechat" and who in self._staff else self._channel
            channel = who.partition("@")[2] or usual
            locale = self._locales.get(who, "zh")
            if channel in self.elsewhere:
                self._people[who] = self.elsewhere[channel](who.partition("@")[0])
            elif channel == "wechat":
                self._people[who] = OnWechat(self.wecom.service.citizen(f"Citizen{len(self._people)}"))
            elif channel == "wecom":
                self._people[who] = OnWecom(self.wecom.member(f"Member{len(self._people)}"))
            elif channel == "web":
                self._people[who] = AtPage(self.address, locale)
            else:
                user = self.server.user(FIRST_USER + len(self._people), locale)
                self._people[who] = OnTelegram(self.server, user)
        return self._people[who]


@asynccontextmanager
async def stage(
    template: Path, folder: Path, *, channel: str, mode: str = "polling", database: str = "", policy: str = "open"
) -> AsyncIterator[Stage]:
    """A house on a copy of a home that was made, both channels open. `channel` is where people are who say nothing else.

    `database`: the address at which that home was made, if it was on PostgreSQL; this is a copy of it, too.
    `policy`: what of the channels' policies this office has.
    """
    shutil.copytree(template, folder, dirs_exist_ok=True)
    url = engines.databases().bare(database) if database else ""
    async with AsyncExitStack() as stack:
        server = await stack.enter_async_context(TelegramServer())
        here = Stage(folder, server, channel=channel, mode=mode, url=url, policy=policy)
        patch = stack.enter_context(pytest.MonkeyPatch.context())
        pace = replace(LIMITS, per_second=ANY, chat=(Rate(ANY, 1.0),))
        limits = replace(sessions.PageLimits(), sessions_at_once=ANY, says_at_once=ANY, heartbeat=HEARTBEAT)
        patch.setattr(clocks, "real", here.now)
        for looking in (chore_rounds, delivery, send_worker):
            patch.setattr(looking, "BREATH", BREATH)
        patch.setattr(TelegramChannel, "traits", replace(TRAITS, limits=pace))
        patch.setattr(WecomChannel, "traits", replace(WecomChannel.traits, limits=pace))
        citizens = replace(pace, window=CitizenChannel.traits.limits.window) if CitizenChannel.traits.limits else None
        patch.setattr(CitizenChannel, "traits", replace(CitizenChannel.traits, limits=citizens))
        patch.setattr(sessions, "PageLimits", lambda: limits)

        async def front(scope: Any, receive: Any, send: Any) -> None:
            await here.doors(scope, receive, send)

        here.address = await stack.enter_async_context(serving(front))
        if channel in ON_WECOM:
            await stack.enter_async_context(here.wecom)
            here.wecom.calls_at(f"{here.address}{callback.PATH}")
        stack.push_async_callback(here.everybody_goes)
        await here.opens()
        stack.push_async_callback(here.closes)
        yield here


def _has_arrived(tx: Tx, at: datetime) -> bool:
    """Whether nothing is on its way, and all that still waits is to leave later. What is said on the web waits for the page to look."""
    under_way = f"{WAITING} AND (state = 'claimed' OR attempts > 0)"
    channels = [name for (name,) in tx.all(WAITING.replace("COUNT(*)", "DISTINCT channel", 1))]
    return not (tx.value(under_way) or _is_busy(tx) or any(claiming.has_due(tx, name, at) for name in channels))


def _is_held_until(tx: Tx) -> datetime | None:
    """When the first of what waits may be said, where nothing else is to be done."""
    if _is_busy(tx) or tx.value(f"{WAITING} AND state = 'claimed'"):
        return None
    return times.maybe_read(tx.value(WAITING.replace("COUNT(*)", "MIN(not_before)", 1)))


def _is_busy(tx: Tx) -> bool:
    return bool(chores.counts_open(tx) or inbox.counts(tx).get("new"))
