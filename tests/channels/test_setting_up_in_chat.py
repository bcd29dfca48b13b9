"""An administrator sets the office up in chat: what is there, what is missing, a button to each step; on our page and on Telegram."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator
from dataclasses import replace
from importlib import resources
from pathlib import Path

import openpyxl
import pytest
import pytest_asyncio

from bot.importing import taking
from domain.evidence import Media
from domain.importing.columns import ImportKind
from domain.people import Role
from handlers.administration import rehearsals
from handlers.conversation.room import Room
from storage import people
from storage.road import history
from storage.scoring import figures
from tests.channels.test_files_in_chat import DOORS, MEASURED, brings, handed
from tests.support.homes import make_home
from tests.support.stages import Stage, stage
from tests.support.transcripts import Play

SAMPLE = resources.files("bot") / "demo_data"


@pytest_asyncio.fixture(params=DOORS.values(), ids=tuple(DOORS))
async def here(tmp_path: Path, request: pytest.FixtureRequest) -> AsyncIterator[Stage]:
    """An open house of an office with its units, and one administrator in it."""
    home = await make_home(tmp_path / "made")
    async with stage(home, tmp_path / "home", **request.param) as opened:
        await opened.joins("管", Role.ADMIN)
        yield opened


async def test_the_list_leads_to_every_step_and_marks_what_is_done(here: Stage) -> None:
    play = Play(here)
    await play.play("""
        管 > 菜单
        管 [开办清单]
        管 < 开办清单
        管 < ✓ 单位名册：
        管 < ○ 指标
        管 < 有了指标和权重，才能算分、排名、授旗
        管 < ○ 受理员（至少2）
        管 < · 模块
        管 < ○ 签发人（至少2）
        管 <[演练 ·]
        管 <[单位名册 ✓]
        管 <[工作日历 ✓]
        管 <[上级联系人 ○]
        管 [指标 ○]
        管 < 请发来填好的指标表格
    """)
    await brings(here, "管", "指标.csv", MEASURED)
    await play.play("""
        管 < 共 2 行：新增 2
        管 [确认导入]
        管 < 已导入指标 2 行
        管 > 开办清单
        管 < ✓ 指标：2
        管 [受理员 ○]
        管 < 单位
        管 > 清溪县水利局
        管 > 受理员甲
        管 < 邀请码
        管 > 开办清单
        管 < ○ 受理员（至少2），另有1个邀请没人用
    """)
    assert len(list(await here.house.database.read(figures.indicators))) == 2


async def test_a_module_is_switched_by_a_ruling_and_stands_in_the_list_as_off(here: Stage) -> None:
    await Play(here).play("""
        管 > 开办清单
        管 [模块 ·]
        管 < 启用　亮剑比拼：现场打分的擂台
        管 [停用 亮剑比拼]
        管 < 为什么改
        管 > 今年不办
        管 < module.arena由on改为off
        管 > 开办清单
        管 < ✓ 模块，停用的有：亮剑比拼
        管 [模块 ✓]
        管 < 停用　亮剑比拼
        管 [启用 亮剑比拼]
        管 > 又要办了
        管 < module.arena由off改为on
    """)


async def test_the_days_off_of_a_year_come_as_a_spreadsheet_asked_for_or_alone(here: Stage) -> None:
    """A notice could only be pasted: the spreadsheet that `flagpost calendar import` takes was refused in chat."""
    play = Play(here)
    await play.play("""
        管 > 工作日历
        管 [导入全年 2027]
        管 < 请把2027年放假安排
        管 [要空表]
        管 < 放假安排的空表见附件
    """)
    book = openpyxl.load_workbook(io.BytesIO(await handed(here, play, "管", "2027年放假安排.xlsx")))
    assert [[cell.value for cell in row] for row in book.worksheets[0]][1] == ["2027-01-01", "放假"]
    await brings(here, "管", "安排.csv", "日期,放假还是上班\n2027-01-01,放假\n2027-02-30,放假\n")
    await play.play("管 < 第3行“2027-02-30,放假”：没有这一天")
    days = "日期,放假还是上班\n2027-01-01,放假\n2027-02-05,放假\n2027-02-06,上班\n"
    await brings(here, "管", "安排.csv", days)  # alone
    await play.play("""
        管 < 2027年的日历从此齐全
        管 [全部导入]
        管 < 日历已更正
    """)
    await here.joins("王", Role.REVIEWER)
    await brings(here, "王", "安排.csv", days)
    await play.play("王 < 《安排.csv》的表头不是可以导入的表格")


async def test_setting_up_ends_with_a_rehearsal_that_is_told_to_who_asked_alone_and_changes_nothing(
    tmp_path: Path,
) -> None:
    """An administrator in chat had none: setting up there ended with a list, at the machine with what the next period gives."""
    async with stage(await make_home(tmp_path / "made"), tmp_path / "home", channel="web") as here:
        play = Play(here)
        for who in "管他":
            await here.joins(who, Role.ADMIN)
        database, room = here.house.database, here.house.quiet_room
        for kind in (ImportKind.INDICATORS, ImportKind.VALUES):
            await taking.import_file(database, kind, (SAMPLE / f"{kind}.csv").read_bytes(), room)
        before = await database.read(history.heads)
        await database.write(lambda tx: asks_twice(room(tx)))
        await play.play("""
            管 < 开始演练本机关的下一期
            管 < 已经有一次演练在进行
            管 < 演练：正在评定
            管 < 演练：评出来了
            管 < 【演练 1/
            管 < 演练结束：按现有数值，2026-P1会授红旗6面（5个单位），挂黄旗15面（15个单位）
            他 !< 演练
        """)
        assert await database.read(history.heads) == before
        drawn = [each for parcel in play.screen("管") for each in parcel.attachments]
        assert drawn
        assert all(each.media is Media.PICTURE for each in drawn)


def asks_twice(room: Room) -> None:
    """Let the first administrator press twice before anything was done."""
    number = room.tx.value("SELECT MIN(id) FROM account WHERE person_id IS NOT NULL")
    actor = people.actor_of(room.tx, int(number))
    assert actor is not None
    for _ in range(2):
        rehearsals.ask(replace(room.acting_as(actor), channel="web"), "2026-P1")


async def test_people_are_invited_by_a_spreadsheet_each_with_a_code_and_once(here: Stage) -> None:
    people = "角色,称呼,单位\n受理员,受理员甲,\nunit_contact,自然资源局联络员,U04\n"
    for _ in range(2):
        await brings(here, "管", "人员.csv", people)
        await Play(here).play("管 < 人员《人员.csv》核对无误\n管 [确认导入]\n管 < 已导入人员")
    play = Play(here)
    await play.play("管 > 人员\n管 [待用邀请]\n管 < 受理员甲\n管 < 自然资源局联络员")
    listed = "".join(parcel.text for parcel in play.screen("管")[-1:])
    assert (listed.count("受理员甲"), listed.count("自然资源局联络员")) == (1, 1)


async def test_nobody_else_sees_what_an_office_lacks(here: Stage) -> None:
    await here.joins("王", Role.REVIEWER)
    await Play(here).play("""
        王 > 开办清单
        王 !< 还缺
        王 > 菜单
        王 !<[开办清单]
    """)
