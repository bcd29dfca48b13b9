"""The outbox from a test's side: what is put there, by its number."""

from __future__ import annotations

from storage.database import Tx


def last(tx: Tx, account_id: int) -> int:
    """The number of what was put before an account last."""
    return int(tx.value("SELECT MAX(id) FROM outbox WHERE account_id = :account", account=account_id))
