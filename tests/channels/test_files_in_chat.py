"""群众来信 by a filled template that is sent in chat, and the log as a file for the auditor: on our page and on Telegram."""

from __future__ import annotations

import io
import json
from collections.abc import AsyncIterator, Iterator
from functools import partial
from pathlib import Path

import openpyxl
import pytest
import pytest_asyncio

from bot.importing import taking
from domain.importing.columns import ImportKind
from domain.people import Role
from handlers.conversation import house_rooms
from handlers.desk import log_export
from storage import people as accounts
from storage.database import Tx
from tests.support import office as offices
from tests.support.homes import make_home
from tests.support.stages import Stage, stage
from tests.support.transcripts import Play
from tests.web.channel_people import AtPage, OnTelegram

DOORS = {"Telegram": {"channel": "telegram"}, "web": {"channel": "web"}}
HEAD = "来信编号,经过,被反映单位,问题类别,发生时间,发生地点,来信人姓名,来信人联系方式\n"
FIRST = "信1号,渠道上周三开始漏水没有人来修,水利局,拖沓敷衍,去年九月以来,城东村,某某甲,0571-0000000\n"
SECOND = "信2号,街道的路灯坏了半年,那个什么办,,,,,\n"
OTHER = "信4号,村道的护栏断了一年,,,,,,\n"
MEASURED = (
    "code,name,section,section_weight,weight,direction,sequences,categories,owner\n"
    "I01,投资增速,规模,30,10,+,B,绩效,U04\nI02,开工率,规模,30,10,+,B,绩效,U05\n"
)
NAMELESS = "信3号,街道的路灯坏了半年,,没有这一类,,,某某乙,\n"


@pytest_asyncio.fixture(params=DOORS.values(), ids=tuple(DOORS))
async def here(tmp_path: Path, request: pytest.FixtureRequest) -> AsyncIterator[Stage]:
    """An open house with a reviewer, an auditor and a unit's contact."""
    home = await make_home(tmp_path / "made")
    async with stage(home, tmp_path / "home", **request.param) as opened:
        await opened.joins("王", Role.REVIEWER)
        await opened.joins("审", Role.AUDITOR)
        await opened.joins("联", Role.UNIT_CONTACT, "U04")
        yield opened


async def test_letters_are_sent_looked_at_confirmed_and_taken_once(here: Stage) -> None:
    play = Play(here)
    await play.play("""
        王 > 导入来信
        王 < 请发来填好的群众来信表格
        王 [要空表]
        王 < 群众来信的空表见附件
    """)
    empty = await handed(here, play, "王", "群众来信.xlsx")
    assert [cell.value for cell in openpyxl.load_workbook(io.BytesIO(empty)).worksheets[0][1]][:2] == [
        "来信编号",
        "经过",
    ]
    first, signed = FIRST, "署名"
    if not isinstance(await here.person("王"), AtPage):  # Telegram is told no names
        await brings(here, "王", "来信.csv", HEAD + FIRST)
        await play.play("王 < 里面有来信人的姓名和联系方式，不能经这个渠道收\n王 !<[确认导入]")
        first, signed = FIRST.replace("某某甲,0571-0000000", ","), "未署名"
    await brings(here, "王", "来信.csv", HEAD + first + NAMELESS)
    await play.play("""
        王 < 《来信.csv》收到，正在核对
        王 < 什么也没有导入。《来信.csv》有2处问题
        王 < 第 3 行
        王 < 问题类别
        王 < 来信人联系方式
        王 !<[确认导入]
    """)
    assert await clues(here) == 0
    await brings(here, "王", "来信.csv", HEAD + first + SECOND)
    await play.play(f"""
        王 < 还没有导入
        王 < 共 2 行：新增 2，改动 0，不变 0。
        王 < 第 2 行（信1号）：清溪县水利局，拖沓敷衍，{signed}
        王 < 第 3 行（信2号）：那个什么办，类别未填，未署名
        王 > 那个
        王 < 请从下面的选项中选一个
        王 [确认导入]
        王 < 正在导入《来信.csv》
        王 < 已导入群众来信 2 行
        王 ? number 第 2 行：(QS-\\d{{4}}-\\d{{6}})
        王 > {{number}}
        王 < 来源：群众举报
        王 < 署名：{"实名" if signed == "署名" else "匿名"}
        王 < 渠道上周三开始漏水
    """)
    assert await clues(here) == 2
    # The same file sent alone, without a word: nothing of it is new, and nothing is made twice.
    await brings(here, "王", "来信.csv", HEAD + first + SECOND)
    await play.play("""
        王 < 共 2 行：新增 0，改动 0，不变 2。
        王 [确认导入]
        王 < 已导入群众来信 0 行
    """)
    assert await clues(here) == 2


async def test_a_table_that_is_no_template_is_named_and_who_may_not_import_is_answered_as_ever(here: Stage) -> None:
    play = Play(here)
    await brings(here, "王", "台账.csv", "日期,事项\n3月1日,巡查\n")
    await brings(here, "联", "来信.csv", HEAD + FIRST)
    await play.play("""
        王 < 《台账.csv》的表头不是可以导入的表格
        联 < 《来信.csv》的表头不是可以导入的表格，没有导入。您可以发来的有：项目进度、指标数据
        联 !<[确认导入]
    """)
    assert await clues(here) == 0


async def test_projects_are_registered_by_a_file_in_chat(here: Stage) -> None:
    await brings(here, "王", "项目.csv", "项目编码,项目名称,责任单位,年度,年度目标\nP01,城东小学扩建,U04,2026,1200\n")
    await Play(here).play("""
        王 < 共 1 行：新增 1
        王 [确认导入]
        王 < 已导入项目 1 行
        联 < 已登记为项目
    """)


async def test_what_was_imported_meanwhile_is_shown_again_before_it_is_taken(here: Stage) -> None:
    play = Play(here)
    await here.joins("赵", Role.REVIEWER)
    for who in "王赵":
        await brings(here, who, "来信.csv", HEAD + SECOND)
    await play.play("""
        王 < 新增 1
        赵 < 新增 1
        赵 [确认导入]
        赵 < 已导入群众来信 1 行
        王 [确认导入]
        王 < 刚才又有变动
        王 < 新增 0，改动 0，不变 1
    """)
    assert await clues(here) == 1


async def test_a_file_is_taken_once_by_who_may_still_while_it_is_kept(here: Stage) -> None:
    """Pressed twice, and confirmed after the role was lost."""
    play = Play(here)
    await brings(here, "王", "来信.csv", HEAD + SECOND)
    await play.play("""
        王 [确认导入]
        王 < 已导入群众来信 1 行
        王 [[确认导入]]
        王 !< 已导入
    """)
    await brings(here, "王", "来信.csv", HEAD + OTHER)
    await play.play("""
        王 < 新增 1
    """)
    await here.house.database.write(lambda tx: revoked(tx, "王", here))
    await play.play("""
        王 [确认导入]
        王 !< 已导入
        王 < 不在您的办理范围内
    """)
    assert await clues(here) == 1


def revoked(tx: Tx, label: str, here: Stage) -> None:
    """Take every role away from somebody."""
    person = tx.value("SELECT id FROM person WHERE label = :label", label=label)
    accounts.revoke(tx, int(person), Role.REVIEWER, here.now())


async def test_figures_are_filed_by_the_template_that_names_what_is_missing(here: Stage) -> None:
    """The law §6.1: what is missing is asked for; a unit files its own indicators and nothing else, and corrects at the card."""
    play, database = Play(here), here.house.database
    room = partial(house_rooms.quiet, office=offices.office(), at=here.now(), now=here.now())
    await taking.import_file(database, ImportKind.INDICATORS, MEASURED.encode(), room)
    await play.play("""
        ~ 1 minutes
        联 < 2026年第1期已结束，请报送数据：1项指标
        联 > 用表格填报
        联 [要空表]
        联 < 指标数据的空表见附件
    """)
    sheet = openpyxl.load_workbook(io.BytesIO(await handed(here, play, "联", "数值.xlsx"))).worksheets[0]
    rows = [[cell.value or "" for cell in row] for row in sheet.iter_rows(min_row=3)]
    assert [row[:3] for row in rows[:2]] == [
        ["2026-P1", "清溪县溪东街道办事处", "投资增速"],
        ["2026-P1", "清溪县溪西街道办事处", "投资增速"],
    ]
    assert len(rows) == 12
    filled = [[*row[:3], f"{place},5%" if place == 1 else f" {place}．５ ", ""] for place, row in enumerate(rows)]
    text = "期次,单位,指标,数值,目标值\n"
    await brings(here, "联", "填报.csv", text + "\n".join(",".join(f'"{cell}"' for cell in row) for row in filled))
    await play.play("""
        联 < 什么也没有导入。《填报.csv》有1处问题
        联 < 第 3 行
    """)
    filled[1][3] = "1.5%"
    await brings(here, "联", "填报.csv", text + "\n".join(",".join(row) for row in filled[:11]))
    await play.play("""
        联 < 共 11 行：新增 11
        联 [确认导入]
        联 < 已导入数值 11 行
        联 > 数据填报
        联 < ｜待填报
        联 < 未报：1
    """)
    others = text + "2026-P1,清溪县溪东街道办事处,开工率,5,\n2026-P1,清溪县溪东街道办事处,投资增速,0.5,\n"
    await brings(here, "联", "填报.csv", others)
    await play.play("""
        联 < 《填报.csv》有1处问题
        联 < 不由您单位填报
    """)
    await brings(here, "联", "填报.csv", text + ",".join(filled[11]))
    await play.play("""
        联 < 新增 1，
        联 [确认导入]
        联 < 已导入数值 1 行
        联 > 数据填报
        联 < ｜已报
    """)
    await brings(here, "联", "填报.csv", text + "2026-P1,清溪县溪东街道办事处,投资增速,0.7,\n")
    await play.play("联 < 这个数已经报过，更正请打开这一项")


async def test_an_administrator_gives_indicators_days_of_their_own_and_the_owner_is_asked_by_them(here: Stage) -> None:
    """The law §6.1: due day and freeze date of an indicator; the rule's are 6 and 10 March."""
    await here.joins("管", Role.ADMIN)
    play = Play(here)
    await brings(here, "管", "指标.csv", MEASURED.splitlines()[0] + "\n" + MEASURED.splitlines()[1] + "\n")
    await play.play("管 [确认导入]\n管 < 已导入指标 1 行")
    head, row, _ = MEASURED.replace("\n", ",报送日,冻结日\n").splitlines()
    row = row.removesuffix(",报送日,冻结日")
    await brings(here, "管", "指标.csv", f"{head}\n{row},２０日,十五\n")
    await play.play("""
        管 < 《指标.csv》有1处问题
        管 < 请写每期结束后第几日：1 到 90 的整数
    """)
    await brings(here, "管", "指标.csv", f"{head}\n{row},２０日,28\n")
    await play.play("""
        管 < 改动 1
        管 < 报送日
        管 [确认导入]
        管 < 已导入指标 1 行
        ~ 1 minutes
        联 < 2026年第1期已结束，请报送数据：1项指标，3月20日前报齐
        ~ 13 days
        联 > 数据填报
        联 < ｜待填报
        联 < 期限：3月20日
        ~ 7 days
        联 < 数据到期没有报齐，请尽快补报
        联 > 数据填报
        联 < 期限：3月30日
        ~ 7 days
        联 > 数据填报
        联 < 现在没有要填报的数据
    """)


async def test_the_auditor_asks_for_the_log_and_gets_it_as_a_file(here: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    play = Play(here)
    await play.play("""
        审 > 日志导出
        审 < 日志共
        王 > 日志导出
        王 !< 日志共
    """)
    written = await handed(here, play, "审", "日志导出-")
    lines = [json.loads(line) for line in written.decode().splitlines()]
    assert {"person", "import"} <= {line["matter"] for line in lines}
    assert all(line["is_sound"] for line in lines)
    read: list[str] = []
    plainly = log_export.lines

    def counted(tx: Tx) -> Iterator[str]:
        for line in plainly(tx):
            read.append(line)
            yield line

    monkeypatch.setattr(log_export, "lines", counted)
    monkeypatch.setattr(log_export, "LARGEST", 1)
    await play.play("审 > 日志导出\n审 < 日志超过 20 MB")
    assert len(read) == 1, "a log that is too large to be handed over was read to its end"


async def brings(here: Stage, who: str, name: str, text: str) -> None:
    """Let somebody send a table as their spreadsheet program saves it."""
    person, content = await here.person(who), text.encode("utf-8-sig")
    if isinstance(person, OnTelegram):
        person.user.sends_document(content, name)
    else:
        assert isinstance(person, AtPage)
        ticket = (await person.uploads(name, content)).json()["id"]
        assert (await person.posts(files=[ticket])).is_success
    await here.settled()


async def handed(here: Stage, play: Play, who: str, name: str) -> bytes:
    """The last file of a name that somebody got."""
    await play.told(who)
    found = [each for parcel in play.screen(who) for each in parcel.attachments if each.name.startswith(name)]
    return found[-1].data


async def clues(here: Stage) -> int:
    """How many clues there are."""

    def count(tx: Tx) -> int:
        return int(tx.value("SELECT COUNT(*) FROM clue"))

    return await here.house.database.read(count)
