"""得分单: a unit sees what decisions took from its score and gave back, each with its decision, and no clue (the law §6.1)."""

from __future__ import annotations

from tests.handlers.procedures.test_case import CONFIRMED, play
from tests.support.transcripts import Play

__all__ = ["play"]


async def test_a_unit_sees_what_was_taken_from_it_by_which_decision_and_that_it_was_given_back(play: Play) -> None:
    await play.play(
        "联 > 得分单\n联 < 没有因认定而加减的分\n"
        + CONFIRMED
        + """
        联 > 得分单
        联 < 1. 3月4日 -1分，查实扣分
        联 !< {number}
        联 !< 线索
        联 !< 反映
        周 > {case}
        周 [撤销认定]
        周 > 登记有误。
        周 [确认]
        甲 > {case}
        甲 [同意]
        联 > 得分单
        联 < 1. 3月12日 +1分，冲销，分数恢复：认定案件{case}
        联 < -1分，查实扣分
        """
    )
