"""The flags of a period (the law §5, §6.5): some are struck on the card, and a unit says that its notice has come."""

from __future__ import annotations

import os

import pytest

from bot.publishing.pictures import pictures as drawing
from tests.scenarios.conftest import DOORS
from tests.scenarios.test_review_meetings import first_figures
from tests.support import samples
from tests.support.stages import Stage
from tests.support.transcripts import Play

WITH_SELECTS = ("WeCom, on SQLite",) if os.environ.get("EVERY_DOOR") else ("web, on PostgreSQL",)


@pytest.mark.parametrize("door", [DOORS[each] for each in WITH_SELECTS], ids=WITH_SELECTS, indirect=True)
async def test_flags_are_struck_by_boxes_the_unit_says_that_its_notice_came_and_leaders_read_who_has_not(
    here: Stage, play: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("ranking", "flags", "flag_list", "flag_notice"):
        monkeypatch.setattr(drawing, name, lambda sheet: samples.picture("png"))
    await first_figures(here)
    await play.play(
        r"""
        周 > 确认旗帜
        周 [划去]
        周 > 1 3
        周 < 理由是什么
        周 > 数据待核
        周 < 周划去，理由：数据待核
        周 > 确认旗帜
        周 [划去 = 5 6]
        周 > 数据待核
        周 > 确认旗帜
        周 [恢复]
        周 < 恢复哪几面
        周 > 1 3 5 6
        周 < “恢复”已办
        周 > 确认旗帜
        周 [填写授权文号]
        周 > 清政办〔2026〕1号
        周 [确认名单]
        周 [确认]
        武 > 待办
        武 ? announcement (GG-2026-\d+)
        武 [同意发布]
        甲 > 待办
        甲 [同意发布]
        联 > 待办
        联 < 还没有点“收到”的通知
        武 > {announcement}
        武 < 还没有点“收到”的单位：清溪县自然资源局
        联 [收到]
        联 < 记录为收到
        联 > 待办
        联 !< 还没有点“收到”的通知
        武 > {announcement}
        武 !< 还没有点“收到”的单位：清溪县自然资源局
        """
    )
