"""What a file of units, indicators or values must be before any of it is taken (the design §12).

Lives here: the columns of each kind and the checks of its rows, all or nothing, every fault named by line and column.
Called by `bot/imports.py`, which reads the bytes; the typed rows are remembered by `storage/`.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from domain import units
from domain.import_cells import MISSING, Check
from domain.import_problems import Fault, ImportRefused, Problem, Row
from domain.indicators import Direction, Indicator, Value


class Kind(StrEnum):
    """What can be imported with figures."""

    UNITS = "units"
    INDICATORS = "indicators"
    VALUES = "values"


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a kind; the optional ones may be left out of the file."""

    required: tuple[str, ...]
    optional: tuple[str, ...]
    order: tuple[str, ...]


COLUMNS: Mapping[Kind, Columns] = {
    Kind.UNITS: Columns(
        required=("code", "name", "sequence"),
        optional=("short", "aliases", "parent"),
        order=("code", "name", "short", "aliases", "sequence", "parent"),
    ),
    Kind.INDICATORS: Columns(
        required=("code", "name", "section", "section_weight", "weight", "direction"),
        optional=("sequences", "categories", "owner"),
        order=(
            *("code", "name", "section", "section_weight", "weight", "direction"),
            *("sequences", "categories", "owner"),
        ),
    ),
    Kind.VALUES: Columns(
        required=("period", "unit", "indicator", "value"),
        optional=("target",),
        order=("period", "unit", "indicator", "value", "target"),
    ),
}

SIGNS = {"＋": "+", "－": "-", "−": "-", "Ｔ": "T"}  # as they come from Chinese keyboards and word processors
PERIOD = re.compile(r"[0-9]{4}-([0-9]{2}|[A-Z][0-9]{1,2})")


def header(kind: Kind, cells: Sequence[str]) -> None:
    """Raises `ImportRefused` unless these are columns of this kind, each once, the required ones all there."""
    columns = COLUMNS[kind]
    problems = [_column_problem(Fault.COLUMN_UNKNOWN, each) for each in cells if each not in columns.order]
    problems += [_column_problem(Fault.COLUMN_TWICE, each) for each in sorted(set(cells)) if cells.count(each) > 1]
    problems += [_column_problem(Fault.COLUMN_MISSING, each) for each in columns.required if each not in cells]
    if problems:
        raise ImportRefused(problems)


def check_units(rows: Iterable[Row], known: Iterable[units.Unit] = ()) -> list[units.Unit]:
    """The units of the rows; `known` are those already in the register, which the rows may replace or stand under."""
    check = Check()
    read = [(row, _unit(check, row)) for row in rows]
    check.once(((row, unit.code) for row, unit in read), "code")
    replaced = {unit.code for _, unit in read}
    known = list(known)
    check.once(((row, unit.name) for row, unit in read), "name", (u.name for u in known if u.code not in replaced))
    parents = {unit.code: unit.parent for unit in known} | {unit.code: unit.parent for _, unit in read}
    for row, unit in read:
        if unit.parent and unit.parent not in parents:
            check.fault(row, "parent", Fault.UNIT_UNKNOWN)
        elif _stands_above_itself(unit.code, parents):
            check.fault(row, "parent", Fault.ABOVE_ITSELF)
    check.done()
    return [unit for _, unit in read]


def check_indicators(rows: Iterable[Row], known: Iterable[Indicator] = ()) -> list[Indicator]:
    """The indicators of the rows; `known` are those the office has, which the rows may replace."""
    check = Check()
    read = [(row, _indicator(check, row)) for row in rows]
    check.once(((row, indicator.code) for row, indicator in read), "code")
    replaced = {indicator.code for _, indicator in read}
    weights: dict[str, dict[str, Decimal]] = {}
    for indicator in known:
        if indicator.code not in replaced:
            _contradicts(indicator, weights)
    for row, indicator in read:
        if _contradicts(indicator, weights):
            check.fault(row, "section_weight", Fault.SECTION_WEIGHTS_DIFFER)
    check.done()
    return [indicator for _, indicator in read]


def check_values(rows: Iterable[Row], members: Iterable[units.Unit], indicators: Iterable[Indicator]) -> list[Value]:
    """The figures of the rows, each of a unit and an indicator that are there. An empty figure, or 缺, is missing."""
    check = Check()
    by_unit = {unit.code: unit for unit in members}
    by_indicator = {indicator.code: indicator for indicator in indicators}
    read = [(row, _value(check, row, by_unit, by_indicator)) for row in rows]
    keys = ((row, f"{value.period} {value.unit} {value.indicator}") for row, value in read)
    check.once(keys, "indicator")
    check.done()
    return [value for _, value in read]


def _unit(check: Check, row: Row) -> units.Unit:
    return units.Unit(
        code=check.code(row, "code"),
        name=check.text(row, "name"),
        short=check.text(row, "short", is_required=False),
        aliases=check.several(row, "aliases"),
        sequence=check.text(row, "sequence"),
        parent=check.code(row, "parent", is_required=False),
    )


def _indicator(check: Check, row: Row) -> Indicator:
    written = row.cells.get("direction", "").strip().upper()
    direction = SIGNS.get(written, written)
    if direction not in set(Direction):
        check.fault(row, "direction", Fault.NOT_A_DIRECTION)
        direction = Direction.HIGHER
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
    )


def _value(check: Check, row: Row, by_unit: Mapping[str, units.Unit], by_indicator: Mapping[str, Indicator]) -> Value:
    period = check.text(row, "period")
    if period and not PERIOD.fullmatch(period):
        check.fault(row, "period", Fault.NOT_A_PERIOD)
    unit = by_unit.get(check.text(row, "unit"))
    indicator = by_indicator.get(check.text(row, "indicator"))
    if unit is None and row.cells.get("unit"):
        check.fault(row, "unit", Fault.UNIT_UNKNOWN)
    if indicator is None and row.cells.get("indicator"):
        check.fault(row, "indicator", Fault.INDICATOR_UNKNOWN)
    if unit and indicator and not indicator.applies_to(unit.sequence):
        check.fault(row, "indicator", Fault.NOT_MEASURED)
    value, target = check.number(row, "value"), check.number(row, "target")
    if indicator:
        _check_target(check, row, indicator, value, target)
    return Value(
        period=period,
        unit=row.cells.get("unit", "").strip(),
        indicator=row.cells.get("indicator", "").strip(),
        value=value,
        target=target,
    )


def _check_target(check: Check, row: Row, indicator: Indicator, value: Decimal | None, target: Decimal | None) -> None:
    is_readable = target is not None or row.cells.get("target", "").strip() in MISSING
    if indicator.direction is not Direction.TARGET and target is not None:
        check.fault(row, "target", Fault.TARGET_UNUSED)
    if indicator.direction is Direction.TARGET and value is not None and is_readable and not target:
        check.fault(row, "target", Fault.TARGET_NEEDED)


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


def _column_problem(fault: Fault, column: str) -> Problem:
    return Problem(line=1, column=column, fault=fault, found=column)
