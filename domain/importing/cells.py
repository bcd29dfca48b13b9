"""Reads the cells of a row to import and gathers what is wrong with them."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from domain.importing import columns
from domain.importing.problems import CellFault, ImportRefused, Problem, ReadRow
from domain.units import Unit

LONGEST_TEXT = 60
LONGEST_LIST = 300
LATEST_DAY = 90
CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,19}")
NUMBER = re.compile(r"[+-]?[0-9]{1,12}(\.[0-9]{1,6})?")
GROUPED = re.compile(r"[+-]?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?")  # 12,345.6
MANY_DECIMALS = re.compile(r"[+-]?[0-9]{1,12}\.[0-9]{7,}")
ERROR_VALUE = re.compile(r"#(N/A|DIV/0!|VALUE!|REF!|NAME\?|NUM!|NULL!|SPILL!|CALC!|GETTING_DATA)", re.IGNORECASE)
BEGINS_A_FORMULA = ("=", "+", "-", "@")
MISSING = ("", "缺")


@dataclass(slots=True)
class CellCheck:
    """Reads cells and gathers every problem, so that a file is corrected once and not fault by fault."""

    problems: list[Problem] = field(default_factory=list)

    def fault(self, row: ReadRow, column: str, fault: CellFault) -> None:
        """Notes a problem with this cell."""
        self.problems.append(row.problem(column, fault, row.cells.get(column, "")[:LONGEST_TEXT]))

    def written(self, row: ReadRow, column: str) -> str:
        """What the cell says, in plain characters (１２．５ is 12.5); nothing where it could not be read, which is noted."""
        if column in row.faults:
            known = row.problem(column, row.faults[column], row.cells.get(column, "")[:LONGEST_TEXT])
            if known not in self.problems:
                self.problems.append(known)
            return ""
        return row.cells.get(column, "").strip()

    def is_percent(self, row: ReadRow, column: str) -> bool:
        """Whether the figure is shown as a percentage."""
        return _plainly(self.written(row, column)).endswith("%")

    def once(self, keys: Iterable[tuple[ReadRow, str]], column: str, taken: Iterable[str] = ()) -> None:
        """Notes every key that was there before, in an earlier row or among those already taken."""
        seen = dict.fromkeys(taken, 0)
        for row, key in keys:
            if key.strip() and key in seen:
                problem = row.problem(column, CellFault.TWICE, row.cells.get(column, "")[:LONGEST_TEXT])
                self.problems.append(replace(problem, first=seen[key]))
            seen.setdefault(key, row.line)

    def done(self) -> None:
        """Raises `ImportRefused` with every problem, if there is any."""
        if self.problems:
            raise ImportRefused(self.problems)

    def text(
        self,
        row: ReadRow,
        column: str,
        *,
        longest: int = LONGEST_TEXT,
        is_required: bool = True,
        too_long: CellFault = CellFault.TOO_LONG,
    ) -> str:
        """The cell's text, without characters that cannot be seen and without what a spreadsheet takes for a formula."""
        text = self.written(row, column)
        if not text and is_required and column not in row.faults:
            self.fault(row, column, CellFault.EMPTY)
        if len(text) > longest:
            self.fault(row, column, too_long)
        if any(unicodedata.category(character) in ("Cc", "Cf", "Cs", "Co", "Cn") for character in text):
            self.fault(row, column, CellFault.CONTROL_CHARACTER)
        elif unicodedata.normalize("NFKC", text).startswith(BEGINS_A_FORMULA):
            self.fault(row, column, CellFault.FORMULA_TEXT)
        return text

    def code(self, row: ReadRow, column: str, *, is_required: bool = True) -> str:
        """A code: Latin letters, digits, - and _, at most twenty; written in full width it is the same code."""
        text = unicodedata.normalize("NFKC", self.text(row, column, is_required=is_required))
        if text and not CODE.fullmatch(text):
            self.fault(row, column, CellFault.NOT_A_CODE)
        return text

    def unit(self, row: ReadRow, column: str, named: Mapping[str, Unit], *, is_required: bool = True) -> str:
        """The code of a unit that is open, of those that are `named` by code and by name; what is written where it is none."""
        written = self.text(row, column, is_required=is_required)
        unit = named.get(written)
        if written and unit is None:
            self.fault(row, column, CellFault.UNIT_UNKNOWN)
        if unit is not None and unit.is_closed:
            self.fault(row, column, CellFault.UNIT_CLOSED)
        return unit.code if unit else written

    def several(self, row: ReadRow, column: str) -> tuple[str, ...]:
        """The parts of a list separated by semicolons or 、, each once."""
        text = self.text(row, column, longest=LONGEST_LIST, is_required=False)
        parts = (part.strip() for part in re.split(r"[;；、]", text))
        found = tuple(dict.fromkeys(filter(None, parts)))
        if any(unicodedata.normalize("NFKC", part).startswith(BEGINS_A_FORMULA) for part in found[1:]):
            self.fault(row, column, CellFault.FORMULA_TEXT)
        return found

    def number(self, row: ReadRow, column: str) -> Decimal | None:
        """The number that the cell shows, 95% being 95; None where the figure is missing (empty or 缺)."""
        found = read_number(self.written(row, column))
        if isinstance(found, CellFault):
            self.fault(row, column, found)
            return None
        return found

    def weight(self, row: ReadRow, column: str) -> Decimal:
        """A number above zero."""
        number = self.number(row, column)
        if number is not None and number > 0:
            return number
        if number is not None:
            self.fault(row, column, CellFault.NOT_ABOVE_ZERO)
        elif column not in row.faults and self.written(row, column) in MISSING:
            self.fault(row, column, CellFault.EMPTY)
        return Decimal(1)

    def day(self, row: ReadRow, column: str, *, is_required: bool = True) -> str:
        """An ISO day; nothing where the cell is empty or says none, which is noted."""
        written = self.text(row, column, is_required=is_required)
        day = columns.day(written)
        if written and day is None:
            self.fault(row, column, CellFault.NOT_A_DAY)
        return "" if day is None else day.isoformat()

    def day_after(self, row: ReadRow, column: str) -> int | None:
        """The day after the end of a period that is meant (10, 10日), ninety at most; None where the cell is empty."""
        number = read_number(self.written(row, column).removesuffix("日"))
        if number is None:
            return None
        if isinstance(number, CellFault) or number not in range(1, LATEST_DAY + 1) or self.is_percent(row, column):
            self.fault(row, column, CellFault.NOT_A_DAY_AFTER)
            return None
        return int(number)


def read_number(written: str) -> Decimal | CellFault | None:
    """The number that is written, 95% being 95; None where it says that it is missing, and what is wrong where it is none."""
    text = _plainly(written)
    if text in MISSING:
        return None
    text = text.removesuffix("%").rstrip()
    if GROUPED.fullmatch(text):
        text = text.replace(",", "")
    if NUMBER.fullmatch(text):
        return Decimal(f"{Decimal(text).normalize() + 0:f}")  # nought has no sign
    if ERROR_VALUE.fullmatch(text):
        return CellFault.ERROR_VALUE
    return CellFault.TOO_MANY_DECIMALS if MANY_DECIMALS.fullmatch(text) else CellFault.NOT_A_NUMBER


def _plainly(text: str) -> str:
    """A figure in the characters of numbers: full width, the minus of word processors and blanks around it are the same."""
    plain = unicodedata.normalize("NFKC", text).strip()
    return plain.replace("−", "-").replace("–", "-").replace("％", "%")
