"""What must hold of points (the law §10, the scenarios 10, 11 and 15)."""

from __future__ import annotations

from decimal import Decimal

from storage import matters
from storage.database import Tx
from storage.scoring import adjustments
from tests.handlers.procedures.test_case import SERVED
from tests.handlers.test_closing_a_clue import CLOSED
from tests.support.stages import Stage
from tests.support.transcripts import Play

REOPENED = """
    李 > {code}
    李 [申请复查]
    李 > 第三处没有拆。
    李 [完成]
    孙 > {number}
    孙 [重新研判]
"""
CLARIFIED = (
    REOPENED
    + """
    吴 > {number}
    吴 [受理]
    吴 [造成不良影响]
    郑 > {number}
    郑 [我来核查]
    郑 > {number}
    郑 [作出结论]
    郑 [不属实]
    郑 > 三处房子都有许可证。
    吴 > {number}
    吴 [同意]
    郑 > {number}
    郑 [办结]
    郑 > 经核实，三处房子都有许可证。
    郑 > 待办
    郑 ? clarification 澄清(CQ-2026-\\d+)｜待提出
    郑 [提出澄清方案]
    郑 [单位]
    郑 [造成不良社会影响]
    郑 [完成]
    郑 > 举报件压了三个月
    郑 [书面，并在会议上说明]
    郑 [本机关一家]
    郑 [提交]
    联 > {clarification}
    联 [同意澄清]
    联 [书面，并在会议上说明]
    联 [提交]
    周 > {clarification}
    周 [批准澄清]
    郑 > {clarification}
    郑 [登记书面澄清]
    郑 > 今天
    郑 [书面]
    郑 [会议]
    郑 [完成]
    联 < 本次澄清只就上述具体问题作出说明
"""
)
TOLERATED = (
    SERVED
    + """
    联 > 申请容错
    联 > {case}
    联 [紧急避险，来不及走程序]
    联 > 汛期全员抢险，三天后补了手续。
    联 [完成]
    联 [提交]
    联 ? tolerance 编号(RC-2026-\\d+)
    郑 > {tolerance}
    郑 [受理调查]
    郑 [提交调查结果]
    郑 > 1-6
    郑 > 没有
    郑 > 动机为公，程序事后补正。
    郑 [提交]
    郑 [登记会商意见]
    郑 [纪委监委]
    郑 [完成]
    郑 > 同意容错。
    郑 [提交]
    周 > {tolerance}
    周 [作出认定]
    周 [免责]
    周 > 为抢险，没有谋私。
    甲 > {tolerance}
    甲 [同意]
    联 > {tolerance}
    联 [签收认定书]
    联 [报告纠错情况]
    联 > 手续已全部补齐。
    联 [完成]
    郑 > {tolerance}
    郑 [核实生效]
    冯 > {tolerance}
    冯 [同意]
    联 < 容错已生效
"""
)


async def test_10_what_is_clarified_costs_its_unit_nothing_any_more(here: Stage, play: Play) -> None:
    await play.play(CLOSED + CLARIFIED)
    assert sum(await points(here, play, "clue", "number")) == 0


async def test_11_a_correction_is_an_entry_against_the_first_which_stays(here: Stage, play: Play) -> None:
    await play.play(CLOSED)
    assert await points(here, play, "clue", "number") == [Decimal("-0.5")]
    await play.play(REOPENED)
    assert await points(here, play, "clue", "number") == [Decimal("-0.5"), Decimal("0.5")]


async def test_15_where_tolerance_is_granted_the_case_ends_without_a_penalty(here: Stage, play: Play) -> None:
    await play.play(
        TOLERATED
        + """
        联 > {case}
        联 < ｜容错免责
        甲 > {case}
        甲 !<[比选打分]
        甲 !<[表决]
        """
    )
    assert sum(await points(here, play, "case", "case")) == 0


async def points(here: Stage, play: Play, kind: str, remembered: str) -> list[Decimal]:
    """All that was entered for a matter, oldest first."""

    def found(tx: Tx) -> list[Decimal]:
        standing = matters.numbered(tx, kind, play.remembered[remembered])
        assert standing is not None
        return [entry.points for entry in adjustments.about(tx, standing.id)]

    return await here.house.database.read(found)
