"""What was done of projects in a month, as rows of a file: what each must say before any of them is taken (the law §6.4)."""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from domain.importing import columns as import_columns
from domain.importing.cells import CellCheck
from domain.importing.differences import ChangedValue, Difference
from domain.importing.problems import CellFault, ReadRow

YES, NO = "yes", "no"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgressRow:
    """A month of a project: what was done since January, None where nobody has entered it yet, and whether work has begun."""

    code: str
    month: str
    actual: Decimal | None
    begun: str
    note: str = ""

    @property
    def key(self) -> tuple[str, str]:
        """By which it is known again."""
        return self.code, self.month


def check_progress(
    rows: Iterable[ReadRow], known: Iterable[ProgressRow], begun: Mapping[str, str]
) -> list[ProgressRow]:
    """The months of the rows; those without a figure are left out. `known`: what may be entered now by whoever sends them; `begun`: what
    may be said of the start.

    Raises `ImportRefused` with every problem.
    """
    check = CellCheck()
    may = {each.key for each in known}
    codes = {code for code, _ in may}
    read = [(row, _row(check, row, begun)) for row in rows]
    check.once(((row, " ".join(each.key)) for row, each in read), "code")
    for row, each in read:
        if each.code and each.code not in codes:
            check.fault(row, "code", CellFault.PROJECT_UNKNOWN)
        elif each.key not in may and import_columns.is_month(each.month):
            check.fault(row, "month", CellFault.MONTH_NOT_OPEN)
    check.done()
    return [each for _, each in read if each.actual is not None]


def difference(given: Sequence[ProgressRow], known: Iterable[ProgressRow]) -> Difference:
    """What would become of the figures."""
    before = {each.key: each for each in known}
    added = tuple(" ".join(each.key) for each in given if before[each.key].actual is None)
    pairs = [(each, before[each.key]) for each in given if before[each.key].actual is not None]
    changed = [
        ChangedValue(of=now.key, field=name, before=_text(getattr(was, name)), after=_text(getattr(now, name)))
        for now, was in pairs
        for name in ("actual", "begun")
        if getattr(now, name) != getattr(was, name)
    ]
    return Difference(added=added, changed=tuple(changed), same=len(pairs) - len({each.of for each in changed}))


def _text(value: object) -> str:
    return f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)


def _row(check: CellCheck, row: ReadRow, begun: Mapping[str, str]) -> ProgressRow:
    month = import_columns.period(check.text(row, "month"))
    if month and not import_columns.is_month(month):
        check.fault(row, "month", CellFault.NOT_A_MONTH)
    said = unicodedata.normalize("NFKC", check.written(row, "begun")).casefold()
    if said and said not in begun:
        check.fault(row, "begun", CellFault.NOT_BEGUN_OR_NOT)
    actual = check.number(row, "actual")
    if actual is not None and actual < 0:
        check.fault(row, "actual", CellFault.BELOW_ZERO)
    return ProgressRow(
        code=check.code(row, "code"),
        month=month,
        actual=actual,
        begun=begun.get(said, YES),
        note=check.text(row, "note", is_required=False),
    )
