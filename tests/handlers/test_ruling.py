"""A number of the law is decided anew by two, from a day on, in chat (the design §5, Rules)."""

from __future__ import annotations

import pytest_asyncio

from domain.people import Role
from storage import offices
from tests.direct_stage import DirectStage
from tests.transcripts import Play

PROPOSED = """
    管 > 修订规则
    管 < 改哪一条
    管 > 补充材料期限改长一点
    管 < 没有这条规则
    管 > clue.need_info = 很久
    管 < 现在是10 wd
    管 > clue.need_info = 12 wd
    管 < 从哪一天起执行
    管 > 下个月
    管 < 没有看出是哪一天
    管 > 2026-04-01
    管 > 群众反映十天不够。
    管 < 修订：clue.need_info: 10 wd → 12 wd
    管 < 执行日期：4月1日
    管 [提交]
    管 ? number 编号(GZ-2026-\\d+)
    周 < 其他等您办的事项：1件
"""


@pytest_asyncio.fixture
async def play(house: DirectStage) -> Play:
    """管 administers, 周 leads."""
    await house.joins("管", Role.ADMIN)
    await house.joins("周", Role.LEADER)
    return Play(house)


async def test_a_rule_is_proposed_by_one_and_signed_by_another_and_counts_from_its_day(
    play: Play, house: DirectStage
) -> None:
    """Whoever administers could change a number of the law alone, at the shell."""
    await play.play(
        PROPOSED
        + """
        管 > {number}
        管 !<[签发]
        周 > 待办
        周 < 修订：clue.need_info: 10 wd → 12 wd
        周 < 仍按原规则办的事项
        周 [签发]
        周 < 之后不能恢复
        周 [确认]
        管 < 修订已签发
        """
    )
    (decided,) = await house.database.read(offices.rule_versions)
    assert (decided.changed, str(decided.effective_on)) == ({"clue.need_info": "12 wd"}, "2026-04-01")


async def test_what_is_turned_down_withdrawn_or_not_signed_changes_nothing(play: Play, house: DirectStage) -> None:
    await play.play(
        PROPOSED
        + """
        周 > 待办
        周 [不同意修订]
        周 > 十天够了。
        管 < 修订没有获得同意
        管 < 不同意的理由：十天够了。
        """
        + PROPOSED
        + """
        管 > {number}
        管 [撤回修订]
        """
        + PROPOSED
        + """
        ~ 20 days
        管 < 逾期没有签发，已失效
        """
    )
    assert await house.database.read(offices.rule_versions) == []
