"""看板: leaders see how much is under way where, how long, and what is late, in words and as a picture; nobody else does."""

from __future__ import annotations

from bot.chores import LEASE
from bot.publishing.drawings import drawings
from handlers.desk import drawings as law
from storage.road import chores
from tests.handlers.procedures.test_case import SERVED, play
from tests.support.direct_stage import DirectStage
from tests.support.transcripts import Play

__all__ = ["play"]


async def test_leaders_see_counts_by_stage_and_unit_with_what_is_late(play: Play) -> None:
    await play.play(SERVED)
    stage = play.stage
    assert isinstance(stage, DirectStage)
    leader = "周"
    await play.play(f"""
        {leader} > 看板
        {leader} < 正在统计
        王 > 看板
        王 !< 正在统计
    """)
    (chore,) = await stage.database.write(lambda tx: chores.claim(tx, (law.DRAW,), stage.now, stage.now + LEASE, 5))
    await stage.database.write(await drawings.Drawings(stage.database, stage._room, stage._words).do(chore))
    await play.play(f"""
        {leader} < 在办2件，逾期0件
        {leader} < 认定案件，申辩中：1件，中位0天
        {leader} < 清溪县自然资源局：2件
    """)
    assert play.screen(leader)[-1].attachments[0].data.startswith(b"\x89PNG")
