"""What can be wrong with a file to import, and where.

Lives here: `Fault`, `Problem`, `ImportRefused`, and the `Row` they speak of. Raised by `domain/imports.py` and
`bot/imports.py`; the words for a fault are with whoever shows it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from domain import errors


class Fault(StrEnum):
    """Why a file or one of its cells is not taken."""

    NOT_A_TABLE = "not_a_table"
    NOT_UTF8 = "not_utf8"
    FILE_TOO_LARGE = "file_too_large"
    TOO_MANY_ROWS = "too_many_rows"
    NO_ROWS = "no_rows"
    COLUMN_UNKNOWN = "column_unknown"
    COLUMN_MISSING = "column_missing"
    COLUMN_TWICE = "column_twice"
    TOO_MANY_CELLS = "too_many_cells"
    EMPTY = "empty"
    TOO_LONG = "too_long"
    CONTROL_CHARACTER = "control_character"
    NOT_A_CODE = "not_a_code"
    TWICE = "twice"
    UNIT_UNKNOWN = "unit_unknown"
    ABOVE_ITSELF = "above_itself"
    INDICATOR_UNKNOWN = "indicator_unknown"
    NOT_MEASURED = "not_measured"
    NOT_A_NUMBER = "not_a_number"
    NOT_ABOVE_ZERO = "not_above_zero"
    NOT_A_DIRECTION = "not_a_direction"
    SECTION_WEIGHTS_DIFFER = "section_weights_differ"
    NOT_A_PERIOD = "not_a_period"
    TARGET_NEEDED = "target_needed"
    TARGET_UNUSED = "target_unused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One fault: where it stands (line 0: the whole file) and what was found there."""

    line: int
    column: str
    fault: Fault
    found: str = ""


class ImportRefused(errors.FlagpostError):
    """Nothing was imported: the file has problems."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        super().__init__()
        self.problems = tuple(sorted(problems, key=lambda problem: (problem.line, problem.column)))


@dataclass(frozen=True, slots=True)
class Row:
    """A row as it was read: its line in the file and its cells by column."""

    line: int
    cells: Mapping[str, str]
