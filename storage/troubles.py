"""Troubles: words whose outcome is unknown, words given up, messages set aside, until an operator has decided.

What the platform said is sealed: it may repeat somebody's words.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from domain.matters.troubles import OPEN, TroubleReason, TroubleStage
from domain.mechanism.standing import Event
from storage import matters, times
from storage.database import Row, Tx

LONGEST = 300  # characters kept of what a platform said
_TROUBLE = (
    "SELECT matter.id, matter.number, matter.stage, trouble.outbox_id, trouble.inbox_id, trouble.reason, trouble.said,"
    " matter.made_at FROM matter JOIN trouble ON trouble.id = matter.id"
)
# Written out, so that the index of what waits is used.
_OPEN = "matter.kind <> 'clue' AND matter.kind = 'trouble' AND matter.stage IN ('unknown', 'undelivered', 'unhandled')"


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """One of them. Either `outbox_id` or `inbox_id` says what it is about; `number` is what operators call it."""

    id: int
    number: int
    stage: TroubleStage
    outbox_id: int | None
    inbox_id: int | None
    reason: TroubleReason
    said: str
    made_at: datetime


def begin(
    tx: Tx,
    events: Sequence[Event],
    reason: TroubleReason,
    said: str,
    *,
    outbox_id: int | None = None,
    inbox_id: int | None = None,
) -> int:
    """Keep one; return its id. `said` is what the platform or the fault said, in its own words."""
    number = matters.begin(tx, matters.New(number=str(matters.next_number(tx, "trouble"))), events)
    tx.put(
        "INSERT INTO trouble (id, outbox_id, inbox_id, reason, said) VALUES (:id, :outbox, :inbox, :reason, :said)",
        id=number,
        outbox=outbox_id,
        inbox=inbox_id,
        reason=reason.value,
        said=tx.vault.seal(said[:LONGEST].encode("utf-8", "replace"), f"trouble|{number}"),
    )
    return number


def of_id(tx: Tx, number: int) -> Trouble | None:
    """Find one."""
    row = tx.one(f"{_TROUBLE} WHERE matter.id = :id", id=number)
    return None if row is None else _trouble(tx, row)


def of_number(tx: Tx, number: int) -> Trouble | None:
    """Find one by what operators call it."""
    where = f"matter.kind = 'trouble' AND matter.number = :number AND {matters.NUMBERED}"
    row = tx.one(f"{_TROUBLE} WHERE {where}", number=str(number))
    return None if row is None else _trouble(tx, row)


def waiting(tx: Tx, *, after: int = 0, limit: int = 50) -> list[Trouble]:
    """List what waits for a decision: unknown outcomes first, then messages, then words given up; each oldest first."""
    rows = tx.all(
        f"{_TROUBLE} WHERE {_OPEN} ORDER BY CASE matter.stage WHEN 'unknown' THEN 0 WHEN 'unhandled' THEN 1"
        " ELSE 2 END, matter.id LIMIT :limit OFFSET :after",
        limit=limit,
        after=after,
    )
    return [_trouble(tx, row) for row in rows]


def undelivered_for(tx: Tx, reason: TroubleReason, *, limit: int) -> list[int]:
    """List the open ones about words that were given up for one reason, oldest first."""
    rows = tx.all(
        "SELECT matter.id FROM matter JOIN trouble ON trouble.id = matter.id WHERE matter.kind <> 'clue'"
        " AND matter.kind = 'trouble' AND matter.stage = 'undelivered' AND trouble.reason = :reason"
        " ORDER BY matter.id LIMIT :limit",
        reason=reason.value,
        limit=limit,
    )
    return [number for (number,) in rows]


def counts(tx: Tx) -> dict[TroubleStage, int]:
    """Count the open ones by stage."""
    found: dict[str, int] = dict(tx.all(f"SELECT stage, COUNT(*) FROM matter WHERE {_OPEN} GROUP BY stage"))
    return {stage: found.get(stage.value, 0) for stage in OPEN}


def unknown_without_one(tx: Tx, limit: int = 500) -> list[int]:
    """List the rows of the outbox of unknown outcome that no open trouble is about, oldest first."""
    rows = tx.all(
        "SELECT id FROM outbox WHERE state = 'unknown' AND NOT EXISTS (SELECT 1 FROM trouble"
        " JOIN matter ON matter.id = trouble.id WHERE trouble.outbox_id = outbox.id AND matter.stage = 'unknown') ORDER BY id LIMIT :limit",
        limit=limit,
    )
    return [number for (number,) in rows]


def has_unseen(tx: Tx, stage: TroubleStage) -> bool:
    """Whether an open one of this stage was not looked at yet: then the operators have been told already."""
    found = tx.one(
        "SELECT 1 FROM matter JOIN trouble ON trouble.id = matter.id"
        f" WHERE {_OPEN} AND matter.stage = :stage AND trouble.seen_at IS NULL LIMIT 1",
        stage=stage.value,
    )
    return found is not None


def mark_seen(tx: Tx, at: datetime) -> None:
    """An operator has looked at the list."""
    tx.put(
        f"UPDATE trouble SET seen_at = :at WHERE seen_at IS NULL AND id IN (SELECT id FROM matter WHERE {_OPEN})",
        at=times.text(at),
    )


def _trouble(tx: Tx, row: Row) -> Trouble:
    matter_id, number, stage, outbox_id, inbox_id, reason, said, made = row
    return Trouble(
        id=matter_id,
        number=int(number),
        stage=TroubleStage(stage),
        outbox_id=outbox_id,
        inbox_id=inbox_id,
        reason=TroubleReason(reason),
        said=tx.vault.open(said, f"trouble|{matter_id}").decode(),
        made_at=times.read(made),
    )
