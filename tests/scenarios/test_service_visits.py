"""A specialist's visit (进村入企): what an enterprise raised is solved when the enterprise says so by its code (the law §8)."""

from __future__ import annotations

from tests.support.stages import Stage
from tests.support.transcripts import Play


async def test_an_enterprise_confirms_by_its_code_what_a_unit_says_is_solved_and_nobody_else_does(
    here: Stage, play: Play
) -> None:
    await play.play("""
        王 > 登记走访问题
        王 [企业]
        王 > 清溪精密机械有限公司
        王 > 今天
        王 > 厂门前的地界没有勘定，围墙不能修。
        王 [完成]
        王 [提交]
        王 ? it (ZF-2026-\\d+)
        王 ? code ([0-9A-Z]{5}-[0-9A-Z]{5})
        赵 > 待办
        赵 < 围墙不能修
        赵 [交办]
        赵 > 自然资源局
        联 < 走访问题已交办
        联 > {it}
        联 < 走访：清溪精密机械有限公司
        联 [报送解决情况]
        联 > 地界已勘定。
        联 [完成]
        联 [提交]
        联 !<[企业确认]
        王 > 待办
        王 < 待企业确认
        王 !<[企业确认]
        周 > {it}
        周 !<[企业确认]
        王 > {it}
        王 [换发查询码]
        王 [确认]
        王 < 原来的不能再用
        王 ? another ([0-9A-Z]{5}-[0-9A-Z]{5})
        李 > {code}
        李 < 没有查到这个查询码
        李 > {another}
        李 < 责任单位说已经解决
        李 [没有解决]
        李 > 东侧界桩还没有埋。
        李 [完成]
        李 < 还没有解决，由责任单位继续办理
        联 < 还没有解决
        联 < 东侧界桩还没有埋
        联 > {it}
        联 [报送解决情况]
        联 > 界桩已埋。
        联 [完成]
        联 [提交]
        李 > {another}
        李 [确认已解决]
        李 < 已确认解决
        联 < 已确认解决
        王 > 走访问题台账
        王 < 共1项，企业已确认1
    """)
