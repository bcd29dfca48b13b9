"""Measures (处理措施), as conversations (the law §7.1)."""

from __future__ import annotations

from tests.support.measuring import CONCLUDED, DECIDED, PLANNED, PROPOSED, Desk

GRAVE = "{who} > 待办\n{who} < 待另一人同意：决定重大措施\n{who} [同意]\n"


async def test_the_ladder_suggests_and_a_person_with_authority_decides_and_it_is_served_and_followed(
    desk: Desk,
) -> None:
    await desk.play(PLANNED)


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


async def test_what_is_grave_needs_another_organ_s_document_and_a_leader_s_signature_and_ends(desk: Desk) -> None:
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
        """
        + GRAVE.replace("{who}", "周")
        + """
        王 < 措施已经决定。请只送到本人或者本单位，不在群里发。
        ~ 200 days
        王 < 措施期满
        """
    )


async def test_a_unit_reads_its_own_measure_without_the_clue_and_acknowledges_it_here(desk: Desk) -> None:
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
        周 > 待办
        周 < 建议（仅供参考）：班子约谈、限期整改
        周 [决定重大措施]
        周 [班子约谈、限期整改]
        周 [党委（党组）]
        周 > 清委〔2026〕5号
        周 > 积压三个月。
        周 [提交]
        """
        + GRAVE.replace("{who}", "吴")
        + """
        联 < 措施已经决定
        联 !< 积压三个月
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
