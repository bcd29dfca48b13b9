"""Snail awards (蜗牛奖) of the past as rows of a file: each counts in its year (the law §5, §10)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from domain.importing import columns as import_columns
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
    before = {each.key for each in known}
    added = tuple(" ".join(each.key) for each in given if each.key not in before)
    return Difference(added=added, same=len(given) - len(added))


def _row(check: CellCheck, row: ReadRow, named: dict[str, Unit], today: date) -> SnailRow:
    written = check.text(row, "hung_on")
    day = import_columns.day(written)
    if written and day is None:
        check.fault(row, "hung_on", CellFault.NOT_A_DAY)
    if day is not None and day > today:
        check.fault(row, "hung_on", CellFault.DAY_TO_COME)
    return SnailRow(
        hung_on="" if day is None else day.isoformat(),
        unit=check.unit(row, "unit", named),
        grounds=check.text(row, "grounds", longest=LONGEST_GROUNDS, too_long=CellFault.TARGET_TOO_LONG),
    )
