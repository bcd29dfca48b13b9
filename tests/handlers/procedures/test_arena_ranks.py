"""The final ranks of an arena, combined of the last composites and the arena itself where the rule says so (the law §6.6: 60 + 40)."""

from __future__ import annotations

import random
from dataclasses import replace
from fractions import Fraction

import pytest_asyncio

from domain.importing.columns import ImportKind
from domain.people import Role
from tests.handlers.test_leaders_and_a_list import bring
from tests.support.direct_stage import DirectStage
from tests.support.transcripts import Play

RATERS = {"财": "U03", "水": "U08", "住": "U05"}


@pytest_asyncio.fixture
async def play(house: DirectStage) -> Play:
    """王 holds an arena which three rate; of the composites of two periods none is announced yet."""
    for who, role in (("王", Role.REVIEWER), ("周", Role.LEADER), ("武", Role.LEADER), ("审", Role.AUDITOR)):
        await house.joins(who, role)
    for who, unit in RATERS.items():
        await house.joins(who, Role.RATER, unit)
    for kind in (ImportKind.UNITS, ImportKind.INDICATORS, ImportKind.VALUES):
        await bring(house, kind)
    rules = replace(house.office.rules, arena_min_raters=3, arena_composite=Fraction(3, 5))
    house.office = replace(house.office, rules=rules)
    house.draws_from(random.Random(0))
    return Play(house)


async def test_composites_of_the_last_announced_period_count_for_sixty_in_a_hundred(
    play: Play, house: DirectStage
) -> None:
    """Both get 85 in the arena. By hand: 78.71 · 0.6 + 85 · 0.4 = 81.226."""
    plan = """
        王 > 办擂台
        王 > 亮剑比拼
        王 > 今天
        王 > 会堂
        王 > 自然资源局、交通局
        王 [完成]
        王 [用通常的标准]
        王 [提交]
        """
    await play.play(plan + "王 < 没有综合得分")
    await house.database.write(lambda tx: tx.run("UPDATE matter SET stage = 'announced' WHERE number = '2026-P1'"))
    ballots = "".join(f"{who} [打分]\n{who} > 85 85 85\n{who} [提交]\n" for who in RATERS)
    await play.play(
        plan
        + r"""
        王 ? arena 编号(LT-2026-\d+)
        王 > {arena}
        王 < 名次按综合得分60%、现场得分40%合成
        王 [抽签定顺序]
        王 [确认]
        王 [查看]
        王 < 名次按2026年第1期综合得分60%、现场得分40%合成
        王 [开始]
        王 [确认]
        王 > {arena}
        王 [出场 1 清溪县交通运输局]
        王 [开放打分]
        """
        + ballots
        + """
        王 > {arena}
        王 !< 85.00
        王 [出场 2 清溪县自然资源局]
        王 [开放打分]
        """
        + ballots
        + """
        王 > {arena}
        王 < 清溪县自然资源局81.23分（现场85.00分，综合78.71分，有效评分3份）
        审 > {arena}
        审 < 财：2个单位都打85.00分
        审 !< 各单位评分
        财 > {arena}
        财 !< 81.23
        """
    )
    # How it is signed and said is in the scenario; when the seal goes, in the table. Then, too, nobody is named.
    await house.database.write(lambda tx: tx.run("UPDATE matter SET stage = 'announced' WHERE kind = 'arena'"))
    await play.play("审 > {arena}\n审 !< 各单位评分")
    await house.database.write(lambda tx: tx.run("UPDATE matter SET stage = 'opened' WHERE kind = 'arena'"))
    await play.play(
        """
        审 > {arena}
        审 < 清溪县自然资源局：85.00、85.00、85.00
        王 > {arena}
        王 !< 各单位评分
        财 > {arena}
        财 < 81.23
        财 !< 85.00、85.00
        """
    )
