"""得分单 and 数据异议: a unit sees how each of its points came about, and objects before the period is announced (the law §6.1)."""

from __future__ import annotations

import pytest_asyncio

from bot.chores import LEASE
from bot.publishing.drawings import drawings
from domain.importing.columns import ImportKind
from domain.matters.scoring.periods import PeriodStage
from domain.people import Role
from handlers.desk import drawings as law
from storage.road import chores
from storage.scoring import periods
from tests.handlers.test_leaders_and_a_list import bring
from tests.support.direct_stage import DirectStage
from tests.support.transcripts import Play

CONFIRMED = """
    周 > 确认旗帜
    周 [填写授权文号]
    周 > 清政办〔2026〕1号
    周 [确认名单]
    周 [确认]
"""


@pytest_asyncio.fixture
async def play(house: DirectStage) -> Play:
    """Leaders 周 and 陈, a reviewer 王, and 联 of the natural resources bureau; the figures of two periods."""
    await house.joins("联", Role.UNIT_CONTACT, "U04")
    await house.joins("王", Role.REVIEWER)
    for who in ("周", "陈"):
        await house.joins(who, Role.LEADER)
    for kind in (ImportKind.UNITS, ImportKind.INDICATORS, ImportKind.VALUES):
        await bring(house, kind)
    return Play(house)


async def test_a_unit_reads_how_each_point_came_about_objects_and_the_list_is_open_again(
    play: Play, house: DirectStage
) -> None:
    """重点任务 by hand: (15·s(D01) + 10·s(D02) + 15·s(D03)) / 40 = 81.20."""
    await play.play(
        """
        联 > 得分单
        联 < 没有因认定而加减的分
        联 > 数据异议
        联 < 现在没有可以提异议的数据
        """
        + CONFIRMED
        + """
        联 > 得分单
        联 < 清溪县自然资源局得分单｜2026年第1期
        联 < 综合得分78.71分，A序列第10名（共18个）
        联 < 重点任务（权重40） 81.20分
        联 < · 年度重点任务完成率（权重15）：
        联 < 各板块按权重合计78.71分
        联 < 3月9日前点“数据异议”提出
        联 [生成图片]
        联 < 正在生成图片
        """
    )
    (chore,) = await house.database.write(lambda tx: chores.claim(tx, (law.DRAW,), house.now, house.now + LEASE, 5))
    await house.database.write(await drawings.Drawings(house.database, house._room, house._words).do(chore))
    await play.play("联 < 综合得分78.71分")
    assert play.screen("联")[-1].attachments[0].data.startswith(b"\x89PNG")
    await play.play(
        """
        联 > 数据异议
        联 < 哪个指标、哪个数不对
        联 > 群众满意度按旧口径计算，应为80.1。
        联 [完成]
        联 < 期次：2026年第1期
        联 [提交]
        联 ? number 编号(SJ-2026-\\d+)
        王 > {number}
        王 < 2026年第1期
        王 [核查异议]
        王 [作出核查结论]
        王 [成立，名单退回重报]
        王 > 统计口径确有误。
        陈 > {number}
        陈 [同意]
        联 < 数据异议已有结论
        周 < 统计口径确有误。
        """
    )
    period = await house.database.read(lambda tx: periods.of_code(tx, "2026-P1"))
    assert period is not None
    assert period.stage is PeriodStage.PROPOSED
