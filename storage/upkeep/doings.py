"""Whether an office has taken in or said anything since somebody looked last: while it has not, its database may be put back as it was."""

from storage.database import Tx


def trace(tx: Tx) -> str:
    """Changes with every message that comes in and every word that leaves; not with what the clock does, for it does that again."""
    found = (
        tx.value("SELECT COALESCE(MAX(id), 0) FROM inbox"),
        tx.value("SELECT COUNT(*) FROM inbox"),
        tx.value("SELECT COALESCE(SUM(fence), 0) FROM outbox"),
        tx.value("SELECT COUNT(*) FROM outbox WHERE state <> 'waiting'"),
    )
    return "-".join(map(str, found))
