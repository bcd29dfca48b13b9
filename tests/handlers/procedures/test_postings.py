"""A posting after six months: the mentor, the appraisal by somebody else, and another term (the law §8)."""

from __future__ import annotations

import re

from domain.mechanism.modules import Module
from tests.handlers.test_modules import switch_off
from tests.scenarios.conftest import CAST
from tests.scenarios.test_postings import POSTED
from tests.support.direct_stage import DirectStage
from tests.support.transcripts import Play

APPRAISED = """
    ~ 187 days
    联 < 历练期满
    吴 > 待办
    吴 [导师评价]
    吴 > 敢啃硬骨头，合同审查还要加强。
    吴 [完成]
    吴 > {it}
    吴 !<[考核]
    赵 > 待办
    赵 < 导师评价：敢啃硬骨头
    赵 [考核]
    赵 [好]
    赵 > 征迁提前一个月完成。
    赵 [提交]
    武 > {it}
    武 [同意]
    联 < 历练考核已有结果
    联 > {it}
    联 < 考核结果：好
    联 !<[推荐奋斗者]
    赵 > {it}
    赵 <[推荐奋斗者]
"""
AGAIN = """
    孙 > {it}
    孙 < ｜已考核
    孙 !<[推荐奋斗者]
    周 > {it}
    周 [再历练一期]
    周 > 快速路明年六月通车。
    甲 > {it}
    甲 [同意]
    联 < 再历练一期
    联 > {it}
    联 < ｜历练中
    联 < 二标段12户已全部签约
    联 !< 考核结果
    ~ 200 days
    赵 > {it}
    赵 < ｜待考核
    赵 !< 导师评价
"""


async def test_after_six_months_somebody_else_than_the_mentor_appraises_and_it_may_go_on(
    house: DirectStage, play: Play
) -> None:
    """On Telegram: whoever works at a page comes in anew each month."""
    for who, (role, unit) in CAST.items():
        await house.joins(f"{who}@telegram", role, unit)
    await play.play(_on_telegram(POSTED + APPRAISED))
    switch_off(house, Module.STRIVER)  # a good one led to where nothing begins
    await play.play(_on_telegram(AGAIN))


def _on_telegram(script: str) -> str:
    return re.sub(r"(?m)^( +[^\s~]+) ", r"\1@telegram ", script)
