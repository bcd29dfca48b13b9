"""People as they are, on each channel: pictures before words, short lines, an office's own words for yes (the law §4.1 L5)."""

from __future__ import annotations

from tests.handlers.procedures.test_case import SERVED
from tests.support.transcripts import Play


async def test_a_unit_replies_in_pictures_and_short_lines_and_comes_back_the_next_day(play: Play) -> None:
    await play.play(
        SERVED
        + """
        联 > {case}
        联 > 陈述申辩
        联 + a.jpg > 执法车辆报废了
        联 > 等配件
        联 < “等配件”没有记入
        联 > 六月才补齐
        ~ 1 days
        联 > 台账可以提供
        联 + b.pdf
        联 [完成]
        联 < 执法车辆报废了
        联 < 六月才补齐
        联 < 台账可以提供
        联 < 佐证：2个
        联 > 好的！
        联 < “陈述申辩”已生效
        甲 > {case}
        甲 < 六月才补齐
        甲 < 附件2
        """
    )
