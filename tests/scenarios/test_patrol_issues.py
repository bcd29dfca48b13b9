"""What somebody found on patrol, until the unit whose it is has fixed it and somebody else has looked (the law §8)."""

from __future__ import annotations

from domain.people import Role
from tests.support.stages import Stage
from tests.support.transcripts import Play


async def test_an_issue_is_fixed_with_proof_looked_at_by_somebody_else_and_counted_once_it_is(
    here: Stage, play: Play
) -> None:
    await here.joins("镇", Role.UNIT_CONTACT, "U10")
    await play.play("""
        镇 > 报巡查问题
        镇 [河道]
        镇 > 西溪二桥至三桥段
        镇 + 河岸.jpg > 右岸堆了渣土，
        镇 > 一下雨就冲进河里。
        镇 [完成]
        镇 < 位置：西溪二桥至三桥段
        镇 [提交]
        镇 ? it (XC-2026-\\d+)
        联 > {it}
        联 < 没有这件事项
        钱 > 待办
        钱 < 右岸堆了渣土
        钱 [交办]
        钱 > 自然资源局
        联 < 巡查问题已交办
        镇 < 巡查问题已交办
        镇 < 单位：清溪县自然资源局
        镇 !< U04
        镇 > 巡查看板
        镇 < 共1个，未整改1
        镇 < 河道：未整改1
        钱 > {it}
        钱 !<[交办]
        ~ 15 days
        周 > {it}
        周 < ｜逾期已提级
        联 < 巡查问题逾期没有整改
        联 > 巡查看板
        联 < 清溪县自然资源局：未整改1（逾期1）
        联 > {it}
        联 [报送整改情况]
        联 > 渣土已经清走，
        联 > 岸边种了草。
        联 [完成]
        联 < 至少一件
        联 + 清走以后.jpg
        联 [完成]
        联 [提交]
        联 > {it}
        联 !<[复核通过]
        镇 < 请复核
        镇 > {it}
        镇 < 渣土已经清走
        镇 [没有整改好]
        镇 > 桥下还有一堆。
        镇 [完成]
        联 < 没有整改好
        联 > {it}
        联 < 桥下还有一堆
        联 [报送整改情况]
        联 > 桥下也清了。
        联 + 桥下.jpg
        联 [完成]
        联 [提交]
        吴 > 待办
        吴 < 桥下也清了
        吴 [复核通过]
        镇 < 复核通过
        联 > {it}
        联 !< 桥下还有一堆
        周 > 巡查看板
        周 < 共1个，已整改1
        周 < 清溪县自然资源局：已整改1
        周 !< 未整改
    """)


async def test_an_accused_unit_that_reported_it_itself_does_not_make_it_go_away(here: Stage, play: Play) -> None:
    """It was theirs, late and before the leaders, and their contact withdrew it."""
    await play.play("""
        联 > 报巡查问题
        联 [河道]
        联 > 西溪二桥
        联 > 右岸堆了渣土。
        联 [完成]
        联 [提交]
        联 ? it (XC-2026-\\d+)
        吴 > {it}
        吴 [交办]
        吴 > 自然资源局
        联 > {it}
        联 <[报送整改情况]
        联 !<[撤回]
    """)
