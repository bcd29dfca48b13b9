"""Undertakings (实施意见), from the office's file to what was checked, beside a plain count (the law §8)."""

from __future__ import annotations

import pytest

from domain.people import Role
from tests.handlers.procedures.test_files_of_undertakings import OURS, taken
from tests.support.direct_stage import DirectStage
from tests.support.transcripts import Play


@pytest.fixture
async def owning(house: DirectStage, play: Play) -> Play:
    """周 a leader, 委 of the committee, 吴 a reviewer, 联 the contact of U04, 审 a reviewer of that same unit."""
    await house.joins("周", Role.LEADER)
    await house.joins("委", Role.COMMITTEE)
    await house.joins("吴", Role.REVIEWER)
    await house.joins("审", Role.REVIEWER, "U04")
    await house.joins("联", Role.UNIT_CONTACT, "U04")
    assert await taken(house, OURS) == 3
    return play


async def test_only_what_somebody_of_the_office_has_checked_is_done(owning: Play) -> None:
    await owning.play("""
        联 > 24条
        联 < 共3项，未启动3
        联 < 营造氛围：⬜1、2
        联 !<[实施意见事项 用人导向·1]
        联 [实施意见事项 营造氛围·1]
        联 [启动]
        联 > 第一期已经
        联 > 向各单位约稿。
        联 [完成]
        联 > SX-2026-000001
        联 [申请调整期限]
        联 > ２０２６年３月２７日
        联 > 省里的文件推迟下发。
        联 [完成]
        联 [提交]
        周 > 待办
        周 < 省里的文件推迟下发
        周 [同意]
        联 < 期限调整已经同意
        联 > SX-2026-000001
        联 < 完成期限：3月27日
        联 [报送完成]
        联 > 第一期已经通报。
        联 [完成]
        联 < 这一步要有材料
        联 + 通报.pdf
        联 [完成]
        联 [提交]
        审 > SX-2026-000001
        审 !<[核验通过]
        联 > 实施意见
        联 < 共3项，推进1，未启动2
        ~ 28 days
        吴 > 实施意见
        吴 < 营造氛围：🔵1 ⬜2
        吴 < 用人导向：🔺1
        吴 [营造氛围]
        吴 < 🔵1．每季度通报一次典型做法（清溪县自然资源局，3月27日前，推进）
        吴 > SX-2026-000001
        吴 [退回]
        吴 > 没有印发范围。
        联 < 被退回
        联 > SX-2026-000001
        联 < 状态：逾期
        联 [报送完成]
        联 > 补了印发范围。
        联 + 范围.jpg
        联 [完成]
        联 [提交]
        周 > SX-2026-000001
        周 [核验通过]
        周 > 查看了通报原件。
        周 [确认]
        联 < 核验通过
        联 > 实施意见
        联 < 营造氛围：✅1 ⬜2
        周 > SX-2026-000001
        周 [撤销核验]
        周 > 通报发错了范围。
        周 [确认]
        委 > SX-2026-000001
        委 [同意]
        联 > 实施意见
        联 < 共3项，未启动1，逾期2
    """)


async def test_each_month_owners_are_nudged_and_after_a_quarter_leaders_read_how_it_stands(owning: Play) -> None:
    await owning.play("""
        ~ 1 days
        联 !< 还没有完成
        ~ 27 days
        联 < 您单位有这些实施意见事项还没有完成，请推进
        联 < 🔺营造氛围1．每季度通报一次典型做法（3月20日前，逾期）
        联 !< 建立一线纪实档案
        周 < 实施意见季度小结
        周 < 共3项，未启动1，逾期2
        周 < 🔺用人导向1．建立一线纪实档案（清溪县交通运输局，3月10日前，逾期）
    """)
