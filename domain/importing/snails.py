"""Snail awards (蜗牛奖) of the past as rows of a file: each counts in its year (the law §5, §10)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from domain.importing import listed
from domain.importing.cells import CellCheck
from domain.importing.differences import Difference
from domain.importing.problems import CellFault, ReadRow
from domain.units import Unit

LONGEST_GROUNDS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class SnailRow:
    """An award that was given on a day (ISO) and is struck off."""

    hung_on: str
    unit: str
    grounds: str

    @property
    def key(self) -> tuple[str, str]:
        """By which it is known again."""
        return self.hung_on, self.unit


def check_snails(rows: Iterable[ReadRow], members: Iterable[Unit], today: date) -> list[SnailRow]:
    """The awards of the rows. Raises `ImportRefused` with every problem."""
    check = CellCheck()
    named = {name: each for each in members for name in (each.name, each.code)}
    read = [(row, _row(check, row, named, today)) for row in rows]
    check.once(((row, " ".join(each.key)) for row, each in read), "hung_on")
    check.done()
    return [each for _, each in read]


def difference(given: Sequence[SnailRow], known: Iterable[SnailRow]) -> Difference:
    """Which awards would be new; those that are there stay as they are."""
    return listed.difference(given, known)


def _row(check: CellCheck, row: ReadRow, named: dict[str, Unit], today: date) -> SnailRow:
    day = check.day(row, "hung_on")
    if day > today.isoformat():
        check.fault(row, "hung_on", CellFault.DAY_TO_COME)
    return SnailRow(
        hung_on=day,
        unit=check.unit(row, "unit", named),
        grounds=check.text(row, "grounds", longest=LONGEST_GROUNDS, too_long=CellFault.TARGET_TOO_LONG),
    )
