"""Which steps of the demo's guide have happened, and of which matter its player's road is, read from what is remembered anyway."""

from storage.database import Tx

_SECOND = "period.kind = 'period' AND period.number LIKE '%P2'"
_ABOUT_IT = (
    "SELECT 1 FROM matter JOIN matter AS period ON period.id = matter.parent_id"
    f" WHERE matter.kind = 'announcement' AND {_SECOND}"
)
_SINCE = "id > (SELECT COALESCE(MAX(value), 0) FROM counter WHERE name = 'demo clues')"
_MARKS = {
    "reported": "SELECT 1 FROM matter WHERE kind = 'clue' AND account_id IN"
    f" (SELECT id FROM account WHERE consented_at IS NOT NULL AND person_id IS NULL) AND {_SINCE}",
    "claimed": "SELECT 1 FROM matter WHERE kind = 'clue' AND owner_id IS NOT NULL",
    "accepted": "SELECT 1 FROM matter WHERE kind = 'clue' AND stage = 'accepted'",
    "confirmed": f"SELECT 1 FROM matter AS period WHERE {_SECOND} AND stage IN ('confirmed', 'announced')",
    "approved": f"{_ABOUT_IT} AND matter.stage IN ('approved', 'published')",
    "acknowledged": "SELECT 1 FROM flag JOIN matter ON matter.id = flag.id JOIN matter AS period ON period.id = matter.parent_id"
    f" WHERE {_SECOND} AND flag.acknowledged_at IS NOT NULL",
    "published": f"{_ABOUT_IT} AND matter.stage = 'published'",
}


def done(tx: Tx) -> frozenset[str]:
    """List the steps that have happened."""
    return frozenset(step for step, sql in _MARKS.items() if tx.one(f"{sql} LIMIT 1") is not None)


def begun(tx: Tx, kind: str, turn: int = 0) -> int | None:
    """The matter of a kind that was begun since the player came, the so manieth: those of which something came in the order in which
    they began, then the newest. None where there are not so many yet."""
    has_come = "EXISTS (SELECT 1 FROM matter AS child WHERE child.parent_id = matter.id)"
    found: int | None = tx.value(
        f"SELECT id FROM matter WHERE kind = :kind AND {_SINCE} ORDER BY CASE WHEN {has_come} THEN 0 ELSE 1 END,"
        f" CASE WHEN {has_come} THEN id ELSE -id END LIMIT 1 OFFSET :turn",
        kind=kind,
        turn=turn,
    )
    return found


def begin(tx: Tx) -> None:
    """From here on a clue is one that the player brought."""
    tx.put(
        "INSERT INTO counter (name, value) VALUES ('demo clues', (SELECT COALESCE(MAX(id), 0) FROM clue))"
        " ON CONFLICT (name) DO UPDATE SET value = excluded.value"
    )
