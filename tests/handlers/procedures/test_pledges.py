"""Pledges (军令状) that do not go as they should, the board of them, and the file (the law §1 row 7)."""

from __future__ import annotations

import pytest

from domain.people import Role
from tests.scenarios.test_pledges import SIGNED
from tests.support.direct_stage import DirectStage
from tests.support.transcripts import Play


@pytest.fixture
async def pledging(house: DirectStage, play: Play) -> Play:
    """周 and 武 leaders, 吴 a reviewer, 联 the contact of U04."""
    for who in ("周", "武"):
        await house.joins(who, Role.LEADER)
    await house.joins("吴", Role.REVIEWER)
    await house.joins("联", Role.UNIT_CONTACT, "U04")
    return play


async def test_what_nobody_reports_is_reminded_of_and_verified_after_its_day_all_the_same(
    pledging: Play,
) -> None:
    await pledging.play(
        SIGNED
        + """
        ~ 12 days
        联 > {pledge}
        联 [申请撤回]
        联 > 任务已划转。
        联 [完成]
        联 [提交]
        周 > {pledge}
        周 [不同意]
        周 > 划转文件还没有下发。
        联 < 没有同意
        吴 > {pledge}
        吴 !< 核验
        ~ 8 days
        联 > 待办
        联 < ｜已逾期
        联 > {pledge}
        联 [报送进展]
        联 > 没有进展。
        联 [完成]
        联 [跳过]
        联 > {pledge}
        联 < ｜已签订｜已逾期
        联 !< 申请调整目标
        吴 > {pledge}
        吴 [核验]
        吴 [未完成]
        吴 > 到期没有报送，现场未见批文。
        吴 [提交]
        武 > {pledge}
        武 [同意]
        联 < 军令状已核验
    """
    )
