"""Suspected malice (疑似诬告), as a conversation (the law §7.5)."""

from __future__ import annotations

from tests.support.measuring import CONCLUDED, Desk


async def test_a_doubt_is_passed_on_and_whoever_reported_keeps_everything(desk: Desk) -> None:
    await desk.play(
        CONCLUDED.replace("[属实]", "[不属实]")
        + """
        王 > 提出疑点
        王 > {number}
        王 < 错告不追责
        王 [材料是伪造的]
        王 > 附件里的批文编号不存在。
        王 [提交]
        王 ? doubt 编号(WG-2026-\\d+)
        赵 > {doubt}
        赵 !< 批文编号
        周 > 待办
        周 < 疑点：材料是伪造的
        周 [移送纪检监察机关]
        周 > 清效能函〔2026〕2号
        周 [确认]
        王 < 对反映人的保护不变
        李 !< 疑点
        联 !< 疑点
        李 > {code}
        李 < 不属实
        李 <[申请复查]
        王 > 待办
        王 [登记回函]
        王 > 清纪函〔2026〕7号
        王 > {doubt}
        王 < ｜已有回函
        """
    )
