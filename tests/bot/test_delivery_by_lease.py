"""Two processes and one channel: the one that has the lease sends, and the pace is that of one."""

from __future__ import annotations

import asyncio
import math
from collections.abc import AsyncIterator
from itertools import pairwise
from pathlib import Path

import pytest

from bot import leases
from bot.channel import MessageTurn, Sent, at_once
from bot.channel import Parcel as Parcels
from tests.support import delivery_room
from tests.support.delivery_room import House, Recording

CROWD = 40
GROUP_TAKES = 20


class Slow(Recording):
    """A channel that answers when it is told to."""

    def __init__(self) -> None:
        super().__init__()
        self.may_answer: list[asyncio.Event] = []

    async def send(self, parcel: Parcels, turn: MessageTurn = at_once) -> Sent:
        """Take it at once, say so later."""
        self.tried.append(parcel)
        self.times.append(self.time.seconds)
        number, may_answer = len(self.tried), asyncio.Event()
        self.may_answer.append(may_answer)
        await may_answer.wait()
        return Sent(f"t{number}")

    async def tries(self, number: int) -> None:
        """Return when so many were tried."""
        while len(self.tried) < number:
            await asyncio.wait({asyncio.create_task(asyncio.sleep(0))})


@pytest.fixture
async def first(tmp_path: Path, engine: str) -> AsyncIterator[House]:
    """The process that may send."""
    async with delivery_room.open_house(tmp_path, limits=delivery_room.LIMITS) as opened:
        opened.lease = lease(opened)
        opened.restart()
        yield opened


def lease(house: House) -> leases.Lease:
    """A lease, by the house's clock."""
    made = leases.Lease("telegram", lambda: house.time.seconds)
    made.held_until(math.inf, 1)
    return made


def beside(house: House) -> House:
    """Another process on the same database, with the same channel, that may not send (yet)."""
    other = House(database=house.database, channel=house.channel, time=house.time, room=house.room, limits=house.limits)
    other.lease = leases.Lease("telegram", lambda: house.time.seconds)
    other.restart()
    return other


def passes(one: House, other: House, fence: int) -> None:
    """Let the other one have it."""
    one.lease.drop()
    other.lease.held_until(math.inf, fence)


async def test_only_the_holder_sends(first: House) -> None:
    second = beside(first)
    number = await first.say(await first.account("ann"), "Ann")
    await second.deliver(3)
    assert (first.channel.texts, await first.state(number)) == ([], "waiting")
    await first.deliver()
    assert (len(first.channel.texts), await first.state(number)) == (1, "sent")


async def test_who_takes_over_keeps_the_pace_of_both(first: House) -> None:
    second = beside(first)
    accounts = [await first.account(f"p{number}") for number in range(CROWD)]
    for account in accounts:
        await first.say(account, "Ann")
    while len(first.channel.tried) < CROWD // 2:
        await first.deliver()
    passes(first, second, 2)
    await second.deliver(CROWD)
    times = first.channel.times
    assert len(times) == CROWD
    assert all(later - earlier >= 1.0 for earlier, later in zip(times, times[30:], strict=False))


async def test_who_takes_over_knows_when_a_chat_was_last_written_to(first: House) -> None:
    second, ann = beside(first), await first.account("ann")
    for fence in (2, 3, 4, 5):
        for _ in range(2):
            await first.say(ann, "Ann")
        await first.deliver()
        passes(first, second, fence)
        first, second = second, first
    await first.deliver(20, pause=0.3)
    assert len(first.channel.times) == 8
    assert all(later - earlier >= 1.0 for earlier, later in pairwise(first.channel.times))


async def test_what_waits_for_its_turn_when_the_lease_is_lost_waits_for_the_next_holder(first: House) -> None:
    second = beside(first)
    numbers = [await first.say(await first.account(f"p{number}"), "Ann") for number in range(5)]
    first.time.running.clear()  # nobody's turn comes
    await first.delivery.round()
    await asyncio.wait({asyncio.create_task(first.delivery.settle())}, timeout=0.05)
    gone = len(first.channel.tried)
    assert gone < 5
    passes(first, second, 2)
    first.time.running.set()
    await first.delivery.settle()
    assert len(first.channel.tried) == gone, "who is not the holder any more sends nothing"
    await second.deliver(10, pause=1.0)
    assert len(first.channel.tried) == 5
    assert [await first.state(number) for number in numbers] == ["sent"] * 5


async def test_a_holder_that_comes_back_too_late_changes_nothing(tmp_path: Path, engine: str) -> None:
    slow = Slow()
    async with delivery_room.open_house(tmp_path, slow) as first:
        first.lease = lease(first)
        first.restart()
        second = beside(first)
        number = await first.say(await first.account("ann"), "Ann")
        await first.delivery.round()
        await slow.tries(1)
        passes(first, second, 2)
        first.time.seconds += 5  # it was stopped while it sent; the chat gets its next message after a second
        await second.delivery.round()
        await slow.tries(2)
        slow.may_answer[0].set()
        await first.delivery.settle()
        assert ((await first.row(number)).state, (await first.row(number)).ref) == ("claimed", "")
        slow.may_answer[1].set()
        await second.delivery.settle()
        assert ((await first.row(number)).state, (await first.row(number)).ref) == ("sent", "t2")
