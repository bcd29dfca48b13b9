"""A channel on which few messages are allowed: what waits for one person goes as one message, and has one end."""

from __future__ import annotations

import asyncio
import math
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot import leases
from bot.channel import MessageTurn, NotSent, Outcome, OutcomeUnknown, Parcel, Parked, Sent, Undeliverable, at_once
from domain.matters.troubles import TroubleReason
from domain.saying import Class
from storage.road import sending
from tests.support import delivery_room
from tests.support.delivery_room import House, Recording


@pytest.fixture
async def house(tmp_path: Path, engine: str) -> AsyncIterator[House]:
    async with delivery_room.open_house(tmp_path, Recording(combines=True)) as opened:
        yield opened


async def test_what_waits_for_one_person_goes_as_one_message_and_to_each_their_own(house: House) -> None:
    one, two = await house.account("one"), await house.account("two")
    said = ((one, "一", "d.1.0"), (two, "二", "d.1.0"), (one, "三", "d.1.1"), (one, "四", "d.1.0"))
    rows = [await house.say(account, name, handle=handle) for account, name, handle in said]
    await house.deliver()
    assert sorted(house.channel.texts) == ["你好，一\n\n你好，三\n\n你好，四", "你好，二"]
    of_one = next(each for each in house.channel.tried if "一" in each.text)
    assert [each.handle for each in of_one.buttons] == ["d.1.0", "d.1.1"], "those of the last come first, each once"
    assert [await house.state(row) for row in rows] == ["sent"] * 4
    await house.deliver(3, pause=100)
    assert len(house.channel.tried) == 2


async def test_a_card_stands_alone_and_in_its_place(house: House) -> None:
    account = await house.account("one")
    await house.say(account, "一")
    await house.say(account, "二")
    card = await house.card(account)
    house.show(card, "研判中")
    await house.say(account, "三")
    await house.say(account, "四")
    await house.deliver(4, pause=1)
    assert house.channel.texts == ["你好，一\n\n你好，二", "现在：研判中", "你好，三\n\n你好，四"]


@pytest.mark.parametrize("outcome", [NotSent("no connection"), OutcomeUnknown("the answer was lost")])
async def test_what_was_not_sent_goes_again_whole(house: House, outcome: NotSent | OutcomeUnknown) -> None:
    account = await house.account("one")
    rows = [await house.say(account, name) for name in "一二"]
    house.channel.outcomes.append(outcome)
    await house.deliver(8, pause=1)
    assert house.channel.texts == ["你好，一\n\n你好，二"] * 2
    assert [await house.state(row) for row in rows] == ["sent"] * 2


async def test_what_is_parked_or_given_up_is_so_row_by_row(house: House) -> None:
    account = await house.account("one")
    rows = [await house.say(account, name, kind=Class.NOTICE) for name in "一二"]
    house.channel.outcomes.append(Parked("silent"))
    await house.deliver()
    assert [await house.state(row) for row in rows] == ["parked"] * 2
    at = house.time.now()
    await house.database.write(lambda tx: sending.free(tx, account, at))
    house.channel.outcomes.append(Undeliverable("no", reason=TroubleReason.REFUSED))
    await house.deliver(2, pause=1)
    assert [await house.state(row) for row in rows] == ["dead"] * 2
    assert house.stuck == [(row, "refused") for row in rows]


async def test_whoever_takes_the_lease_up_again_keeps_all_that_is_under_way(house: House) -> None:
    """Only the first row of a message was known to be under way: the others went a second time."""
    house.lease = leases.Lease("telegram", lambda: house.time.seconds)
    house.lease.held_until(math.inf, 1)
    house.restart()
    account = await house.account("one")
    rows = [await house.say(account, name) for name in "一二三"]
    answer = asyncio.Event()

    async def slowly(parcel: Parcel, turn: MessageTurn = at_once) -> Outcome:
        house.channel.tried.append(parcel)
        await answer.wait()
        return Sent("t1")

    house.channel.send = slowly  # type: ignore[method-assign]
    while not house.channel.tried:
        await house.delivery.round()
        await asyncio.sleep(0)
    house.lease.held_until(math.inf, 2)
    await house.delivery.round()
    assert [await house.state(row) for row in rows] == ["claimed"] * 3
    answer.set()
    await house.delivery.settle()
    assert [await house.state(row) for row in rows] == ["sent"] * 3
    assert house.channel.texts == ["你好，一\n\n你好，二\n\n你好，三"]
