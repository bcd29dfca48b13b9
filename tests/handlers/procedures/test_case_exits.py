"""The exits of a case, and what goes wrong on its way, as conversations (the law §4.1 X, T, C, V; issue 11, bad input)."""

from __future__ import annotations

from domain.people import OPERATOR, Role
from handlers.administration import people
from handlers.conversation import house_rooms
from tests.handlers.procedures.test_case import (
    COMPARED,
    CONFIRMED,
    HEARD,
    INSPECTED,
    MENDED,
    RECOMMENDED,
    SERVED,
    VOTED,
    play,
)
from tests.support.direct_stage import DirectStage
from tests.support.transcripts import Play

__all__ = ["play"]

NOTIFIED = (
    VOTED
    + """
    赵 > {case}
    赵 [公示或告知]
    赵 [内部告知]
    赵 > 三起违建举报三个月没有处置。
    赵 [提交]
"""
)
OBJECTED = (
    NOTIFIED
    + """
    联 > 提出异议
    联 > {case}
    联 > 自然资源局办公室陈主任
    联 > 其中一起不属于我局职责，有编办文件为证。
    联 [完成]
    联 [提交]
    联 ? objection 编号(YY-2026-\\d+)
    联 > {case}
    联 < ｜异议核查中
"""
)
CHECKED = (
    OBJECTED
    + """
    郑 > 待办
    郑 < 异议内容：其中一起不属于我局职责
    郑 [承办核查]
    联 < 异议已由专人核查
    郑 > {objection}
    郑 [作出核查结论]
"""
)
BEGINNINGS = (NOTIFIED, OBJECTED, CHECKED)


async def test_silence_admits_nothing_and_a_late_reply_is_read_all_the_same(play: Play) -> None:
    """The law §4.1 L3: silence is no admission; it is still compared and voted on. Bad input: a reply after the term."""
    await play.play(
        SERVED
        + """
        ~ 8 days
        联 < 这不视为认可所列事实
        联 [[陈述申辩]]
        联 > {case}
        联 < ｜比选中
        联 [补充申辩]
        联 > 通知被压在收发室，车辆六月才补齐。
        联 [完成]
        赵 < 单位补充了申辩
        甲 > {case}
        甲 < 期满后的补充申辩：通知被压在收发室
        甲 <[比选打分]
        """
    )


async def test_what_is_not_taken_on_its_unit_never_hears_of(play: Play) -> None:
    """The law §4.1 X, §2: nobody is told that they were suspected."""
    await play.play(
        RECOMMENDED
        + """
        赵 > 待办
        赵 [承办案件]
        赵 [不予立案]
        赵 > 事实不清，线索已另有结论。
        周 > {case}
        周 < 待另一人同意：不予立案，赵提出
        周 [同意]
        王 < 经研究，不予立案
        联 !< 案件
        联 > {case}
        联 !< ｜不予立案
        """
    )


async def test_too_few_points_or_voices_end_it_and_the_unit_hears_so(play: Play) -> None:
    """The law §4.1 L5: two thirds of the members, two thirds of those who voted."""
    await play.play(
        COMPARED
        + """
        丙 [表决]
        丙 [同意]
        丙 > 事实清楚。
        ~ 6 days
        联 < 经集体评议，不予认定
        赵 > {case}
        赵 < ｜不予认定
        赵 < 应投3人，实投1人
        """
    )


async def test_a_member_who_recuses_themselves_leaves_the_base(play: Play) -> None:
    """The law §2.3: two of two are enough where the third has left. Bad input: a vote by a member recused meanwhile."""
    await play.play(
        COMPARED
        + """
        丙 [申请回避]
        丙 [确认]
        丙 [[表决]]
        丙 !< 同意吗
        甲 > {case}
        甲 [表决]
        甲 [同意]
        甲 > 三个月不处置。
        乙 > {case}
        乙 < 应投2人，已投1人
        乙 [表决]
        乙 [同意]
        乙 > 属实。
        赵 < 表决通过
        """
    )


async def test_where_nobody_is_left_to_vote_the_officer_and_the_leader_hear_what_is_to_be_done(play: Play) -> None:
    """Bad input: a quorum that becomes impossible."""
    await play.play(
        COMPARED
        + "".join(f"{who} > {{case}}\n{who} [申请回避]\n{who} [确认]\n" for who in "甲乙丙")
        + """
        赵 < 能表决的人都已经回避，没有人可以表决了
        周 < 请管理员在期限内增补成员
        赵 > {case}
        赵 < ｜待表决
        """
    )


async def test_an_objection_rests_the_notice_and_is_checked_by_somebody_who_had_no_hand_in_it(play: Play) -> None:
    """The law §4.1 L7."""
    await play.play(
        OBJECTED
        + """
        赵 > {objection}
        赵 !<[承办核查]
        甲 > {objection}
        甲 !< 陈主任
        甲 > 卷宗
        甲 < 提出异议
        甲 !< 陈主任
        ~ 8 days
        联 > {case}
        联 < ｜异议核查中
        郑 > 待办
        郑 [承办核查]
        郑 [作出核查结论]
        郑 [异议不成立]
        郑 > 编办文件写明由你局牵头。
        周 > {objection}
        周 [同意]
        联 < 异议已有结论
        联 > {objection}
        联 < 理由：编办文件写明由你局牵头。
        联 > {case}
        联 < ｜公示告知中
        ~ 8 days
        周 > {case}
        周 < ｜待签发
        """
    )


async def test_new_facts_lead_to_another_vote_and_an_objection_that_is_upheld_ends_it(play: Play) -> None:
    """The law §4.1 L7: to L5, or X."""
    await play.play(
        CHECKED
        + """
        郑 [有新的事实，重新表决]
        郑 > 一起确不属其职责。
        周 > {objection}
        周 [同意]
        联 < 异议提出了新的事实，重新表决
        甲 > {case}
        甲 < 已投0人
        甲 [表决]
        甲 [不同意]
        甲 > 事实不足。
        乙 > {case}
        乙 [表决]
        乙 [不同意]
        乙 > 事实不足。
        丙 > {case}
        丙 [表决]
        丙 [同意]
        丙 > 仍有两起。
        联 < 经集体评议，不予认定
        """
    )


async def test_who_is_tolerated_is_not_confirmed_and_a_case_waits_for_that_decision(play: Play) -> None:
    """The law §7.3: any time before L8; the case ends, and counts no more (T)."""
    await play.play(
        NOTIFIED
        + """
        联 > 申请容错
        联 > {case}
        联 [无明确规定，出于善意]
        联 > 当时没有规定由谁牵头，我局主动接了。
        联 [完成]
        联 [提交]
        联 ? tolerance 编号(RC-2026-\\d+)
        ~ 8 days
        周 > {case}
        周 < ｜待签发
        周 !<[签发认定]
        郑 > {tolerance}
        郑 [受理调查]
        郑 [提交调查结果]
        郑 > 1-6
        郑 > 没有
        郑 > 属实，没有规定。
        郑 [提交]
        郑 [登记会商意见]
        郑 > 1
        郑 [完成]
        郑 > 同意。
        郑 [提交]
        周 > {tolerance}
        周 [作出认定]
        周 [免责]
        周 > 没有规定，主动承担。
        甲 > {tolerance}
        甲 [同意]
        联 > {tolerance}
        联 [签收认定书]
        联 [报告纠错情况]
        联 > 已建立牵头制度。
        联 [完成]
        郑 > {tolerance}
        郑 [核实生效]
        冯 > {tolerance}
        冯 [同意]
        联 < 容错免责已生效，本案终结
        周 > {case}
        周 < ｜容错免责
        """
    )


async def test_a_wrong_decision_is_taken_back_with_its_flag_and_its_plan(play: Play) -> None:
    """The law §4.1 V."""
    await play.play(
        MENDED
        + """
        周 > {case}
        周 [撤销认定]
        周 > 原始登记有误，三起举报当时已转办。
        周 [确认]
        甲 > {case}
        甲 [同意]
        联 < 原认定有误，已撤销
        联 > {flag}
        联 < ｜已收回
        联 > {case}
        联 < ｜认定已撤销
        """
    )


async def test_what_is_not_mended_in_time_is_extended_once_and_then_goes_to_account(play: Play) -> None:
    """The law §4.1 L12B, L12C; must-pass 8: an overdue plan escalates. Bad input: the clock passes several terms in one jump."""
    evaluated = """
        赵 > {case}
        赵 [指定验收员]
        赵 [冯]
        冯 > {case}
        冯 [提交验收意见]
        冯 > 没有台账。
        冯 [完成]
        冯 > 40
        冯 [没有恢复]
        冯 [延期]
        冯 [提交]
    """
    await play.play(
        CONFIRMED
        + """
        赵 > {case}
        赵 [指定帮扶人]
        赵 [郑]
        ~ 16 days
        联 < 整改方案逾期未报
        周 > 待办
        周 < ｜方案逾期
        周 [督办]
        周 > 五个工作日内报方案。
        联 < 督办要求：五个工作日内报方案。
        ~ 200 days
        联 < 整改期满，转入评估
        联 > {case}
        联 < ｜评估中
        """
        + evaluated
        + """
        周 > {case}
        周 [决定延期或问责]
        周 [延期]
        周 > 有客观困难，延一次。
        甲 > {case}
        甲 [同意]
        联 > {case}
        联 < ｜延期整改
        ~ 100 days
        联 < 整改期满，转入评估
        冯 > {case}
        冯 [提交验收意见]
        冯 > 还是没有台账。
        冯 [完成]
        冯 > 35
        冯 [没有恢复]
        冯 [问责]
        冯 [提交]
        周 > {case}
        周 [决定延期或问责]
        周 [问责]
        周 > 整改无效。
        甲 > {case}
        甲 [同意]
        赵 > {case}
        赵 [登记移送]
        赵 [纪委监委]
        赵 > 清纪移〔2027〕3号
        联 < 已移送有关机关
        赵 > {case}
        赵 [登记问责结果]
        赵 > 通报批评。
        联 < 问责结果已登记
        """
    )


async def test_an_item_without_owner_or_beyond_the_cap_is_not_taken_and_nothing_is_lost(play: Play) -> None:
    """Bad input: a plan with no items, an item without an owner, a day after the cap."""
    await play.play(
        CONFIRMED
        + """
        联 > {case}
        联 [报送整改方案]
        联 > 没有专人派单。
        联 [完成]
        联 < 一行写一项
        联 > 建立派单台账，4月20日
        联 < 请改这一行的“完成日”
        联 > 建立派单台账，李科长，明年3月1日
        联 < 请改这一行的“完成日”
        联 > 建立派单台账，李科长，2027年3月1日
        联 [完成]
        联 [提交]
        联 < 有整改项的完成日超过了整改的最长期限
        """
    )


async def test_an_officer_who_leaves_leaves_the_case_to_another(play: Play, house: DirectStage) -> None:
    """Bad input: an officer who leaves in the middle."""
    await play.play(INSPECTED)
    await house.database.write(
        lambda tx: people.take_back(
            house_rooms.quiet(tx, house.office, at=house.now, now=house.now).acting_as(OPERATOR), 2, Role.REVIEWER
        )
    )
    await play.play(
        """
        郑 > 待办
        郑 < ｜待告知
        郑 [承办案件]
        郑 > {case}
        郑 < 承办：郑
        郑 <[送达告知书]
        """
    )


async def test_two_who_decide_at_once_decide_once(play: Play) -> None:
    """Bad input: two people deciding at once."""
    await play.play(
        HEARD
        + """
        联 > {case}
        赵 > {case}
        联 !<[陈述申辩]
        甲 > {case}
        乙 > {case}
        甲 [比选打分]
        乙 [比选打分]
        甲 > 24
        乙 > 20
        甲 > 25
        乙 > 20
        甲 > 15
        乙 > 15
        甲 > 12
        乙 > 10
        丙 > {case}
        丙 < 应投3人，已投2人
        """
    )


async def test_of_a_person_the_office_alone_hears_and_no_flag_hangs(play: Play) -> None:
    """The law §4.1 L6, L9; must-pass 7: a person is told on paper and never listed."""
    await play.play(
        INSPECTED.replace("王 [单位]\n", "王 [个人（只作内部处理）]\n    王 < 只写职务\n    王 > 规划科科长\n")
        + """
        赵 > {case}
        赵 [送达告知书]
        赵 > 违建举报处置
        赵 > 三起违建举报登记后三个月没有派人到现场。
        赵 [提交]
        联 !< 告知书
        联 > {case}
        联 !< 规划科科长
        赵 > {case}
        赵 [登记本人申辩]
        赵 > 本人说当时没有车辆。
        赵 [提交]
        甲 > {case}
        甲 < 职务：规划科科长
        甲 <[比选打分]
        """
    )


async def test_a_second_label_in_a_row_hangs_its_flag_and_goes_to_account(play: Play) -> None:
    """The law §4.1, consequences on L8: the first is not converted yet when the second is confirmed."""
    kept = (line for line in CONFIRMED.splitlines(keepends=True) if "其他等您办的事项" not in line and "!<" not in line)
    again = "".join(kept).replace("> 待办", "> {case}").replace("赵 [授旗]", "赵 [授旗并问责]")
    again = again.replace(
        "连续第二次认定的，转入问责", "对同一对象的上一次认定RD-2026-000001还没有转化，这是连续第二次，认定后转入问责"
    )
    await play.play(
        CONFIRMED
        + again
        + """
        联 < 这是连续第二次认定，按规定移送问责
        联 < 黄旗通知
        联 !< 报送整改方案
        联 > {case}
        赵 > {case}
        赵 < ｜问责
        赵 [登记移送]
        """
    )


async def test_a_plan_is_returned_late_as_well(play: Play) -> None:
    """Regression: where rectification ended before the next progress was due, the plan could not be returned: its term was looked for in
    the wrong place, and the press was lost."""
    await play.play(
        CONFIRMED
        + """
        赵 > {case}
        赵 [指定帮扶人]
        赵 [郑]
        联 > {case}
        联 [报送整改方案]
        联 > 没有专人派单。
        联 > 建立派单台账，李科长，4月20日
        联 [完成]
        联 [提交]
        ~ 85 days
        赵 > {case}
        赵 [退回方案]
        赵 > 没有写明完成标准。
        联 < 没有写明完成标准。
        联 > {case}
        联 < ｜待报整改方案
        """
    )
