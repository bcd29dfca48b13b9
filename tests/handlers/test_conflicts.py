"""Conflicts of interest (回避, the law §2) that go beyond today's unit: units that somebody has left, and whoever helps."""

from __future__ import annotations

from datetime import timedelta

import pytest

from domain.people import OPERATOR, Role
from handlers.administration import people
from handlers.conversation import house_rooms
from storage import people as accounts
from storage.database import Tx
from tests.handlers.procedures.test_case import CONFIRMED, play
from tests.support.direct_stage import DirectStage
from tests.support.scripts import REPORTED
from tests.support.transcripts import Play

__all__ = ["play"]


@pytest.fixture
async def office(house: DirectStage) -> Play:
    """Reviewers: 王 of no unit, 钱 of the natural resources bureau."""
    house.channel = "telegram"  # it takes longer than a page of the staff lasts
    await house.joins("王", Role.REVIEWER)
    await house.joins("钱", Role.REVIEWER, "U04")
    return Play(house)


async def moved(house: DirectStage, who: str, unit: str) -> None:
    account = await house.account(who)
    assert account is not None

    def work(tx: Tx) -> None:
        room = house_rooms.quiet(tx, house.office, at=house.now, now=house.now).acting_as(OPERATOR)
        actor = accounts.actor_of(room.tx, account)
        assert actor is not None
        assert actor.person_id is not None
        people.change(room, actor.person_id, unit=unit)

    await house.database.write(work)


async def test_a_unit_that_somebody_left_stays_out_of_their_hands_for_two_years(
    office: Play, house: DirectStage
) -> None:
    """Rule 2: the chain of command within 24 months. Neither its queue, nor a search, nor a card tells them of it."""
    await moved(house, "钱", "U12")
    await moved(house, "钱", "U05")
    await office.play(
        REPORTED
        + """
        王 > {number}
        王 < 线索{number}
        钱 > 待办
        钱 !< {number}
        钱 > 搜索 违建
        钱 < 没有找到
        钱 > {number}
        钱 !< 线索{number}
        """
    )
    house.now += timedelta(days=720)  # of which the clock need not ring each morning
    await office.play("""
        钱 > {number}
        钱 !< 线索{number}
        ~ 20 days
        钱 > {number}
        钱 < 线索{number}
    """)


async def test_a_unit_written_anew_without_a_move_is_not_left(office: Play, house: DirectStage) -> None:
    await moved(house, "王", "U05")
    await moved(house, "王", "U05")
    await moved(house, "王", "U06")
    found = await house.database.read(lambda tx: tx.value("SELECT earlier FROM person WHERE label = '王'"))
    assert [line.split("\t")[0] for line in str(found).split("\n")] == ["", "U05"]


async def test_who_is_meant_to_help_is_named_before_anybody_else(play: Play, house: DirectStage) -> None:
    """A role that somebody holds is theirs; what nobody holds, others do (the exits of a case are played without support contacts)."""
    await house.joins("帮", Role.SUPPORT_CONTACT)
    await play.play(
        CONFIRMED
        + """
        赵 > {case}
        赵 [指定帮扶人]
        赵 > 郑
        赵 < 没有看出是哪些人
        赵 [帮]
        帮 < 帮扶
        帮 > {case}
        帮 < 事实摘要：三起违建举报登记后三个月没有派人到现场
        帮 !< {number}
        帮 !< 比选
        """
    )
