"""What must hold of a case of slackness (the law §10, the scenarios 5, 7, 8 and 9)."""

from __future__ import annotations

from tests.handlers.procedures.test_case import CONFIRMED, HEARD, SERVED, VOTED
from tests.support.transcripts import Play

# When a reminder rings depends on the channel; that the third member finds the vote does not.
FLAGGED = CONFIRMED.replace("    丙 < 其他等您办的事项：1件\n", "")


async def test_5_a_unit_that_says_nothing_is_still_voted_on(play: Play) -> None:
    await play.play(
        SERVED
        + """
        ~ 9 days
        联 < 没有收到申辩。这不视为认可所列事实，仍须比选和表决
        联 > {case}
        联 !<[陈述申辩 @ ｜比选中]
        周 > {case}
        周 !<[签发认定]
        赵 > {case}
        赵 !<[公示或告知]
        赵 !<[授旗]
        甲 > {case}
        甲 < ｜比选中
        甲 [比选打分]
        """
    )


PERSON = (
    SERVED.replace("王 [单位]\n", "王 [个人（只作内部处理）]\n    王 > 规划科科长\n").split(
        "    联 < 拟认定事项告知书"
    )[0]
    + """
    ~ 9 days
"""
    + VOTED.removeprefix(HEARD).replace("    丙 < 其他等您办的事项：1件\n", "").replace("    甲 < 执法车辆报废\n", "")
)


async def test_7_what_is_found_of_a_person_can_be_told_inside_only(play: Play) -> None:
    await play.play(
        PERSON
        + """
        赵 > {case}
        赵 [公示或告知]
        赵 !<[对外公示]
        赵 <[内部告知]
        """
    )


async def test_8_a_plan_that_does_not_come_in_time_goes_up_to_the_leader(play: Play) -> None:
    await play.play(
        FLAGGED
        + """
        ~ 14 days
        联 > 待办
        联 < {case}
        ~ 8 days
        赵 < 整改方案逾期未报，请督办
        周 < 其他等您办的事项：1件
        周 > {case}
        周 < ｜方案逾期
        周 [督办]
        周 > 三日内报来。
        周 < 已生效
        赵 < 主要负责同志督办
        联 < 主要负责同志督办，请在新的期限内报送整改方案
        """
    )


async def test_9_removal_is_not_asked_for_while_an_item_is_open(play: Play) -> None:
    await play.play(
        FLAGGED
        + """
        赵 > {case}
        赵 [指定帮扶人]
        赵 [郑]
        联 > {flag}
        联 [签收黄旗]
        联 > {case}
        联 [报送整改方案]
        联 > 没有专人派单，责任在分管科室。
        联 > 建立派单台账，李科长，4月20日\\n清零三起举报，陈科长，4月30日
        联 [完成]
        联 [提交]
        联 > ZG-2026-000001
        联 [报送佐证]
        联 > 台账已建，见附件。
        联 [完成]
        赵 > ZG-2026-000001
        赵 [核实销号]
        联 > {case}
        联 !<[申请摘旗]
        联 > ZG-2026-000002
        联 [报送佐证]
        联 > 三起都答复了。
        联 [完成]
        联 > {case}
        联 !<[申请摘旗]
        赵 > ZG-2026-000002
        赵 [核实销号]
        联 > {case}
        联 <[申请摘旗]
        """
    )
