"""Pledges (军令状) that do not go as they should, the board of them, and the file (the law §1 row 7)."""

from __future__ import annotations

from dataclasses import replace

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


async def test_everybody_of_the_staff_sees_how_pledges_stand_by_level_and_by_contest(
    house: DirectStage, pledging: Play
) -> None:
    await house.joins("镇", Role.UNIT_CONTACT, "U22")
    await pledging.play(
        "镇 > 军令状榜\n镇 < 还没有签订军令状"
        + SIGNED
        + """
        镇 > 军令状榜
        镇 < 合计：签订1项，推进中1
        镇 < 县级：签订1项，推进中1
        镇 < 项目争速：签订1项，推进中1
        镇 [县级]
        镇 < 清溪县自然资源局：签订1项，推进中1
        镇 !< 用地审批
        镇 [项目争速]
        镇 < 项目争速军令状榜
        镇 > JL-2026-000001
        镇 < 没有这件事项
    """
    )


async def test_an_office_names_its_own_contests_and_they_are_offered_by_their_names(
    house: DirectStage, pledging: Play
) -> None:
    house.office = replace(
        house.office, profile=replace(house.office.profile, contests="天天练、 月月比，双招双引;双创双争")
    )
    await pledging.play("""
        联 > 立军令状
        联 !< 争速
        联 > 比
        联 < 目标是什么
        联 [返回]
        联 > 双
        联 !< 目标是什么
        联 [双招双引]
        联 < 目标是什么
    """)
