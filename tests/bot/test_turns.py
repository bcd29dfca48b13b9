"""Whose turn it is, in time that is moved: who waits first, who is passed over, and what becomes of who goes away."""

from __future__ import annotations

import asyncio
import math
from dataclasses import dataclass, field, replace

import pytest

from bot.channels.telegram.traits import LIMITS
from bot.delivery.pacing import STRETCH, Hours, Pace
from bot.delivery.send_queue import TOO_FAR, QueuePlace, Turns
from domain.channels import Limits
from tests.support.delivery_room import Time

BULK, URGENT = 5, 0


@dataclass
class Row:
    """Those who wait; `called` are their numbers in the order in which their turn came."""

    time: Time = field(default_factory=Time)
    limits: Limits = LIMITS
    called: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.pace = Pace(self.limits)
        hours = Hours(clock=self.time.now, timer=lambda: self.time.seconds, sleep=self.time.sleep)
        self.turns = Turns(self.pace, hours)

    def joins(self, number: int, chat: str = "", priority: int = BULK) -> asyncio.Task[float]:
        """Somebody waits, has their turn, and is answered at once."""
        return asyncio.create_task(
            self._goes(QueuePlace(priority=priority, number=number, chat=chat or f"chat{number}"))
        )

    async def _goes(self, place: QueuePlace) -> float:
        seconds = await self.turns.wait(place)
        if not seconds:
            self.called.append(place.number)
            self.turns.done(place.chat, self.time.seconds)
        return seconds


@pytest.fixture
def row() -> Row:
    return Row()


async def test_the_urgent_go_first_and_then_the_older(row: Row) -> None:
    first = row.joins(9)
    await first
    others = [row.joins(5), row.joins(3), row.joins(7, priority=URGENT), row.joins(6, priority=URGENT)]
    await asyncio.gather(*others)
    assert row.called == [9, 6, 7, 3, 5]


async def test_who_writes_to_a_chat_that_must_wait_is_passed_over(row: Row) -> None:
    await asyncio.gather(row.joins(1, "one"), row.joins(2, "one"), row.joins(3, "two"))
    assert row.called == [1, 3, 2]
    assert row.time.seconds == pytest.approx(STRETCH, abs=0.01)


async def test_whose_turn_is_too_far_off_is_told_how_far(row: Row) -> None:
    row.pace.hold("held", 0.0, TOO_FAR + 7)
    assert await row.joins(1, "held") == pytest.approx(TOO_FAR + 7)
    waiting = row.joins(2, "other")
    row.pace.halt(0.0, 60.0)
    assert await waiting == 60.0
    assert row.called == []


async def test_who_goes_away_while_waiting_leaves_their_place_to_the_next(row: Row) -> None:
    row.limits = replace(row.limits, per_second=1)
    row.__post_init__()
    await row.joins(1)
    gone, next_one = row.joins(2, "a"), row.joins(3, "b")
    await asyncio.sleep(0)
    gone.cancel()
    await next_one
    assert row.called == [1, 3]
    assert row.time.seconds < 1.1 * STRETCH


async def test_who_goes_away_as_their_turn_comes_takes_nobody_elses(row: Row) -> None:
    row.time.running.clear()
    await row.joins(1, "other")
    gone = asyncio.create_task(row.turns.wait(QueuePlace(priority=BULK, number=2, chat="one")))
    await asyncio.sleep(0)
    row.time.seconds = 1.0
    row.turns.arrange()  # the turn has come, and nobody has heard it
    assert row.pace.chat_wait("one", 2.0 * STRETCH) == math.inf
    gone.cancel()
    with pytest.raises(asyncio.CancelledError):
        await gone
    assert row.pace.chat_wait("one", 2.0 * STRETCH) == 0
