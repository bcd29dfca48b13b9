"""What a press of a case costs does not grow with the people who work there: twenty reviewers and nine members (issue 11)."""

from __future__ import annotations

from pathlib import Path

import pytest

from domain.people import Role
from tests.handlers.procedures.test_case import INSPECTED, SERVED
from tests.handlers.test_growth import _cost_of
from tests.support.direct_stage import DirectStage
from tests.support.transcripts import Play

MOST = 15
MEMBERS = "甲乙丙丁戊己庚辛壬"


@pytest.mark.usefixtures("engine")
async def test_a_vote_and_a_reply_cost_at_most_fifteen_statements(tmp_path: Path) -> None:
    house = await DirectStage(tmp_path).open()
    for who in ("王", "赵", "孙", "吴", *(f"员{number}" for number in range(16))):
        await house.joins(who, Role.REVIEWER)
    for who in MEMBERS:
        await house.joins(who, Role.COMMITTEE)
    await house.joins("周", Role.LEADER)
    await house.joins("联", Role.UNIT_CONTACT, "U04")
    play, cost = Play(house), {}
    before, after = INSPECTED.split("赵 > 孙、吴\n")
    await play.play(before)
    cost["inspectors"] = await _cost_of(play, "赵 > 孙、吴")
    await play.play(after + SERVED.removeprefix(INSPECTED) + "联 [陈述申辩]\n联 > 车辆报废。\n联 [完成]")
    cost["reply"] = await _cost_of(play, "联 [提交]")
    for who in MEMBERS:
        await play.play(f"{who} > {{case}}\n{who} [比选打分]\n{who} > 25\n{who} > 25\n{who} > 15")
        cost[f"mark {who}"] = await _cost_of(play, f"{who} > 15")
    for who in MEMBERS:
        await play.play(f"{who} > {{case}}")
        cost[f"vote {who}"] = await _cost_of(play, f"{who} [表决]")
        await play.play(f"{who} [同意]")
        cost[f"voted {who}"] = await _cost_of(play, f"{who} > 属实。")
    await play.play("赵 > {case}\n赵 [公示或告知]\n赵 [内部告知]\n赵 > 三起举报没有处置。")
    cost["notice"] = await _cost_of(play, "赵 [提交]")
    await house.close()
    assert {step: number for step, number in cost.items() if number > MOST} == {}
