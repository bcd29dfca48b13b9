"""An accepted clue is no dead end: it stays in the queue until it is closed with an answer, which the reporter may have reviewed."""

from __future__ import annotations

from domain.people import Role
from tests.support.scripts import REPORTED
from tests.support.transcripts import Play

ACCEPTED = (
    REPORTED
    + """
    王 > {number}
    王 [受理]
    王 [造成不良影响]
"""
)
CLOSED = (
    ACCEPTED
    + """
    王 > {number}
    王 [办结]
    王 [部分属实]
    王 > 三处违建已拆两处，余下一处限期一个月拆除。
    王 < “办结”已提出，须由另一人同意后生效
    赵 > {number}
    赵 [同意]
"""
)


async def test_an_accepted_clue_promises_no_day_for_assigning_it_and_stays_in_the_queue(staffed: Play) -> None:
    await staffed.stage.joins("周@telegram", Role.REVIEWER)  # type: ignore[attr-defined]  # a stage of this folder
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


async def test_an_accepted_clue_is_closed_by_two_with_a_finding_and_an_answer_that_the_reporter_reads(
    staffed: Play,
) -> None:
    await staffed.play(
        ACCEPTED
        + """
        王 > {number}
        王 [办结]
        王 < 请选择核查结论
        王 <[未查实]
        王 [部分属实]
        王 < 给反映人的答复
        王 > 三处违建已拆两处，余下一处限期一个月拆除。
        王 < “办结”已提出，须由另一人同意后生效
        李 > {code}
        李 < 当前状态：已受理
        李 !< 部分属实
        赵 > {number}
        赵 < 部分属实
        赵 [同意]
        赵 < “办结”已生效
        李 < 编号{number}有新进展
        李 !< 部分属实
        李 > {code}
        李 < 结论：部分属实
        李 < 三处违建已拆两处，余下一处限期一个月拆除。
        李 < 30日内申请复查
        李 < 当前状态：已办结
        李 <[申请复查]
        赵 > 待办
        赵 !< {number}
    """
    )


async def test_in_english_too(staffed: Play) -> None:
    staffed.stage.speaks("Ann@telegram", "en")  # type: ignore[attr-defined]  # a stage of this folder
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
        李 < 已收到您的复查申请
        王 > {number}
        王 !<[维持原答复]
        孙 > {number}
        孙 [重新研判]
        李 > {code}
        李 < 研判中
    """
    )


async def test_after_thirty_days_no_review_is_asked_for_and_it_can_be_archived(staffed: Play) -> None:
    await staffed.stage.joins("周@telegram", Role.REVIEWER)  # type: ignore[attr-defined]  # a stage of this folder
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
        王 [办结]
        王 [不属实]
        王 > 经核实，没有这回事。
        赵 > {number}
        赵 [同意]
        赵 > 待办
        赵 < 澄清
    """
    )
