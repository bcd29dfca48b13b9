"""Opening the identity of whoever reported (身份开启), as a conversation (the law §2, §11.5)."""

from __future__ import annotations

from domain.people import Role
from tests.support.direct_stage import DirectStage
from tests.support.measuring import Desk
from tests.support.scripts import REPORTED

SIGNED = REPORTED.replace("李 [匿名]", "李 [实名]\n    李 > 李四\n    李 > 13800000000")
ASKED = """
    王 > 申请联系反映人
    王 > {number}
    王 > 要核对第二次登记的日期。
    王 [提交]
    王 ? opening 编号(SF-2026-\\d+)
"""


async def test_two_open_it_the_custodian_alone_sees_who_it_is_and_nothing_of_the_clue(
    desk: Desk, house: DirectStage
) -> None:
    await house.joins("保", Role.CUSTODIAN)
    await house.joins("审", Role.AUDITOR)
    await desk.play(
        SIGNED
        + ASKED
        + """
        保 > 待办
        保 < 理由：要核对第二次登记的日期
        保 !< {number}
        保 !< 13800000000
        保 [开启身份]
        保 [确认]
        保 > {opening}
        保 !<[查看身份]
        周 > {opening}
        周 !< {number}
        周 [同意]
        王 < 已经两人同意
        保 > {opening}
        保 [查看身份]
        保 < 姓名：李四
        保 < 13800000000
        王 > {opening}
        王 !< 李四
        周 > {opening}
        周 !< 李四
        审 > {opening}
        审 < 理由：要核对第二次登记的日期
        审 !< 李四
        ~ 4 days
        保 > {opening}
        保 !<[查看身份]
        """
    )
    assert not any("李四" in parcel.text for parcel in desk.screen("保"))


async def test_an_anonymous_reporter_stays_one(desk: Desk, house: DirectStage) -> None:
    await house.joins("保", Role.CUSTODIAN)
    await desk.play(
        REPORTED
        + ASKED
        + """
        保 > 待办
        保 [开启身份]
        保 [确认]
        周 > {opening}
        周 [同意]
        保 > {opening}
        保 [查看身份]
        保 < 匿名反映不查身份
        """
    )


async def test_it_is_shown_on_no_channel_of_others(desk: Desk, house: DirectStage) -> None:
    await house.joins("保@telegram", Role.CUSTODIAN)
    await desk.play(
        SIGNED
        + ASKED
        + """
        保@telegram > 待办
        保@telegram [开启身份]
        保@telegram [确认]
        周 > {opening}
        周 [同意]
        保@telegram > {opening}
        保@telegram [查看身份]
        保@telegram < 只在本机关自己的网页上显示
        保@telegram !< 李四
        """
    )
