"""Requests for a recusal (回避申请), as a conversation (the law §2, rule 1)."""

from __future__ import annotations

from tests.support.measuring import Desk
from tests.support.scripts import REPORTED


async def test_the_body_orders_a_recusal_and_the_matter_is_out_of_their_hands(desk: Desk) -> None:
    await desk.play(
        REPORTED
        + """
        赵 > {number}
        赵 [领取]
        王 > 申请他人回避
        王 > {number}
        王 > 受理员赵
        王 > 他爱人在这个局工作。
        王 [提交]
        王 ? asked 编号(HB-2026-\\d+)
        周 > 待办
        周 < 申请回避的人：受理员赵
        周 [决定回避]
        周 > 赵
        周 [确认]
        赵 < 这件事您需要回避
        王 < 回避申请已同意
        赵 > {number}
        赵 !< 线索{number}
        王 > {number}
        王 <[领取]
        联 > {asked}
        联 !< 受理员赵
        """
    )


async def test_what_is_not_granted_has_a_reason(desk: Desk) -> None:
    await desk.play(
        REPORTED
        + """
        王 > 申请他人回避
        王 > {number}
        王 > 受理员赵
        王 > 他们是同乡。
        王 [提交]
        周 > 待办
        周 [不需回避]
        周 > 同乡不是法定情形。
        王 < 没有获得同意
        王 < 同乡不是法定情形
        """
    )
