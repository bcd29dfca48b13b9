"""A topic (大讨论) from the box in which nobody is named to measures that somebody else has checked (the law §8)."""

from __future__ import annotations

from storage.database import Tx
from storage.road import history
from tests.support.stages import Stage
from tests.support.transcripts import Play

DISCUSSED = """
    赵 > 发起大讨论
    赵 > 怎样少开会
    赵 > 哪些会可以合并，哪些可以不开？
    赵 [提交]
    赵 ? it (TL-2026-\\d+)
    联 < 大讨论：怎样少开会
    周 > 发起大讨论
    周 < 一周一个话题
    周 > 取消
    联 > {it}
    联 [匿名提意见]
    联 < 不记是谁写的
    联 > 每周的调度会\\n可以并到双周
    联 [提交]
    钱 > {it}
    钱 [匿名提意见]
    钱 > 材料提前一天发
    钱 [提交]
    赵 > {it}
    赵 !< 调度会
    ~ 9 days
    赵 < 讨论结束
    乙 > {it}
    乙 < 每周的调度会 可以并到双周
    乙 < 材料提前一天发
    乙 !< 联
"""
CARRIED_OUT = """
    赵 > 待办
    赵 [写查摆小结]
    赵 > 调度会过密，材料发得晚。
    赵 [提交]
    赵 > {it}
    赵 [列措施]
    赵 > 调度会改为双周，自然资源局，3月25日
    赵 [完成]
    赵 [提交]
    周 > {it}
    周 [同意]
    联 < 由您单位落实
    联 ? measure (CF-2026-\\d+)
    周 > {it}
    周 !<[全部落实]
    联 > {measure}
    联 [报送完成]
    联 > 已改为双周，通知附后。
    联 [完成]
    联 [提交]
    钱 > {measure}
    钱 !<[核验通过]
    赵 > {measure}
    赵 [核验通过]
    赵 > 查看了两周的会议记录。
    赵 [确认]
    联 < 已核验完成
    周 > {it}
    周 [全部落实]
    丙 > 大讨论
    丙 < 共1项，已落实1
"""


async def test_what_everybody_wrote_unnamed_becomes_measures_that_somebody_else_has_checked(
    here: Stage, play: Play
) -> None:
    await play.play(DISCUSSED)
    lines = await here.house.database.read(_given)
    assert len(lines) == 2
    assert {actor for _, actor, _ in lines} == {"clock"}
    assert len({at for at, _, _ in lines}) == 1, "no moment by which somebody could be found"
    assert [given for _, _, given in lines] == [{}, {}]
    await play.play(CARRIED_OUT)


def _given(tx: Tx) -> list[tuple[str, str, dict[str, str]]]:
    (number,) = [row[0] for row in tx.all("SELECT id FROM matter WHERE kind = 'discussion'")]
    every = history.of_matter(tx, "discussion", number)
    return [(f"{line.at}", line.actor, dict(line.given)) for line in every if line.move == "give_opinion"]
