"""The columns of the files to import (the design §12), and how a period or a day may be written in one.

Lives here: `ImportKind`, `RehearsalKind`, `COLUMNS`, `PERIOD`, `period` and `day`.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class ImportKind(StrEnum):
    """What can be imported: the register, figures, letters of citizens, projects and what was done of them, pledges, past awards,
    undertakings, breakthrough projects."""

    UNITS = "units"
    INDICATORS = "indicators"
    STAFF = "staff"
    VALUES = "values"
    LETTERS = "letters"
    PROJECTS = "projects"
    PROGRESS = "progress"
    PLEDGES = "pledges"
    SNAILS = "snails"
    UNDERTAKINGS = "undertakings"
    BREAKTHROUGHS = "breakthroughs"


class RehearsalKind(StrEnum):
    """What only a rehearsal reads from a file: an office's own ballots are pressed."""

    BALLOTS = "ballots"


TableKind = ImportKind | RehearsalKind


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a kind; the optional ones may be left out of the file."""

    required: tuple[str, ...]
    optional: tuple[str, ...]
    order: tuple[str, ...]


PLAN_COLUMNS = tuple(f"m{month:02}" for month in range(1, 13))
"""The plan of a project by the month, cumulative."""

COLUMNS: Mapping[TableKind, Columns] = {
    ImportKind.UNITS: Columns(
        required=("code", "name", "sequence"),
        optional=("short", "aliases", "parent"),
        order=("code", "name", "short", "aliases", "sequence", "parent"),
    ),
    ImportKind.INDICATORS: Columns(
        required=("code", "name", "section", "section_weight", "weight", "direction"),
        optional=("sequences", "categories", "owner", "due_day", "freeze_day"),
        order=(
            *("code", "name", "section", "section_weight", "weight", "direction"),
            *("sequences", "categories", "owner", "due_day", "freeze_day"),
        ),
    ),
    ImportKind.STAFF: Columns(required=("role", "post"), optional=("unit",), order=("role", "post", "unit")),
    ImportKind.VALUES: Columns(
        required=("period", "unit", "indicator", "value"),
        optional=("target",),
        order=("period", "unit", "indicator", "value", "target"),
    ),
    ImportKind.LETTERS: Columns(
        required=("number", "story"),
        optional=("unit", "kind", "when", "where", "name", "contact"),
        order=("number", "story", "unit", "kind", "when", "where", "name", "contact"),
    ),
    ImportKind.PROGRESS: Columns(
        required=("code", "month", "actual"),
        optional=("begun", "note"),
        order=("code", "month", "actual", "begun", "note"),
    ),
    ImportKind.PLEDGES: Columns(
        required=("unit", "contest", "target"),
        optional=("amount", "measured", "baseline", "until", "team"),
        order=("unit", "contest", "target", "amount", "measured", "baseline", "until", "team"),
    ),
    ImportKind.SNAILS: Columns(
        required=("hung_on", "unit", "grounds"),
        optional=(),
        order=("hung_on", "unit", "grounds"),
    ),
    ImportKind.UNDERTAKINGS: Columns(
        required=("aspect", "number", "undertaking", "owner", "due"),
        optional=(),
        order=("aspect", "number", "undertaking", "owner", "due"),
    ),
    ImportKind.BREAKTHROUGHS: Columns(
        required=("title", "owner", "leader", "milestone", "due"),
        optional=("team", "mission"),
        order=("title", "owner", "leader", "team", "mission", "milestone", "due"),
    ),
    ImportKind.PROJECTS: Columns(
        required=("code", "name", "owner", "year"),
        optional=("kind", "lead", "team", "starts", "goal", *PLAN_COLUMNS),
        order=("code", "name", "kind", "owner", "lead", "team", "starts", "year", "goal", *PLAN_COLUMNS),
    ),
    RehearsalKind.BALLOTS: Columns(
        required=("slot", "rater", "criterion", "score"),
        optional=(),
        order=("slot", "rater", "criterion", "score"),
    ),
}

PERIOD = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2]|[A-Z][0-9]{1,2})")
_MONTH = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_FORMS = (
    r"-([0-9]{1,2})(?:-0?1)?",
    r"/([0-9]{1,2})(?:/0?1)?",
    r"\.([0-9]{2})(?:\.01)?",
    r"年([0-9]{1,2})月(?:0?1日)?",
    r"([0-9]{2})(?:01)?",
)
_NUMBERS = re.compile(rf"(20[0-9]{{2}})(?:{'|'.join(_FORMS)})(?: 0?0:00(?::00)?)?")
_NAMED = re.compile(r"([A-Za-z]{3})[a-z]*[-\s]([0-9]{2}|20[0-9]{2})")
_DAY = re.compile(
    r"(20[0-9]{2})(?:([-/.])([0-9]{1,2})\2([0-9]{1,2})|年([0-9]{1,2})月([0-9]{1,2})日|([0-9]{2})([0-9]{2}))(?: 0?0:00(?::00)?)?"
)
_COUNTED = re.compile(r"(20[0-9]{2})(?:-|年)?([PpQqHh]|第)([0-9])(季度|期)?")

_COUNTS = {"季度": "Q", "期": "P"}  # 2026年第2期, as the office itself says


def is_month(code: str) -> bool:
    """Whether a period's code is that of a month."""
    return _MONTH.fullmatch(code) is not None


def day(text: str) -> date | None:
    """The day that is written as 2026-06-30, 2026/6/30, 2026.6.30, 2026年6月30日 or 20260630; None where it is none."""
    found = _DAY.fullmatch(unicodedata.normalize("NFKC", text).strip())
    try:
        return date(*(int(part) for part in found.groups() if part and part.isdecimal())) if found else None
    except ValueError:
        return None


def period(text: str) -> str:
    """The period as it is kept (2026-05) where it is written in a way that can mean nothing else; else as it is written.

    Spreadsheets make of 2026-05 what they show of its first day: May-26, 2026/5, 2026年5月, 2026/5/1. Not read are 2026.1,
    which may be October, and 26-May, which may be a day.
    """
    written = unicodedata.normalize("NFKC", text).strip()
    if found := _NUMBERS.fullmatch(written):
        month = int(next(filter(None, found.groups()[1:])))
        return f"{found[1]}-{month:02}" if 1 <= month <= 12 else written
    if found := _NAMED.fullmatch(written):
        name = found[1].lower()
        return f"20{found[2][-2:]}-{_MONTHS.index(name) + 1:02}" if name in _MONTHS else written
    if (found := _COUNTED.fullmatch(written)) and (found[2] == "第") == bool(found[4]):
        return f"{found[1]}-{_COUNTS.get(found[4], found[2].upper())}{found[3]}"
    return written
