"""What waits in the outbox: its order, its leases, and what public words need."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest

from domain.saying import Class, Say
from storage import times
from storage.database import Tx
from storage.desk import cards
from storage.road import claiming, outbox, sending
from storage.road.outbox import Waiting
from tests.support import delivery_room, outgoing
from tests.support.delivery_room import Hello, House

MINUTE = timedelta(minutes=1)


@pytest.fixture
async def house(tmp_path: Path, engine: str) -> AsyncIterator[House]:
    async with delivery_room.open_house(tmp_path) as opened:
        yield opened


async def claim(house: House, limit: int = 10, *accounts: int) -> list[Waiting]:
    at, busy = house.time.now(), [(account, "") for account in accounts]
    claims = await house.database.write(lambda tx: claiming.claim(tx, "telegram", at, at + MINUTE, limit, busy))
    return claims.taken


async def test_answers_go_before_notices_to_many(house: House) -> None:
    citizen, unit = await house.account("citizen"), await house.account("unit")
    notice = await house.say(unit, "旗帜通知", priority=outbox.BULK)
    answer = await house.say(citizen, "回执")
    assert [row.id for row in await claim(house)] == [answer, notice]


async def test_whoever_has_pressed_is_answered_before_six_hundred_raters_get_their_cards(house: House) -> None:
    """A slot of an arena was opened, and for twenty seconds nobody in the office was answered anything."""
    officer, *raters = [await house.account(f"rater {number}") for number in range(4)]
    at = house.time.now()

    def opens(tx: Tx) -> None:
        cards.show_to(tx, "clue", 7, [*raters, officer], at)
        told = Say(to=raters[0], saying=Hello(name="轮到您"), kind=Class.NOTICE)
        outbox.put(tx, told, "telegram", (), at)
        cards.refresh_before(tx, "clue", 7, [officer], at, waits=officer)

    await house.database.write(opens)
    await house.database.write(lambda tx: cards.show(tx, "clue", 8, officer, at))
    answer = await house.say(raters[-1], "菜单")
    taken = await claim(house)
    assert [row.account_id for row in taken] == [officer, raters[-1], *raters[:-1]]
    assert taken[1].id == answer


async def test_what_is_held_until_monday_holds_up_no_news_that_are_due(house: House) -> None:
    """A list of Friday night kept from its reader that their identity had been used on another device, until Monday at eight."""
    reader = await house.account("one")
    at = house.time.now()

    def rings(tx: Tx) -> None:
        cards.show(tx, "clue", 7, reader, at)
        tx.run(
            "UPDATE outbox SET not_before = :monday, priority = :news",
            monday=times.text(at + timedelta(days=2)),
            news=outbox.NEWS,
        )

    await house.database.write(rings)
    alarm = await house.say(reader, "另一台设备", kind=Class.NOTICE, priority=outbox.NEWS)
    assert [row.id for row in await claim(house)] == [alarm]


async def test_of_each_account_only_the_oldest_is_claimed(house: House) -> None:
    one, other = await house.account("one"), await house.account("other")
    first = await house.say(one, "一")
    second = await house.say(one, "二")
    theirs = await house.say(other, "一")
    (mine, _) = taken = await claim(house)
    assert [row.id for row in taken] == [first, theirs]
    assert await claim(house) == []
    assert await house.database.write(lambda tx: sending.mark_sent(tx, mine, "t1", house.time.now()))
    assert [row.id for row in await claim(house)] == [second]


async def test_a_row_that_failed_holds_those_behind_it_until_it_is_hopeless(house: House) -> None:
    account = await house.account("one")
    first = await house.say(account, "一")
    second = await house.say(account, "二")
    for attempt in range(1, claiming.PATIENCE + 1):
        (row,) = await claim(house)
        assert (row.id, row.attempts) == (first, attempt)
        later = house.time.now() + timedelta(seconds=2**attempt)
        await house.database.write(partial(sending.put_back, row=row, not_before=later, why="no connection"))
        if attempt < claiming.PATIENCE:
            assert await claim(house) == []
            house.time.seconds += 2**attempt
    assert [row.id for row in await claim(house)] == [second]


async def test_an_account_that_is_busy_is_passed_over_however_much_waits_for_it(house: House) -> None:
    busy, idle = await house.account("busy"), await house.account("idle")
    for number in range(30):
        await house.say(busy, str(number))
    wanted = await house.say(idle, "一")
    assert [row.id for row in await claim(house, 1, busy)] == [wanted]


async def test_whoever_comes_back_after_the_lease_changes_nothing(house: House) -> None:
    number = await house.say(await house.account("one"), "一")
    (old,) = await claim(house)
    house.time.seconds += 61
    at = house.time.now()
    await house.database.write(lambda tx: claiming.expire_claims(tx, "telegram", at, is_two_phase=False))
    (new,) = await claim(house)
    assert (new.id, new.fence) == (number, old.fence + 1)
    for mark in (sending.mark_dead, sending.mark_unknown):
        assert not await house.database.write(partial(mark, row=old, why="late", at=at))
    assert not await house.database.write(lambda tx: sending.put_back(tx, old, at, "late"))
    assert not await house.database.write(lambda tx: sending.mark_sent(tx, old, "t-late", at))
    assert await house.state(number) == "claimed"
    assert await house.database.write(lambda tx: sending.mark_sent(tx, new, "t2", at))
    assert (await house.row(number)).ref == "t2"


async def test_what_is_said_is_not_in_clear_in_the_table(house: House) -> None:
    number = await house.say(await house.account("one"), "某局长")
    row = await house.row(number)
    assert "某局长".encode() not in row.body
    stored = await house.database.read(lambda tx: outbox.body(tx, row))
    assert stored.saying == delivery_room.Hello(name="某局长")


async def test_a_claim_that_expired_on_public_words_is_for_a_person_where_they_are_sent_at_once(house: House) -> None:
    (number,) = await house.announce()
    (row,) = await claim(house)
    house.time.seconds += 61
    at = house.time.now()
    stuck = await house.database.write(lambda tx: claiming.expire_claims(tx, "telegram", at, is_two_phase=False))
    assert [each.id for each in stuck] == [row.id] == [number]
    assert await house.state(number) == "unknown"


async def test_a_person_sends_public_words_again_or_says_that_they_stand(house: House) -> None:
    (number,) = await house.announce()
    at = house.time.now()
    for decide, state in ((sending.send_again, "waiting"), (sending.was_sent, "sent")):
        await house.database.write(lambda tx: tx.run("UPDATE outbox SET state = 'unknown'"))
        assert await house.database.write(partial(decide, number=number, at=at))
        assert await house.state(number) == state
        assert not await house.database.write(partial(decide, number=number, at=at))


async def test_public_words_that_lost_an_approval_are_not_claimed_and_hold_up_nobody(house: House) -> None:
    (number,) = await house.announce()
    answer = await house.say(await house.account("one"), "一", kind=Class.REPLY)
    await house.database.write(lambda tx: tx.run("UPDATE role_grant SET revoked_at = '2026' WHERE id = 1"))
    at = house.time.now()
    claims = await house.database.write(lambda tx: claiming.claim(tx, "telegram", at, at + MINUTE, 10))
    assert [row.id for row in claims.taken] == [answer]
    assert [row.id for row in claims.fallen] == [number]
    assert await house.state(number) == "dead"
    assert not await house.database.write(lambda tx: sending.send_again(tx, number, at))


async def test_a_title_is_not_kept_once_an_approval_fell(house: House) -> None:
    await house.announce()
    (row,) = await claim(house)
    await house.database.write(lambda tx: tx.run("UPDATE role_grant SET revoked_at = '2026' WHERE id = 1"))
    assert not await house.database.write(lambda tx: sending.keep_begun(tx, row, "t1"))
    house.time.seconds += 61
    at = house.time.now()
    stuck = await house.database.write(lambda tx: claiming.expire_claims(tx, "telegram", at, is_two_phase=True))
    assert [each.id for each in stuck] == [row.id]
    assert await house.state(row.id) == "unknown"


async def test_what_is_said_for_the_time_being_gives_way_to_what_is_said_next_and_leaves_its_number_to_nobody(
    house: House,
) -> None:
    citizen = await house.account("citizen")
    say = Say(to=citizen, saying=Hello(name="已收到附件1个"))
    at = house.time.now()

    def notes(tx: Tx) -> int:
        outbox.put(tx, say, "telegram", (), at, held=MINUTE, is_interim=True)
        outbox.replace_interim(tx, citizen)
        return outgoing.last(tx, citizen)

    answer = await house.say(citizen, "回执")
    numbers = [await house.database.write(notes) for _ in range(3)]
    assert numbers == sorted(set(numbers)), "a page that has come to a number would not look at it again"
    (claimed,) = await claim(house)
    assert claimed.id == answer
    await house.database.write(lambda tx: sending.mark_sent(tx, claimed, "m1", at))
    assert await claim(house) == [], "it stays back for a moment"
    house.time.seconds += 61
    (last,) = await claim(house)
    assert last.id == numbers[-1]
    await house.database.write(notes)
    assert await house.state(last.id) == "claimed", "what is leaving is not taken back"
