"""What is said to somebody whom the platform lets us write to only after they wrote: it is kept, and freed by their next word."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.channel import NotSent, Parcel, Parked
from domain.saying import Class
from storage.road import outbox, sending
from storage.upkeep import watching
from tests.support import delivery_room
from tests.support.delivery_room import House

SILENT = Parked("no word for 48 hours")


@pytest.fixture
async def house(tmp_path: Path, engine: str) -> AsyncIterator[House]:
    async with delivery_room.open_house(tmp_path) as opened:
        yield opened


async def writes(house: House, account: int) -> None:
    """The person says something."""
    at = house.time.now()
    await house.database.write(lambda tx: sending.free(tx, account, at))


async def test_it_is_kept_for_days_and_all_comes_in_order_when_they_write(house: House) -> None:
    account, other = await house.account("one"), await house.account("other")
    house.channel.outcomes.append(SILENT)
    first = await house.say(account, "一")
    await house.deliver()
    assert await house.state(first) == "parked"
    await house.say(account, "二", kind=Class.NOTICE)
    await house.say(other, "三")
    await house.deliver(3, pause=86_400)
    assert house.channel.texts == ["你好，一", "你好，三"]
    await writes(house, account)
    house.channel.outcomes.append(NotSent("no connection"))  # it has another day from now
    await house.deliver(12, pause=1)
    assert house.channel.texts == ["你好，一", "你好，三", "你好，一", "你好，一", "你好，二"]
    assert (await house.state(first), house.stuck) == ("sent", [])


async def test_who_writes_while_it_is_on_its_way_does_not_wait_for_another_word(house: House) -> None:
    account = await house.account("one")
    number = await house.say(account, "一")

    def meanwhile(parcel: Parcel) -> None:
        wrote.append(parcel.number)

    wrote: list[int] = []
    house.channel.before = meanwhile
    house.channel.outcomes.append(SILENT)
    await house.delivery.round()
    await writes(house, account)
    await house.delivery.settle()
    assert await house.state(number) == "waiting"
    await house.deliver(3, pause=1)
    assert (wrote, await house.state(number)) == ([number, number], "sent")


async def test_words_for_the_public_are_never_kept_so(house: House) -> None:
    (number,) = await house.announce()
    house.channel.outcomes.append(SILENT)
    await house.deliver(8, pause=1)
    assert await house.state(number) == "sent"


async def test_it_is_late_for_no_monitor_and_goes_with_the_role_it_was_for(house: House) -> None:
    account = await house.account("one")
    house.channel.outcomes.append(SILENT)
    first = await house.say(account, "一")
    await house.deliver()
    second = await house.say(account, "二")
    assert [await house.state(each) for each in (first, second)] == ["parked", "waiting"]
    at = house.time.now() + timedelta(days=3)
    found = await house.database.read(lambda tx: watching.figures(tx, ["telegram"], at))
    assert found.outbox == (), "neither what is kept nor what waits behind it is late"
    await house.database.write(lambda tx: outbox.take_back(tx, account))
    assert await house.database.read(lambda tx: outbox.of_id(tx, first)) is None
