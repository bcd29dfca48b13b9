"""An accepted clue is no dead end: it stays in the queue until it is closed with an answer, which the reporter may have reviewed."""

from __future__ import annotations

from domain.people import Role
from tests.support.direct_stage import DirectStage
from tests.support.scripts import ACCEPTED, REPORTED, answered, concluded
from tests.support.transcripts import Play

CLOSED = ACCEPTED + answered("部分属实")


async def test_an_accepted_clue_promises_no_day_for_assigning_it_and_stays_in_the_queue(
    staffed: Play, house: DirectStage
) -> None:
    await house.joins("周@telegram", Role.REVIEWER)
    await staffed.play(
        ACCEPTED
        + """
        李 > {code}
        李 < 最迟5月3日前给您答复
        李 !< 交办
        ~ 70 days
        周@telegram > 待办
        周@telegram < {number}
        周@telegram < 已受理
    """
    )


async def test_another_than_who_accepted_it_verifies_it_somebody_else_signs_and_the_reporter_reads_the_answer(
    staffed: Play,
) -> None:
    await staffed.play(
        ACCEPTED
        + """
        王 > {number}
        王 !<[我来核查]
        赵 > {number}
        赵 [我来核查]
        赵 < 下一步：核查，作出结论，由另一人签认
        赵 > {number}
        赵 [作出结论]
        赵 < 请选择核查结论
        赵 <[未查实]
        赵 [部分属实]
        赵 < 依据是什么
        赵 > 看了台账，三处违建拆了两处。
        赵 < “作出结论”已提出，须由另一人同意后生效
        赵 !<[同意]
        李 > {code}
        李 < 当前状态：核查中
        李 < 最迟给您答复：5月3日
        李 !< 部分属实
        王 > {number}
        王 < 部分属实
        王 < 看了台账
        王 [同意]
        赵 < 您的结论已经签认
        赵 > {number}
        赵 [办结]
        赵 < 给反映人的答复
        赵 > 三处违建已拆两处，余下一处限期一个月拆除。
        赵 < “办结”已生效
        李 < 编号{number}有新进展
        李 !< 部分属实
        李 > {code}
        李 < 结论：部分属实
        李 < 三处违建已拆两处，余下一处限期一个月拆除。
        李 !< 看了台账
        李 < 30日内申请复查
        李 < 当前状态：已办结
        李 <[申请复查]
        赵 > 待办
        赵 !< {number}
    """
    )


async def test_it_is_assigned_to_an_officer_who_hands_it_back_or_takes_it_on_and_visits_the_site_with_another(
    staffed: Play,
    house: DirectStage,
) -> None:
    await house.joins("孙", Role.REVIEWER)
    await house.joins("郑", Role.CASE_OFFICER)
    await staffed.play(
        ACCEPTED
        + """
        郑 > {number}
        郑 !< 造成不良影响
        王 > {number}
        王 [交办]
        王 !<[王]
        王 <[孙]
        王 [郑]
        郑 < 这条线索交给您核查
        赵 > {number}
        赵 !<[接办]
        郑 > 待办
        郑 < {number}
        # Their card offered 历程, and pressing it showed the menu.
        郑 [历程]
        郑 < 受理
        郑 [查看]
        郑 < ｜已交办
        郑 !<[下一条]
        郑 [退回交办]
        郑 < 为什么退回
        郑 > 和该局经办人是同学。
        王 > {number}
        王 [交办]
        王 [孙]
        孙 < 这条线索交给您核查
        孙 > {number}
        孙 [接办]
        孙 [记录现场核查]
        孙 < 至少两人
        孙 !<[王]
        孙 !<[郑]
        孙 [赵]
        孙 [完成]
        孙 > 3月4日
        孙 > 现场还有一处没有拆，村干部在场。
        赵 > {number}
        赵 < 现场核查：3月4日
        赵 < 同去人员：赵
        赵 < 现场还有一处没有拆
        李 > {code}
        李 < 当前状态：核查中
        李 !< 没有拆
    """
    )


async def test_an_officer_alone_finds_the_clues_that_were_given_to_them_and_no_others(
    staffed: Play, house: DirectStage
) -> None:
    await house.joins("郑", Role.CASE_OFFICER)
    await staffed.play(
        ACCEPTED
        + """
        郑 > 待办
        郑 !< {number}
        王 > {number}
        王 [交办]
        王 [郑]
        郑 > 待办
        郑 < {number}
        郑 [接办]
        郑 > 待办
        郑 < {number}
        郑 [作出结论]
        郑 [不属实]
        郑 > 举报的房子有许可证。
        赵 > 待办
        赵 < {number}
        赵 > {number}
        赵 [同意]
        郑 > 待办
        郑 [办结]
        郑 > 经核实，房子有许可证。
        李 > {code}
        李 < 结论：不属实
    """
    )


async def test_what_is_signed_late_or_not_at_all_stays_with_the_officer(staffed: Play) -> None:
    """The law §3: 3 working days to sign; what is declined goes on being verified."""
    script = ACCEPTED + concluded("属实").replace("王 [同意]", "王 [不同意]\n    王 > 台账只到二月，请补查三月。")
    await staffed.play(
        script
        + """
        # who concluded it heard of it nowhere, nor why
        赵 < 没有获得同意，退回原阶段
        赵 < 不同意的理由：台账只到二月，请补查三月。
        赵 > {number}
        赵 < 核查中
        赵 <[作出结论]
        李 > {code}
        李 < 当前状态：核查中
    """
    )


async def test_in_english_too(staffed: Play, house: DirectStage) -> None:
    house.speaks("Ann@telegram", "en")
    await staffed.play(
        CLOSED
        + """
        Ann@telegram > {code}
        Ann@telegram < Finding: partly substantiated.
        Ann@telegram <[Ask for a review]
    """
    )


async def test_a_review_of_the_answer_is_for_others_and_can_be_asked_for_thirty_days(staffed: Play) -> None:
    await staffed.play(
        CLOSED
        + """
        王 > {number}
        王 !<[归档]
        李 > {code}
        李 [申请复查]
        李 > 余下一处又加盖了一层
        李 [完成]
        李 < 已收到您的复查申请
        王 > {number}
        王 !<[维持原答复]
        孙 > {number}
        孙 [重新研判]
        李 > {code}
        李 < 研判中
    """
    )


async def test_after_thirty_days_no_review_is_asked_for_and_it_can_be_archived(
    staffed: Play, house: DirectStage
) -> None:
    await house.joins("周@telegram", Role.REVIEWER)
    await staffed.play(
        CLOSED
        + """
        周@telegram > {number}
        ~ 20 days
        周@telegram !< 逾期
        ~ 20 days
        周@telegram !< 逾期
        李 > {code}
        李 !<[申请复查]
        周@telegram > {number}
        周@telegram !< 逾期
        周@telegram [归档]
        周@telegram < 已生效
    """
    )


async def test_where_nothing_was_true_a_clarification_waits_for_the_unit(staffed: Play) -> None:
    """The law §7.4: it is proposed within five working days after the conclusion, or said that none is needed."""
    await staffed.play(
        REPORTED
        + """
        王 > {number}
        王 [受理]
        王 [苗头性问题]
        """
        + concluded("不属实")
        + """
        赵 > 待办
        赵 < 澄清
    """
    )
