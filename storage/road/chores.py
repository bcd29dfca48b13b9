"""Chores: slow things that a transaction asked for and a door does (the design §2).

A chore is put in the same transaction as what needs it, so it survives a crash; it may be done twice, and only the
result of the newest attempt counts.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from storage import shapes, times
from storage.database import Tx


@dataclass(frozen=True, slots=True, kw_only=True)
class Chore:
    """One thing to do. `attempts` counts this one; it is also the fence against an older one that comes back."""

    id: int
    kind: str
    account_id: int
    body: Mapping[str, Any]
    attempts: int
    made_at: datetime


def put(tx: Tx, kind: str, account_id: int, body: Mapping[str, Any], at: datetime) -> None:
    """Ask for a chore."""
    made = times.text(at)
    sealed = tx.vault.seal(shapes.encode(dict(body)), f"chore|{kind}|{made}")
    row = {
        "kind": kind,
        "account_id": account_id,
        "body": sealed,
        "state": "waiting",
        "not_before": made,
        "made_at": made,
    }
    tx.gather("chore", row)


def has_due(tx: Tx, kinds: Collection[str], at: datetime) -> bool:
    """Whether something of these kinds is to be done now."""
    names = _named(kinds)
    found = tx.one(
        f"SELECT 1 FROM chore WHERE state = 'waiting' AND not_before <= :now AND kind IN ({_marks(names)}) LIMIT 1",
        now=times.text(at),
        **names,
    )
    return found is not None


def is_asked(tx: Tx, kind: str) -> bool:
    """Whether a chore of this kind is to be done, or is under way."""
    return tx.one("SELECT 1 FROM chore WHERE state = 'waiting' AND kind = :kind LIMIT 1", kind=kind) is not None


def claim(tx: Tx, kinds: Collection[str], at: datetime, until: datetime, limit: int) -> list[Chore]:
    """Take what is due, oldest first; whoever takes it and dies leaves it to be taken again after `until`."""
    names = _named(kinds)
    rows = tx.all(
        "SELECT id, kind, account_id, body, attempts, made_at FROM chore WHERE state = 'waiting' AND not_before <= :now"
        f" AND kind IN ({_marks(names)}) ORDER BY id LIMIT :limit",
        now=times.text(at),
        limit=limit,
        **names,
    )
    taken = []
    for number, kind, account_id, body, attempts, made in rows:
        tx.put(
            "UPDATE chore SET attempts = attempts + 1, not_before = :until WHERE id = :id",
            until=times.text(until),
            id=number,
        )
        plain = shapes.decode(tx.vault.open(body, f"chore|{kind}|{made}"), dict[str, Any])
        taken.append(
            Chore(
                id=number,
                kind=kind,
                account_id=account_id,
                body=plain,
                attempts=attempts + 1,
                made_at=times.read(made),
            )
        )
    return taken


def done(tx: Tx, chore: Chore) -> bool:
    """Strike it off. False where somebody else has taken it meanwhile: then our result does not count."""
    return tx.run("DELETE FROM chore WHERE id = :id AND attempts = :mine", id=chore.id, mine=chore.attempts) == 1


def failed(tx: Tx, chore: Chore, not_before: datetime, why: str) -> bool:
    """Let it be tried again later."""
    changed = tx.run(
        "UPDATE chore SET not_before = :later, why = :why WHERE id = :id AND attempts = :mine AND state = 'waiting'",
        later=times.text(not_before),
        why=why,
        id=chore.id,
        mine=chore.attempts,
    )
    return changed == 1


def mark_dead(tx: Tx, chore: Chore, why: str) -> bool:
    """Give it up; it stays for the operator to see."""
    changed = tx.run(
        "UPDATE chore SET state = 'dead', why = :why WHERE id = :id AND attempts = :mine AND state = 'waiting'",
        why=why,
        id=chore.id,
        mine=chore.attempts,
    )
    return changed == 1


def counts(tx: Tx) -> dict[str, int]:
    """Count by state, for the operator."""
    return dict(tx.all("SELECT state, COUNT(*) FROM chore GROUP BY state"))


def counts_open(tx: Tx) -> int:
    """Count the chores that are not done yet."""
    return int(tx.value("SELECT COUNT(*) FROM chore WHERE state IN ('waiting', 'claimed')"))


def _named(kinds: Collection[str]) -> dict[str, str]:
    return {f"kind{index}": kind for index, kind in enumerate(kinds)}


def _marks(names: Collection[str]) -> str:
    return ", ".join(f":{name}" for name in names)
