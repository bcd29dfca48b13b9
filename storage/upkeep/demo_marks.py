"""Which steps of the demo's guide have happened, read from what is remembered anyway."""

from storage.database import Tx

_MARKS = {
    "reported": "SELECT 1 FROM matter WHERE kind = 'clue' AND account_id IN"
    " (SELECT id FROM account WHERE consented_at IS NOT NULL AND person_id IS NULL)"
    " AND id > (SELECT COALESCE(MAX(value), 0) FROM counter WHERE name = 'demo clues')",
    "claimed": "SELECT 1 FROM matter WHERE kind = 'clue' AND owner_id IS NOT NULL",
    "accepted": "SELECT 1 FROM matter WHERE kind = 'clue' AND stage = 'accepted'",
    "confirmed": "SELECT 1 FROM period WHERE code LIKE '%P2' AND stage IN ('confirmed', 'announced')",
    "approved": "SELECT 1 FROM announcement JOIN period ON period.id = announcement.period_id"
    " WHERE period.code LIKE '%P2' AND announcement.stage IN ('approved', 'published')",
    "acknowledged": "SELECT 1 FROM flag JOIN period ON period.id = flag.period_id"
    " WHERE period.code LIKE '%P2' AND flag.acknowledged_at IS NOT NULL",
    "published": "SELECT 1 FROM announcement JOIN period ON period.id = announcement.period_id"
    " WHERE period.code LIKE '%P2' AND announcement.stage = 'published'",
}


def done(tx: Tx) -> frozenset[str]:
    """List the steps that have happened."""
    return frozenset(step for step, sql in _MARKS.items() if tx.one(f"{sql} LIMIT 1") is not None)


def begin(tx: Tx) -> None:
    """From here on a clue is one that the player brought."""
    tx.put(
        "INSERT INTO counter (name, value) VALUES ('demo clues', (SELECT COALESCE(MAX(id), 0) FROM clue))"
        " ON CONFLICT (name) DO UPDATE SET value = excluded.value"
    )
