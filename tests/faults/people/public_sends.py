"""Public words against a faulty platform: what stands in a public place, held to what was signed.

async with opened(folder, seed=1, faulty=0.1, at=public_places.on_telegram) as square:
    for _ in range(100):
        await square.announce(100)
    square.tally          # what became of them
    square.wrong          # sentences

The real delivery over real HTTP to the strict stand-in; time is moved. After each batch an operator decides about what
waits for one: 已发出 where it stands there, 重发 where it does not. Now and then who sends dies over it.
"""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from bot.delivery.send_worker import LEASE
from domain.channels import Limits
from domain.matters.troubles import TroubleReason
from domain.people import Role
from storage import people, times
from storage.database import Tx
from storage.road import outbox, sending
from tests.faults.people import public_places, signed
from tests.faults.people.public_places import PublicPlace
from tests.support import delivery_room

UNHINDERED = Limits(per_second=10_000)  # the pace has tests of its own
REFUSED = 0.08  # of the faults: those that will not pass by themselves
OVERTAKEN = 50  # every so many announcements, one whose sender is held up until another has taken over
FALLEN = 50  # every so many, one whose approvals fall before it goes out
MOMENTS = 60  # before or after one of so many messages who sends dies, and another goes on
LOST = {TroubleReason.ANSWER_LOST.value, TroubleReason.CLAIM_EXPIRED.value}
A_MOMENT = 0.1  # seconds
ROUNDS = 5_000  # looks at the outbox after which a batch is given up


@dataclass
class Square:
    """The public place, and whoever stands before it with a list."""

    place: PublicPlace
    house: delivery_room.House
    drawn: random.Random
    faulty: float
    tally: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    _leaders: tuple[int, int, int] = (0, 0, 0)
    _number: int = 0

    def whim(self, method: str) -> object:
        """How this call fails; None where it does not."""
        if method not in self.place.sends:
            return None
        self.tally["calls"] += 1
        if self.drawn.random() >= self.faulty:
            return None
        self.tally["faulty"] += 1
        if self.drawn.random() < REFUSED:
            return self.place.refusal(self.drawn)
        return self.place.passing(self.drawn)

    async def announce(self, number: int) -> None:
        """Let so many be signed and due, bring them out, and look at the channel."""
        at = self.house.time.now()
        batch = await self.house.database.write(lambda tx: [self._sign(tx, at) for _ in range(number)])
        await self.house.database.write(lambda tx: self._fall(tx, at))
        if any(one.row % OVERTAKEN == 0 for one in batch):
            await self._overtake()
        await self._until_nothing_waits()
        self._look(batch, await self._states(batch), is_decided=False)
        while await self._decide(batch):
            await self._until_nothing_waits()
        self._look(batch, await self._states(batch), is_decided=True)
        self.tally["announced"] += number
        self.place.clear()
        self.house.stuck.clear()

    def lets_die(self) -> None:
        """Draw at which moment of sending it dies next."""
        self.place.channel.dies_in = self.drawn.randint(1, MOMENTS)

    def _sign(self, tx: Tx, at: datetime) -> signed.Announced:
        if self._leaders[0] == 0:
            self._leaders = (signed.leader(tx, "甲", at), signed.leader(tx, "乙", at), signed.leader(tx, "丙", at))
        self._number += 1
        number, is_fallen = self._number, self._number % FALLEN == 0
        return signed.publish(
            tx,
            number,
            at,
            (self._leaders[0], self._leaders[2 if is_fallen else 1]),
            ("channel", self.house.channel.name),
            is_fallen=is_fallen,
        )

    def _fall(self, tx: Tx, at: datetime) -> None:
        """One of the signers loses the role; for the next batch it is there again."""
        people.revoke(tx, self._leaders[2], Role.LEADER, at)
        people.grant(tx, self._leaders[2], Role.LEADER, at)

    async def _overtake(self) -> None:
        """One send is answered only after its claim ran out and another worker has done the whole."""
        answer, slow = asyncio.Event(), self.house.delivery
        self.place.channel.dies_in = public_places.IMMORTAL  # whoever died would never hold it
        method = self.drawn.choice(self.place.sends[:2])
        self.place.set_whim(lambda method: None)  # no other fault until this one has come to pass: time stands still
        self.place.hold(method, answer)
        while self.place.is_holding(method):
            await slow.round()
            await asyncio.sleep(0.001)
        self.place.set_whim(self.whim)
        self.lets_die()
        self.house.time.seconds += LEASE.total_seconds() + 10
        self.house.restart()
        await self._until_nothing_waits()
        answer.set()
        await slow.settle()
        self.tally["overtaken"] += 1

    async def _until_nothing_waits(self) -> None:
        for _ in range(ROUNDS):
            await self.house.delivery.round()
            await self.house.delivery.settle()
            if self.place.channel.dies_in == 0:
                self.tally["died"] += 1
                self.house.restart()
                self.lets_die()
            now = self.house.time.now()
            waiting, nearest = await self.house.database.read(lambda tx, now=now: _waiting(tx, now))  # type: ignore[misc]
            if not waiting:
                return
            self.house.time.seconds += A_MOMENT if nearest is None else (nearest - now).total_seconds()
        raise AssertionError("public words wait without end")

    async def _states(self, batch: list[signed.Announced]) -> dict[int, tuple[str, str]]:
        def work(tx: Tx) -> dict[int, tuple[str, str]]:
            rows = tx.all("SELECT id, state, why FROM outbox WHERE id >= :first", first=batch[0].row)
            return {row: (state, why or "") for row, state, why in rows}

        return await self.house.database.read(work)

    def _look(self, batch: list[signed.Announced], states: dict[int, tuple[str, str]], *, is_decided: bool) -> None:
        texts = self.place.texts()
        told = {row for row, _ in self.house.stuck}
        everything = "\n".join(texts)
        for one in batch:
            state, why = states[one.row]
            self.wrong += signed.wrong(one, state, everything, is_told=one.row in told, is_decided=is_decided)
            if not is_decided:
                self.tally[state] += 1
                self.tally["lost answers"] += state == "unknown" and why in LOST
            elif state == "sent":
                self.tally["bare titles"] += texts.count(one.title)
        allowed = {signed.number_of(one.title): one for one in batch}
        self.wrong += [f"nobody signed: {text[:60]}" for text in texts if not signed.is_signed(text, allowed)]

    async def _decide(self, batch: list[signed.Announced]) -> int:
        """Let an operator decide about each that waits for one; what is refused again is decided about again."""
        everything = "\n".join(self.place.texts())
        at = self.house.time.now()

        def work(tx: Tx) -> int:
            return sum(operator_decides(tx, one, everything, at) for one in batch)

        decided = await self.house.database.write(work)
        self.tally["decided"] += decided
        return decided


Opening = Callable[[delivery_room.Time], AbstractAsyncContextManager[PublicPlace]]


@asynccontextmanager
async def opened(
    folder: Path, *, seed: int, faulty: float, at: Opening = public_places.on_telegram
) -> AsyncIterator[Square]:
    """Open it, with this share of faulty replies."""
    time = delivery_room.Time()
    async with at(time) as place, delivery_room.open_house(folder, place.channel, UNHINDERED) as house:
        square = Square(place=place, house=house, drawn=random.Random(seed), faulty=faulty)
        place.set_whim(square.whim)
        square.lets_die()
        yield square


def operator_decides(tx: Tx, one: signed.Announced, everything: str, at: datetime) -> bool:
    """What an operator decides about one who sees the place: 已发出 where all that was asked about stands there, else 重发."""
    row = outbox.of_id(tx, one.row)
    assert row is not None
    if row.state not in ("unknown", "dead") or one.is_fallen:
        return False
    is_lost = tx.value("SELECT why FROM outbox WHERE id = :id", id=one.row) == TroubleReason.ANSWER_LOST
    asked = signed.asked(one, row.ref if is_lost else "")
    if row.state == "unknown" and all(words in everything for words in asked):
        return sending.was_sent(tx, one.row, at)
    return sending.send_again(tx, one.row, at)


def _waiting(tx: Tx, now: datetime) -> tuple[int, datetime | None]:
    """How many wait or are claimed, and when the next of those may be looked at that may not be now."""
    row = tx.one(
        "SELECT COUNT(*), MIN(CASE WHEN at > :now THEN at END) FROM (SELECT"
        " CASE WHEN state = 'waiting' THEN not_before ELSE claimed_until END AS at FROM outbox"
        " WHERE state IN ('waiting', 'claimed')) AS open",
        now=times.text(now),
    )
    assert row is not None
    return row[0], times.maybe_read(row[1])
