"""Procedures as people go through them: pictures before words, five short lines instead of one, a number with its unit, an answer to
what was asked before, somebody else's number."""

from __future__ import annotations

from tests.handlers.procedures.test_case import CONFIRMED, HEARD, SERVED, play
from tests.support.transcripts import Play

__all__ = ["play"]


async def test_a_reply_in_pictures_and_five_short_lines_is_one_reply(play: Play) -> None:
    await play.play(
        SERVED
        + """
        联 + a.jpg
        联 < 材料要随一件事报送
        联 <[待办]
        联 > {case}
        联 [陈述申辩]
        联 + a.jpg, b.jpg
        联 > 执法车辆报废了
        联 > 六月才补齐
        联 < 已补到“陈述申辩”里
        联 !< 经过
        联 + v.ogg
        联 > 台账可以提供
        联 [完成]
        联 < 陈述申辩：执法车辆报废了
        联 < 佐证：3个
        联 > 另外两户已经答复了
        联 < 已补到“陈述申辩”里
        联 < 台账可以提供
        联 < 另外两户已经答复了
        联 > ？？
        联 !< 已补到
        联 > 同意
        联 < “陈述申辩”已生效
        甲 > {case}
        甲 < 六月才补齐
        甲 < 另外两户已经答复了
        """
    )


async def test_what_was_added_holds_nothing_either_that_must_not_leave(play: Play) -> None:
    await play.play(
        SERVED.partition("    赵 > 违建举报处置\n")[0]
        + """
        赵 > 违建举报处置
        赵 > 三起违建举报登记后三个月没有派人到现场。
        赵 > 反映人电话13800001234
        赵 < 请去掉后再写
        赵 > 第四起也没有去
        赵 < 已补到“事实摘要”里
        赵 !< 13800001234
        赵 [提交]
        联 < 第四起也没有去
        """
    )


async def test_points_are_taken_as_people_write_them_and_two_numbers_are_not_one(play: Play) -> None:
    await play.play(
        HEARD
        + """
        甲 > {case}
        甲 [比选打分]
        甲 > 二十四分
        甲 < 责任：0至30分
        甲 > 20 15 10
        甲 < 请写一个0到30之间的整数
        甲 > 三十一
        甲 < 请写一个0到30之间的整数
        甲 > ２０／３０
        甲 < 持续情况
        甲 > 15。
        甲 > 12 分
        甲 < “比选打分”已完成
        甲 [[比选打分]]
        甲 < 这一轮已经投过票了
        """
    )


async def test_a_plan_is_written_over_two_days_in_lines_as_they_come(play: Play) -> None:
    await play.play(
        CONFIRMED
        + """
        联 > {case}
        联 > 报送整改方案
        联 < 原因是什么
        联 > 没有专人派单
        联 > 责任在分管科室
        联 < 已补到“检视剖析”里
        联 > 建立派单台账 李科长 四月二十日
        联 < 1. 建立派单台账、李科长，4月20日
        ~ 23 hours
        联 > 清零三起举报
        联 < 这一行的“责任人”没有看懂
        ~ 25 hours
        联 > 清零三起举报,陈科长,下个月底
        联 < 2. 清零三起举报、陈科长，4月30日
        联 > 补人，王股长，2月30日
        联 < 这一行的“完成日”没有看懂
        联 [完成]
        联 < 责任在分管科室
        联 [提交]
        赵 < 整改方案已报送
        联 > 你好
        联 !< 反映
        联 <[待办]
        """
    )


async def test_a_button_is_pressed_by_its_name_and_what_is_not_waited_for_is_not_signed(play: Play) -> None:
    await play.play(
        SERVED
        + """
        联 > 不同意
        联 !< 刚有变动
        联 > {case}
        联 > 陈述申辩。
        联 < 请写明你单位的陈述和申辩
        联 > 取消
        赵 > {case}
        赵 > 陈述申辩
        赵 < 没有办理
        """
    )
