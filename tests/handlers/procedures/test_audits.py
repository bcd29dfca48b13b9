"""The quarterly sample of rejected clues, as conversations (the law §11.12)."""

from __future__ import annotations

from datetime import date

import pytest

from domain.matters import audits
from domain.people import Role
from tests.support.direct_stage import DirectStage
from tests.support.scripts import REPORTED
from tests.support.transcripts import Play

REJECTED = (
    REPORTED
    + """
    王 > {number}
    王 [不予受理]
    王 [没有写明具体事实]
    王 > 请写明是哪一处违建
    赵 > {number}
    赵 [同意]
    李 > {code}
    李 < 依规不予受理
"""
)


@pytest.fixture
async def play(house: DirectStage) -> Play:
    """Reviewers 王 and 赵, leader 周, and auditor 审."""
    house.channel = "telegram"
    for who, role in (("王", Role.REVIEWER), ("赵", Role.REVIEWER), ("周", Role.LEADER), ("审", Role.AUDITOR)):
        await house.joins(who, role)
    return Play(house)


async def test_the_auditor_reads_what_the_log_says_and_leaders_account_for_what_is_not_in_order(play: Play) -> None:
    await play.play(
        REJECTED
        + """
        审 > 季度抽查
        审 < 没有不予受理的线索
        ~ 40 days
        审 > 季度抽查
        审 < ｜待审看
        审 < 不予受理件数：1
        审 < 抽取种子：
        审 < 1. QS-2026-000001，3月4日，理由：没有写明具体事实，王提出，赵签认
        审 !< 违建
        审 ? audit (CC-2026-\\d+)
        周 > {audit}
        周 !< QS-2026-000001
        审 > 季度抽查
        审 < {audit}
        审 [有异常]
        审 > 1
        审 > 来信写明了单位和时间，理由不成立。
        周 > 待办
        周 < 有异常的：QS-2026-000001
        周 < 理由不成立
        周 [作出说明]
        周 > 已要求重新研判，并提醒受理人员。
        审 > {audit}
        审 < 已要求重新研判
    """
    )


async def test_what_is_in_order_is_said_to_be_and_nobody_is_troubled(play: Play) -> None:
    await play.play(
        REJECTED
        + """
        ~ 40 days
        审 > 季度抽查
        审 [都正常]
        审 [确认]
        审 > 季度抽查
        审 < ｜未发现异常
        周 > 待办
        周 !< 抽查
        王 > 季度抽查
        王 !< 待审看
    """
    )


def test_a_twentieth_is_drawn_one_at_least_and_the_same_by_the_same_seed() -> None:
    numbers = [f"QS-2026-{number:06}" for number in range(1, 42)]
    assert len(audits.drawn(numbers, "a")) == 3  # of 41, rounded up
    assert audits.drawn(numbers, "a") == audits.drawn(reversed(numbers), "a")
    assert len({tuple(audits.drawn(numbers, str(seed))) for seed in range(20)}) > 10
    assert audits.drawn(numbers[:1], "a") == numbers[:1]


@pytest.mark.parametrize(
    ("day", "first", "last"),
    [
        (date(2026, 4, 1), date(2026, 1, 1), date(2026, 3, 31)),
        (date(2026, 1, 15), date(2025, 10, 1), date(2025, 12, 31)),
        (date(2026, 12, 31), date(2026, 7, 1), date(2026, 9, 30)),
    ],
)
def test_the_quarter_before(day: date, first: date, last: date) -> None:
    assert audits.quarter_before(day) == (first, last)
