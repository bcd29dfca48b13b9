"""An arena from its plan to its result in public, as those who lead, rate, decide and sign live it (the law §6.6, §9)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.house import intake
from domain.people import Role
from storage import offices
from tests.support.stages import Stage
from tests.support.transcripts import Play

RATERS = {"农": "U07", "交": "U06", "住": "U05", "财": "U03", "水": "U08"}
drawn = intake.draw


async def test_an_arena_with_a_proxy_a_late_ballot_a_pause_and_a_slot_that_is_rated_again(
    play: Play, here: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By the seed 0000000000 U07 is drawn first: its SHA-256 begins with a lesser digit than that of U06."""
    monkeypatch.setattr(intake, "draw", lambda: replace(drawn(), code="0" * 10))
    day = (here.now() - timedelta(days=1)).date()
    await here.house.database.write(
        lambda tx: offices.add_rules(tx, {"arena.min_raters": 5, "arena.rating": "30 min"}, day, "operator", here.now())
    )
    await here.house.view.refresh()
    for who, unit in RATERS.items():
        await here.joins(who, Role.RATER, unit)
    await here.joins("替", Role.RATER, "U08")
    await here.joins("审", Role.AUDITOR)
    await play.play("""
        王 > 办擂台
        王 > 亮剑比拼
        王 > 明天
        王 > 会堂
        王 > 交通局、农业农村局
        王 [完成]
        王 [用通常的标准]
        王 < 交通运输局
        王 [提交]
        王 ? arena 编号(LT-2026-\\d+)
        王 > {arena}
        王 < 评委人数：5
        王 [抽签定顺序]
        王 [确认]
        # The agenda is due the day before, which is today.
        ~ 1 minutes
        财 < 1. 清溪县农业农村局
        王 > {arena}
        王 < 种子 0000000000
        王 [换代评人]
        王 [水]
        王 [替]
        王 > {arena}
        王 !<[开始]
        ~ 1 days
        王 > {arena}
        王 [开始]
        王 [确认]
        王 [查看]
        王 [出场 1 清溪县农业农村局]
        王 [开放打分]
        水 > 打分
        水 !< 没有明白
        水 !< 正在打分
        农 > 待办
        农 !< 正在打分
        交 [打分]
        交 [90]
        交 < 实绩（占50%） 90分
        交 > ８５　80分
        交 < 总分 86.50
        交 [提交]
        交 !< 应投
        交 [[打分]]
        交 < 已经投过票了
        住 [打分]
        住 > 80 80
        住 < 请写3个0到100的整数
        住 > 85,85,85
        住 [提交]
        财 [打分]
        财 > 100 90 80
        # A card that can be changed only by saying it anew is not said anew at every voice: who wants to know looks.
        王 > {arena}
        王 [出场 1 清溪县农业农村局]
        王 < 应投4人，已投2人
        王 [暂停计时]
        财 < 已暂停
        ~ 25 minutes
        财 [提交]
        王 [继续计时]
        替 [打分]
        替 > 70 70 70
        替 [提交]
        王 < 实投4人
        王 !< 85.75
        王 [出场 2 清溪县交通运输局]
        王 [开放打分]
        农 [打分]
        农 > 95 95 95
        农 [提交]
        住 [打分]
        # A mark is no place in a list of buttons: who wrote 5 had given 85.
        住 > 5
        住 < 实绩（占50%） 5分
        住 > 85 85
        ~ 31 minutes
        住 [提交]
        住 < 截止，没有交上的评分不计
        周 > 待办
        周 < 评分不足
        周 [重评一次]
        农 <[打分]
        农 [打分]
        农 > 95 95 95
        农 [提交]
        住 <[打分]
        住 [打分]
        住 > 85 85 85
        住 [提交]
        财 <[打分]
        财 [打分]
        财 > 85 85 85
        财 [提交]
        替 <[打分]
        替 [打分]
        替 > 60 60 60
        替 [提交]
        王 > {arena}
        王 < 第1名清溪县农业农村局85.75分（有效评分4份）
        王 < 第2名清溪县交通运输局85.00分（有效评分4份）
        王 !< 都打
        审 > {arena}
        审 < 住：2个单位都打85.00分
        财 > {arena}
        财 !< 85.75
        周 > 待办
        周 < 去掉最高、最低各1份后平均
        周 [同意发布]
        武 > 待办
        武 [同意发布]
        ~ 1 days
        财 < 第1名清溪县农业农村局85.75分
    """)
