"""The terms of a clue as the law has them: a target and a hard one, more time by two people, and what the reporter hears (the law §3)."""

from __future__ import annotations

from decimal import Decimal

from domain.people import Role
from storage import matters
from storage.database import Tx
from storage.scoring import adjustments
from tests.handlers.test_closing_a_clue import CLOSED
from tests.support.direct_stage import DirectStage
from tests.support.scripts import ACCEPTED, REPORTED
from tests.support.transcripts import Play


async def test_the_cap_is_extended_once_by_two_and_the_reporter_hears_why_and_until_when(staffed: Play) -> None:
    await staffed.play(
        ACCEPTED
        + """
        王 > {number}
        王 !<[延长核查时间]
        王 [延长答复期限]
        王 < 为什么要延长答复期限
        王 > 要等测绘结果。
        王 < 须由另一人同意后生效
        李 > {code}
        李 < 最迟给您答复：5月3日
        赵 > {number}
        赵 < 要等测绘结果
        赵 [同意]
        李 > {code}
        李 < 因情况复杂，经批准，办理期限延长到6月2日。理由：要等测绘结果。
        李 < 最迟给您答复：6月2日
        """
    )


async def test_more_time_to_verify_is_asked_by_the_officer_and_refused_with_a_reason_or_granted(staffed: Play) -> None:
    """「延长核查」 and 「延长期限」 stood side by side, and a refusal told nobody why."""
    await staffed.play(
        ACCEPTED
        + """
        赵 > {number}
        赵 [我来核查]
        赵 > {number}
        赵 <[延长答复期限]
        赵 [延长核查时间]
        赵 < 答复反映人的期限不变
        赵 > 要等测绘结果。
        王 > {number}
        王 < 要等测绘结果
        王 [不同意]
        王 > 测绘结果上周已经出来。
        赵 < 没有获得同意
        赵 < 不同意的理由：测绘结果上周已经出来。
        赵 > {number}
        赵 < 期限：4月1日
        李 > {code}
        李 !< 延长
        赵 > {number}
        赵 [延长核查时间]
        赵 > 第二处测绘还没有做。
        王 > {number}
        王 [同意]
        李 > {code}
        李 < 经批准，延长核查时间，最迟5月3日前给您答复
        赵 > {number}
        赵 < 期限：4月16日
        """
    )


async def test_a_petition_has_fifteen_days_and_a_card_that_says_so(staffed: Play) -> None:
    await staffed.play(
        REPORTED
        + """
        王 > {number}
        王 [信访认定]
        王 [是]
        王 > {number}
        王 < 信访事项：是
        """
    )
    assert await terms(staffed, "{number}") == ["clue_triage_target", "clue_inform_petition"]


async def test_who_signs_with_a_real_name_hears_within_fifteen_working_days_at_the_latest(staffed: Play) -> None:
    await staffed.play(
        REPORTED.replace("李 [匿名]", "李 [实名]\n李 > 李四\n李 > 13800000000")
        + """
        """
    )
    assert await terms(staffed, "{number}") == ["clue_triage_target", "clue_accept_notice_realname"]
    await staffed.play("""
        ~ 8 days
        李 < 应当在3月11日前办完
        ~ 13 days
        李 !< 应当在3月25日前办完
        ~ 24 hours
        李 < 应当在3月25日前办完
    """)


async def terms(play: Play, number: str) -> list[str]:
    stage = play.stage
    assert isinstance(stage, DirectStage)

    def found(tx: Tx) -> list[str]:
        standing = matters.numbered(tx, "clue", number.format(**play.remembered))
        assert standing is not None
        return [term.name for term in standing.terms]

    return await stage.database.read(found)


async def test_what_is_verified_costs_the_unit_points_that_rest_while_it_is_reviewed(
    staffed: Play, house: DirectStage
) -> None:
    await house.joins("孙", Role.REVIEWER)
    await house.joins("吴", Role.REVIEWER)
    await staffed.play(CLOSED)
    assert await points(staffed) == [Decimal("-0.5")]  # partly true, with ill effects
    await staffed.play("""
        李 > {code}
        李 [申请复查]
        李 > 第三处没有拆。
        李 [完成]
    """)
    assert sum(await points(staffed)) == 0
    await staffed.play("""
        孙 > {number}
        孙 [维持原答复]
        孙 > 期限未到。
        吴 > {number}
        吴 [同意]
    """)
    assert await points(staffed) == [Decimal("-0.5"), Decimal("0.5"), Decimal("-0.5")]


async def points(play: Play) -> list[Decimal]:
    stage = play.stage
    assert isinstance(stage, DirectStage)

    def found(tx: Tx) -> list[Decimal]:
        standing = matters.numbered(tx, "clue", play.remembered["number"])
        assert standing is not None
        return [entry.points for entry in adjustments.about(tx, standing.id)]

    return await stage.database.read(found)
