"""Troubles: words whose outcome is unknown, words given up, messages set aside, until an operator has decided.

What the platform said is sealed: it may repeat somebody's words.
"""

from dataclasses import dataclass
from datetime import datetime

from domain.troubles import OPEN, Reason, Stage
from storage import times
from storage.database import Row, Tx

LONGEST = 300  # characters kept of what a platform said
_COLUMNS = "id, stage, outbox_id, inbox_id, reason, said, made_at"
# Written out, so that the index of the open ones is used.
_OPEN = "stage IN ('unknown', 'undelivered', 'unhandled')"


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """One of them. Either `outbox_id` or `inbox_id` says what it is about."""

    id: int
    stage: Stage
    outbox_id: int | None
    inbox_id: int | None
    reason: Reason
    said: str
    made_at: datetime


def begin(
    tx: Tx,
    stage: Stage,
    reason: Reason,
    said: str,
    at: datetime,
    *,
    rules: int,
    outbox_id: int | None = None,
    inbox_id: int | None = None,
) -> int:
    """Keep one; return its number. `said` is what the platform or the fault said, in its own words."""
    made = times.text(at)
    return int(
        tx.value(
            "INSERT INTO trouble (stage, epoch, since, rules, outbox_id, inbox_id, reason, said, made_at)"
            " VALUES (:stage, 1, :at, :rules, :outbox, :inbox, :reason, :said, :at) RETURNING id",
            stage=stage.value,
            at=made,
            rules=rules,
            outbox=outbox_id,
            inbox=inbox_id,
            reason=reason.value,
            said=tx.vault.seal(said[:LONGEST].encode("utf-8", "replace"), f"trouble|{outbox_id}|{inbox_id}|{made}"),
        )
    )


def of_id(tx: Tx, number: int) -> Trouble | None:
    """Find one."""
    row = tx.one(f"SELECT {_COLUMNS} FROM trouble WHERE id = :id", id=number)
    return None if row is None else _trouble(tx, row)


def waiting(tx: Tx, *, after: int = 0, limit: int = 50) -> list[Trouble]:
    """List what waits for a decision: unknown outcomes first, then messages, then words given up; each oldest first."""
    rows = tx.all(
        f"SELECT {_COLUMNS} FROM trouble WHERE {_OPEN} ORDER BY CASE stage WHEN 'unknown' THEN 0 WHEN 'unhandled' THEN 1"
        " ELSE 2 END, id LIMIT :limit OFFSET :after",
        limit=limit,
        after=after,
    )
    return [_trouble(tx, row) for row in rows]


def undelivered_for(tx: Tx, reason: Reason, *, limit: int) -> list[int]:
    """List the open ones about words that were given up for one reason, oldest first."""
    rows = tx.all(
        "SELECT id FROM trouble WHERE stage = 'undelivered' AND reason = :reason ORDER BY id LIMIT :limit",
        reason=reason.value,
        limit=limit,
    )
    return [number for (number,) in rows]


def counts(tx: Tx) -> dict[Stage, int]:
    """Count the open ones by stage."""
    found: dict[str, int] = dict(tx.all(f"SELECT stage, COUNT(*) FROM trouble WHERE {_OPEN} GROUP BY stage"))
    return {stage: found.get(stage.value, 0) for stage in OPEN}


def unknown_without_one(tx: Tx, limit: int = 500) -> list[int]:
    """List the rows of the outbox of unknown outcome that no open trouble is about, oldest first."""
    rows = tx.all(
        "SELECT id FROM outbox WHERE state = 'unknown' AND NOT EXISTS (SELECT 1 FROM trouble"
        " WHERE trouble.outbox_id = outbox.id AND trouble.stage = 'unknown') ORDER BY id LIMIT :limit",
        limit=limit,
    )
    return [number for (number,) in rows]


def has_unseen(tx: Tx, stage: Stage) -> bool:
    """Whether an open one of this stage was not looked at yet: then the operators have been told already."""
    found = tx.one(
        f"SELECT 1 FROM trouble WHERE {_OPEN} AND stage = :stage AND seen_at IS NULL LIMIT 1", stage=stage.value
    )
    return found is not None


def mark_seen(tx: Tx, at: datetime) -> None:
    """An operator has looked at the list."""
    tx.put(f"UPDATE trouble SET seen_at = :at WHERE {_OPEN} AND seen_at IS NULL", at=times.text(at))


def _trouble(tx: Tx, row: Row) -> Trouble:
    number, stage, outbox_id, inbox_id, reason, said, made = row
    return Trouble(
        id=number,
        stage=Stage(stage),
        outbox_id=outbox_id,
        inbox_id=inbox_id,
        reason=Reason(reason),
        said=tx.vault.open(said, f"trouble|{outbox_id}|{inbox_id}|{made}").decode(),
        made_at=times.read(made),
    )
