"""A number of the law is decided anew by two, from a day on, in chat (the design §5, Rules)."""

from __future__ import annotations

from datetime import date

import pytest_asyncio

from domain.people import Role
from storage import offices
from tests.support.direct_stage import DirectStage
from tests.support.transcripts import Play

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


async def test_what_the_office_says_of_itself_is_signed_by_another_and_counts_from_its_day(
    play: Play, house: DirectStage
) -> None:
    """Whoever administers could change the name over every announcement alone."""
    await play.play(
        """
        管 > 本机关
        管 [改咨询电话]
        管 < 咨询电话改成什么
        管 > 0000-123456
        管 > 2026-04-01
        管 > 换号了。
        管 < 改为：0000-123456
        管 < 执行日期：4月1日
        管 [提交]
        管 ? number 编号(JG-2026-\\d+)
        管 > {number}
        管 !<[签发]
        周 > 待办
        周 < 改为：0000-123456
        周 [签发]
        周 [确认]
        管 < 机关信息的修改已签发
        管 < 咨询电话已改为“0000-123456”
        管 < 自4月1日起
        """
    )
    days = (date(2026, 3, 31), date(2026, 4, 1))
    today, then = await house.database.read(lambda tx: [offices.profile(tx, day)["phone"] for day in days])
    assert (today != then, then) == (True, "0000-123456")


async def test_a_day_of_the_calendar_is_signed_by_another_who_sees_how_many_terms_move(
    play: Play, house: DirectStage
) -> None:
    """Whoever administers could move every term of the office alone."""
    await play.play(
        """
        管 > 工作日历
        管 [更正某一天]
        管 > 2026-03-07
        管 [上班]
        管 < 为什么改
        管 [跳过]
        管 < 日期：3月7日
        管 [修改]
        管 [日期]
        管 > 2026-03-14
        管 [提交]
        管 ? number 编号(RL-2026-\\d+)
        周 > 待办
        周 < 日期：3月14日
        周 < 改为：上班
        周 < 随之调整的期限：1
        """
    )
    assert await house.database.read(offices.own_days) == {}
    await play.play("周 [签发]\n周 [确认]\n管 < 日历已更正1天")
    assert await house.database.read(offices.own_days) == {date(2026, 3, 14): True}


async def test_an_office_in_which_nobody_else_can_sign_decides_a_rule_at_once_in_chat_too(house: DirectStage) -> None:
    """In chat it was proposed to nobody, and lapsed."""
    await house.joins("管", Role.ADMIN)
    await Play(house).play(
        """
        管 > 修订规则
        管 > clue.need_info = 12 wd
        管 > 2026-04-01
        管 > 群众反映十天不够。
        管 < 规则第2版
        管 !< 已提交
        """
    )
    (decided,) = await house.database.read(offices.rule_versions)
    assert decided.changed == {"clue.need_info": "12 wd"}


async def test_a_leader_who_is_the_only_one_to_decide_is_not_their_own_second_signer(house: DirectStage) -> None:
    await house.joins("周", Role.LEADER)
    play = Play(house)
    await play.play("周 > 修订规则\n周 > clue.need_info = 12 wd\n周 > 2026-04-01\n周 > 不够。\n周 < 规则第2版")
    await house.joins("委", Role.COMMITTEE)
    await play.play(
        """
        周 > 修订规则
        周 > clue.need_info = 15 wd
        周 > 2026-04-01
        周 > 还不够。
        周 [提交]
        周 < 规则修订已提交
        周 > 待办
        周 !<[签发]
        委 > 待办
        委 [不同意修订]
        委 > 够了。
        周 < 修订没有获得同意
        """
    )
    assert len(await house.database.read(offices.rule_versions)) == 1
