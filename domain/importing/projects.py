"""Projects as rows of a file: what each must say before any of them is taken (the law §6.4, §2)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from domain import months
from domain.importing import columns as import_columns
from domain.importing.cells import MISSING, CellCheck
from domain.importing.columns import PLAN_COLUMNS
from domain.importing.differences import ChangedValue, Difference
from domain.importing.problems import CellFault, ReadRow
from domain.units import Unit

KEY, LIVELIHOOD = "key", "livelihood"
WHOLE = Decimal(100)  # percent: what a livelihood item comes to where its file gives no amount
_YEARS = range(2000, 2100)
_NAMED = ("code", "name", "kind", "owner", "lead", "team", "starts", "goal")


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectRow:
    """A project for one year. `goal` and `plan` are amounts of the same unit, those of the plan cumulative since January; `starts` is
    the month in which work is to begin, empty where it goes on from before."""

    code: str
    name: str
    kind: str
    owner: str
    lead: str
    team: str
    starts: str
    year: int
    goal: Decimal
    plan: Mapping[str, Decimal]

    @property
    def key(self) -> tuple[str, str]:
        """By which it is known again."""
        return self.code, str(self.year)


def check_projects(
    rows: Iterable[ReadRow],
    members: Iterable[Unit],
    kinds: Mapping[str, str],
    known: Iterable[ProjectRow],
    month: str,
) -> list[ProjectRow]:
    """The projects of the rows. `kinds`: by their codes and by what they are called; `known`: what the register has, by year; `month`: the
    one that it is now. Of a project that is known the plan of a month that has begun stays as it is: it is changed on request alone.

    Raises `ImportRefused` with every problem.
    """
    check = CellCheck()
    members = list(members)
    named = {each.name: each for each in members} | {each.code: each for each in members}
    before = {each.key: each for each in known}
    codes = {code for code, _ in before}
    read = [(row, _row(check, row, named, kinds)) for row in rows]
    check.once(((row, " ".join(each.key)) for row, each in read), "code")
    for row, each in read:
        if each.code in codes:
            _check_begun(check, row, each, before.get(each.key), month)
    check.done()
    return [each for _, each in read]


def difference(given: Sequence[ProjectRow], known: Iterable[ProjectRow]) -> Difference:
    """What would become of the register; a project that the file does not name stays."""
    before = {each.key: each for each in known}
    changes = {each.key: _changes(before[each.key], each) for each in given if each.key in before}
    return Difference(
        added=tuple(" ".join(each.key) for each in given if each.key not in before),
        changed=tuple(change for every in changes.values() for change in every),
        same=sum(not every for every in changes.values()),
    )


def _changes(was: ProjectRow, now: ProjectRow) -> list[ChangedValue]:
    pairs = [(name, _text(getattr(was, name)), _text(getattr(now, name))) for name in _NAMED]
    pairs += [(name, _text(was.plan.get(month)), _text(now.plan.get(month))) for name, month in _plan_months(now.year)]
    return [ChangedValue(of=now.key, field=name, before=old, after=new) for name, old, new in pairs if old != new]


def _text(value: object) -> str:
    return "" if value is None else f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)


def _plan_months(year: int) -> list[tuple[str, str]]:
    return list(zip(PLAN_COLUMNS, months.of_year(year), strict=True))


def _row(check: CellCheck, row: ReadRow, named: Mapping[str, Unit], kinds: Mapping[str, str]) -> ProjectRow:
    kind = check.written(row, "kind").casefold()
    if kind and kind not in kinds:
        check.fault(row, "kind", CellFault.PROJECT_KIND_UNKNOWN)
    year = _year(check, row)
    return ProjectRow(
        code=check.code(row, "code"),
        name=check.text(row, "name"),
        kind=kinds.get(kind, KEY),
        owner=check.unit(row, "owner", named),
        lead=check.unit(row, "lead", named, is_required=False),
        team=check.text(row, "team", is_required=False),
        starts=_starts(check, row),
        year=year,
        goal=_goal(check, row, kinds.get(kind, KEY)),
        plan=_plan(check, row, year),
    )


def _year(check: CellCheck, row: ReadRow) -> int:
    written = check.text(row, "year").removesuffix("年")
    if written.isascii() and written.isdecimal() and int(written) in _YEARS:
        return int(written)
    if written:
        check.fault(row, "year", CellFault.NOT_A_YEAR)
    return _YEARS[0]


def _starts(check: CellCheck, row: ReadRow) -> str:
    written = check.text(row, "starts", is_required=False)
    month = import_columns.period(written) if written else ""
    if month and not import_columns.is_month(month):
        check.fault(row, "starts", CellFault.NOT_A_MONTH)
    return month


def _goal(check: CellCheck, row: ReadRow, kind: str) -> Decimal:
    is_empty = check.written(row, "goal") in MISSING and "goal" not in row.faults
    return WHOLE if kind == LIVELIHOOD and is_empty else check.weight(row, "goal")


def _plan(check: CellCheck, row: ReadRow, year: int) -> dict[str, Decimal]:
    plan: dict[str, Decimal] = {}
    highest = Decimal(0)
    for column, month in _plan_months(year):
        amount = check.number(row, column)
        if amount is None:
            continue
        if amount < highest:
            check.fault(row, column, CellFault.PLAN_FALLING)
        plan[month] = highest = max(amount, highest)
    return plan


def _check_begun(check: CellCheck, row: ReadRow, now: ProjectRow, was: ProjectRow | None, month: str) -> None:
    """A plan for a month that has begun is the plan that was."""
    planned = {} if was is None else was.plan
    for column, each in _plan_months(now.year):
        if each <= month and now.plan.get(each) != planned.get(each):
            check.fault(row, column, CellFault.PLAN_BEGUN)
    if was is not None and was.goal != now.goal and f"{now.year:04}-01" <= month:
        check.fault(row, "goal", CellFault.PLAN_BEGUN)
