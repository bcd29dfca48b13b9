"""Reads the cells of a row to import and gathers what is wrong with them.

Called by `domain/imports.py` alone.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from domain.import_problems import Fault, ImportRefused, Problem, Row

LONGEST_TEXT = 60
LONGEST_LIST = 300
CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,19}")
NUMBER = re.compile(r"[+-]?[0-9]{1,12}(\.[0-9]{1,6})?")
MISSING = ("", "缺")


@dataclass(slots=True)
class Check:
    """Reads cells and gathers every problem, so that a file is corrected once and not fault by fault."""

    problems: list[Problem] = field(default_factory=list)

    def fault(self, row: Row, column: str, fault: Fault) -> None:
        """Notes a problem with this cell."""
        self.problems.append(
            Problem(line=row.line, column=column, fault=fault, found=row.cells.get(column, "")[:LONGEST_TEXT])
        )

    def once(self, keys: Iterable[tuple[Row, str]], column: str, taken: Iterable[str] = ()) -> None:
        """Notes every key that was there before, in an earlier row or among those already taken."""
        seen = set(taken)
        for row, key in keys:
            if key.strip() and key in seen:
                self.fault(row, column, Fault.TWICE)
            seen.add(key)

    def done(self) -> None:
        """Raises `ImportRefused` with every problem, if there is any."""
        if self.problems:
            raise ImportRefused(self.problems)

    def text(self, row: Row, column: str, *, longest: int = LONGEST_TEXT, is_required: bool = True) -> str:
        """The cell's text, without characters that cannot be seen."""
        text = row.cells.get(column, "").strip()
        if not text and is_required:
            self.fault(row, column, Fault.EMPTY)
        if len(text) > longest:
            self.fault(row, column, Fault.TOO_LONG)
        if any(unicodedata.category(character) in ("Cc", "Cf", "Cs", "Co", "Cn") for character in text):
            self.fault(row, column, Fault.CONTROL_CHARACTER)
        return text

    def code(self, row: Row, column: str, *, is_required: bool = True) -> str:
        """A code: Latin letters, digits, - and _, at most twenty."""
        text = self.text(row, column, is_required=is_required)
        if text and not CODE.fullmatch(text):
            self.fault(row, column, Fault.NOT_A_CODE)
        return text

    def several(self, row: Row, column: str) -> tuple[str, ...]:
        """The parts of a list separated by semicolons, each once."""
        text = self.text(row, column, longest=LONGEST_LIST, is_required=False).replace("；", ";")
        return tuple(dict.fromkeys(filter(None, (part.strip() for part in text.split(";")))))

    def number(self, row: Row, column: str) -> Decimal | None:
        """A plain decimal, or None where the figure is missing (empty or 缺)."""
        text = row.cells.get(column, "").strip()
        if text in MISSING:
            return None
        if not NUMBER.fullmatch(text):
            self.fault(row, column, Fault.NOT_A_NUMBER)
            return None
        return Decimal(text)

    def weight(self, row: Row, column: str) -> Decimal:
        """A number above zero."""
        number = self.number(row, column)
        if number is not None and number > 0:
            return number
        if number is not None:
            self.fault(row, column, Fault.NOT_ABOVE_ZERO)
        elif row.cells.get(column, "").strip() in MISSING:
            self.fault(row, column, Fault.EMPTY)
        return Decimal(1)
