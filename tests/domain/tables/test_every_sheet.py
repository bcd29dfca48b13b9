"""Every table of the house has a sheet written by hand from the law: it says the same, every move of everybody ends as it says, and every
line of it cites a section that there is.

What a matter must have for its moves to be open stands as `HELD` beside its sheet; the few whose guards hold one another back are walked
by a test of their own, beside theirs.
"""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from domain.lifecycles import PROCEDURES
from tests.support import law, lifecycles
from tests.support.law import Law

WALKED_APART = ("announcement", "calendar", "clarification", "clue", "profile", "ruling", "staff")


def _modules() -> list[Mapping[str, Any]]:
    paths = sorted(Path(__file__).parent.glob("test_*_table.py"))
    return [vars(importlib.import_module(f"tests.domain.tables.{path.stem}")) for path in paths]


def _sheets() -> Mapping[str, Law]:
    found: dict[str, Law] = {}
    for module in _modules():
        found |= {table.matter: sheet for table, sheet in module.get("SHEETS", ())}
        if "LAW" in module:
            found[module["TABLE"].matter] = module["LAW"]
    return found


SHEETS = _sheets()
HELD: Mapping[str, lifecycles.Held] = {
    matter: held for module in _modules() for matter, held in module.get("HELD", {}).items()
}


def test_every_table_has_a_sheet() -> None:
    assert SHEETS.keys() == PROCEDURES.keys()


@pytest.mark.parametrize("matter", SHEETS)
def test_a_table_says_what_its_sheet_says(matter: str) -> None:
    assert law.differences(PROCEDURES[matter], SHEETS[matter]) == []


@pytest.mark.parametrize("matter", sorted(SHEETS.keys() - set(WALKED_APART)))
def test_every_move_of_everybody_ends_where_the_law_says(matter: str) -> None:
    table = PROCEDURES[matter]
    for stage in sorted(
        {table.first, *(stage for rule in table.moves.values() for stage in (*rule.start, *rule.every_end))}
    ):
        lifecycles.hold(table, SHEETS[matter].lines, stage, **HELD.get(matter, {}))


@pytest.mark.parametrize("matter", SHEETS)
def test_every_line_cites_a_section_that_there_is(matter: str) -> None:
    assert not [row for row, cites in SHEETS[matter].cites.items() if not cites or set(cites) - law.SECTIONS]


def test_what_a_table_says_otherwise_is_found() -> None:
    """The comparison itself: a column, a line too many, a line too few."""
    said = law.read("go | new > done | leader + committee | | officer | penalty | §5\nwaits | new: leader | §2")
    other = law.read("go | new > done | leader | | officer | | §5\nsees leader | reason | §2")
    assert said.says.keys() ^ other.says.keys() == {("waits", "new"), ("sees", "leader")}
    assert said.says["move", "go"] != other.says["move", "go"]
    with pytest.raises(AssertionError, match="said twice"):
        law.read("go | a > b | leader | | | | §5\ngo | a > c | leader | | | | §5")
