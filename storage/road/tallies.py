"""Counts by account and window: messages a minute, clues a day, wrong codes an hour."""

from storage.database import Tx


def count(tx: Tx, account_id: int, what: str, window: str) -> int:
    """Count one more in this window (any text that changes when the window does); return the number so far."""
    return int(
        tx.value(
            "INSERT INTO tally (account_id, what, since, number) VALUES (:account, :what, :window, 1)"
            " ON CONFLICT (account_id, what) DO UPDATE SET"
            " number = CASE WHEN tally.since = :window THEN tally.number + 1 ELSE 1 END, since = :window RETURNING number",
            account=account_id,
            what=what,
            window=window,
        )
    )


def counted(tx: Tx, account_id: int, what: str, window: str) -> int:
    """Return the number so far in this window, without counting."""
    return int(
        tx.value(
            "SELECT number FROM tally WHERE account_id = :account AND what = :what AND since = :window",
            account=account_id,
            what=what,
            window=window,
        )
        or 0
    )


def uncount(tx: Tx, account_id: int, what: str) -> None:
    """Take one back: it was right."""
    tx.put(
        "UPDATE tally SET number = number - 1 WHERE account_id = :account AND what = :what",
        account=account_id,
        what=what,
    )
