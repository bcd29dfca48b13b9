"""The list of each working morning (the law §9, 08:30; §13A, the overdue rule): who reads what is due, when, and how often."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
import pytest_asyncio

from domain.people import Role
from handlers.conversation.room import Room
from handlers.desk import listing
from scheduler.ticker import Ticker
from storage import people as accounts
from storage.database import Tx
from tests.support.direct_stage import DirectStage
from tests.support.scripts import ACCEPTED, NOMINATED, REPORTED, REPORTED_AGAIN
from tests.support.statements import counted
from tests.support.transcripts import Play

# 办 holds CASE_OFFICER alone; she verifies since Wednesday 4 March, twenty working days: until 1 April.
VERIFYING = (
    ACCEPTED
    + """
    王 [交办]
    王 [办]
    办 > 待办
    办 [接办]
"""
)


@pytest_asyncio.fixture
async def office(house: DirectStage) -> Play:
    """Reviewers, one of them (钱) of the bureau that clues are about, an officer who is nothing else, and a leader, on a channel where
    nobody is forgotten who says nothing for a month."""
    house.channel = "telegram"
    for who in ("王", "赵", "孙"):
        await house.joins(who, Role.REVIEWER)
    await house.joins("钱", Role.REVIEWER, "U04")
    await house.joins("办", Role.CASE_OFFICER)
    await house.joins("领", Role.LEADER)
    return Play(house)


async def lists(play: Play, who: str) -> list[str]:
    """The lists that somebody has been sent so far."""
    await play.told(who)
    return [parcel.text for parcel in play.screen(who) if "【今日清单】" in parcel.text]


async def test_an_officer_who_is_nothing_else_reads_what_is_due_and_opens_it_by_its_number(office: Play) -> None:
    """Terms rang reviewers alone: who held CASE_OFFICER and nothing else heard of none of theirs."""
    await office.play(
        VERIFYING
        + """
        ~ 26 days
        办 !< 今日清单
        ~ 1 days
        办 < 【今日清单】3月31日
        办 < 一个工作日内到期：1件
        办 < 1. 线索{number}｜核查中，清溪县自然资源局
        办 !< 已逾期
        ~ 1 days
        办 < 今日到期：1件
        办 !< 已逾期
        ~ 1 days
        办 < 已逾期：1件
        办 > 1
        办 < 线索{number}｜核查中｜已逾期
        """
    )


async def test_a_nomination_that_nobody_took_up_stands_on_every_reviewers_list_but_not_of_its_own_unit(
    office: Play,
) -> None:
    """No test noticed when nominations were left out."""
    await office.play(
        NOMINATED
        + """
        ~ 6 days
        王 < 1. 奋斗者推荐{number}｜待审核，清溪县自然资源局
        孙 < 奋斗者推荐{number}｜待审核
        钱 !< 今日清单
        """
    )


async def test_one_working_day_over_who_supervises_reads_it_once_and_five_over_the_leader_each_morning(
    office: Play,
) -> None:
    await office.play(
        VERIFYING
        + """
        ~ 28 days
        孙 !< 您督办的
        ~ 1 days
        孙 < 您督办的，已逾期一个工作日以上：1件
        孙 < 1. 线索{number}｜核查中｜已逾期
        孙 [打开待办]
        ~ 1 days
        孙 !< 您督办的
        领 !< 今日清单
        # Qingming is from the 4th to the 6th of April
        ~ 6 days
        领 < 逾期五个工作日以上未办的事项：1件
        领 !< {number}
        领 <[统计]
        """
    )
    assert len(await lists(office, "领")) == 1
    await office.play("~ 1 days")
    assert len(await lists(office, "领")) == 2


async def test_a_person_is_sent_one_list_a_working_day_and_none_in_quiet_hours_or_on_days_off(
    office: Play, house: DirectStage
) -> None:
    await office.play(VERIFYING + "~ 29 days")  # Thursday 2 April, ten o'clock
    assert len(await lists(office, "办")) == 3
    clock = Ticker(house.database, house._room, wake=lambda: None)
    for _ in range(3):
        await clock.ring()
    await office.play("~ restart")
    await Ticker(house.database, house._room, wake=lambda: None).ring()
    assert len(await lists(office, "办")) == 3, "again with each ring, and after a restart"
    clock = Ticker(house.database, house._room, wake=lambda: None)
    for at in ("2026-04-03T00:29", "2026-04-03T12:30", "2026-04-04T04:00", "2026-04-06T04:00", "2026-04-07T00:00"):
        house.now = datetime.fromisoformat(at).replace(tzinfo=UTC)
        await clock.ring()
        assert len(await lists(office, "办")) == 3, f"before half past eight, in the evening, on a day off: {at}"
    house.now = datetime(2026, 4, 7, 0, 30, tzinfo=UTC)
    await clock.ring()
    assert len(await lists(office, "办")) == 4


async def test_a_clock_that_jumps_over_days_puts_one_list_and_the_supervisor_is_told_of_what_came_meanwhile(
    office: Play, house: DirectStage
) -> None:
    await office.play(VERIFYING)
    house.now += timedelta(days=26)
    clock = Ticker(house.database, house._room, wake=lambda: None)
    await clock.ring()
    house.now += timedelta(days=11)  # from 30 March to 10 April, past the eve, the day, one and five days over
    for _ in range(3):
        await clock.ring()
    assert ["已逾期：1件" in text for text in await lists(office, "办")] == [True]
    assert sum("您督办的" in text for text in await lists(office, "孙")) == 1
    assert ["未办的事项：1件" in text for text in await lists(office, "领")] == [True]


async def test_who_has_nothing_due_is_told_nothing(office: Play) -> None:
    await office.play(VERIFYING + "~ 29 days")
    assert await lists(office, "领") == []
    assert await lists(office, "钱") == []


async def test_the_list_of_a_reviewer_is_of_the_queue_and_leads_to_what_is_over(office: Play) -> None:
    """Five working days to look at a clue: until 11 March. Who may not see it reads nothing of it."""
    await office.play(
        REPORTED
        + """
        ~ 6 days
        王 < 一个工作日内到期：1件
        王 < 1. 线索{number}｜研判中
        ~ 2 days
        王 < 已逾期：1件
        王 [已逾期的]
        王 < 只看：已逾期的
        """
    )
    assert await lists(office, "钱") == []


async def test_a_list_asks_as_much_of_four_matters_as_of_one(office: Play, house: DirectStage) -> None:
    """Each matter that came to be over was loaded by itself, for every reader: 25000 statements on a morning of an office of forty."""
    await office.play(REPORTED + 3 * REPORTED_AGAIN)
    house.now += timedelta(days=12)  # from Wednesday 4 March to Monday the 16th; they ended on the 11th

    def put(tx: Tx) -> None:
        who = accounts.account_of(tx, house.channel, "王", house.now)
        assert who is not None
        assert who.person_id is not None
        assert listing.put(house._room(tx), [who.person_id])

    with counted() as asked:
        await house.database.write(put)
    assert max(Counter(asked.statements).values()) < 4
    assert ["已逾期：4件" in text for text in await lists(office, "王")] == [True]


async def test_a_list_that_cannot_be_made_keeps_nobody_from_theirs(
    office: Play, house: DirectStage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Those of a morning are made together; where one fails, each is made by itself."""
    await office.play(REPORTED)
    house.now += timedelta(days=12)
    queued = listing._queued

    def failing(room: Room, morning: listing._Morning) -> list[listing._Listed]:
        if room.actor.unit:
            raise RuntimeError
        return queued(room, morning)

    monkeypatch.setattr(listing, "_queued", failing)
    await Ticker(house.database, house._room, wake=lambda: None).ring()
    assert {who: len(await lists(office, who)) for who in ("王", "赵", "孙", "钱")} == {
        "王": 1,
        "赵": 1,
        "孙": 1,
        "钱": 0,
    }


async def test_another_list_of_the_same_morning_asks_of_the_matters_nothing_anew(
    office: Play, house: DirectStage
) -> None:
    """Each asked for all that is due in the office: in a rehearsal of a county's year two thirds of what the database did."""
    await office.play(REPORTED + 3 * REPORTED_AGAIN)
    for number in range(4):
        await house.joins(f"联{number}", Role.UNIT_CONTACT, "U05")
    house.now += timedelta(days=12)
    with counted() as asked:
        await Ticker(house.database, house._room, wake=lambda: None).ring()
    alone, asked_once = len(await lists(office, "王")), asked.statements
    asks = [text for text in asked_once if "UNION ALL" in text and "pending IS NOT NULL" in text]
    assert (alone, len(asks)) == (1, 1)
