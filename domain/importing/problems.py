"""What can be wrong with a file to import, and where.

Lives here: `CellFault`, `Problem`, `ImportRefused`, and the `ReadRow` they speak of. Raised by `domain/importing/files.py` and
`bot/importing/`; the words for a fault are with whoever shows it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from domain import errors


class CellFault(StrEnum):
    """Why a file or one of its cells is not taken."""

    NOT_A_TABLE = "not_a_table"
    OTHER_FILE = "other_file"  # a file of another kind, which `found` names
    LOCKED = "locked"
    FILE_TOO_LARGE = "file_too_large"
    TOO_MANY_ROWS = "too_many_rows"
    NO_ROWS = "no_rows"
    NO_SUCH_SHEET = "no_such_sheet"
    NO_SHEET_FITS = "no_sheet_fits"
    SEVERAL_SHEETS_FIT = "several_sheets_fit"
    COLUMN_UNKNOWN = "column_unknown"
    COLUMN_MISSING = "column_missing"
    COLUMN_TWICE = "column_twice"
    TOO_MANY_CELLS = "too_many_cells"
    NOT_COMPUTED = "not_computed"  # a formula without a stored result
    OTHER_FILES_VALUE = "other_files_value"  # a formula that takes its result from another file
    ERROR_VALUE = "error_value"  # #N/A, #DIV/0! …
    UNCLEAR_FORMAT = "unclear_format"
    UNCLEAR_PERCENT = "unclear_percent"
    MERGED_FIGURE = "merged_figure"
    TOO_MANY_DECIMALS = "too_many_decimals"
    EMPTY = "empty"
    TOO_LONG = "too_long"
    CONTROL_CHARACTER = "control_character"
    FORMULA_TEXT = "formula_text"
    NOT_A_CODE = "not_a_code"
    TWICE = "twice"
    UNIT_UNKNOWN = "unit_unknown"
    UNIT_CLOSED = "unit_closed"
    ABOVE_ITSELF = "above_itself"
    INDICATOR_UNKNOWN = "indicator_unknown"
    NOT_MEASURED = "not_measured"
    NOT_A_NUMBER = "not_a_number"
    NOT_ABOVE_ZERO = "not_above_zero"
    NOT_A_DIRECTION = "not_a_direction"
    SECTION_WEIGHTS_DIFFER = "section_weights_differ"
    NOT_A_PERIOD = "not_a_period"
    TARGET_NEEDED = "target_needed"
    NOT_TO_BE_FILED = "not_to_be_filed"  # by whoever sent it
    FILED_ALREADY = "filed_already"
    TARGET_UNUSED = "target_unused"
    NUMBER_USED = "number_used"  # for another letter
    KIND_UNKNOWN = "kind_unknown"
    STORY_TOO_LONG = "story_too_long"
    NAME_WITHOUT_CONTACT = "name_without_contact"
    PROJECT_KIND_UNKNOWN = "project_kind_unknown"
    NOT_A_YEAR = "not_a_year"
    NOT_A_MONTH = "not_a_month"
    PLAN_FALLING = "plan_falling"
    PLAN_BEGUN = "plan_begun"
    PROJECT_UNKNOWN = "project_unknown"
    MONTH_NOT_OPEN = "month_not_open"
    NOT_BEGUN_OR_NOT = "not_begun_or_not"
    BELOW_ZERO = "below_zero"
    NOT_OWN_UNIT = "not_own_unit"
    CONTEST_UNKNOWN = "contest_unknown"
    TARGET_TOO_LONG = "target_too_long"
    NOT_A_DAY = "not_a_day"
    DAY_TO_COME = "day_to_come"
    DAY_PASSED = "day_passed"
    PLEDGED_OTHERWISE = "pledged_otherwise"
    NOT_A_PLACE = "not_a_place"
    NOT_A_DAY_AFTER = "not_a_day_after"  # the end of a period
    FROZEN_BEFORE_DUE = "frozen_before_due"
    DUE_OTHERWISE = "due_otherwise"
    ROLE_UNKNOWN = "role_unknown"
    PROJECT_OTHERWISE = "project_otherwise"  # than in the row that names it first
    CRITERION_UNKNOWN = "criterion_unknown"
    NOT_A_MARK = "not_a_mark"
    BALLOT_INCOMPLETE = "ballot_incomplete"
    TOO_FEW_RATERS = "too_few_raters"
    TOO_MANY_SLOTS = "too_many_slots"
    TOO_FEW_SLOTS = "too_few_slots"


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One fault: where it stands (line 0: the whole file) and what was found there.

    `cell` is how a spreadsheet names the place (D5), `sheet` the sheet it is on; both are empty for a text file. `first` is the
    line in which something stands that must not stand twice; 0 where the office has it already.
    """

    line: int
    column: str
    fault: CellFault
    found: str = ""
    sheet: str = ""
    cell: str = ""
    first: int = 0


class ImportRefused(errors.FlagpostError):
    """Nothing was imported: the file has problems."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        super().__init__()
        self.problems = tuple(sorted(problems, key=lambda problem: (problem.line, problem.column)))


@dataclass(frozen=True, slots=True)
class ReadRow:
    """A row as it was read: its line in the file and its cells by column.

    `faults` names the columns whose cell could not be read for certain; `places` says how a spreadsheet calls the cells.
    """

    line: int
    cells: Mapping[str, str]
    sheet: str = ""
    places: Mapping[str, str] = field(default_factory=dict)
    faults: Mapping[str, CellFault] = field(default_factory=dict)

    def problem(self, column: str, fault: CellFault, found: str) -> Problem:
        """A fault of this row's cell, with its place."""
        place = self.places.get(column, "")
        return Problem(line=self.line, column=column, fault=fault, found=found, sheet=self.sheet, cell=place)
