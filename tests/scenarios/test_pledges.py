"""A pledge (军令状) from the unit that files it to what is found of it (the law §1 row 7)."""

from __future__ import annotations

from tests.support.stages import Stage
from tests.support.transcripts import Play

FILED = """
    联 > 立军令状
    联 < 参加哪项比拼？
    联 > 争速
    联 > 年内完成20条道路的用地审批
    联 [完成]
    联 [用数字考核]
    联 > ２０
    联 > 条
    联 > １２
    联 > 2026-03-11
    联 > 用地审批专班
    联 < 目标数：20
    联 [提交]
    联 ? pledge 编号(JL-2026-\\d+)
"""
SIGNED = (
    FILED
    + """
    周 > 待办
    周 < 清溪县自然资源局
    周 < 目标数：20条（基数12）
    周 < 层级：县级
    周 [退回修改]
    周 > 期限太近，请再核。
    联 < 军令状被退回
    联 > {pledge}
    联 [修改后重报]
    联 [项目争速]
    联 > 年内完成20条道路的用地审批
    联 [完成]
    联 [用数字考核]
    联 > 20
    联 > 条
    联 [跳过]
    联 > 2026-03-20
    联 [跳过]
    联 [提交]
    周 > {pledge}
    周 [签订]
    联 < 军令状已经签订
"""
)


async def test_a_pledge_is_signed_reported_verified_by_somebody_else_and_signed_again(here: Stage, play: Play) -> None:
    await play.play(
        SIGNED
        + """
        联 > {pledge}
        联 [报送进展]
        联 > 已批15条，
        联 > 其余在公示。
        联 [完成]
        联 > 15
        联 > {pledge}
        联 < 累计完成：15条
        联 [申请调整目标]
        联 [跳过]
        联 > 18
        联 [跳过]
        联 > 两条改线，
        联 > 省里已批准。
        联 [完成]
        联 [提交]
        周 > {pledge}
        周 [同意]
        联 < 目标调整已经同意
        联 > {pledge}
        联 < 目标数：18条
        联 [报送结果]
        联 [完成]
        联 > 18条全部批完，
        联 > 批文附后。
        联 + 批文.pdf
        联 [完成]
        联 > 18
        联 [提交]
        钱 > {pledge}
        钱 < 没有这件事项
        吴 > {pledge}
        吴 < 单位自报：完成
        吴 [核验]
        吴 [部分完成]
        吴 > 抽查18条，2条批文未生效。
        吴 [提交]
        周 > {pledge}
        周 [同意]
        联 < 军令状已核验
        联 > {pledge}
        联 < ｜部分完成
        联 < 核验情况：抽查18条，2条批文未生效。
        周 > {pledge}
        周 [撤销核验]
        周 > 批文昨天生效了。
        周 [确认]
        甲 > {pledge}
        甲 [同意]
        联 < 核验结果已撤销
        联 > {pledge}
        联 < ｜已签订
        联 !< 核验情况
    """
    )
