"""Every table of the house has a sheet written by hand from the law, and every line of it cites a section that there is."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from pathlib import Path

import pytest

from domain.lifecycles import PROCEDURES
from tests.support import law
from tests.support.law import Law


def _sheets() -> Mapping[str, Law]:
    found: dict[str, Law] = {}
    for path in sorted(Path(__file__).parent.glob("test_*_table.py")):
        held = vars(importlib.import_module(f"tests.domain.tables.{path.stem}"))
        found |= {table.matter: sheet for table, sheet in held.get("SHEETS", ())}
        if "LAW" in held:
            found[held["TABLE"].matter] = held["LAW"]
    return found


SHEETS = _sheets()


def test_every_table_has_a_sheet() -> None:
    assert SHEETS.keys() == PROCEDURES.keys()


@pytest.mark.parametrize("matter", SHEETS)
def test_a_table_says_what_its_sheet_says(matter: str) -> None:
    assert law.differences(PROCEDURES[matter], SHEETS[matter]) == []


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
