"""What all matters with a lifecycle have in common: where they stand, moving them, their terms and reminders.

A matter's own columns are in the module of its name (`storage/clues.py`, …).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from domain.mechanism.procedure import Event, Interrupted, Outcome, Pending, Standing
from domain.people import REPORTER
from storage import errors, shapes, times
from storage.database import Tx
from storage.road import history

# A matter's table has its name.
TABLES = {name: name for name in ("clue", "striver", "period", "flag", "announcement", "trouble")}
# Columns of where a matter stands that not every table has.
_OWN_COLUMNS = {"clue": ("owner_id", "owned_until", "interrupted"), "striver": ("NULL", "NULL", "interrupted")}
_NO_COLUMNS = ("NULL", "NULL", "NULL")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminder:
    """A moment of a term that has come: `kind` is half, eve, due, overdue or escalate (the law §13A)."""

    id: int
    matter: str
    matter_id: int
    kind: str
    at: datetime


def standing(tx: Tx, matter: str, matter_id: int) -> Standing | None:
    """Say where a matter stands; None where there is none of that number."""
    own = ", ".join(_OWN_COLUMNS.get(matter, _NO_COLUMNS))
    row = tx.one(
        f"SELECT stage, epoch, since, due_at, pending, rules, {own} FROM {TABLES[matter]} WHERE id = :id", id=matter_id
    )
    if row is None:
        return None
    pending = None
    if row[4] is not None:
        pending = shapes.decode(tx.vault.open(row[4], f"{matter}|pending|{matter_id}"), Pending)
    return Standing(
        matter=matter,
        id=matter_id,
        stage=row[0],
        epoch=row[1],
        since=times.read(row[2]),
        due_at=times.maybe_read(row[3]),
        pending=pending,
        rules=row[5],
        owner_id=row[6],
        owned_until=times.maybe_read(row[7]),
        interrupted=None if row[8] is None else shapes.decode(row[8].encode(), Interrupted),
    )


def called(tx: Tx, matter: str, matter_id: int) -> tuple[str, str]:
    """What people call a matter: its number, or a period's code; and the unit it is about. Empty for what has none."""
    number = {"period": "code", "trouble": "''"}.get(matter, "number")
    unit = "unit" if matter in ("clue", "striver", "flag") else "''"
    row = tx.one(f"SELECT {number}, {unit} FROM {TABLES[matter]} WHERE id = :id", id=matter_id)
    return (row[0] or "", row[1] or "") if row else ("", "")


def columns(standing: Standing) -> dict[str, Any]:
    """What a matter's own table holds of where it stands, for the row that is inserted there."""
    return {
        "stage": standing.stage,
        "epoch": standing.epoch,
        "since": times.text(standing.since),
        "due": times.maybe_text(standing.due_at),
        "rules": standing.rules,
    }


def begin(tx: Tx, matter_id: int, events: Sequence[Event], reminders: Sequence[tuple[str, datetime]]) -> None:
    """Remember the first moves of a matter that was added as it stands after them: its history, the reminders of its term."""
    after = events[-1].after
    history.begin(tx, after.matter, matter_id, [_line(event) for event in events])
    put_reminders(tx, after.matter, matter_id, after.epoch, reminders)


def record(tx: Tx, event: Event, reminders: Sequence[tuple[str, datetime]] = ()) -> None:
    """Remember a move: the standing under its version, the history line, the reminders of the new term.

    Raises AlreadyChanged where the matter is no longer as the event found it.
    """
    after = event.after
    if event.outcome is not Outcome.ACTED:
        _move(tx, event)
        _drop_reminders(tx, after.matter, after.id)
        put_reminders(tx, after.matter, after.id, after.epoch, reminders)
    history.write(tx, after.matter, after.id, _line(event))


def due_reminders(tx: Tx, at: datetime, limit: int = 100) -> list[int]:
    """List the numbers of the reminders whose time has come, oldest first."""
    rows = tx.all(
        "SELECT id FROM reminder WHERE rung_at IS NULL AND at <= :at ORDER BY at, id LIMIT :limit",
        at=times.text(at),
        limit=limit,
    )
    return [number for (number,) in rows]


def take_reminder(tx: Tx, reminder_id: int, at: datetime) -> Reminder | None:
    """Take a reminder, once; None where it was taken before or its matter has moved since."""
    row = tx.one(
        "UPDATE reminder SET rung_at = :at WHERE id = :id AND rung_at IS NULL RETURNING matter, matter_id, epoch, kind, at",
        at=times.text(at),
        id=reminder_id,
    )
    if row is None:
        return None
    now = standing(tx, row[0], row[1])
    if now is None or now.epoch != row[2]:
        return None
    return Reminder(id=reminder_id, matter=row[0], matter_id=row[1], kind=row[3], at=times.read(row[4]))


def put_reminders(tx: Tx, matter: str, matter_id: int, epoch: int, reminders: Sequence[tuple[str, datetime]]) -> None:
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


def next_reminder_at(tx: Tx) -> datetime | None:
    """Say when the next reminder rings."""
    return times.maybe_read(tx.value("SELECT MIN(at) FROM reminder WHERE rung_at IS NULL"))


def overdue(tx: Tx, matter: str, stage: str, at: datetime) -> list[int]:
    """List the matters whose term in this stage is over: open after the last moment of it."""
    rows = tx.all(
        f"SELECT id FROM {TABLES[matter]} WHERE stage = :stage AND due_at < :at ORDER BY due_at, id",
        stage=stage,
        at=times.text(at),
    )
    return [number for (number,) in rows]


def next_due_at(tx: Tx, matter: str, stage: str) -> datetime | None:
    """Say when the next term in this stage ends."""
    return times.maybe_read(tx.value(f"SELECT MIN(due_at) FROM {TABLES[matter]} WHERE stage = :stage", stage=stage))


def next_number(tx: Tx, name: str) -> int:
    """Count on: 1, 2, 3 … without gaps, in the same transaction as what is numbered."""
    return int(
        tx.value(
            "INSERT INTO counter (name, value) VALUES (:name, 1)"
            " ON CONFLICT (name) DO UPDATE SET value = counter.value + 1 RETURNING value",
            name=name,
        )
    )


def recuse(tx: Tx, matter: str, matter_id: int, person_id: int, at: datetime) -> None:
    """Remember that a person has nothing to do with this matter."""
    tx.put(
        "INSERT INTO recusal (matter, matter_id, person_id, at) VALUES (:matter, :id, :person, :at)"
        " ON CONFLICT (matter, matter_id, person_id) DO NOTHING",
        matter=matter,
        id=matter_id,
        person=person_id,
        at=times.text(at),
    )


def has_recused(tx: Tx, matter: str, matter_id: int, person_id: int) -> bool:
    """Whether a person recused themselves."""
    return (
        tx.one(
            "SELECT 1 FROM recusal WHERE matter = :matter AND matter_id = :id AND person_id = :person",
            matter=matter,
            id=matter_id,
            person=person_id,
        )
        is not None
    )


def _drop_reminders(tx: Tx, matter: str, matter_id: int) -> None:
    """Drop the reminders of the former epoch: they would ring for nothing, and the next event would be announced wrongly."""
    tx.put(
        "DELETE FROM reminder WHERE matter = :matter AND matter_id = :id AND rung_at IS NULL",
        matter=matter,
        id=matter_id,
    )


def _line(event: Event) -> history.Line:
    return history.Line(
        at=event.at,
        actor=event.by.name,
        what=f"{event.move}.{event.outcome}",
        body={
            "from": event.before.stage,
            "to": event.after.stage,
            "given": _given(event),
            "proposed_by": event.proposed_by,
        },
    )


def _given(event: Event) -> dict[str, str]:
    """What was given with a move. A reporter's words are not repeated here: they go with the key of their own matter."""
    return {} if event.by.name == REPORTER else dict(event.given)


def _move(tx: Tx, event: Event) -> None:
    after = event.after
    pending = None
    if after.pending is not None:
        pending = tx.vault.seal(shapes.encode(after.pending), f"{after.matter}|pending|{after.id}")
    interrupted = None if after.interrupted is None else shapes.encode(after.interrupted).decode()
    own = ", interrupted = :interrupted" if after.matter in _OWN_COLUMNS else ""
    moved = tx.run(
        f"UPDATE {TABLES[after.matter]} SET stage = :stage, epoch = :epoch, since = :since, due_at = :due, pending = :pending"
        f"{own} WHERE id = :id AND epoch = :before",
        stage=after.stage,
        epoch=after.epoch,
        since=times.text(after.since),
        due=times.maybe_text(after.due_at),
        pending=pending,
        id=after.id,
        before=event.before.epoch,
        **({"interrupted": interrupted} if own else {}),
    )
    if moved != 1:
        raise errors.AlreadyChanged
