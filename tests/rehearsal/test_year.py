"""A rehearsal: the cast walks many roads side by side on a clock that jumps, and its figures are what plain arithmetic gives."""

from __future__ import annotations

import asyncio
import csv
import io
import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import python_calamine

from bot import clocks, page_words, wording
from bot.cast.fictional_county import profile, rows_of, sample, written
from bot.cast.fictional_county import rows as csv_rows
from bot.commands import desk
from bot.exporting import tables
from bot.importing.text_tables import unmarked
from bot.rehearsal import company, county, habits, programme, report
from bot.rehearsal.played import Played, played
from bot.rehearsal.rehearse import play_county, rehearse
from bot.rehearsal.year import RehearsedYear, Stopped
from domain.importing.columns import ImportKind
from domain.matters import strivers
from domain.matters.parts import case_finding
from domain.mechanism.standing import Standing
from handlers.conversation.room import Room
from handlers.exports.every import EXPORTS
from tests.rehearsal import by_hand
from tests.support import engines

UNTIL = date(2026, 2, 13)
A_CASE = Standing(
    matter="case", id=1, stage="recommended", epoch=1, since=datetime(2026, 1, 5, tzinfo=UTC), rules=1, unit="U01"
)


def rows(name: str) -> list[dict[str, str]]:
    return csv_rows(sample(f"{name}.csv"))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the year is played."""
    return tmp_path_factory.mktemp("rehearsal") / "homes"


@pytest.fixture(scope="module")
def begun(folder: Path) -> Played:
    """The first six weeks of the year."""
    given = programme.Given(ballots=two_slots())
    return asyncio.run(rehearse(folder, "zh", given, lambda day: None, until=UNTIL))


def two_slots() -> bytes:
    two = [row for row in rows("ballots") if row["slot"] in ("U04", "U05")]
    own_line = [{"slot": "U04", "rater": "U32", "criterion": each, "score": "100"} for each in by_hand.WEIGHTS]
    return written([*two, *own_line])


def test_the_sixty_clues_of_the_year_come_and_end_as_the_law_has_them() -> None:
    every = rows("clues")
    assert Counter(row["source"] for row in every) == {"pub": 18, "insp": 10, "sup": 8, "media": 6, "mass": 18}
    ends = Counter(row["outcome"] for row in every)
    assert ends["substantiated"] + ends["partly"] == 22
    assert ends["unestablished"] == 10
    assert (ends["unfounded"] + ends["clarified"], ends["clarified"]) == (8, 3)
    assert ends["rejected"] + ends["private"] == ends["transferred"] + ends["discipline"] == 6
    assert (ends["merged"], ends["open"]) == (4, 4)


def test_nobody_was_stuck_and_every_clue_has_come_to_its_end(begun: Played) -> None:
    assert list(begun.stopped) == []
    wanted = {"rejected": "rejected", "transferred": "closed"}
    ends = [wanted.get(row["outcome"], "answered") for row in rows("clues") if row["day"] <= UNTIL.isoformat()]
    assert begun.figures["clues"] == Counter(ends)


def test_the_lights_of_january_are_what_plan_and_progress_give(begun: Played) -> None:
    found = begun.figures["lights"]
    assert found == by_hand.lights(rows("projects"), rows("progress"), [1])
    assert found["2026-01"]["yellow"] >= 3
    assert list(found) == ["2026-01"], "nobody is asked for the month before the projects' first year"


def test_four_cities_and_eleven_counties_of_the_province_win_and_it_is_announced(begun: Played) -> None:
    """Who they are is held against fractions in `test_race_by_hand.py`."""
    members = {row["code"]: row["name"] for row in rows("race/units")}
    won = begun.figures["horse_race"]
    assert {name: len(units) for name, units in won.items()} == {"cities": 4, "counties": 11}
    said = [each.text for each in begun.said if "赛马" in each.text]
    for units in won.values():
        assert any(all(members[unit] in text for unit in units) for text in said)


def test_the_township_that_was_last_in_both_years_is_a_lead(begun: Played) -> None:
    """The law §10: U29 in both years; of departments and teams another in each."""
    assert begun.figures["two_year_last"] == ["U29"]
    assert begun.figures["cases"] == {"recommended": 1}


def test_the_arena_ranks_the_trimmed_means_of_those_who_are_not_of_the_speakers_line(begun: Played) -> None:
    """Of U04 the team under it is among the raters here, and its card offers nothing; one of the raters is missing."""
    given = csv_rows(two_slots())
    assert begun.figures["arena"] == {**by_hand.arena(given), "raters": 62}
    assert (
        by_hand.arena([row for row in given if row["rater"] != "V01"])["ranking"] != begun.figures["arena"]["ranking"]
    )


def test_eight_awards_were_given_in_three_years_and_none_in_the_fourth_which_is_said(begun: Played) -> None:
    assert begun.figures["snail_awards"] == {"total": 8, "by_year": {"2018": 3, "2019": 3, "2020": 2, "2021": 0}}
    assert Counter(row["hung_on"][:4] for row in rows("snails")) == {"2018": 3, "2019": 3, "2020": 2}
    assert [each.text for each in begun.said if "2021年全年评定“蜗牛奖”0个" in each.text]


def test_the_undertakings_of_the_file_stand_as_their_units_have_begun_them(begun: Played) -> None:
    """Each is begun seventy days before its day; none of them is due in the first six weeks."""
    every = rows("undertakings")
    under_way = sum(date.fromisoformat(row["due"]) - timedelta(days=70) <= UNTIL for row in every)
    assert (len({row["aspect"] for row in every}), len(every), under_way) == (8, 24, 1)
    assert begun.figures["undertakings"] == {
        "aspects": 8,
        "total": 24,
        "by_status": {"not_started": 23, "under_way": 1, "done": 0, "overdue": 0},
    }


def test_ninety_two_projects_are_those_of_the_county_again_with_what_was_done_of_them() -> None:
    given = programme.with_projects(programme.Given(), 92)
    key = [row for row in csv_rows(given.projects) if row["kind"] == "key"]
    assert len({row["code"] for row in key}) == len({row["name"] for row in key}) == 92
    done = {(row["code"], row["month"]): row["actual"] for row in csv_rows(given.progress)}
    assert done["P01-4", "2026-05"] == done["P01", "2026-05"]
    assert {code for code, _ in done} == {row["code"] for row in csv_rows(given.projects)}


def test_the_same_seed_gives_the_same_on_both_engines(tmp_path: Path) -> None:
    """The county's first days; a whole year on both is compared by `python -m bench year`."""
    results, until = {}, date(2026, 1, 9)
    for engine in engines.ENGINES:
        database = engines.databases().bare() if engine == "postgresql" else ""
        found = asyncio.run(
            play_county(tmp_path / engine, "zh", programme.Given(), lambda day: None, 7, database, until)
        )
        texts = [(each.at, each.number, each.text) for each in found.said]
        results[engine] = (found.figures, texts, set(found.drawn), list(found.stopped))
    assert results["sqlite"] == results["postgresql"]
    assert results["sqlite"][1], "something was announced"


@pytest.mark.parametrize("locale", page_words.LOCALES)
def test_whoever_is_nominated_has_a_name_that_can_be_taken_in_every_language(locale: str) -> None:
    """In English the edition stopped at its first nominee: a post longer than a name may be."""
    asked = next(each for each in strivers.PROCEDURE.moves["take_up"].asks if each.name == "name")
    posts = page_words.table(locale, "rehearsal", "post").values()
    assert [post for post in posts if len(post) > asked.longest] == []


def test_a_lead_of_two_years_is_taken_up_and_one_that_projects_follow_up_is_turned_away() -> None:
    told = {lead: habits.of(replace(A_CASE, own={"lead": lead})) is not None for lead in case_finding.LEADS}
    assert told == {"two_years_last": False, "yellow_streak": True, "red_light": True, "snail_project": True}
    assert habits.of(A_CASE) is None, "one that people recommended"


def test_what_was_announced_stands_in_the_report_with_its_pictures(begun: Played, tmp_path: Path) -> None:
    page = report.write(tmp_path, "zh", begun.said, begun.drawn, begun.figures, begun.stopped, begun.names).read_text(
        "utf-8"
    )
    assert [each.title for each in begun.said if "1月" in each.title]
    for each in begun.said:
        assert each.title in page
        assert not each.picture or (tmp_path / report.PICTURES / each.picture).read_bytes().startswith(b"\x89PNG")
    best = begun.figures["arena"]["ranking"][0]["unit"]
    assert f"第1名 {begun.names[best]}" in page, "units were called by their codes"
    json.dumps(begun.figures)


def test_every_kind_of_the_year_is_exported_and_opens_with_the_same_cells(
    begun: Played, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FLAGPOST_HOME", str(folder / "county"))
    found: dict[str, list[dict[str, str]]] = {}
    for kind, (text, book, objects) in desk.in_office(exported).items():
        table = [*csv.reader(io.StringIO(text.decode("utf-8-sig"), newline=""))]
        opened = python_calamine.CalamineWorkbook.from_object(io.BytesIO(book)).get_sheet_by_index(0).to_python()
        assert [[plain(cell) for cell in row] for row in opened] == [[plain(cell) for cell in row] for row in table]
        found[kind] = json.loads(objects)
        assert len(found[kind]) == len(table) - 1
    assert Counter(row["stage"] for row in found["clues"]) == begun.figures["clues"]
    lit = Counter(row["light"] for row in found["lights"] if row["month"] == "2026-01")
    assert lit == {light: number for light, number in begun.figures["lights"]["2026-01"].items() if number}
    titles = {title for row in found["announcements"] if row["said"] for title in row["title"].split("; ")}
    assert titles - {""} == {
        each.title for each in begun.said if each.office == "county" and "澄清" not in each.title
    }, "what may name people has no title"
    assert len(found["projects"]) == len(rows("projects"))
    assert sum(len(some) for some in found.values()) > 500


def exported(room: Room) -> dict[str, list[bytes]]:
    """Every export in each form."""
    words = wording.load(ZoneInfo("Asia/Shanghai"), clocks.real)
    files: dict[str, list[bytes]] = {kind: [] for kind in EXPORTS}
    for kind, what in EXPORTS.items():
        for form in (".csv", ".xlsx", ".json"):
            say = partial(words.term, locale="zh")
            table = tables.table_of(kind, what, what.rows(room), say)
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


def test_a_period_with_other_figures_is_what_arithmetic_gives_and_its_review_meeting_is_held(tmp_path: Path) -> None:
    """A period in which a unit has no figures stood still: nobody waived them, and the year had no such period."""
    values = [row for row in rows("values") if row["period"] == "2026-P1" and row["unit"] != "U12"]
    values = [{**row, "value": "60"} if (row["unit"], row["indicator"]) == ("U15", "D02") else row for row in values]
    found, stopped = asyncio.run(first_period(tmp_path, written(values)))
    assert stopped == []
    (period,) = found["periods"]
    assert [period] == by_hand.of_periods(values) != by_hand.of_periods(rows("values"))[:1]
    (meeting,) = found["review_meetings"]
    speakers = len({unit for unit, _ in by_hand.flags(values, "2026-P1")})
    assert meeting == {
        "period": "2026-P1",
        "met_on": "2026-03-11",
        **dict.fromkeys(("speakers", "filed", "spoke"), speakers),
    }


async def first_period(folder: Path, values: bytes) -> tuple[Mapping[str, Any], list[Stopped]]:
    """Play the first period alone."""
    async with county.opened(folder, "zh", 1, profile("zh"), datetime(2026, 3, 7, 1, tzinfo=UTC)) as office:
        await office.figures_come(ImportKind.UNITS, sample("units.csv"))
        await office.come_in(company.company(programme.contacts(), (), ()))
        files = [
            programme.FileComes(on=date(2026, 3, day), kind=kind, data=data)
            for day, kind, data in (
                (7, ImportKind.INDICATORS, sample("indicators.csv")),
                (8, ImportKind.VALUES, values),
            )
        ]
        year = RehearsedYear(office, files, (), date(2026, 3, 17))
        await year.play(lambda day: None)
        return (await played(office, year.stopped, "county")).figures, year.stopped


def test_a_file_that_is_given_takes_the_place_of_the_countys() -> None:
    values = b"period,unit,indicator,value,target\n2026-P3,U01,D01,50,100\n2025-Y1,U01,D01,60,100\n"
    come = [each for each in programme.files(programme.Given(values=values)) if each.kind == "values"]
    assert [(each.on, each.data) for each in come] == [
        (date(2026, 1, 5), rows_of(sample("years.csv"), "period", "2024-Y1")),
        (date(2026, 1, 8), rows_of(values, "period", "2025-Y1")),
        (date(2026, 7, 8), rows_of(values, "period", "2026-P3")),
    ]
