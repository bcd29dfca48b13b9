"""An export says what matters are about and where they stand: of nobody who they are, nor what was told (the law §11.5, §11.7)."""

from __future__ import annotations

from collections.abc import AsyncIterator
from zoneinfo import ZoneInfo

import pytest
import pytest_asyncio

from bot import clocks, wording
from domain.lifecycles import PROCEDURES
from domain.mechanism.columns import Place
from domain.mechanism.standing import PERSON
from domain.mechanism.table import Procedure
from domain.saying import Term
from handlers.conversation import house_rooms
from handlers.conversation.room import Room
from handlers.exports import derived
from handlers.exports.columns import Cell
from handlers.exports.every import EXPORTS
from storage.database import Tx
from storage.upkeep import exporting
from tests.support import anywhere
from tests.support.direct_stage import DirectStage
from tests.support.scripts import REPORTED, concluded
from tests.support.transcripts import Play


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def anybody(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[DirectStage]:
    """A house with somebody in every role."""
    stage = await anywhere.everybody(tmp_path_factory.mktemp("exports"))
    yield stage
    await stage.close()


SIGNED = REPORTED.replace("李 [匿名]", "李 [实名]\n    李 > 李四光\n    李 > 13800000000")


def rows(room: Room, kind: str) -> list[dict[str, Cell]]:
    """An export, whole; its rows name every one of its columns and no other, but for entries of the log, which may lack a body."""
    found = [dict(row) for row in EXPORTS[kind].rows(room)]
    assert all(kind == "history" or set(row) == set(EXPORTS[kind].columns) for row in found), kind
    return found


async def test_a_signed_clue_is_exported_without_who_signed_it_and_what_they_told(staffed: Play) -> None:
    house = staffed.stage
    assert isinstance(house, DirectStage)
    await staffed.play(SIGNED + "    王 > {number}\n    王 [受理]\n    王 [造成不良影响]\n" + concluded("属实"))

    def exported(tx: Tx) -> tuple[list[dict[str, Cell]], str, str]:
        room = house_rooms.quiet(tx, house.office, at=house.now, now=house.now)
        every = " ".join(str(rows(room, kind)) for kind in EXPORTS)
        return rows(room, "clues"), every, str(tx.value("SELECT alias FROM matter WHERE kind = 'clue'"))

    (clue,), every, alias = await house.database.read(exported)
    begun, due = clue.pop("begun"), clue.pop("due")
    assert clue == {
        "number": staffed.remembered["number"],
        "source": Term("source", "pub"),
        "unit": "U04",
        "unit_name": "清溪县自然资源局",
        "kind": Term("kind", "t13"),
        "severity": Term("severity", "s2"),
        "stage": Term("stage.clue", "concluded"),
        "since": begun,
        "finding": Term("finding", "substantiated"),
    }
    assert due is not None
    secret = (
        "李四光",
        "13800000000",
        alias,
        staffed.remembered["code"],
        "违建",
        "台账",
    )
    assert [each for each in secret if each and each in every] == []


def answered(table: Procedure) -> dict[str, str]:
    """An answer to all that a table asks: words wherever somebody may write."""
    asks = [asked for rule in table.moves.values() for asked in rule.asks]
    closed = {
        each.name: "2026-03-02" if "day" in each.how else "7" if each.how in ("number", "amount") else each.options[:1]
        for each in asks
    }
    written = {each.name: f"李四光写的{each.name}" for each in asks if each.how not in CLOSED}
    return {
        **{name: answer if isinstance(answer, str) else "".join(answer) for name, answer in closed.items()},
        **written,
    }


CLOSED = ("day", "past_day", "known_day", "number", "amount", "one_of", "some_of", "listed", "period")


@pytest.mark.asyncio(loop_scope="module")
async def test_a_new_matter_has_its_export_by_its_table_and_no_word_that_somebody_wrote_is_in_it(
    anybody: DirectStage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Postings, topics and visits had none, for each export was written by hand; nobody may forget a matter, nor what to leave out."""
    tables = {each.matter: kind for kind, each in EXPORTS.items() if each.matter in PROCEDURES}
    assert {kind for kind, each in PROCEDURES.items() if not each.is_apart} == tables.keys() | derived.INSIDE

    def exported(tx: Tx) -> dict[str, dict[str, Cell]]:
        room, found = house_rooms.quiet(tx, anybody.office, at=anybody.now, now=anybody.now), {}
        for kind, name in tables.items():
            if kind in anywhere.BESIDE | {"clue", "flag"}:
                continue
            begins = PROCEDURES[kind].begins
            own = answered(PROCEDURES[kind]) | dict(begins.states if begins else {})
            monkeypatch.setitem(anywhere.KNOWN, kind, own | ({"subject": PERSON} if kind == "case" else {}))
            anywhere.put(room, kind, "new")
            found[kind] = rows(room, name)[0] if kind not in ("case", "project", "pledge", "project_month") else {}
        anywhere.put(room, "visit", "new", next(exporting.standings(tx, "case")))
        return found | {"visit of somebody": rows(room, "visits")[1]}

    found = await anybody.database.write(exported)
    theirs = found.pop("visit of somebody")
    assert (theirs["about"], theirs["unit"], theirs["unit_name"]) == ("", "", ""), "it came of a case about a person"
    for kind, row in found.items():
        let_out = {f"李四光写的{name}" for name in PROCEDURES[kind].exports}
        assert {cell for cell in row.values() if "李四光" in str(cell)} <= let_out, kind
    assert found["posting"].keys() & {"unit", "unit_name", "about"} == set(), "of somebody not even the unit"
    assert found["posting"]["line"] == Term("posting_line", "reform")
    assert (found["discussion"]["title"], "opinion" in found["discussion"]) == ("李四光写的title", False)
    assert (found["visit"]["unit"], found["visit"]["turn"]) == ("U04", Term("visit_turn", "first"))


@pytest.mark.parametrize("locale", wording.LOCALES)
def test_whatever_stands_in_an_export_has_words(locale: str) -> None:
    """An export of flags came to nothing where one was struck, for its stage had no word: nobody sees its card."""
    words = wording.load(ZoneInfo("Asia/Shanghai"), clocks.real)
    for kind, what in EXPORTS.items():
        title = words.term(what.title or Term("export_kind", kind), locale)
        assert len(title) <= 28, f"{kind}: Excel takes 31 letters of a sheet, and a second sheet has its number behind"
        assert all(words.term(what.heading(column), locale) for column in what.columns)
        if table := PROCEDURES.get(what.matter):
            for stage in {end for rule in table.moves.values() for end in rule.every_end}:
                assert words.term(Term(f"stage.{table.matter}", stage), locale)
            kept = [each for rule in table.moves.values() for each in rule.asks if each.name in what.columns]
            for asked in kept:
                if asked.how in ("one_of", "some_of") and asked.kept in (Place.OWN, Place.CATEGORY):
                    assert all(words.term(Term(asked.table, each), locale) for each in asked.options)
