"""Measures (处理措施) and the visits after them, as conversations (the law §7.1, §7.2)."""

from __future__ import annotations

from tests.support.measuring import CONCLUDED, Desk

PROPOSED = (
    CONCLUDED
    + """
    王 > 提出措施
    王 < 依据哪件事
    王 > {number}
    王 < 对谁采取措施
    王 [干部]
    王 < 请写职务，不写姓名
    王 > 规划科科长
    王 [态度（思想层面）]
    王 [造成不良影响]
    王 < 12个月内已经采取过几次
    王 > 1
    王 < 请写明认定的事实
    王 > 三个月没有处理举报。
    王 < 职务：规划科科长
    王 [提交]
    王 ? measure 编号(CS-2026-\\d+)
"""
)
DECIDED = (
    PROPOSED
    + """
    委 > 待办
    委 < 建议（仅供参考）：提醒警示、警告（工作提醒，不是处分）
    委 [决定措施]
    委 [提醒警示]
    委 < 从合适的最低一档做起
    委 [警示谈话]
    委 < 为什么不从最低一档“提醒”做起
    委 > 12个月内第二次。
    委 [本机关]
    委 > 清效能〔2026〕3号
    委 > 当面谈话，指出问题。
    委 < 档次：警示谈话
    委 [提交]
    王 < 措施已经决定
"""
)
PLANNED = (
    DECIDED
    + """
    王 > 待办
    王 [登记送达]
    王 > 2026-12-01
    王 < 这一天还没有到
    王 > 3月3日
    王 < 怎样签收的
    王 > 回执12号
    王 [定回访计划]
    王 [有困难：列出难题，逐项解决]
    王 < 有哪些难题要帮着解决
    王 > 两人干四人的活，编制办，2026-05-03
    王 [完成]
    王 [提交]
    王 > {measure}
    王 < ｜执行中
"""
)
DUE = (
    PLANNED
    + """
    ~ 35 days
    周 > 待办
    周 < ｜待安排人员
    周 < 第几次：第一次
    周 < 对象：规划科科长
    周 [安排回访人员]
    周 > 赵、孙
    赵 < 请您和另一位同志回访
    孙 < 请您和另一位同志回访
"""
)


async def test_a_measure_is_suggested_by_the_ladder_and_decided_by_a_person_with_authority(desk: Desk) -> None:
    await desk.play(DECIDED)


async def test_nothing_of_a_person_s_measure_is_told_to_the_unit_or_shown_to_other_reviewers(desk: Desk) -> None:
    await desk.play(
        DECIDED
        + """
        联 !< 措施
        联 > {measure}
        联 !< 警示谈话
        联 !< 规划科科长
        赵 > {measure}
        赵 !< 规划科科长
        李 !< 措施
        """
    )


async def test_nobody_takes_a_measure_on_what_was_not_established(desk: Desk) -> None:
    await desk.play(
        CONCLUDED.replace("[属实]", "[未查实]")
        + """
        王 > 提出措施
        王 > {number}
        王 < 核查结论不是“属实”或者“部分属实”，不能据此采取措施
        """
    )


async def test_the_visits_are_made_by_two_who_grade_them_and_write_nothing_that_was_said(desk: Desk) -> None:
    await desk.play(
        DUE
        + """
        赵 > 待办
        赵 < 回访人员：赵、孙
        赵 [登记回访]
        赵 > 今天去的
        赵 < 不像一个日期
        赵 > 4月8日
        赵 [好]
        赵 [已听取]
        赵 [跳过]
        赵 [提交]
        孙 > 待办
        孙 < 待另一人同意：登记回访，赵提出
        孙 < 回访结果：好
        孙 [同意]
        王 < 登记了一次回访
        王 > {measure}
        王 < ｜执行中
        """
    )


async def test_a_poor_visit_brings_the_plan_back_and_calls_off_the_others(desk: Desk) -> None:
    await desk.play(
        DUE
        + """
        赵 > 待办
        赵 [登记回访]
        赵 > 4月8日
        赵 [较差]
        赵 [没有]
        赵 > 1、补一个人，编制办，2026-05-03
        赵 [完成]
        赵 [提交]
        孙 > 待办
        孙 [同意]
        王 < 回访结果较差，请重新定回访计划
        王 > {measure}
        王 < ｜待定回访
        ~ 400 days
        周 > {measure}
        周 < ｜已期满
        周 < （较差）
        周 < （已取消）
        周 !< （待安排人员）
        """
    )


async def test_a_visit_that_nobody_makes_is_brought_to_the_leaders(desk: Desk) -> None:
    await desk.play(
        PLANNED
        + """
        ~ 45 days
        周 > 待办
        周 < ｜逾期未回访
        周 [取消回访]
        周 > 已调离本县。
        周 [确认]
        周 < 生效
        """
    )


async def test_what_is_grave_needs_another_organ_s_document_and_a_leader_s_signature_and_goes_to_nobody_else(
    desk: Desk,
) -> None:
    await desk.play(
        PROPOSED
        + """
        委 > {measure}
        委 [决定重大措施]
        委 [组织处理或者纪律处分]
        委 [警告（6个月）]
        委 !<[本机关]
        委 !<[党委（党组）]
        委 [纪委监委]
        委 > 清纪处〔2026〕9号
        委 > 屡教不改。
        委 [提交]
        委 < “决定重大措施”已提出，须由另一人同意后生效
        王 !< 措施已经决定
        周 > 待办
        周 < 待另一人同意：决定重大措施
        周 [同意]
        王 < 措施已经决定。请只送到本人或者本单位，不在群里发。
        联 !< 措施
        ~ 200 days
        王 < 措施期满
        王 > {measure}
        王 < ｜已期满
        """
    )


async def test_a_unit_is_told_of_its_own_measure_and_acknowledges_it_here(desk: Desk) -> None:
    await desk.play(
        CONCLUDED
        + """
        王 > 提出措施
        王 > {number}
        王 [单位]
        王 [集体躺平]
        王 [造成不良影响]
        王 > 0
        王 > 三个月没有处理举报。
        王 [提交]
        王 ? measure 编号(CS-2026-\\d+)
        周 > 待办
        周 < 建议（仅供参考）：班子约谈、限期整改
        周 [决定重大措施]
        周 [班子约谈、限期整改]
        周 [党委（党组）]
        周 > 清委〔2026〕5号
        周 > 积压三个月。
        周 [提交]
        吴 > 待办
        吴 [同意]
        联 < 措施已经决定
        联 > 待办
        联 < 措施：班子约谈、限期整改
        联 !< 三个月没有处理举报
        联 !< {number}
        联 [签收决定]
        王 < 对方已签收，请定回访计划
        """
    )


async def test_a_measure_that_was_wrong_is_revoked_by_two_and_its_visits_fall_away(desk: Desk) -> None:
    await desk.play(
        PLANNED
        + """
        周 > {measure}
        周 [撤销措施]
        周 > 清效能〔2026〕8号
        周 > 事实有误。
        周 [确认]
        委 > 待办
        委 [同意]
        王 < 措施已经撤销
        周 > {measure}
        周 < ｜已撤销
        周 < （已取消）
        周 !< （未到期）
        """
    )
