"""Clarification (澄清正名), as conversations (the law §7.4)."""

from __future__ import annotations

from tests.support.measuring import CONCLUDED, Desk

DUE = (
    CONCLUDED.replace("[属实]", "[不属实]")
    + """
    王 > 待办
    王 ? clarification 澄清(CQ-2026-\\d+)｜待提出
    王 [提出澄清方案]
"""
)
PROPOSED = (
    DUE
    + """
    王 [单位]
    王 [造成不良社会影响]
    王 [完成]
    王 < 只写这一件事
    王 > 举报件压了三个月
    王 [书面，并在会议上说明]
    王 [本机关一家]
    王 [提交]
    联 < 准备为您澄清
    联 < 被反映的问题：举报件压了三个月
    联 !< {number}
    联 > 待办
    联 < 影响范围：书面，并在会议上说明
    联 !< 造成不良社会影响
    联 [同意澄清]
    联 !<[只书面告知]
"""
)
APPROVED = (
    PROPOSED
    + """
    联 [书面，并公开通报]
    联 [写明]
    联 < 澄清范围：书面，并公开通报
    联 [提交]
    王 < 对方已同意澄清
    周 > 待办
    周 [批准澄清]
    联 < 澄清已经批准
    王 > 待办
    王 !<[登记书面澄清]
    王 !<[登记书面澄清并通报（不点名）]
"""
)


async def test_only_what_was_found_untrue_is_clarified(desk: Desk) -> None:
    await desk.play(
        CONCLUDED.replace("[属实]", "[未查实]")
        + """
        王 > 提出澄清
        王 > {number}
        王 < “未查实”是不能排除，不等于不属实
        """
    )


async def test_a_unit_agrees_to_no_less_than_the_harm_and_no_more_is_done(desk: Desk) -> None:
    await desk.play(
        PROPOSED
        + """
        联 [书面，并在会议上说明]
        联 [提交]
        周 > 待办
        周 < 澄清范围：书面，并在会议上说明
        周 [批准澄清]
        王 > 待办
        王 !<[登记书面澄清并通报]
        王 [登记书面澄清]
        王 > 昨天
        王 [书面]
        王 [完成]
        王 < 选了在会议上说明的，会议也要办到
        王 [登记书面澄清]
        王 > 昨天
        王 [书面]
        王 [会议]
        王 [完成]
        联 < 本次澄清只就上述具体问题作出说明
        王 > {clarification}
        王 < ｜已澄清
        ~ 31 days
        周 > 待办
        周 < 第几次：澄清后回访
        周 [安排回访人员]
        周 > 赵、孙
        赵 > 待办
        赵 [登记回访]
        赵 > 今天
        赵 [好]
        赵 [已听取]
        赵 [跳过]
        赵 [完成]
        赵 [提交]
        孙 > 待办
        孙 [同意]
        王 < 澄清后的回访已经登记
        王 > {clarification}
        王 < ｜已回访
        """
    )


async def test_a_notice_is_worded_for_two_to_sign_and_said_before_it_counts(desk: Desk) -> None:
    await desk.play(
        APPROVED
        + """
        王 [登记书面澄清并通报]
        王 > 今天
        王 [书面]
        王 [完成]
        王 > {clarification}
        王 < ｜待通报
        """
    )


async def test_who_declines_is_left_in_peace_and_may_think_again(desk: Desk) -> None:
    await desk.play(
        PROPOSED
        + """
        联 [取消]
        联 > {clarification}
        联 [不澄清]
        联 [确认]
        王 < 对方选择不澄清
        联 > {clarification}
        联 [重新征求意见]
        联 < ｜待对方同意
        ~ 20 days
        联 < 按不公开澄清办理
        """
    )


async def test_for_a_person_the_officer_records_their_paper_and_the_unit_hears_nothing(desk: Desk) -> None:
    await desk.play(
        DUE
        + """
        王 [干部]
        王 > 规划科科长
        王 [影响提拔使用、评先评优]
        王 [完成]
        王 > 压件三个月不办
        王 [只书面告知]
        王 [本机关一家]
        王 [提交]
        王 ? clarification 编号(CQ-2026-\\d+)
        联 !< 澄清
        联 > {clarification}
        联 !< 规划科科长
        王 > 待办
        王 [登记本人同意]
        王 [书面，并公开通报]
        王 [不写明]
        王 > 意见书1号
        王 [提交]
        周 > 待办
        周 < 职务：规划科科长
        周 [批准澄清]
        王 > 待办
        王 [登记书面澄清并通报（不点名）]
        王 > 今天
        王 [书面]
        王 [完成]
        王 > {clarification}
        王 < ｜待通报
        """
    )


async def test_a_reporter_s_words_do_not_go_into_it(desk: Desk) -> None:
    await desk.play(
        DUE
        + """
        王 [单位]
        王 [造成不良社会影响]
        王 [完成]
        王 > 自然资源局三个月不处理违建举报
        王 < 请去掉后再写
        """
    )


async def test_where_none_of_the_grounds_is_there_a_leader_signs_that_none_is_needed(desk: Desk) -> None:
    await desk.play(
        CONCLUDED.replace("[属实]", "[不属实]")
        + """
        王 > 待办
        王 [不需要澄清]
        王 > 没有影响任何人。
        周 > 待办
        周 < 待另一人同意：不需要澄清
        周 [同意]
        联 !< 澄清
        """
    )
