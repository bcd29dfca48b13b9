"""Return visits (回访) after a measure, as conversations (the law §7.2)."""

from __future__ import annotations

from tests.support.measuring import PLANNED, Desk

DUE = (
    PLANNED
    + """
    ~ 35 days
    周 > 待办
    周 < ｜待安排人员
    周 < 第几次：第一次
    周 < 对象：规划科科长
    周 [安排回访人员]
    周 > 赵、孙
    孙 < 请您和另一位同志回访
    赵 > 待办
    赵 < 回访人员：赵、孙
    赵 [登记回访]
    赵 > 前天
"""
)
BEGINNINGS = (DUE,)
SIGNED = "\n赵 [完成]\n赵 [提交]\n孙 > 待办\n孙 < 待另一人同意：登记回访，赵提出\n孙 [同意]\n"


async def test_two_make_a_visit_and_write_nothing_that_was_said(desk: Desk) -> None:
    await desk.play(
        DUE + "赵 [好]\n赵 [已听取]\n赵 [跳过]" + SIGNED + "王 < 登记了一次回访\n王 > {measure}\n王 < ｜执行中"
    )


async def test_a_poor_visit_brings_the_plan_back_and_calls_off_the_others(desk: Desk) -> None:
    await desk.play(
        DUE
        + "赵 [较差]\n赵 [没有]\n赵 > 1、补一个人，编制办，2026-05-03\n赵 [完成]"
        + SIGNED
        + """
        王 < 回访结果较差，请重新定回访计划
        ~ 400 days
        周 > {measure}
        周 < ｜已期满
        周 < （较差）
        周 < （已取消）
        周 !< （待安排人员）
        """
    )


async def test_a_visit_that_nobody_makes_goes_up_to_the_leaders_who_may_call_it_off(desk: Desk) -> None:
    await desk.play(
        PLANNED
        + """
        ~ 45 days
        周 > 待办
        周 < ｜逾期未回访
        周 [取消回访]
        周 > 已调离本县。
        周 [确认]
        周 < 生效
        """
    )
