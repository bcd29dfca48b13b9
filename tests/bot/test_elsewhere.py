"""Somebody who works here has several accounts: what cannot be brought to the one where they were seen last is said at another."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.channel import NotSent, Outcome, Parked, Sent, Undeliverable
from domain.people import Role
from domain.saying import Choice, Class, Say, Term
from handlers.reporting import submissions
from storage import people, times
from storage.database import Tx
from storage.road import outbox, reach
from tests.support import delivery_room
from tests.support.delivery_room import Hello, House

GONE = Undeliverable("blocked", is_gone=True)
SILENT = Parked("no word for 48 hours")
DOWN = NotSent("no connection")


@pytest.fixture
async def house(tmp_path: Path, engine: str) -> AsyncIterator[House]:
    async with delivery_room.open_house(tmp_path) as opened:
        yield opened


async def person_of(house: House, *accounts: int) -> None:
    """Somebody who works here, with these accounts; in the last of them they were heard first."""
    at = house.time.now()

    def work(tx: Tx) -> None:
        person = tx.value("INSERT INTO person (label, unit, made_at) VALUES ('王', '', '') RETURNING id")
        people.grant(tx, person, Role.REVIEWER, at)
        for ago, account in enumerate(accounts):
            heard = times.text(at - timedelta(hours=ago + 1))[:16]
            tx.put(
                "UPDATE account SET person_id = :person, heard_in = :heard WHERE id = :id",
                person=person,
                heard=heard,
                id=account,
            )

    await house.database.write(work)


async def told(house: House, account: int) -> list[str]:
    """What page or telephone of an account shows, or will."""
    return [parcel.text for parcel in await house.delivery.page(account, 0)]


async def notice(house: House, account: int, leads_to: str = "/todo") -> int:
    """News for somebody; return its number."""
    look = Choice(value=leads_to, label=Term("button", "accept"))
    say = Say(to=account, saying=Hello(name="新线索"), choices=(look,), kind=Class.NOTICE)
    at = house.time.now()

    def work(tx: Tx) -> int:
        outbox.put(tx, say, "telegram", (leads_to,), at)
        return int(tx.value("SELECT MAX(id) FROM outbox WHERE account_id = :id", id=account))

    return await house.database.write(work)


@pytest.mark.parametrize("outcome", [GONE, SILENT], ids=["refused", "parked"])
async def test_news_that_an_account_does_not_take_are_said_where_its_person_was_seen_before(
    house: House, outcome: Outcome
) -> None:
    """It was parked for good, or given up and told to the operators, while its reader was at their page."""
    telephone, page = await house.account("one"), await house.account("page", channel="web")
    await person_of(house, telephone, page)
    answer = await house.say(telephone, "您好")
    await notice(house, telephone)
    card = await house.card(telephone)
    for number in (card, card + 1):
        house.show(number, "研判")
    house.channel.outcomes += [Sent("t1"), outcome, outcome]
    await house.deliver(4)
    assert await house.state(answer) == "sent"
    assert sorted(await told(house, page)) == ["你好，新线索", "现在：研判"]
    assert house.stuck == []


async def test_while_a_platform_is_down_news_are_said_where_its_person_comes_to_work(house: House) -> None:
    telephone, page = await house.account("one"), await house.account("page", channel="web")
    await person_of(house, telephone, page)
    number = await notice(house, telephone)
    house.channel.outcomes += [DOWN] * 3
    await house.deliver(2, pause=3)
    assert (await house.state(number), await told(house, page)) == ("waiting", []), "they may come back to it"
    now = times.text(house.time.now())[:16]
    await house.database.write(lambda tx: tx.run("UPDATE account SET heard_in = :now WHERE id = :id", now=now, id=page))
    await house.deliver(3, pause=9)
    assert await told(house, page) == ["你好，新线索"]
    assert await house.state(number) == "dead"
    assert await house.database.read(lambda tx: reach.besides(tx, house.time.now(), page)) == [telephone]


async def test_what_somebody_reported_themselves_is_never_told_where_they_work(house: House) -> None:
    """Beside their work, colleagues and the messenger's administrators would read who reported it."""
    wechat, page = await house.account("one"), await house.account("page", channel="web")
    await person_of(house, wechat, page)
    number = await notice(house, wechat, f"{submissions.LOOK}QS-2026-000001")
    house.channel.outcomes.append(SILENT)
    await house.deliver(2)
    assert (await house.state(number), await told(house, page)) == ("parked", [])


async def test_a_channel_that_may_not_carry_the_offices_work_any_more_carries_none_of_it(house: House) -> None:
    """Whoever was linked there before the policy changed was told there of clues, where they had been seen last."""
    telegram, page = await house.account("one"), await house.account("page", channel="web")
    await person_of(house, telegram, page)
    card = await house.card(telegram)
    house.show(card, "研判")
    await house.deliver()
    house.narrow.add("telegram")
    house.show(card, "立案")
    await house.refresh(telegram, card)
    await notice(house, telegram)
    await house.say(telegram, "请到网页办理")
    await house.announce()
    await house.deliver(4)
    assert [parcel.text for parcel in house.channel.tried] == [
        "现在：研判",
        "你好，请到网页办理",
        "公告 第1号\n\n某局得红旗一面。",
    ]
    assert (await told(house, page), house.stuck) == (["你好，新线索"], [])
