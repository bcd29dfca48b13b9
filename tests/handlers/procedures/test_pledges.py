"""Pledges (军令状) that do not go as they should, the board of them, and the file (the law §1 row 7)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.importing import taking
from domain.importing.columns import ImportKind
from domain.importing.problems import ImportRefused
from domain.people import Actor, Role
from handlers.conversation import house_rooms
from handlers.conversation.room import Profile
from storage import offices
from storage import people as accounts
from storage.database import Tx
from tests.scenarios.test_pledges import SIGNED
from tests.support import beginnings
from tests.support.direct_stage import DirectStage
from tests.support.transcripts import Play

HEAD = "单位,比拼项目,目标,目标数,计量单位,基数,完成期限,承担专班\n"


def _room(house: DirectStage) -> taking.MakeRoom:
    return lambda tx: house_rooms.quiet(tx, house.office, at=house.now, now=house.now)


async def _actor(house: DirectStage, role: Role) -> Actor:
    def found(tx: Tx) -> Actor | None:
        return accounts.actor_of(tx, min(accounts.accounts_with(tx, (role,))))

    actor = await house.database.read(found)
    assert actor is not None
    return actor


async def _come(house: DirectStage) -> None:
    for who in ("周", "武"):
        await house.joins(who, Role.LEADER)
    await house.joins("吴", Role.REVIEWER)
    await house.joins("管", Role.ADMIN)
    await house.joins("联", Role.UNIT_CONTACT, "U04")
    await house.joins("镇", Role.UNIT_CONTACT, "U22")


@pytest.fixture
async def pledging(house: DirectStage) -> Play:
    """周 and 武 leaders, 吴 a reviewer, 管 an administrator, 联 the contact of U04, 镇 of U22."""
    return await beginnings.of(house, "pledging", _come, (SIGNED,))


async def test_what_nobody_reports_is_reminded_of_and_verified_after_its_day_all_the_same(
    pledging: Play,
) -> None:
    await pledging.play(
        SIGNED
        + """
        ~ 12 days
        联 > {pledge}
        联 [申请撤回]
        联 > 任务已划转。
        联 [完成]
        联 [提交]
        周 > {pledge}
        周 [不同意]
        周 > 划转文件还没有下发。
        联 < 没有同意
        吴 > {pledge}
        吴 !< 核验
        ~ 8 days
        联 > 待办
        联 < ｜已逾期
        联 > {pledge}
        联 [报送进展]
        联 > 没有进展。
        联 [完成]
        联 [跳过]
        联 > {pledge}
        联 < ｜已签订｜已逾期
        联 !< 申请调整目标
        吴 > {pledge}
        吴 [核验]
        吴 [未完成]
        吴 > 到期没有报送，现场未见批文。
        吴 [提交]
        武 > {pledge}
        武 [同意]
        联 < 军令状已核验
    """
    )


async def test_everybody_of_the_staff_sees_how_pledges_stand_by_level_and_by_contest(pledging: Play) -> None:
    await pledging.play(
        SIGNED
        + """
        镇 > 军令状榜
        镇 < 合计：签订1项，推进中1
        镇 < 县级：签订1项，推进中1
        镇 < 项目争速：签订1项，推进中1
        镇 [县级]
        镇 < 清溪县自然资源局：签订1项，推进中1
        镇 !< 用地审批
        镇 [项目争速]
        镇 < 项目争速军令状榜
        镇 > JL-2026-000001
        镇 < 没有这件事项
        联 > 赛马亮榜
        联 [军令状 JL-2026-000001]
        联 < 目标：年内完成20条道路的用地审批
    """
    )


async def test_an_office_names_its_own_contests_and_they_are_offered_by_their_names(
    house: DirectStage, pledging: Play
) -> None:
    await pledging.play("""
        镇 > 军令状榜
        镇 < 还没有签订军令状
        管 > 本机关
        管 [改比拼项目]
        管 > 天天练、 月月比，双招双引;双创双争
        管 [跳过]
        管 > 今年的安排。
        管 [提交]
        周 > 待办
        周 < 双创双争
        周 [签发]
        周 [确认]
    """)
    said = await house.database.read(lambda tx: offices.profile(tx, house.office.calendar.local_day(house.now)))
    house.office = replace(house.office, profile=Profile(**said))
    await pledging.play("""
        联 > 立军令状
        联 !< 争速
        联 > 比
        联 < 目标是什么
        联 [返回]
        联 > 双
        联 !< 目标是什么
        联 [双招双引]
        联 < 目标是什么
    """)


async def test_pledges_come_by_a_file_and_every_bad_cell_is_named(house: DirectStage, pledging: Play) -> None:
    contact, reviewer = await _actor(house, Role.UNIT_CONTACT), await _actor(house, Role.REVIEWER)
    bad = f"""{HEAD}U06,项目争速,开工20个,20,个,,2026-06-30,
U04,赛龙舟,开工20个,二十,,,２０２６年２月３０日,
U04,服务争效,{"好" * 201},-1,个,,2026-03-03,
U04,项目争速,年内完成20条道路的用地审批,18,条,,2026-03-20,
U99,,,,,,,
"""
    await pledging.play(SIGNED)
    with pytest.raises(ImportRefused) as refused:
        await taking.look(house.database, ImportKind.PLEDGES, bad.encode("gb18030"), _room(house), by=contact)
    assert {(each.line, each.column, each.fault.value) for each in refused.value.problems} == {
        (2, "unit", "not_own_unit"),
        (3, "contest", "contest_unknown"),
        (3, "amount", "not_a_number"),
        (3, "until", "not_a_day"),
        (4, "target", "target_too_long"),
        (4, "amount", "below_zero"),
        (4, "until", "day_passed"),
        (5, "target", "pledged_otherwise"),
        (6, "unit", "unit_unknown"),
        (6, "contest", "empty"),
        (6, "target", "empty"),
    }
    again = "U04,项目争速,年内完成20条道路的用地审批,20,条,,2026/3/20,\n"
    good = f"{HEAD}{again}清溪县霁川镇人民政府,Results of service,办结率达到９５％以上,９５%,%,80,2026.12.31,便民专班\n".encode()
    look = await taking.look(house.database, ImportKind.PLEDGES, good, _room(house), by=reviewer)
    assert (look.difference.added, look.difference.same) == (("U22 服务争效 办结率达到９５％以上",), 1)
    work = await taking.prepared(house.database, ImportKind.PLEDGES, good, _room(house), by=reviewer)
    assert (await house.database.write(work)).rows == 1
    assert (await taking.import_file(house.database, ImportKind.PLEDGES, good, _room(house))).rows == 0
    await pledging.play("""
        周 > 待办
        周 < 清溪县霁川镇
        周 < 层级：镇级
        周 < 比拼项目：服务争效
        周 < 目标数：95%（基数80）
        周 < 完成期限：12月31日
        周 < 承担专班：便民专班
        周 [签订]
    """)
