"""Reminders of the terms of matters: they count only while the matter is in the epoch in which they were put."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from storage import times
from storage.database import Tx


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminder:
    """A moment of a term that has come: `kind` is half, eve, due, overdue or escalate (the law §13A)."""

    id: int
    matter: str
    matter_id: int
    kind: str
    at: datetime


def due(tx: Tx, at: datetime, limit: int = 100) -> list[int]:
    """List the numbers of the reminders whose time has come, oldest first."""
    rows = tx.all(
        "SELECT id FROM reminder WHERE rung_at IS NULL AND at <= :at ORDER BY at, id LIMIT :limit",
        at=times.text(at),
        limit=limit,
    )
    return [number for (number,) in rows]


def take(tx: Tx, reminder_id: int, at: datetime) -> Reminder | None:
    """Take a reminder, once; None where it was taken before or its matter has moved since."""
    row = tx.one(
        "UPDATE reminder SET rung_at = :at WHERE id = :id AND rung_at IS NULL RETURNING matter, matter_id, epoch, kind, at",
        at=times.text(at),
        id=reminder_id,
    )
    if row is None:
        return None
    if tx.value("SELECT epoch FROM matter WHERE id = :id AND kind = :kind", id=row[1], kind=row[0]) != row[2]:
        return None
    return Reminder(id=reminder_id, matter=row[0], matter_id=row[1], kind=row[3], at=times.read(row[4]))


def put(tx: Tx, matter: str, matter_id: int, epoch: int, reminders: Sequence[tuple[str, datetime]]) -> None:
    """Remember the reminders of a term; they count while the matter is in this epoch."""
    if not reminders:
        return
    rows = ", ".join(f"(:matter, :id, :epoch, :kind_{n}, :at_{n})" for n in range(len(reminders)))
    tx.put(
        f"INSERT INTO reminder (matter, matter_id, epoch, kind, at) VALUES {rows}",
        matter=matter,
        id=matter_id,
        epoch=epoch,
        **{f"kind_{n}": kind for n, (kind, _) in enumerate(reminders)},
        **{f"at_{n}": times.text(at) for n, (_, at) in enumerate(reminders)},
    )


def next_at(tx: Tx) -> datetime | None:
    """Say when the next reminder rings."""
    return times.maybe_read(tx.value("SELECT MIN(at) FROM reminder WHERE rung_at IS NULL"))


def drop(tx: Tx, matter: str, matter_id: int) -> None:
    """Drop the reminders of the former epoch: they would ring for nothing, and the next event would be announced wrongly."""
    tx.put(
        "DELETE FROM reminder WHERE matter = :matter AND matter_id = :id AND rung_at IS NULL",
        matter=matter,
        id=matter_id,
    )
