"""The house that a crowd comes to: the real intake, handlers and delivery on a real database, in turned time, and everything watched.

People see what was really brought to them. What must hold is looked at where it happens: beside every message
(`tests/crowd/crowd_losses.py`) and beside every parcel that reaches somebody (`tests/crowd/crowd_sight.py`).
"""

from __future__ import annotations

import asyncio
import logging
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any, Self

import pytest

from bot import channel
from bot.channel import Parcel
from bot.delivery import attaching, delivery, pacing
from bot.evidence.room import Evidence
from bot.house import intake
from domain.matters.troubles import TroubleReason
from domain.said import Said
from domain.sayings import cards as sayings
from handlers import troubles
from handlers.conversation import dispatch
from handlers.conversation.procedures import cards as faces
from scheduler.ticker import Ticker
from storage.database import Tx
from storage.road import outbox
from storage.road.outbox import Waiting
from tests.crowd import crowd_losses, crowd_sight
from tests.crowd.crowd_ends import GROUP, Faults, Messenger
from tests.support.direct_stage import DirectStage

ROUNDS = 1000
HANDLED_WITHIN = 32  # seconds: half a minute, whatever the haste of its author (the design §4), and a look
STEPS = 30
ON_SCREEN = 5  # the newest messages, whose buttons people press
AT_LAST = 40  # looks, ten minutes apart, after which everything must have come to an end


class WatchedHouse(DirectStage):
    """The house. People are called by name: `ann` is on the web, `cleo@telegram` there. `complaints` is what did not hold."""

    def __init__(self, folder: Path, patch: pytest.MonkeyPatch) -> None:
        super().__init__(folder)
        self.complaints: list[str] = []
        self.sent: dict[str, list[str]] = {}
        self.last: Said | None = None
        self.is_acknowledged = True  # whether the platform was told that the last was taken
        self.watched = 0  # messages, rows and parcels that were looked at
        self.sight = crowd_sight.Sight(self.office.register)
        self.messenger = Messenger(self._arrived)
        self.seconds = 0.0
        self._faults = {
            "bot": Faults(self.complaints, logging.ERROR),
            "scheduler": Faults(self.complaints, logging.WARNING),
        }
        self._screens: dict[str, list[Parcel]] = {}
        self._speakers: dict[str, str] = {}
        self._number = 0
        self._real = dispatch.dispatch
        patch.setattr(dispatch, "dispatch", self._dispatched)
        patch.setattr(attaching, "drawn", _not_drawn)

    async def open(self) -> Self:
        """Open the house, as another process that knows only what is in the database."""
        await super().open()
        for name, faults in self._faults.items():
            logging.getLogger(name).addHandler(faults)
        now: Any = lambda: self.now  # noqa: E731
        self.intake = intake.Intake(
            self.database, office=lambda: self.office, clock=now, legal_clock=now, wake=lambda: None
        )
        self.intake.draw_from(self.codes)
        self.ticker = Ticker(self.database, self._room, wake=lambda: None)
        began_at = self.seconds
        self.delivery = delivery.Delivery(
            self.database,
            words=self._words,
            channels=[self.messenger],
            show_card=self._show_card,
            may_see=lambda tx, *of: faces.may_see(self._room(tx), *of),
            room=Evidence(self._folder / "evidence", self.keys),
            clock=now,
            audiences=[channel.Audience(name="channel", channel=self.messenger.name, locales=("zh",), route=GROUP)],
            stuck=self._stuck,
            hours=pacing.Hours(
                clock=now, timer=lambda: self.seconds - began_at, sleep=self._sleeps, jitter=lambda: 0.5
            ),
            pulling=["web"],
        )
        return self

    async def close(self) -> None:
        """Close it."""
        for name, faults in self._faults.items():
            logging.getLogger(name).removeHandler(faults)
        await super().close()

    # what people see

    async def looks(self, who: str) -> list[Parcel]:
        """Look at the screen: the newest messages on it."""
        name, _, channel = who.partition("@")
        if channel:
            await self.delivers()
            if await self.database.read(_under_way):
                self._passes(1.0)  # nobody gets more than so many messages a second
                await self.delivers()
            return self.messenger.screens[name][-ON_SCREEN:]
        screen = self._screens.setdefault(who, [])
        account = await self.account(who)
        if account is not None:
            parcels = await self.delivery.page(account, max([0, *(parcel.number for parcel in screen)]))
            await self._sees_page(who, account, parcels)
            screen += parcels
        return screen[-ON_SCREEN:]

    async def opens_anew(self, who: str) -> None:
        """Open the page anew: all of the conversation, as it is shown now."""
        account = await self.account(who)
        if account is not None and "@" not in who:
            await self._sees_page(who, account, await self.delivery.page(account, 0))

    # what time does

    async def delivers(self, rounds: int = 2) -> None:
        """Push what waits, and let the board show what is due."""
        for _ in range(rounds):
            await self.delivery.round()
            await self.delivery.settle()
        self.complaints += await self.database.read(self._on_board)

    async def goes_by(self, seconds: int) -> None:
        """Time goes by: what is kept is handled, what is due is done, what waits is sent."""
        until = self.now + timedelta(seconds=seconds)
        while self.now < until:
            is_kept = await self.database.read(_is_kept)  # else nothing can come of looking so often
            step = min(max(1.0, seconds / (STEPS if is_kept else 1)), (until - self.now).total_seconds())
            self._passes(step)
            for _ in range(ROUNDS):
                if not await self.intake.round():
                    break
        await self._rings()
        await self.delivers()

    async def jumps(self, seconds: int) -> None:
        """Somebody sets the clock."""
        self.now += timedelta(seconds=seconds)

    async def fails(self, how: list[str]) -> None:
        """The messenger will fail like this, message by message."""
        self.messenger.failing.extend(how)

    async def dies(self) -> None:
        """The house dies over what it sends, and comes up again."""
        self.messenger.is_dying = True
        before = asyncio.all_tasks()
        try:
            await self.delivery.round()
            for _ in range(5):
                await asyncio.sleep(0)
        finally:
            self.messenger.is_dying = False  # also where the house is killed over it: else nothing is ever sent again
        sending = asyncio.all_tasks() - before
        for task in sending:
            task.cancel()
        await asyncio.gather(*sending, return_exceptions=True)
        await self.restarts()

    async def settles(self, people: tuple[str, ...]) -> None:
        """Wait as long as an acknowledged message may have to wait; then all of them were handled, in order and once, and what
        was said has reached people, or somebody at the office knows that it has not."""
        self.messenger.failing.clear()
        await self.goes_by(HANDLED_WITHIN)
        self.complaints += await self.database.read(self._unhandled)
        await self.goes_by(1800)
        for _ in range(AT_LAST):
            await self.delivers(4)
            if not await self.database.read(_under_way):
                break
            self._passes(600)
        for who in people:
            await self.looks(who)
            await self.opens_anew(who)
        self.complaints += await self.database.read(crowd_sight.left_behind)

    # how it is looked at

    def _passes(self, seconds: float) -> None:
        self.seconds += seconds
        self.now += timedelta(seconds=seconds)

    async def _sleeps(self, seconds: float) -> None:
        until = self.seconds + seconds
        for _ in range(5):
            await asyncio.sleep(0)
        self._passes(max(until - self.seconds, 0.0))

    async def _rings(self) -> None:
        """The clock does what is due."""
        for _ in range(ROUNDS):
            after = await self.database.read(_newest)
            done = await self.ticker.ring()
            self.complaints += await self.database.read(partial(self._new_rows, after))
            if not done:
                break

    async def _sees_page(self, who: str, account: int, parcels: list[Parcel]) -> None:
        await self.delivery.seen(account, [parcel.number for parcel in parcels])
        for parcel in parcels:
            self.complaints += await self.database.read(partial(self._of_shown, who, account, parcel))

    async def _arrived(self, parcel: Parcel, ref: str) -> None:
        if parcel.route == GROUP:
            self.complaints += await self.database.read(lambda tx: self.sight.of_public(tx, parcel.number, ref))
            return
        who = self._speakers[parcel.route]
        self.complaints += await self.database.read(lambda tx: self._of_pushed(tx, who, parcel))

    def _new_rows(self, after: int, tx: Tx) -> list[str]:
        return self.sight.of_new_rows(tx, after, 0)

    def _of_shown(self, who: str, account: int, parcel: Parcel, tx: Tx) -> list[str]:
        self.watched += 1
        return self.sight.of_parcel(tx, who, account, parcel)

    def _of_pushed(self, tx: Tx, who: str, parcel: Parcel) -> list[str]:
        self.watched += 1
        row = outbox.of_id(tx, parcel.number)
        if row is None:
            return []
        late = self.sight.of_late_row(tx, row, parcel.text, self._words.word(sayings.Blanked(), "zh"))
        return late + self.sight.of_parcel(tx, who, row.account_id, parcel)

    def _on_board(self, tx: Tx) -> list[str]:
        rows = tx.all("SELECT id FROM outbox WHERE class = 'P' AND channel = 'web' AND state = 'sent'")
        new = [number for (number,) in rows if number not in self.sight.published]
        return [why for number in new for why in self.sight.of_public(tx, number, "the board")]

    def _unhandled(self, tx: Tx) -> list[str]:
        handled = [key for (key,) in tx.all("SELECT value FROM meta WHERE name LIKE 'h%' ORDER BY name")]
        found = []
        for who, keys in self.sent.items():
            mine = [key for key in handled if key in set(keys)]
            if mine != keys:
                found.append(f"{who} sent {keys}, and of that was handled: {mine}")
        if left := tx.all("SELECT state FROM inbox WHERE state <> 'handled'"):
            found.append(f"{len(left)} messages wait or were given up")
        return found

    def _stuck(self, tx: Tx, row: Waiting, reason: TroubleReason, said: str) -> None:
        if reason in (TroubleReason.NO_WORDS, TroubleReason.DAY_OVER):
            self.complaints.append(f"row {row.id} was given up: {reason}")
        troubles.undelivered(self._room(tx), row.id, reason, said)

    def _dispatched(self, tx: Tx, office: Any, event: Said, drawn: Any, *rest: Any, **named: Any) -> Any:
        self.watched += 1
        before, newest = crowd_losses.look(tx, event), _newest(tx)
        found = self._real(tx, office, event, drawn, *rest, **named)
        number = int(tx.value("SELECT COUNT(*) FROM meta WHERE name LIKE 'h%'"))
        tx.run("INSERT INTO meta (name, value) VALUES (:name, :key)", name=f"h{number:05}", key=event.event_key)
        after = crowd_losses.look(tx, event)
        wrong = crowd_losses.wrong(tx, event, before, after, list(self.sight.authors))
        if crowd_losses.brought(before, after):
            self.sight.codes[drawn.code] = self._speakers[event.speaker]
        wrong += self.sight.of_new_rows(tx, newest, found)
        self.complaints += [f"{why}: {_short(event)}" for why in wrong]
        return found


async def _not_drawn(sheet: object, number: int) -> list[Any]:
    """The picture of a receipt costs more than all the rest of a crowd, and has tests of its own."""
    return []


def _newest(tx: Tx) -> int:
    return int(tx.value("SELECT COALESCE(MAX(id), 0) FROM outbox"))


def _is_kept(tx: Tx) -> bool:
    return tx.value("SELECT 1 FROM inbox WHERE state <> 'handled' LIMIT 1") is not None


def _under_way(tx: Tx) -> bool:
    found = tx.value("SELECT COUNT(*) FROM outbox WHERE channel = 'telegram' AND state IN ('waiting', 'claimed')")
    return bool(found)


def _short(event: Said) -> str:
    files = [file.name for file in event.files]
    return f"{event.speaker} at {event.at:%d %H:%M:%S}: {event.text[:60]!r} {event.choice!r} {files}"
