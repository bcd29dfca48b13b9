"""What must hold of an edition (the law §10, the scenario 6)."""

from __future__ import annotations

from tests.support.transcripts import Play


async def test_6_an_edition_that_finds_nobody_says_so_in_public(play: Play) -> None:
    await play.play("""
        王 > 开展一期评选
        王 > 2026年第一期
        王 [认定对象]
        王 > 今天
        王 > 2026-03-18
        王 > 清政办〔2026〕8号
        王 [提交]
        王 ? edition 编号(PX-2026-\\d+)
        周 > {edition}
        周 [批准开展]
        甲 > {edition}
        甲 [同意]
        ~ 20 days
        王 > 待办
        ~ 8 days
        周 > {edition}
        周 < ｜待定结果
        周 [本期无对象]
        周 > 没有够条件的。
        周 [确认]
        甲 > {edition}
        甲 [同意]
        武 > 待办
        武 < 本期无认定对象
        武 !< 没有够条件的
        武 [同意发布]
        乙 > 待办
        乙 [同意发布]
        ~ 2 days
        王 > {edition}
        王 < ｜本期无对象
    """)
