"""Opening the identity of whoever reported (身份开启), as a conversation (the law §2, §11.5)."""

from __future__ import annotations

from datetime import timedelta

from domain.people import OPERATOR, Role
from handlers.administration import people
from handlers.conversation import house_rooms
from storage.database import Tx
from storage.road import outbox
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


async def test_who_reported_is_wiped_with_the_opening_though_the_page_is_not_opened_again_and_its_reader_leads(
    desk: Desk, house: DirectStage
) -> None:
    """Simulated years 757, 869 and 875: outbox 196 still holds who reported, and its opening is closed. It stood in every copy from then
    on; and a custodian who leads as well still read it."""
    await house.joins("保", Role.CUSTODIAN)
    await house.database.write(lambda tx: _appoint(house, tx, "保", Role.LEADER))
    await desk.play(SIGNED + ASKED + "保 > {opening}\n 保 [开启身份]\n 保 [确认]\n 周 > {opening}\n 周 [同意]")
    await desk.play("保 > {opening}\n 保 [查看身份]\n 保 < 姓名：李四")
    assert await house.database.read(_told_the_custodian)
    await house.turns(timedelta(days=4))
    assert not await house.database.read(_told_the_custodian)
    await desk.play("保 > {opening}")
    assert not any("李四" in parcel.text for parcel in desk.screen("保"))


def _told_the_custodian(tx: Tx) -> bool:
    """Whether who reported stands in anything that was said to the custodian."""
    rows = tx.all(
        "SELECT outbox.id FROM outbox JOIN account ON account.id = account_id JOIN person ON person.id = account.person_id"
        " WHERE label = '保' AND card_id IS NULL"
    )
    found = [outbox.of_id(tx, number) for (number,) in rows]
    return any("李四" in repr(outbox.body(tx, row).saying) for row in found if row is not None)


def _appoint(house: DirectStage, tx: Tx, label: str, role: Role) -> None:
    person = int(tx.value("SELECT id FROM person WHERE label = :label", label=label))
    room = house_rooms.quiet(tx, house.office, at=house.now, now=house.now)
    people.appoint(room.acting_as(OPERATOR), person, role)
