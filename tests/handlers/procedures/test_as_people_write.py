"""Procedures as people go through them: pictures before words, five short lines instead of one, a number with its unit, an answer to
what was asked before, somebody else's number."""

from __future__ import annotations

from tests.handlers.procedures.test_case import COMPARED, CONFIRMED, HEARD, MENDED, REMOVED, SERVED, play
from tests.handlers.procedures.test_case_exits import NOTIFIED
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


async def test_a_months_progress_in_five_short_lines_and_photos_is_one_report(play: Play) -> None:
    """报送进度 was filed with its first line: 等配件 and the photos that followed it were answered with a choice of buttons."""
    await play.play(
        MENDED.partition("    联 [报送进度]")[0]
        + """
        联 [报送进度]
        联 > 台账建了
        联 < 请接着发
        联 > 派单员到岗
        联 + a.jpg
        联 < 已收到附件1个
        联 > 三起举报清了两起
        联 + b.jpg
        联 > 第三起等配件，下周到货
        郑 !< 单位报送了进度
        联 [完成]
        郑 < 单位报送了进度
        郑 < 三起举报清了两起
        郑 < 第三起等配件，下周到货
        赵 > {case}
        赵 < 派单员到岗
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
        联 < 请改这一行的“责任人”
        ~ 25 hours
        联 > 清零三起举报,陈科长,下个月底
        联 < 2. 清零三起举报、陈科长，4月30日
        联 > 补人，王股长，2月30日
        联 < 请改这一行的“完成日”
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


async def test_another_number_at_a_question_for_one_does_not_lose_the_form(play: Play) -> None:
    await play.play(
        NOTIFIED
        + """
        联 > 提出异议
        联 > QS-2026-000001
        联 !< 查询码
        联 > rd2026000001
        联 < 谁提出的异议
        联 > 自然资源局办公室陈主任
        联 > 其中一起不归我局
        联 > 有编办文件
        联 < 已补到
        联 + a.jpg
        联 [完成]
        联 > 好
        联 ? objection 编号(YY-2026-\\d+)
        联 > QS-2026-000001
        联 < 请输入查询码
        联 > {objection}
        联 < 异议{objection}
        """
    )


async def test_a_voice_is_given_in_the_words_that_people_have_for_it(play: Play) -> None:
    await play.play(
        COMPARED
        + """
        丙 [表决]
        丙 > 我不同意！
        丙 < 请写明理由
        丙 > 返回
        丙 > 赞成
        丙 < 请写明理由
        丙 + v.ogg
        丙 < 没有收下
        丙 > 事实清楚。
        丙 < “表决”已完成
        """
    )


async def test_an_evaluator_writes_two_lines_and_a_number_in_words(play: Play) -> None:
    await play.play(
        REMOVED.partition("    冯 [提交验收意见]")[0]
        + """
        冯 > 提交验收意见
        冯 > 看了台账和现场
        冯 + a.jpg, b.jpg
        冯 > 又走访了三户人家
        冯 < 已补到“现场情况”里
        冯 [完成]
        冯 < 抽样满意度是多少
        冯 > 很满意
        冯 < 请写一个0到100之间的整数
        冯 > 九十二分
        冯 > 差不多都恢复了吧我看
        冯 !< 已补到
        冯 [没有指标]
        冯 [摘旗]
        冯 < 又走访了三户人家
        冯 < 满意度：92
        冯 < 佐证：2个
        冯 [提交]
        甲 > {case}
        甲 < 附件：
        """
    )
