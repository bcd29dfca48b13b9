"""A cadre on the front line (一线历练), named by a leader, signed for by another, guided, and called back (the law §8)."""

from __future__ import annotations

from tests.support.stages import Stage
from tests.support.transcripts import Play

POSTED = """
    赵 > 安排一线历练
    赵 [项目建设一线]
    赵 > 交通局
    赵 > 城东快速路指挥部副总指挥（挂职）
    赵 > 协调沿线征迁
    赵 [提交]
    赵 ? it (LL-2026-\\d+)
    周 > 待办
    周 < 城东快速路指挥部副总指挥（挂职）
    周 [确定人选和导师]
    周 < 派谁去
    周 > 联
    周 > 联
    周 [提交]
    周 < 不能既是干部又是导师
    周 > {it}
    周 [确定人选和导师]
    周 > 联
    周 > 吴
    周 [提交]
    甲 > {it}
    甲 [同意]
    联 < 一线历练已经确定
    联 > {it}
    联 < ｜历练中
    联 < 导师：吴
    联 < 期限：9月4日
    联 [写一句工作情况]
    联 > 二标段12户已全部签约。
    联 [完成]
    吴 < 您带的干部写了一句
"""


async def test_a_cadre_is_posted_with_a_mentor_seen_by_whom_it_concerns_and_called_back(
    here: Stage, play: Play
) -> None:
    await play.play(
        POSTED
        + """
        丙 > 历练名单
        丙 < 共1项，历练中1
        丙 < 联 清溪县交通运输局
        钱 > {it}
        钱 < 没有这件事项
        周 > {it}
        周 [更换导师]
        周 > 郑
        联 < 导师已经更换
        吴 > {it}
        吴 !<[导师评价]
        周 > {it}
        周 [提前结束]
        周 > 因工作需要另有任用。
        周 [确认]
        甲 > {it}
        甲 [同意]
        联 < 一线历练提前结束
        联 > 我的历练
        联 < 提前结束1
        """
    )
