"""Terms that run, over all matters: the rows, which are over, whom they remind and when, and giving one another end.

A term's row holds the moments at which it still reminds; `rings_at` is the first of them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from domain.mechanism.reminders import Moments, Rings
from domain.mechanism.standing import Running
from storage import times
from storage.database import Tx, values

COLUMN = (
    "(SELECT string_agg(name || ' ' || begun_at || ' ' || due_at || ' ' || COALESCE(stopped_at, '') || ' ' || extended || ' '"
    " || COALESCE(cap_at, '') || ' ' || lapse, ',') FROM term WHERE term.matter_id = matter.id)"
)
"""The terms of a matter in a statement that loads it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """Something that the clock must see to: a term that reminds, or, with a `lapse`, one that is over."""

    id: int
    matter: str
    matter_id: int
    lapse: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminder:
    """Moments of a term that have come: `kinds` are of half and overdue (the law §13A)."""

    matter: str
    matter_id: int
    term: str
    kinds: tuple[str, ...]


def of_column(written: str | None) -> tuple[Running, ...]:
    """The terms that `COLUMN` has found, the one that ends first before the others."""
    found = (each.split(" ") for each in (written or "").split(",") if each)
    return tuple(
        sorted(
            (
                Running(
                    name=name,
                    begun_at=times.read(begun_at),
                    due_at=times.read(due_at),
                    stopped_at=times.maybe_read(stopped_at or None),
                    extended=int(extended),
                    cap_at=times.maybe_read(cap_at or None),
                    lapse=lapse,
                )
                for name, begun_at, due_at, stopped_at, extended, cap_at, lapse in found
            ),
            key=lambda each: (each.due_at, each.name),
        )
    )


def keep(tx: Tx, matter_id: int, before: Sequence[Running], after: Sequence[Running], rings: Rings) -> None:
    """Remember the terms of a matter that has moved; `rings` are the reminders of those that are not as they were."""
    names = {each.name for each in after}
    gone = {f"gone_{n}": each.name for n, each in enumerate(before) if each.name not in names}
    changed = [each for each in after if each not in before]
    if len(gone) == len(changed) == 1 and changed[0].name not in {each.name for each in before}:
        (ended,) = gone.values()
        _put_in_place(tx, matter_id, ended, changed[0], rings)
        return
    if gone:
        named = ", ".join(f":{name}" for name in gone)
        tx.put(f"DELETE FROM term WHERE matter_id = :id AND name IN ({named})", id=matter_id, **gone)
    for each in changed:
        tx.gather("term", {"matter_id": matter_id, **_row(each, rings.get(each.name, ()))}, _insert)


def _insert(tx: Tx, rows: Sequence[Mapping[str, Any]]) -> None:
    """Terms of whichever matters; one that runs already takes the new moments, the last that it was given."""
    written, given = values(list({(row["matter_id"], row["name"]): row for row in rows}.values()))
    tx.put(
        f"INSERT INTO term {written}"
        f" ON CONFLICT (matter_id, name) DO UPDATE SET {', '.join(f'{each} = excluded.{each}' for each in _COLUMNS)}",
        **given,
    )


def _put_in_place(tx: Tx, matter_id: int, gone: str, new: Running, rings: Rings) -> None:
    """One term ends where another begins, as with most moves: its row becomes that of the other."""
    tx.put(
        f"UPDATE term SET {', '.join(f'{each} = :{each}' for each in _COLUMNS)} WHERE matter_id = :id AND name = :gone",
        id=matter_id,
        gone=gone,
        **_row(new, rings.get(new.name, ())),
    )


def due(tx: Tx, at: datetime, *, may_speak: bool, limit: int = 100) -> list[Due]:
    """List what the clock must see to, whatever the procedure: terms that are over, open after their last moment, of which it
    makes a move then; and, where the office may speak, those that remind, oldest first."""
    over = (
        "SELECT 0 AS part, term.due_at AS moment, term.id, matter.kind, matter.id AS matter_id, term.lapse FROM term"
        " JOIN matter ON matter.id = term.matter_id WHERE term.lapse <> '' AND term.stopped_at IS NULL AND term.due_at < :at"
    )
    ringing = (
        "SELECT * FROM (SELECT 1 AS part, term.rings_at AS moment, term.id, matter.kind, matter.id AS matter_id, '' AS lapse"
        " FROM term JOIN matter ON matter.id = term.matter_id WHERE term.rings_at <= :at"
        " ORDER BY term.rings_at, term.id LIMIT :limit) AS ringing"
    )
    rows = tx.all(
        f"{over}{f' UNION ALL {ringing}' if may_speak else ''} ORDER BY 1, 2, 3",
        at=times.text(at),
        **({"limit": limit} if may_speak else {}),
    )
    return [Due(id=row[2], matter=row[3], matter_id=row[4], lapse=row[5]) for row in rows]


def next_lapse_at(tx: Tx) -> datetime | None:
    """Say when the next term ends whose end the clock acts on."""
    return times.maybe_read(tx.value("SELECT MIN(due_at) FROM term WHERE lapse <> '' AND stopped_at IS NULL"))


def next_reminder_at(tx: Tx) -> datetime | None:
    """Say when the next reminder rings."""
    return times.maybe_read(tx.value("SELECT MIN(rings_at) FROM term WHERE rings_at IS NOT NULL"))


def first_due_at(tx: Tx) -> datetime | None:
    """Say when the first of all terms that run ends, or ended."""
    return times.maybe_read(tx.value("SELECT MIN(due_at) FROM term WHERE stopped_at IS NULL"))


def over(tx: Tx, until: datetime, since: datetime | None = None) -> list[tuple[str, int, str]]:
    """List the terms that ended before a moment, and not before another, as the kind and id of the matter and the name of each, the oldest
    first."""
    return tx.all(
        "SELECT matter.kind, matter.id, term.name FROM term JOIN matter ON matter.id = term.matter_id"
        " WHERE term.stopped_at IS NULL AND term.due_at < :until AND term.due_at >= :since ORDER BY term.due_at, term.id",
        until=times.text(until),
        since=times.text(since) if since else "",
    )


def take(tx: Tx, term_id: int, at: datetime) -> Reminder | None:
    """Take the reminders of a term whose moments have come, each once; None where none has."""
    row = tx.one(
        "SELECT matter.kind, matter.id, term.name, term.rings FROM term JOIN matter ON matter.id = term.matter_id"
        " WHERE term.id = :id AND term.rings_at <= :at",
        id=term_id,
        at=times.text(at),
    )
    if row is None:
        return None
    rings = [each.split(" ") for each in row[3].split(",")]
    left = [(kind, moment) for kind, moment in rings if moment > times.text(at)]
    taken = tx.run(
        "UPDATE term SET rings_at = :next, rings = :left WHERE id = :id AND rings = :before",
        next=left[0][1] if left else None,
        left=",".join(" ".join(each) for each in left),
        id=term_id,
        before=row[3],
    )
    kinds = tuple(kind for kind, moment in rings if moment <= times.text(at))
    return Reminder(matter=row[0], matter_id=row[1], term=row[2], kinds=kinds) if taken == 1 else None


def count(tx: Tx) -> int:
    """Count the terms that run or rest."""
    return int(tx.value("SELECT COUNT(*) FROM term"))


def due_wrongly(tx: Tx) -> list[tuple[str, int]]:
    """List the matters, by kind and id, that are due at another moment than the first of their terms ends."""
    return tx.all(
        "SELECT kind, id FROM matter WHERE COALESCE(due_at, '') <> COALESCE("
        "(SELECT MIN(due_at) FROM term WHERE term.matter_id = matter.id AND stopped_at IS NULL), '') ORDER BY id"
    )


def running(tx: Tx, since: datetime) -> list[int]:
    """List the matters with a term that runs and ends at or after a moment."""
    rows = tx.all("SELECT matter_id FROM term WHERE stopped_at IS NULL AND due_at >= :since", since=times.text(since))
    return sorted({number for (number,) in rows})


_COLUMNS = ("name", "begun_at", "due_at", "stopped_at", "extended", "cap_at", "lapse", "rings_at", "rings")


def _row(term: Running, rings: Moments) -> Mapping[str, object]:
    return {
        "name": term.name,
        "begun_at": times.text(term.begun_at),
        "due_at": times.text(term.due_at),
        "stopped_at": times.maybe_text(term.stopped_at),
        "extended": term.extended,
        "cap_at": times.maybe_text(term.cap_at),
        "lapse": term.lapse,
        "rings_at": times.text(rings[0][1]) if rings else None,
        "rings": ",".join(f"{kind} {times.text(at)}" for kind, at in rings),
    }
