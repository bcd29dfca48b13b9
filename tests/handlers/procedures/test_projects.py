"""Projects from the file to the figure of a month, as a transcript (the law §6.4, §2)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.importing import taking, telling
from bot.importing.words import ImportWords
from domain.importing.columns import ImportKind
from domain.importing.problems import ImportRefused
from domain.people import Role
from handlers.conversation import house_rooms
from handlers.conversation.room import Room
from storage import people as accounts
from storage.database import Tx
from tests.support.direct_stage import DirectStage
from tests.support.transcripts import Play

HEAD = "项目编码,项目名称,类别,责任单位,牵头单位,专班,计划开工月份,年度,年度目标" + "".join(
    f",{n}月累计计划" for n in range(1, 13)
)
RISING = ",50,100,200,300,400,500,600,700,800,900,1000,1200"
SCHOOL = "P01,城东小学扩建,,U10,住房建设局,城东专班,2026年3月,2026,1200" + RISING
BRIDGE = "P02,溪东大桥,重点项目,U06,,,,2026,600" + "," * 12
ROADS = "M01,改造老旧小区道路,民生实事,U10,,,,2026," + "," * 12


def _room(house: DirectStage) -> taking.MakeRoom:
    def room(tx: Tx) -> Room:
        return house_rooms.quiet(tx, house.office, at=house.now, now=house.now)

    return room


async def bring(house: DirectStage, *rows: str) -> taking.Imported:
    content = "\n".join((HEAD, *(row.replace("住房建设局", "清溪县住房建设局") for row in rows))).encode()
    return await taking.import_file(house.database, ImportKind.PROJECTS, content, _room(house))


@pytest.fixture
async def owners(house: DirectStage, play: Play) -> Play:
    """Late in March: 王 a reviewer, 周 a leader; 业, owner of the projects of U10, 联 its contact; 桥 the owner of U06."""
    house.now += timedelta(days=21)
    await house.joins("王", Role.REVIEWER)
    await house.joins("周", Role.LEADER)
    await house.joins("业", Role.PROJECT_OWNER, "U10")
    await house.joins("联", Role.UNIT_CONTACT, "U10")
    await house.joins("桥", Role.PROJECT_OWNER, "U06")
    return play


async def test_from_the_file_to_the_figure_of_a_month(house: DirectStage, owners: Play) -> None:
    assert (await bring(house, SCHOOL, BRIDGE, ROADS)).rows == 3
    await owners.play("""
        业 < 已登记为项目
        业 < 牵头单位：清溪县住房建设局
        业 ? school (XM-2026-000001)
        业 > {school}
        业 < 项目名称：城东小学扩建
        业 < 牵头单位：清溪县住房建设局
        业 < 专班：城东专班
        业 < 年度目标：1200万元
        业 < 3月 200
        业 < 开工情况：未开工
        桥 > {school}
        桥 < 没有这件事项
        业 > 月度进度
        业 < 现在没有要填报的月度进度
        ~ 6 days
        业 < 请填报本月进度
        业 > 月度进度
        业 < 1. P01 城东小学扩建，2026年3月，4月7日前填报
        业 < 2. M01 改造老旧小区道路
        业 [1 P01]
        业 < 累计计划：200万元
        业 [填报月度进度]
        业 > 一百八
        业 < 请写数字
        业 > 180.5万元
        业 [已开工]
        业 [跳过]
        业 > {school}
        业 < 开工情况：已开工
        业 < 2026年3月：计划200万元，完成180.5万元
        桥 > 月度进度
        桥 < 到这个月底，今年累计完成多少？
        桥 > 150
        桥 [已开工]
        桥 > 征地已完成。
        联 > 待办
        联 < 累计计划：25%
        联 [填报月度进度]
        联 > 20%
        联 [已开工]
        联 [跳过]
        业 > 月度进度
        业 < 已填180.5
        ~ 9 days
        业 > 月度进度
        业 < 现在没有要填报的月度进度
        业 > {school}
        王 > {school}
        王 [2026-03]
        王 [更正进度]
        王 > 170
        王 [已开工]
        王 > 发票重复计算。
        王 [提交]
        业 < 填报的进度已更正
        业 < 更正理由：发票重复计算。
        业 < 累计完成：170
    """)


async def test_a_plan_is_set_ahead_by_the_owner_and_changed_by_two(house: DirectStage, owners: Play) -> None:
    await bring(house, SCHOOL)
    await owners.play("""
        业 ? school (XM-2026-000001)
        业 > {school}
        业 [安排以后月份计划]
        业 > 3 150
        业 [完成]
        业 < 这个月已经开始
        业 > {school}
        业 [安排以后月份计划]
        业 > 4 250
        业 [完成]
        业 > {school}
        业 < 4月 250
        业 [计划调整申请]
        业 > 3 120
        业 [完成]
        业 > 汛期停工。
        业 [完成]
        业 [提交]
        业 < 须由另一人同意
    """)
    await bring(house, SCHOOL.replace(",200,300,", ",200,250,"))
    await owners.play("""
        周 > 待办
        周 < 汛期停工
        周 [同意]
        业 < 计划调整已经同意
        业 > {school}
        业 < 3月 120
    """)
    with pytest.raises(ImportRefused) as refused:
        await bring(house, SCHOOL)
    assert [
        line.partition("：")[0]
        for line in telling.refusals(refused.value.problems, ImportKind.PROJECTS, ImportWords("zh"))
    ] == ["第 2 行，“3月累计计划”列，这里是“200”"]


async def test_an_owner_asks_for_no_light_and_a_leader_decides(house: DirectStage, owners: Play) -> None:
    await bring(house, SCHOOL)
    await owners.play("""
        业 ? school (XM-2026-000001)
        业 > {school}
        业 > 暂不亮灯申请
        业 [不可抗力]
        业 > 3
        业 > 4
        业 > 洪水冲毁便道。
        业 + 证明.pdf
        业 [完成]
        业 [提交]
        业 < 一次最多申请一个季度
        业 [修改]
        业 [几个月]
        业 > 2
        业 [提交]
        业 ? exemption (ZH-2026-000001)
        周 > 待办
        周 < 暂不亮灯月份：
        周 < 2026年3月
        周 < 2026年4月
        周 < 附件1：文件
        周 [作出决定]
        周 [同意暂不亮灯]
        周 > 有证明。
        周 [提交]
        业 < 暂不亮灯申请已作出决定
        业 < 理由：有证明。
        桥 > {exemption}
        桥 < 没有这件事项
    """)


async def test_progress_comes_by_a_file_of_the_unit_itself_as_well(house: DirectStage, owners: Play) -> None:
    await bring(house, SCHOOL, BRIDGE)
    await owners.play("~ 6 days")
    head = "项目编码,月份,累计完成,开工,说明\n"
    actor = await house.database.read(lambda tx: accounts.accounts_with(tx, (Role.PROJECT_OWNER,), "U10"))
    by = await house.database.read(lambda tx: accounts.actor_of(tx, actor[0]))
    assert by is not None
    bad = f"{head}P02,2026-03,5,,\nP01,2026年2月,5,,\nP01,2026-03,-5,快了,\n".encode()
    with pytest.raises(ImportRefused) as refused:
        await taking.look(house.database, ImportKind.PROGRESS, bad, _room(house), by=by)
    assert {(each.line, each.column, each.fault.value) for each in refused.value.problems} == {
        (2, "code", "project_unknown"),  # another unit's
        (3, "month", "month_not_open"),
        (4, "actual", "below_zero"),
        (4, "begun", "not_begun_or_not"),
    }
    good = f"{head}P01,2026-03,180.5,未开工,下月进场\n".encode()
    await house.database.write(await taking.prepared(house.database, ImportKind.PROGRESS, good, _room(house), by=by))
    again = f"{head}P01,2026-03,190,已开工,\nP02,2026-03,,,\n".encode()
    look = await taking.look(house.database, ImportKind.PROGRESS, again, _room(house))
    assert telling.changes(look, ImportWords("zh"), {})[-2:] == [
        "  · P01 2026-03，累计完成：180.5 → 190",
        "  · P01 2026-03，开工：no → yes",
    ]
    assert (await taking.import_file(house.database, ImportKind.PROGRESS, again, _room(house))).rows == 1
    await owners.play("""
        业 > XM-2026-000001
        业 < 2026年3月：计划200万元，完成190万元
    """)


async def test_a_file_shows_what_it_would_change_and_names_every_bad_cell(house: DirectStage, owners: Play) -> None:
    await bring(house, SCHOOL)
    content = (
        "\n".join((HEAD, SCHOOL.replace("城东小学扩建", "城东小学"), BRIDGE)).replace("住房", "清溪县住房").encode()
    )
    look = await taking.look(house.database, ImportKind.PROJECTS, content, _room(house))
    assert telling.changes(look, ImportWords("zh"), {}) == [
        "共 2 行：新增 1，改动 1，不变 0。",
        "改动（1）：",
        "  · P01 2026，项目名称：城东小学扩建 → 城东小学",
    ]
    with pytest.raises(ImportRefused) as refused:
        await bring(house, "P03,甲,别的,U99,,,三月,去年,," + RISING[1:].replace("300", "30"), BRIDGE, BRIDGE)
    assert {(each.line, each.column, each.fault.value) for each in refused.value.problems} == {
        (2, "kind", "project_kind_unknown"),
        (2, "year", "not_a_year"),
        (2, "owner", "unit_unknown"),
        (2, "starts", "not_a_month"),
        (2, "goal", "empty"),
        (2, "m04", "plan_falling"),
        (4, "code", "twice"),
    }
