"""整改措施: what a yellow flag of a period asks its unit for, filed in ten working days, closed item by item (the law §5, §9)."""

from __future__ import annotations

from tests.handlers.procedures.test_tolerance import play
from tests.support.transcripts import Play

__all__ = ["play"]

FILED = """
    联 > 待办
    联 ? plan 整改措施(HC-2026-\\d+)｜待报送
    联 < 3月18日
    联 [报送整改措施 @ {plan}]
    联 < 为什么落后
    联 > 项目谋划不深，责任在分管领导。
    联 > 建立项目储备库，李科长，4月20日
    联 [完成]
    联 < 请核对
    联 [提交]
"""


async def test_a_yellow_flag_asks_for_measures_that_are_agreed_to_proven_and_closed(play: Play) -> None:
    await play.play(
        FILED
        + """
        王 > {plan}
        王 < 项目谋划不深
        王 [退回措施]
        王 > 还没有责任人的职务
        联 < 整改措施被退回
        联 > {plan}
        联 [报送整改措施]
        联 > 项目谋划不深，责任在分管领导。
        联 > 建立项目储备库，投资科李科长，4月20日
        联 [完成]
        联 [提交]
        王 > {plan}
        王 [同意措施]
        联 < 整改措施已同意
        王 > {plan}
        王 !<[整改销号]
        联 > 待办
        联 [报送佐证 @ 储备库]
        联 > 储备库已建，入库12个。
        联 [完成]
        王 ? item 整改项(ZG-2026-\\d+)
        王 > {item}
        王 [核实销号]
        王 > {plan}
        王 [整改销号]
        联 < 整改措施已全部完成，予以销号
        """
    )


async def test_whoever_wants_the_flag_taken_down_reads_how(play: Play) -> None:
    """Regression: 申请摘旗 was answered with 没有待办, and 什么时候摘旗 not understood."""
    await play.play(
        """
        联 > 申请摘旗
        联 < 下一期不再列入
        联 < 整改措施都已销号
        联 > 什么时候摘旗
        联 < 整改措施都已销号
        联 [我的旗帜]
        联 < 黄旗通知
        王 > 摘旗
        王 !< 整改措施都已销号
        """
    )


async def test_what_is_not_filed_in_ten_working_days_goes_up(play: Play) -> None:
    await play.play(
        """
        ~ 15 days
        联 < 整改措施已逾期未报
        联 > 待办
        联 < ｜逾期未报
        联 <[报送整改措施]
        """
    )
