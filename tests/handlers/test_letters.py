"""群众来信 by import: every letter is a clue of that source with a number and a code, and none is taken twice (the law §3)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.importing import taking, telling
from bot.importing.words import ImportWords
from domain.importing.columns import ImportKind
from domain.importing.problems import ImportRefused
from domain.people import Role
from handlers.conversation import house_rooms
from handlers.conversation.room import Room
from storage import matters
from storage.database import Tx
from storage.road import history
from tests.support.direct_stage import DirectStage
from tests.support.transcripts import Play

HEAD = "来信编号,经过,被反映单位,问题类别,发生时间,发生地点,来信人姓名,来信人联系方式\n"
FIRST = "信1号,渠道上周三开始漏水没有人来修,水利局,拖沓敷衍,去年九月以来,城东村,某某甲,0571-0000000\n"
SECOND = "信2号,街道的路灯坏了半年,那个什么办,,,,,\n"
ABOUT_US = "信3号,投诉三个月没人理,清溪县效能办,,,,,\n"


async def bring(house: DirectStage, text: str) -> taking.Imported:
    def room(tx: Tx) -> Room:
        return house_rooms.quiet(tx, house.office, at=house.now, now=house.now)

    return await taking.import_file(house.database, ImportKind.LETTERS, (HEAD + text).encode(), room)


async def test_each_letter_is_a_clue_that_reviewers_work_on_and_its_writer_follows_by_its_code(
    house: DirectStage, staffed: Play
) -> None:
    taken = await bring(house, FIRST + SECOND)
    first, second = taken.letters
    assert (taken.rows, first.line, first.number, second.number) == (2, 2, "QS-2026-000001", "QS-2026-000002")
    await staffed.play(f"""
        王 > 待办
        王 < QS-2026-000001
        王 > {first.number}
        王 < 来源：群众举报
        王 < 署名：实名
        王 < 单位：清溪县水利局
        王 < 类别：拖沓敷衍
        王 < 时间：去年九月以来
        王 < 渠道上周三开始漏水
        王 !< 某某甲
        王 [受理]
        王 [苗头性问题]
        张 > {first.code}
        张 < 经研判，已受理
        王 > {second.number}
        王 < 那个什么办
        王 < 署名：匿名
    """)
    known = await house.database.read(lambda tx: (matters.identity_of(tx, 1), matters.identity_of(tx, 2)))
    assert known == ({"name": "某某甲", "contact": "0571-0000000"}, {})
    lines = await house.database.read(lambda tx: history.of_matter(tx, "clue", 1))
    assert [line.move for line in lines] == ["import", "register", "open_triage", "accept"]
    assert not {"story", "when", "where", "name", "contact"} & set(lines[0].given)


async def test_the_same_file_a_second_time_makes_nothing_twice_and_says_so(house: DirectStage, staffed: Play) -> None:
    await bring(house, FIRST)
    again = await bring(house, FIRST + SECOND)
    assert [each.number for each in again.letters] == ["QS-2026-000002"]

    def room(tx: Tx) -> Room:
        return house_rooms.quiet(tx, house.office, at=house.now, now=house.now)

    look = await taking.look(house.database, ImportKind.LETTERS, (HEAD + FIRST + SECOND).encode(), room)
    assert telling.changes(look, ImportWords("zh"), {}) == ["共 2 行：新增 0，改动 0，不变 2。"]
    assert (await bring(house, FIRST + SECOND)).rows == 0


async def test_another_letter_under_a_number_that_was_used_is_named_and_nothing_is_taken(
    house: DirectStage, staffed: Play
) -> None:
    """Books of letters begin anew each year: the first letter of the next one counted as taken already, and was lost in silence."""
    await bring(house, FIRST)
    other = "信１号,村道的护栏断了一年,,,,,,\n"
    with pytest.raises(ImportRefused) as refused:
        await bring(house, SECOND + other)
    (line,) = telling.refusals(refused.value.problems, ImportKind.LETTERS, ImportWords("zh"))
    assert line.startswith("第 3 行，“来信编号”列，这里是“信1号”：这个编号已经用于另一封来信")
    assert "渠道" not in line
    assert (await bring(house, SECOND + other.replace("信１号", "2027年信1号"))).rows == 2


async def test_one_bad_letter_and_none_is_taken(house: DirectStage, staffed: Play) -> None:
    with pytest.raises(ImportRefused) as refused:
        await bring(house, FIRST + "信9号,,,,,,,\n")
    assert telling.refusals(refused.value.problems, ImportKind.LETTERS, ImportWords("zh")) == [
        "第 3 行，“经过”列：不能空着"
    ]
    await staffed.play("王 > 待办\n王 !< QS-")


async def test_a_letter_about_the_office_goes_past_it(house: DirectStage, staffed: Play) -> None:
    await house.joins("上", Role.BYPASS_CONTACT)
    taken = await bring(house, ABOUT_US)
    assert [(each.number, each.code) for each in taken.letters] == [("", "")]
    assert "不经本机关办理" in telling.summary(replace(taken), ImportWords("zh"), {})
    await staffed.play("王 > 待办\n王 !< QS-\n上 > 待办\n上 < 投诉三个月没人理")
