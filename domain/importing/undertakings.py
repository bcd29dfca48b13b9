"""Undertakings (实施意见) as rows of a file: the wording is the office's own (the law §8, §1 row 14)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from domain.importing import listed
from domain.importing.cells import CellCheck
from domain.importing.differences import Difference
from domain.importing.problems import CellFault, ReadRow
from domain.units import Unit

LONGEST = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class UndertakingRow:
    """An undertaking of a unit; `due` is an ISO day."""

    aspect: str
    number: str
    undertaking: str
    owner: str
    due: str

    @property
    def key(self) -> tuple[str, str]:
        """By which it is known again."""
        return self.aspect, self.number


def check_undertakings(
    rows: Iterable[ReadRow], members: Iterable[Unit], known: Iterable[UndertakingRow], today: date
) -> list[UndertakingRow]:
    """The undertakings of the rows. `known`: what was listed already, of which a file changes the wording and the owner, and never the
    day. Raises `ImportRefused` with every problem.
    """
    check = CellCheck()
    named = {name: each for each in members for name in (each.name, each.code)}
    read = [(row, _row(check, row, named)) for row in rows]
    check.once(((row, " ".join(each.key) if each.number else "") for row, each in read), "number")
    listed.check_days(check, read, known, today)
    check.done()
    return [each for _, each in read]


def difference(given: Sequence[UndertakingRow], known: Iterable[UndertakingRow]) -> Difference:
    """Which undertakings would be new, and of which the wording or the owner would change; what a file leaves out stays."""
    return listed.difference(given, known, ("undertaking", "owner"))


def _row(check: CellCheck, row: ReadRow, named: dict[str, Unit]) -> UndertakingRow:
    number = check.number(row, "number")
    if number is None and "number" not in row.faults and not row.cells.get("number", "").strip():
        check.fault(row, "number", CellFault.EMPTY)
    if number is not None and (number <= 0 or number != int(number)):
        check.fault(row, "number", CellFault.NOT_A_PLACE)
        number = None
    return UndertakingRow(
        aspect=check.text(row, "aspect"),
        number="" if number is None else f"{number:f}",
        undertaking=check.text(row, "undertaking", longest=LONGEST, too_long=CellFault.TARGET_TOO_LONG),
        owner=check.unit(row, "owner", named),
        due=check.day(row, "due"),
    )
