"""Files of undertakings (实施意见): bad cells, what a file changes, and the sample beside a plain count (the law §8, §1 row 14)."""

from __future__ import annotations

import csv
import io
from datetime import timedelta
from importlib import resources

import pytest

from bot.importing import taking
from domain.importing.columns import ImportKind
from domain.importing.problems import ImportRefused
from domain.people import Role
from handlers.conversation import house_rooms
from tests.support.direct_stage import DirectStage
from tests.support.transcripts import Play

HEAD = "方面,条目,事项,责任单位,完成期限\n"
OURS = f"""{HEAD}营造氛围,1,每季度通报一次典型做法,U04,2026-03-20
营造氛围,２,开设展示栏,清溪县自然资源局,2026年12月31日
用人导向,1,建立一线纪实档案,U06,2026-03-10
"""


def _room(house: DirectStage) -> taking.MakeRoom:
    return lambda tx: house_rooms.quiet(tx, house.office, at=house.now, now=house.now)


async def taken(house: DirectStage, content: str) -> int:
    return (await taking.import_file(house.database, ImportKind.UNDERTAKINGS, content.encode(), _room(house))).rows


async def test_a_file_changes_wording_and_owner_and_never_a_day_and_every_bad_cell_is_named(
    house: DirectStage, play: Play
) -> None:
    await house.joins("联", Role.UNIT_CONTACT, "U04")
    assert await taken(house, OURS) == 3
    bad = f"""{HEAD}营造氛围,1,每季度通报一次典型做法,U04,2026-05-20
营造氛围,零,{"好" * 201},U99,二月三十
考核评价,1.5,修订办法,U01,2026-01-01
考核评价,,,,
用人导向,1,建立一线纪实档案,U06,2026-03-10
用人导向,1,制定目录,U06,2026-03-10
"""
    with pytest.raises(ImportRefused) as refused:
        await taken(house, bad)
    assert {(each.line, each.column, each.fault.value) for each in refused.value.problems} == {
        (2, "due", "due_otherwise"),
        (3, "number", "not_a_number"),
        (3, "undertaking", "target_too_long"),
        (3, "owner", "unit_unknown"),
        (3, "due", "not_a_day"),
        (4, "number", "not_a_place"),
        (4, "due", "day_passed"),
        *((5, column, "empty") for column in ("number", "undertaking", "owner", "due")),
        (7, "number", "twice"),
    }
    changed = OURS.replace("开设展示栏,清溪县自然资源局", "开设两处展示栏,U06")
    look = await taking.look(house.database, ImportKind.UNDERTAKINGS, changed.encode(), _room(house))
    assert [(each.field, each.after) for each in look.difference.changed] == [
        ("undertaking", "开设两处展示栏"),
        ("owner", "U06"),
    ]
    assert (look.difference.added, look.difference.same) == ((), 2)
    assert [await taken(house, changed) for _ in range(2)] == [1, 0]
    await house.joins("通", Role.UNIT_CONTACT, "U06")
    await play.play("""
        通 > SX-2026-000002
        通 < 开设两处展示栏
        联 > SX-2026-000002
        联 < 没有这件事项
    """)
    await house.joins("周", Role.LEADER)
    await play.play("""
        周 > SX-2026-000001
        周 [取消事项]
        周 > 已并入其他事项。
        周 [确认]
    """)
    assert await taken(house, changed) == 0, "what was dropped was listed again"


async def test_the_board_of_the_sample_says_what_a_plain_count_of_it_says(house: DirectStage, play: Play) -> None:
    """The law §1 row 14: 8 aspects and 24 undertakings, counted from the file."""
    sample = (resources.files("bot") / "demo_data" / "undertakings.csv").read_text("utf-8")
    rows = list(csv.DictReader(io.StringIO(sample)))
    assert await taken(house, sample) == len(rows) == 24
    await house.turns(timedelta(days=120))
    await house.joins("新", Role.REVIEWER)
    aspects: dict[str, dict[str, list[str]]] = {}
    for row in rows:
        marks = aspects.setdefault(row["aspect"], {"⬜": [], "🔺": []})
        marks["🔺" if row["due"] < "2026-07-02" else "⬜"].append(row["number"])
    assert len(aspects) == 8
    late = sum(len(marks["🔺"]) for marks in aspects.values())
    script = f"新 > 实施意见\n新 < 共24项，未启动{24 - late}，逾期{late}"
    for aspect, marks in aspects.items():
        said = " ".join(f"{mark}{'、'.join(numbers)}" for mark, numbers in marks.items() if numbers)
        script += f"\n新 < {aspect}：{said}"
    await play.play(script)
