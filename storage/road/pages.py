"""What a page of an account shows of the outbox, and what is new for it."""

import itertools
from collections.abc import Sequence
from datetime import datetime

from storage import shapes, times
from storage.database import Tx
from storage.road import outbox
from storage.road.outbox import COLUMNS, Waiting

_AT_ONCE = 100  # accounts asked for in one statement, which always has so many places: it is prepared once


def undelivered_since(tx: Tx, account_id: int) -> datetime | None:
    """When the first word was put here that was given up after the last one that arrived; None where none was."""
    found = tx.value(
        "SELECT MIN(made_at) FROM outbox WHERE account_id = :account AND state = 'dead' AND id >"
        " COALESCE((SELECT MAX(id) FROM outbox WHERE account_id = :account AND state = 'sent'), 0)",
        account=account_id,
    )
    return times.maybe_read(found)


def page(tx: Tx, account_id: int, after: int, limit: int = 200) -> list[Waiting]:
    """List what was said to an account after a number, oldest first; the newest `limit` of them."""
    rows = tx.all(
        f"SELECT {COLUMNS} FROM outbox WHERE account_id = :account AND id > :after AND state <> 'dead'"
        " ORDER BY id DESC LIMIT :limit",
        account=account_id,
        after=after,
        limit=limit,
    )
    return [outbox.waiting(row) for row in reversed(rows)]


def last(tx: Tx, account_id: int) -> int:
    """The number of what was said to an account last; 0 where nothing was."""
    return int(tx.value("SELECT MAX(id) FROM outbox WHERE account_id = :account", account=account_id) or 0)


def lately_said(tx: Tx, account_id: int, limit: int) -> list[shapes.Stored]:
    """List what was said to an account last, newest first; cards, which have no words of their own, are left out."""
    rows = tx.all(
        f"SELECT {COLUMNS} FROM outbox WHERE account_id = :account AND card_id IS NULL AND rendering_id IS NULL"
        " AND state <> 'dead' ORDER BY id DESC LIMIT :limit",
        account=account_id,
        limit=limit,
    )
    return [outbox.body(tx, outbox.waiting(row)) for row in rows]


def newest(tx: Tx, channel: str, accounts: Sequence[int]) -> dict[int, int]:
    """Tell for each of these accounts before which something waits the highest number of that."""
    found: dict[int, int] = {}
    for first in range(0, len(accounts), _AT_ONCE):
        some = accounts[first : first + _AT_ONCE]
        asked = {
            f"a{place}": account for place, account in enumerate(itertools.chain(some, [-1] * (_AT_ONCE - len(some))))
        }
        found.update(
            tx.all(
                "SELECT account_id, MAX(id) FROM outbox WHERE channel = :channel AND state = 'waiting'"
                f" AND account_id IN ({', '.join(f':{name}' for name in asked)}) GROUP BY account_id",
                channel=channel,
                **asked,
            )
        )
    return found


def news(tx: Tx, channel: str, after: int) -> list[tuple[int, int]]:
    """List number and account of what began to wait after a number, oldest first.

    Where several commit beside each other, a lower number of another account may yet come: ask for the `newest` then.
    """
    found: list[tuple[int, int]] = tx.all(
        "SELECT id, account_id FROM outbox WHERE channel = :channel AND state = 'waiting' AND id > :after ORDER BY id",
        channel=channel,
        after=after,
    )
    return found


def mark_seen(tx: Tx, account_id: int, numbers: Sequence[int], at: datetime) -> None:
    """Remember that a page has taken these, and with them the refreshings they made needless."""
    if not numbers:
        return
    tx.put(
        "UPDATE outbox SET state = 'sent', sent_at = :at"
        " WHERE account_id = :account AND id <= :newest AND state = 'waiting'",
        at=times.text(at),
        account=account_id,
        newest=max(numbers),
    )
