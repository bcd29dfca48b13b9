"""A rehearsal: the cast walks many roads side by side on a clock that jumps, and its figures are what plain arithmetic gives."""

from __future__ import annotations

import asyncio
import csv
import io
import json
from collections import Counter
from datetime import date
from decimal import Decimal
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import python_calamine

from bot import clocks, wording
from bot.cast.fictional_county import sample
from bot.commands import desk
from bot.exporting import tables
from bot.importing.text_tables import unmarked
from bot.rehearsal import programme, report
from bot.rehearsal.county import of
from bot.rehearsal.rehearse import Rehearsed, rehearse
from handlers.conversation.room import Room
from handlers.exports.every import EXPORTS

UNTIL = date(2026, 2, 13)


def rows(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(sample(name).decode())))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the year is played."""
    return tmp_path_factory.mktemp("rehearsal") / "home"


@pytest.fixture(scope="module")
def begun(folder: Path) -> Rehearsed:
    """The first six weeks of the year."""
    return asyncio.run(rehearse(folder, "zh", programme.Given(), lambda day: None, until=UNTIL))


def test_the_sixty_clues_of_the_year_come_and_end_as_the_law_has_them() -> None:
    every = rows("clues.csv")
    assert Counter(row["source"] for row in every) == {"pub": 18, "insp": 10, "sup": 8, "media": 6, "mass": 18}
    ends = Counter(row["outcome"] for row in every)
    assert ends["substantiated"] + ends["partly"] == 22
    assert ends["unestablished"] == 10
    assert (ends["unfounded"] + ends["clarified"], ends["clarified"]) == (8, 3)
    assert ends["rejected"] + ends["private"] == ends["transferred"] + ends["discipline"] == 6
    assert (ends["merged"], ends["open"]) == (4, 4)


def test_nobody_was_stuck_and_every_clue_has_come_to_its_end(begun: Rehearsed) -> None:
    assert list(begun.stopped) == []
    wanted = {"rejected": "rejected", "transferred": "closed"}
    ends = [wanted.get(row["outcome"], "answered") for row in rows("clues.csv") if row["day"] <= UNTIL.isoformat()]
    assert begun.figures["clues"] == Counter(ends)


def test_the_lights_of_january_are_what_plan_and_progress_give(begun: Rehearsed) -> None:
    """By the rule of the law §6.4 in plain arithmetic: green below ten points behind, red above thirty, yellow between; a start in a month
    that was missed is yellow."""
    done = {row["code"]: row for row in rows("progress.csv") if row["month"] == "2026-01"}
    lights: Counter[str] = Counter()
    for row in rows("projects.csv"):
        goal = Decimal(row["goal"] or 100)
        planned = Decimal(row["m01"]) if row["m01"] else goal / 12
        gap = (planned - Decimal(done[row["code"]]["actual"])) / goal * 100
        is_late = row["starts"] == "2026-01" and done[row["code"]]["begun"] == "no"
        lights["red" if gap > 30 else "yellow" if gap >= 10 or is_late else "green"] += 1
    found = begun.figures["lights"]["2026-01"]
    assert {light: number for light, number in found.items() if number} == lights
    assert lights["yellow"] >= 3
    assert list(begun.figures["lights"]) == ["2026-01"], "nobody is asked for the month before the projects' first year"


def test_four_cities_and_eleven_counties_of_the_province_win_and_it_is_announced(begun: Rehearsed) -> None:
    """Who they are is held against fractions in `test_race_by_hand.py`."""
    members = {row["code"]: row["name"] for row in rows("race/units.csv")}
    won = begun.figures["horse_race"]
    assert {name: len(units) for name, units in won.items()} == {"cities": 4, "counties": 11}
    said = [each.text for each in begun.said if "赛马" in each.text]
    for units in won.values():
        assert any(all(members[unit] in text for unit in units) for text in said)


def test_the_township_that_was_last_in_both_years_is_a_lead(begun: Rehearsed) -> None:
    """The law §10: U29 in both years; of departments and teams another in each."""
    assert begun.figures["two_year_last"] == ["U29"]
    assert begun.figures["cases"] == {"recommended": 1}


def test_what_was_announced_stands_in_the_report_with_its_pictures(begun: Rehearsed, tmp_path: Path) -> None:
    page = report.write(tmp_path, "zh", begun.said, begun.drawn, begun.figures, begun.stopped).read_text("utf-8")
    assert [each.title for each in begun.said if "1月" in each.title]
    for each in begun.said:
        assert each.title in page
        assert not each.picture or (tmp_path / report.PICTURES / each.picture).read_bytes().startswith(b"\x89PNG")
    json.dumps(begun.figures)


def test_every_kind_of_the_year_is_exported_and_opens_with_the_same_cells(
    begun: Rehearsed, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FLAGPOST_HOME", str(folder))
    found: dict[str, list[dict[str, str]]] = {}
    for kind, (text, book, objects) in desk.in_office(written).items():
        table = [*csv.reader(io.StringIO(text.decode("utf-8-sig"), newline=""))]
        opened = python_calamine.CalamineWorkbook.from_object(io.BytesIO(book)).get_sheet_by_index(0).to_python()
        assert [[plain(cell) for cell in row] for row in opened] == [[plain(cell) for cell in row] for row in table]
        found[kind] = json.loads(objects)
        assert len(found[kind]) == len(table) - 1
    assert Counter(row["stage"] for row in found["clues"]) == begun.figures["clues"]
    lit = Counter(row["light"] for row in found["lights"] if row["month"] == "2026-01")
    assert lit == {light: number for light, number in begun.figures["lights"]["2026-01"].items() if number}
    titles = {title for row in found["announcements"] if row["said"] for title in row["title"].split("; ")}
    assert titles - {""} == {each.title for each in begun.said if "澄清" not in each.title}, (
        "what may name people has no title"
    )
    assert len(found["projects"]) == len(rows("projects.csv"))
    assert sum(len(some) for some in found.values()) > 500


def written(room: Room) -> dict[str, list[bytes]]:
    """Every export in each form."""
    words = wording.load(ZoneInfo("Asia/Shanghai"), clocks.real)
    files: dict[str, list[bytes]] = {kind: [] for kind in EXPORTS}
    for kind, what in EXPORTS.items():
        for form in (".csv", ".xlsx", ".json"):
            say = partial(words.term, locale="zh")
            table = tables.Table(name=kind, columns=what.columns, rows=what.rows(room), say=say)
            file = io.BytesIO()
            tables.write(form, file, table)
            files[kind].append(file.getvalue())
    return files


def plain(cell: object) -> object:
    """A cell without its kind: what CSV marks as text is text, and a number is one however it is written."""
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return float(cell)
    text = str(cell).upper() if isinstance(cell, bool) else str(cell)
    try:
        return float(text)
    except ValueError:
        return unmarked(text)


def test_a_file_that_is_given_takes_the_place_of_the_countys() -> None:
    values = b"period,unit,indicator,value,target\n2026-P3,U01,D01,50,100\n2025-Y1,U01,D01,60,100\n"
    come = [each for each in programme.files(programme.Given(values=values)) if each.kind == "values"]
    assert [(each.on, each.data) for each in come] == [
        (date(2026, 1, 5), of(sample("years.csv"), "period", "2024-Y1")),
        (date(2026, 1, 8), of(values, "period", "2025-Y1")),
        (date(2026, 7, 8), of(values, "period", "2026-P3")),
    ]
