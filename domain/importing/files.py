"""What a file of units, indicators or values must be before any of it is taken (the design §12).

Lives here: the checks of its rows, all or nothing, every fault named by line and column. The columns are in
`domain/importing/columns.py`.
"""

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from statistics import median
from typing import NamedTuple, TypeVar

from domain import units
from domain.importing import columns as import_columns
from domain.importing.cells import MISSING, CellCheck
from domain.importing.columns import COLUMNS, PERIOD, TableKind
from domain.importing.problems import CellFault, ImportRefused, Problem, ReadRow
from domain.scoring.indicators import Direction, Indicator, Value

_Named = TypeVar("_Named", units.Unit, Indicator)

SIGNS = {"−": "-", "–": "-", "越高越好": "+", "越低越好": "-", "达标": "T", "目标": "T"}  # as offices write them
UNLIKE = 5  # 95% among figures whose middle is 19 or more cannot have meant 0.95


class _Figure(NamedTuple):
    """A figure among those it is to be like; without a row it is kept already."""

    row: ReadRow | None
    column: str
    kind: str
    amount: Decimal | None


def header(kind: TableKind, cells: Sequence[str], line: int = 1) -> None:
    """Raises `ImportRefused` unless these are columns of this kind, each once, the required ones all there."""
    columns = COLUMNS[kind]
    problems = [_column_problem(line, CellFault.COLUMN_UNKNOWN, each) for each in cells if each not in columns.order]
    problems += [
        _column_problem(line, CellFault.COLUMN_TWICE, each)
        for each in sorted(set(cells))
        if each and cells.count(each) > 1
    ]
    problems += [
        _column_problem(line, CellFault.COLUMN_MISSING, each) for each in columns.required if each not in cells
    ]
    if problems:
        raise ImportRefused(problems)


def check_units(rows: Iterable[ReadRow], known: Iterable[units.Unit] = ()) -> list[units.Unit]:
    """The units of the rows; `known` are those already in the register, which the rows may replace or stand under."""
    check = CellCheck()
    read = [(row, _unit(check, row)) for row in rows]
    check.once(((row, unit.code) for row, unit in read), "code")
    replaced = {unit.code for _, unit in read}
    known = list(known)
    check.once(((row, unit.name) for row, unit in read), "name", (u.name for u in known if u.code not in replaced))
    parents = {unit.code: unit.parent for unit in known} | {unit.code: unit.parent for _, unit in read}
    for row, unit in read:
        if unit.parent and unit.parent not in parents:
            check.fault(row, "parent", CellFault.UNIT_UNKNOWN)
        elif _stands_above_itself(unit.code, parents):
            check.fault(row, "parent", CellFault.ABOVE_ITSELF)
    check.done()
    return [unit for _, unit in read]


def check_indicators(rows: Iterable[ReadRow], known: Iterable[Indicator] = ()) -> list[Indicator]:
    """The indicators of the rows; `known` are those the office has, which the rows may replace."""
    check = CellCheck()
    read = [(row, _indicator(check, row)) for row in rows]
    check.once(((row, indicator.code) for row, indicator in read), "code")
    replaced = {indicator.code for _, indicator in read}
    weights: dict[str, dict[str, Decimal]] = {}
    for indicator in known:
        if indicator.code not in replaced:
            _contradicts(indicator, weights)
    for row, indicator in read:
        if _contradicts(indicator, weights):
            check.fault(row, "section_weight", CellFault.SECTION_WEIGHTS_DIFFER)
    _check_percents(check, (_Figure(r, c, c, getattr(i, c)) for r, i in read for c in ("section_weight", "weight")))
    check.done()
    return [indicator for _, indicator in read]


def check_values(
    rows: Iterable[ReadRow],
    members: Iterable[units.Unit],
    indicators: Iterable[Indicator],
    known: Iterable[Value] = (),
    is_period: Callable[[str], bool] = lambda code: True,
    refused: Callable[[Value], CellFault | None] = lambda value: None,
) -> list[Value]:
    """The figures of the rows, each of a unit and an indicator that are there. An empty figure, or 缺, is missing.

    A unit is given by its code or any of its names, an indicator by code or name. A figure shown as 95% is 95, where the indicator's other
    figures (of the rows and of `known`) leave no doubt that they are kept so. `is_period`: whether the office has such a period;
    `refused`: why a figure is not taken from whoever sent it.
    """
    check = CellCheck()
    by_unit = _by_code_or_name(members)
    by_indicator = _by_code_or_name(indicators)
    read = [(row, _value(check, row, by_unit, by_indicator)) for row in rows]
    keys = ((row, f"{value.period} {value.unit} {value.indicator}") for row, value in read)
    check.once(keys, "indicator")
    for row, value in read:
        if PERIOD.fullmatch(value.period) and not is_period(value.period):
            check.fault(row, "period", CellFault.NOT_A_PERIOD)
        if (fault := refused(value)) is not None:
            check.fault(row, "indicator", fault)
    _check_percents(check, _figures(read), _figures((None, value) for value in known))
    check.done()
    return [value for _, value in read]


def _figures(read: Iterable[tuple[ReadRow | None, Value]]) -> Iterator[_Figure]:
    for row, value in read:
        yield _Figure(row, "value", f"{value.indicator} value", value.value)
        yield _Figure(row, "target", f"{value.indicator} target", value.target)


def _by_code_or_name(given: Iterable[_Named]) -> dict[str, _Named]:
    """What is given by its code, and by any of its names that only one bears; in plain characters (Ｕ０１ is U01)."""
    given = list(given)
    called = [(_plainly(name), each) for each in given for name in dict.fromkeys(_names(each))]
    borne = Counter(name for name, _ in called)
    by_name = {name: each for name, each in called if borne[name] == 1}
    return by_name | {each.code: each for each in given}


def _names(each: units.Unit | Indicator) -> tuple[str, ...]:
    return each.every_name[1:] if isinstance(each, units.Unit) else (each.name,)


def _plainly(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


def _check_percents(check: CellCheck, figures: Iterable[_Figure], known: Iterable[_Figure] = ()) -> None:
    """Refuses figures shown as 95% among others of their kind that may mean 0.95."""
    others: dict[str, list[Decimal]] = defaultdict(list)
    shown: list[_Figure] = []
    for each in [*figures, *known]:
        is_percent = each.row is not None and check.is_percent(each.row, each.column)
        if is_percent and each.amount is not None:
            shown.append(each)
        elif each.amount:
            others[each.kind].append(abs(each.amount))
    for each in shown:
        middle: Decimal = median(others[each.kind]) if others[each.kind] else abs(each.amount or Decimal(0))
        if each.row is not None and middle * UNLIKE < abs(each.amount or Decimal(0)):
            check.fault(each.row, each.column, CellFault.UNCLEAR_PERCENT)


def _unit(check: CellCheck, row: ReadRow) -> units.Unit:
    return units.Unit(
        code=check.code(row, "code"),
        name=check.text(row, "name"),
        short=check.text(row, "short", is_required=False),
        aliases=check.several(row, "aliases"),
        sequence=check.text(row, "sequence"),
        parent=check.code(row, "parent", is_required=False),
    )


def _indicator(check: CellCheck, row: ReadRow) -> Indicator:
    written = check.written(row, "direction").upper()
    direction = SIGNS.get(written, written)
    if direction not in set(Direction):
        if "direction" not in row.faults:
            check.fault(row, "direction", CellFault.NOT_A_DIRECTION)
        direction = Direction.HIGHER
    due_day, freeze_day = check.day_after(row, "due_day"), check.day_after(row, "freeze_day")
    if due_day is not None and freeze_day is not None and freeze_day < due_day:
        check.fault(row, "freeze_day", CellFault.FROZEN_BEFORE_DUE)
    return Indicator(
        code=check.code(row, "code"),
        name=check.text(row, "name"),
        section=check.text(row, "section"),
        section_weight=check.weight(row, "section_weight"),
        weight=check.weight(row, "weight"),
        direction=Direction(direction),
        sequences=check.several(row, "sequences"),
        categories=check.several(row, "categories"),
        owner=check.text(row, "owner", is_required=False),
        due_day=due_day,
        freeze_day=freeze_day,
    )


def _value(
    check: CellCheck, row: ReadRow, by_unit: Mapping[str, units.Unit], by_indicator: Mapping[str, Indicator]
) -> Value:
    period = import_columns.period(check.text(row, "period"))
    if period and not PERIOD.fullmatch(period):
        check.fault(row, "period", CellFault.NOT_A_PERIOD)
    named, measured = check.text(row, "unit"), check.text(row, "indicator")
    unit, indicator = by_unit.get(_plainly(named)), by_indicator.get(_plainly(measured))
    if unit is None and named:
        check.fault(row, "unit", CellFault.UNIT_UNKNOWN)
    if unit is not None and unit.is_closed:
        check.fault(row, "unit", CellFault.UNIT_CLOSED)
    if indicator is None and measured:
        check.fault(row, "indicator", CellFault.INDICATOR_UNKNOWN)
    if unit and indicator and not indicator.applies_to(unit.sequence):
        check.fault(row, "indicator", CellFault.NOT_MEASURED)
    value, target = check.number(row, "value"), check.number(row, "target")
    if indicator:
        _check_target(check, row, indicator, value, target)
    return Value(
        period=period,
        unit=unit.code if unit else named,
        indicator=indicator.code if indicator else measured,
        value=value,
        target=target,
    )


def _check_target(
    check: CellCheck, row: ReadRow, indicator: Indicator, value: Decimal | None, target: Decimal | None
) -> None:
    is_readable = target is not None or check.written(row, "target") in MISSING
    if indicator.direction is not Direction.TARGET and target is not None:
        check.fault(row, "target", CellFault.TARGET_UNUSED)
    if indicator.direction is Direction.TARGET and value is not None and is_readable and not target:
        check.fault(row, "target", CellFault.TARGET_NEEDED)


def _contradicts(indicator: Indicator, weights: dict[str, dict[str, Decimal]]) -> bool:
    """Whether a sequence would have two weights for one section; no sequences means every sequence."""
    known = weights.setdefault(indicator.section, {})
    wanted = indicator.sequences or ("",)
    compared = known.values() if "" in wanted else [known[each] for each in (*wanted, "") if each in known]
    contradicts = any(weight != indicator.section_weight for weight in compared)
    for sequence in wanted:
        known.setdefault(sequence, indicator.section_weight)
    return contradicts


def _stands_above_itself(code: str, parents: Mapping[str, str]) -> bool:
    above, seen = parents.get(code, ""), set[str]()
    while above and above not in seen:
        if above == code:
            return True
        seen.add(above)
        above = parents.get(above, "")
    return False


def _column_problem(line: int, fault: CellFault, column: str) -> Problem:
    return Problem(line=line, column=column, fault=fault, found=column)
