"""Points added to a unit's score, or taken from it, by decisions: entries are added and never changed; one is undone by another.

An entry counts in the first period whose ranking is made after it and is not announced yet; from then on it is that period's.
"""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from storage import times
from storage.database import Row, Tx


@dataclass(frozen=True, slots=True, kw_only=True)
class AdjustmentEntry:
    """Points of one decision. `about_id` is the matter they are for, `decision_id` the one that decided so, `reverses_id` the entry
    that this one undoes; `period` is empty until it has been counted."""

    id: int
    unit: str
    period: str
    points: Decimal
    about_id: int
    decision_id: int
    reverses_id: int | None


def add(
    tx: Tx, unit: str, points: Decimal, *, about_id: int, decision_id: int, at: datetime, reverses_id: int | None = None
) -> None:
    """Add an entry: one that undoes another, or the first for a matter; where there is one for it or its parent, nothing is added."""
    once = (
        " WHERE NOT EXISTS (SELECT 1 FROM adjustment WHERE about_id = :about"
        " OR about_id = (SELECT parent_id FROM matter WHERE id = :about))"
    )
    where = "" if reverses_id is not None else once
    tx.put(
        "INSERT INTO adjustment (unit, period, points, about_id, decision_id, reverses_id, made_at)"
        f" SELECT CAST(:unit AS TEXT), '', CAST(:points AS TEXT), :about, :decision, :reverses, CAST(:at AS TEXT){where}",
        unit=unit,
        points=str(points),
        about=about_id,
        decision=decision_id,
        reverses=reverses_id,
        at=times.text(at),
    )


def about(tx: Tx, about_id: int) -> list[AdjustmentEntry]:
    """The entries for a matter, oldest first."""
    rows = tx.all(f"{_SELECT} WHERE about_id = :id ORDER BY id", id=about_id)
    return [_entry(row) for row in rows]


def of_unit(tx: Tx, unit: str, limit: int) -> list[tuple[AdjustmentEntry, datetime]]:
    """The newest entries of a unit, each with when it was made."""
    rows = tx.all(
        f"{_SELECT.replace(' FROM', ', adjustment.made_at FROM')} WHERE adjustment.unit = :unit"
        " ORDER BY adjustment.id DESC LIMIT :limit",
        unit=unit,
        limit=limit,
    )
    return [(_entry(row), times.read(row[7])) for row in rows]


def count_in(tx: Tx, period: str, before: datetime) -> None:
    """Let what was decided until a moment, and counts nowhere yet, count in a period."""
    tx.put(
        "UPDATE adjustment SET period = :period WHERE period = '' AND made_at <= :before",
        period=period,
        before=times.text(before),
    )


def of_period(tx: Tx, period: str, before: datetime | None = None) -> list[tuple[AdjustmentEntry, str]]:
    """The entries that count in a period, each with the number of the decision; with those that would by `count_in`, if a moment is
    given."""
    counted = "adjustment.period = :period" if before is None else _COUNTING
    rows = tx.all(
        f"{_SELECT.replace(' FROM', ', matter.number FROM')} JOIN matter ON matter.id = adjustment.decision_id WHERE {counted}"
        " ORDER BY adjustment.id",
        period=period,
        **({} if before is None else {"before": times.text(before)}),
    )
    return [(_entry(row), row[7]) for row in rows]


_SELECT = (
    "SELECT adjustment.id, adjustment.unit, adjustment.period, adjustment.points, adjustment.about_id, adjustment.decision_id,"
    " adjustment.reverses_id FROM adjustment"
)
_COUNTING = "(adjustment.period = :period OR (adjustment.period = '' AND adjustment.made_at <= :before))"


def _entry(row: Row) -> AdjustmentEntry:
    return AdjustmentEntry(
        id=row[0],
        unit=row[1],
        period=row[2],
        points=Decimal(row[3]),
        about_id=row[4],
        decision_id=row[5],
        reverses_id=row[6],
    )
