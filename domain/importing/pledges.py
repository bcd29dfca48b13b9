"""Pledges (军令状) as rows of a file: what each must say before any of them is taken (the law §1 row 7)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from domain.importing import listed
from domain.importing.cells import CellCheck
from domain.importing.differences import Difference
from domain.importing.problems import CellFault, ReadRow
from domain.units import Unit

LONGEST_TARGET = 200
LONGEST_MEASURED = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class PledgeRow:
    """A pledge of a unit: `amount`, `measured` and `baseline` are empty where it is not measured by a number; `until` is an ISO day, or
    empty."""

    unit: str
    contest: str
    target: str
    amount: str = ""
    measured: str = ""
    baseline: str = ""
    until: str = ""
    team: str = ""

    @property
    def key(self) -> tuple[str, str, str]:
        """By which it is known again."""
        return self.unit, self.contest, self.target


def check_pledges(
    rows: Iterable[ReadRow],
    members: Iterable[Unit],
    contests: Mapping[str, str],
    known: Iterable[PledgeRow],
    today: date,
    own: str = "",
) -> list[PledgeRow]:
    """The pledges of the rows. `contests`: what the office calls each that it holds, by every name
    that it goes by; `known`: what was pledged already, which a file does not change;
    `own`: the only unit that may be named, empty where any may.

    Raises `ImportRefused` with every problem.
    """
    check = CellCheck()
    named = {name: each for each in members for name in (each.name, each.code)}
    before = {each.key: each for each in known}
    read = [(row, _row(check, row, named, contests)) for row in rows]
    check.once(((row, " ".join(each.key)) for row, each in read), "target")
    for row, each in read:
        if own and each.unit in named and each.unit != own:
            check.fault(row, "unit", CellFault.NOT_OWN_UNIT)
        if each.contest and each.contest not in contests.values():
            check.fault(row, "contest", CellFault.CONTEST_UNKNOWN)
        if each.until and each.until < today.isoformat() and each.key not in before:
            check.fault(row, "until", CellFault.DAY_PASSED)
        if before.get(each.key, each) != each:
            check.fault(row, "target", CellFault.PLEDGED_OTHERWISE)
    check.done()
    return [each for _, each in read]


def difference(given: Sequence[PledgeRow], known: Iterable[PledgeRow]) -> Difference:
    """Which pledges would be new; those that are there stay as they are."""
    return listed.difference(given, known)


def _row(check: CellCheck, row: ReadRow, named: Mapping[str, Unit], contests: Mapping[str, str]) -> PledgeRow:
    amount, baseline = _amount(check, row, "amount"), _amount(check, row, "baseline")
    contest = check.text(row, "contest")
    target = check.text(row, "target", longest=LONGEST_TARGET, too_long=CellFault.TARGET_TOO_LONG)
    return PledgeRow(
        unit=check.unit(row, "unit", named),
        contest=contests.get(contest, contest),
        target=target,
        amount=amount,
        measured=check.text(row, "measured", longest=LONGEST_MEASURED, is_required=bool(amount)) if amount else "",
        baseline=baseline if amount else "",
        until=check.day(row, "until", is_required=False),
        team=check.text(row, "team", is_required=False),
    )


def _amount(check: CellCheck, row: ReadRow, column: str) -> str:
    number: Decimal | None = check.number(row, column)
    if number is not None and number < 0:
        check.fault(row, column, CellFault.BELOW_ZERO)
    return "" if number is None else f"{number:f}"
