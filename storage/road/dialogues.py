"""Open dialogues: one row per account, sealed, with a version."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import msgspec

from storage import shapes, times
from storage.database import Row, Tx

STAFF_LASTS = timedelta(days=7)  # what a member of staff has begun to answer is kept for so long
COLUMNS = ("id", "version", "body", "touched_at")
Shape = msgspec.Raw  # a step as JSON; only the present one is ever looked into


@dataclass(frozen=True, slots=True, kw_only=True)
class Open:
    """A dialogue under way: its steps as shapes, the present one last, the ones before for 返回."""

    id: int
    version: int
    steps: tuple[Shape, ...]
    touched_at: datetime


def of(tx: Tx, account_id: int) -> Open | None:
    """Load an account's open dialogue."""
    row = tx.one(f"SELECT {', '.join(COLUMNS)} FROM dialogue WHERE account_id = :account", account=account_id)
    return None if row is None else opened(tx, account_id, row)


def opened(tx: Tx, account_id: int, row: Row) -> Open | None:
    """Make of a row of `COLUMNS` what leaves this folder; None of one without anything."""
    if row[0] is None:
        return None
    steps = shapes.decode(tx.vault.open(row[2], f"dialogue|{account_id}"), list[msgspec.Raw])
    return Open(id=row[0], version=row[1], steps=tuple(steps), touched_at=times.read(row[3]))


def save(tx: Tx, account_id: int, dialogue: Open) -> None:
    """Save it in the message's own transaction."""
    tx.put(
        "INSERT INTO dialogue (account_id, id, version, body, touched_at) VALUES (:account, :id, :version, :body, :at)"
        " ON CONFLICT (account_id) DO UPDATE SET id = :id, version = :version, body = :body, touched_at = :at",
        account=account_id,
        id=dialogue.id,
        version=dialogue.version,
        body=tx.vault.seal(shapes.encode(dialogue.steps), f"dialogue|{account_id}"),
        at=times.text(dialogue.touched_at),
    )


def end(tx: Tx, account_id: int) -> None:
    """End it."""
    tx.put("DELETE FROM dialogue WHERE account_id = :account", account=account_id)


def forget_silent(tx: Tx, since: datetime, since_of_staff: datetime) -> int:
    """Throw away dialogues in which nobody has said anything since; return how many. Who works here has longer: a plan takes days."""
    return tx.run(
        "DELETE FROM dialogue WHERE touched_at < :since AND (touched_at < :of_staff"
        " OR account_id NOT IN (SELECT id FROM account WHERE person_id IS NOT NULL))",
        since=times.text(since),
        of_staff=times.text(since_of_staff),
    )
