"""Indicators and figures, as they were imported (all of a file or nothing, with a history line) or filed.

A figure that is imported again is replaced; the history keeps what stood there before.
"""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal

from domain.people import Actor
from domain.scoring.indicators import Direction, Indicator, Value
from storage import shapes, units
from storage.database import Row, Tx

_INDICATOR = (
    "SELECT code, name, section, section_weight, weight, direction, sequences, categories, owner, due_day, freeze_day"
    " FROM indicator"
)


def indicators(tx: Tx) -> list[Indicator]:
    """Load every indicator."""
    return [_indicator(row) for row in tx.all(f"{_INDICATOR} ORDER BY code")]


def indicator(tx: Tx, code: str) -> Indicator:
    """Load one that there is: none is ever taken away."""
    row = tx.one(f"{_INDICATOR} WHERE code = :code", code=code)
    assert row is not None, f"no indicator {code}"
    return _indicator(row)


def days(tx: Tx) -> list[tuple[int | None, int | None]]:
    """The days after the end of a period on which figures of indicators are due and are frozen, each pair once."""
    return tx.all("SELECT DISTINCT due_day, freeze_day FROM indicator")


def is_anything_measured(tx: Tx) -> bool:
    """Whether there is any indicator."""
    return tx.value("SELECT 1 FROM indicator LIMIT 1") is not None


def _indicator(row: Row) -> Indicator:
    return Indicator(
        code=row[0],
        name=row[1],
        section=row[2],
        section_weight=Decimal(row[3]),
        weight=Decimal(row[4]),
        direction=Direction(row[5]),
        sequences=tuple(shapes.decode(row[6].encode(), list[str])),
        categories=tuple(shapes.decode(row[7].encode(), list[str])),
        owner=row[8],
        due_day=row[9],
        freeze_day=row[10],
    )


def values(tx: Tx, period: str) -> list[Value]:
    """Load every figure of a period."""
    rows = tx.all(
        "SELECT unit, indicator, value, target FROM indicator_value WHERE period = :period ORDER BY unit, indicator",
        period=period,
    )
    return [
        Value(period=period, unit=unit, indicator=indicator, value=_number(value), target=_number(target))
        for unit, indicator, value, target in rows
    ]


def of_indicator(tx: Tx, period: str, indicator: str) -> list[Value]:
    """Load the figures of one indicator for a period."""
    rows = tx.all(
        "SELECT unit, value, target FROM indicator_value WHERE period = :period AND indicator = :indicator ORDER BY unit",
        period=period,
        indicator=indicator,
    )
    return [
        Value(period=period, unit=unit, indicator=indicator, value=_number(value), target=_number(target))
        for unit, value, target in rows
    ]


def keep(tx: Tx, given: Iterable[Value]) -> None:
    """Add figures that were filed, and replace those that were there before; what stood there the history of their filing keeps."""
    for each in given:
        _put(tx, each)


def periods(tx: Tx) -> list[str]:
    """The codes of the periods that have figures."""
    return [row[0] for row in tx.all("SELECT DISTINCT period FROM indicator_value ORDER BY period")]


def counted(tx: Tx) -> int:
    """How many figures there are."""
    return int(tx.value("SELECT COUNT(*) FROM indicator_value"))


def merge_indicators(tx: Tx, given: Iterable[Indicator], by: Actor, at: datetime) -> int:
    """Add indicators and replace those whose codes are known. Returns how many were given."""
    merged = list(given)
    for each in merged:
        tx.put(
            "INSERT INTO indicator (code, name, section, section_weight, weight, direction, sequences, categories, owner,"
            " due_day, freeze_day) VALUES (:code, :name, :section, :section_weight, :weight, :direction, :sequences, :categories,"
            " :owner, :due_day, :freeze_day)"
            " ON CONFLICT (code) DO UPDATE SET name = excluded.name, section = excluded.section,"
            " section_weight = excluded.section_weight, weight = excluded.weight, direction = excluded.direction,"
            " sequences = excluded.sequences, categories = excluded.categories, owner = excluded.owner, due_day = excluded.due_day,"
            " freeze_day = excluded.freeze_day",
            code=each.code,
            name=each.name,
            section=each.section,
            section_weight=str(each.section_weight),
            weight=str(each.weight),
            direction=each.direction.value,
            sequences=shapes.encode(each.sequences).decode(),
            categories=shapes.encode(each.categories).decode(),
            owner=each.owner,
            due_day=each.due_day,
            freeze_day=each.freeze_day,
        )
    units.note_import(tx, "indicators", {"codes": [each.code for each in merged]}, by, at)
    return len(merged)


def merge_values(tx: Tx, given: Iterable[Value], by: Actor, at: datetime) -> int:
    """Add figures and replace those that were given before. Returns how many were given."""
    merged = list(given)
    corrected = [change for each in merged if (change := _put(tx, each)) is not None]
    periods = sorted({each.period for each in merged})
    units.note_import(tx, "values", {"periods": periods, "number": len(merged), "corrected": corrected}, by, at)
    return len(merged)


def _put(tx: Tx, each: Value) -> list[str] | None:
    """Store one figure; return what it replaced where that was another."""
    key = {"period": each.period, "unit": each.unit, "indicator": each.indicator}
    new = (_text(each.value), _text(each.target))
    before = tx.one(
        "SELECT value, target FROM indicator_value WHERE period = :period AND unit = :unit AND indicator = :indicator",
        **key,
    )
    if before == new:
        return None
    tx.put(
        "INSERT INTO indicator_value (period, unit, indicator, value, target)"
        " VALUES (:period, :unit, :indicator, :value, :target)"
        " ON CONFLICT (period, unit, indicator) DO UPDATE SET value = excluded.value, target = excluded.target",
        **key,
        value=new[0],
        target=new[1],
    )
    return None if before is None else [*key.values(), *before, *new]


def _number(text: str) -> Decimal | None:
    return Decimal(text) if text else None


def _text(number: Decimal | None) -> str:
    return "" if number is None else str(number)
