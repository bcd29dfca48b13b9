"""进度曲线: a project's year against its plan, from its card and in chat, in words and as a picture; for whoever sees the card alone."""

from __future__ import annotations

from bot.chores import LEASE
from bot.publishing.drawings import drawings
from storage.road import chores
from tests.handlers.procedures.test_projects import BRIDGE, ROADS, SCHOOL, bring, owners
from tests.support.direct_stage import DirectStage
from tests.support.transcripts import Play

__all__ = ["owners"]


async def drawn(house: DirectStage) -> None:
    (chore,) = await house.database.write(
        lambda tx: chores.claim(tx, (drawings.Drawings.kind,), house.now, house.now + LEASE, 5)
    )
    await house.database.write(await drawings.Drawings(house.database, house._room, house._words).do(chore))


async def test_whoever_sees_a_project_sees_its_year_against_the_plan(house: DirectStage, owners: Play) -> None:
    """By hand: planned 200 of 1200 by March, done 170; (200 − 170) / 1200 are 2.5 points."""
    await bring(house, SCHOOL, BRIDGE, ROADS)
    await owners.play("""
        业 ? school (XM-2026-000001)
        ~ 6 days
        业 > {school}
        业 [2026-03]
        业 [填报月度进度]
        业 > 170
        业 [已开工]
        业 [跳过]
        业 > {school}
        业 [进度曲线]
        业 < 正在生成图片
    """)
    await drawn(house)
    await owners.play("""
        业 < 城东小学扩建（P01）2026年进度曲线｜清溪县教育局
        业 < 年度目标1200万元。截至2026年3月，落后计划2.5个百分点
        业 < 2026年3月：计划200万元，完成170万元
    """)
    assert owners.screen("业")[-1].attachments[0].data.startswith(b"\x89PNG")


async def test_a_project_is_asked_for_by_its_code_or_nearly_its_name(house: DirectStage, owners: Play) -> None:
    await bring(house, SCHOOL, BRIDGE, ROADS)
    await owners.play("""
        周 > 进度曲线 火车站
        周 < 没有找到您能查看的这个项目
        周 > 进度曲线 溪东大侨
        周 < 正在生成图片
        周 > 进度曲线 Ｐ０２
        周 < 正在生成图片
        周 > 进度曲线 城东小学扩健工程
        周 < 正在生成图片
        业 > 进度曲线 P02
        业 < 没有找到您能查看的这个项目
        业 > 进度曲线
        业 < 您要看哪个项目的进度曲线？
        业 < 1. P01 城东小学扩建
        业 < 2. M01 改造老旧小区道路
        业 [2 M01]
        业 < 正在生成图片
    """)
