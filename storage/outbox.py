"""The outbox (发件箱): everything that is to be said, waiting for `bot/delivery.py`.

Rows are put here in the same transaction as what caused them. A body is sealed; a card has none: it is made from the
present state when it is shown. Called by `handlers/telling.py`, `handlers/cards.py`, `storage/announcements.py`, `bot/delivery.py`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from domain.saying import Class, Say
from storage import shapes, times
from storage.database import Row, Tx

INTERACTIVE = 0
BULK = 5
PUBLIC_ACCOUNT = 0
_COLUMNS = "id, account_id, channel, class, body, card_id, rendering_id, ref, attempts, fence, made_at, state"


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """One row on its way out. Exactly one of `body`, `card_id`, `rendering_id` says what it is."""

    id: int
    account_id: int
    channel: str
    kind: Class
    body: bytes
    card_id: int | None
    rendering_id: int | None
    ref: str
    attempts: int
    fence: int
    made_at: datetime
    state: str


def put(
    tx: Tx, say: Say, channel: str, handles: tuple[str, ...], at: datetime, *, priority: int = INTERACTIVE
) -> int:
    """Put one Say for one account; return its number."""
    made = times.text(at)
    body = tx.vault.seal(shapes.from_say(say, handles), f"outbox|{say.to}|{made}")
    return _insert(tx, say.to, channel, say.kind, priority, made, body)


def put_card(tx: Tx, account_id: int, channel: str, card_id: int, at: datetime, *, is_edit: bool) -> int:
    """Put a card, or the refreshing of one; its words are made when it is sent."""
    number = _insert(tx, account_id, channel, Class.NOTICE, INTERACTIVE, times.text(at), b"", card_id=card_id)
    if not is_edit:
        tx.run("UPDATE card SET outbox_id = :number WHERE id = :card", number=number, card=card_id)
    return number


def put_public(tx: Tx, channel: str, rendering_id: int, at: datetime) -> int:
    """Put approved public words, byte for byte; the database refuses it without two valid approvals."""
    return _insert(tx, PUBLIC_ACCOUNT, channel, Class.PUBLIC, BULK, times.text(at), b"", rendering_id=rendering_id)


def claim(tx: Tx, channel: str, at: datetime, until: datetime, limit: int, busy: Iterable[int] = ()) -> list[Waiting]:
    """Claim what may be sent now: interactive before bulk, one row an account, none of an account that is busy."""
    rows = tx.all(
        f"SELECT {_COLUMNS} FROM outbox WHERE channel = :channel AND state = 'waiting' AND not_before <= :now"
        " ORDER BY priority, id LIMIT :most",
        channel=channel,
        now=times.text(at),
        most=limit * 4,
    )
    taken, accounts = [], set(busy)
    for row in rows:
        if len(taken) == limit:
            break
        if row[1] in accounts:
            continue
        if row[1] != PUBLIC_ACCOUNT:
            accounts.add(row[1])
        tx.run(
            "UPDATE outbox SET state = 'claimed', claimed_until = :until, fence = fence + 1, attempts = attempts + 1"
            " WHERE id = :id",
            until=times.text(until),
            id=row[0],
        )
        taken.append(_waiting(row, fence=row[9] + 1))
    return taken


def mark_sent(tx: Tx, row: Waiting, ref: str, at: datetime) -> None:
    """Remember that the platform took it. An older claim of the same row changes nothing."""
    _end(tx, row, "sent", at, ref=ref)


def mark_unknown(tx: Tx, row: Waiting, why: str, at: datetime) -> None:
    """Remember that it may have been sent; a person decides."""
    _end(tx, row, "unknown", at, why=why)


def mark_dead(tx: Tx, row: Waiting, why: str, at: datetime) -> None:
    """Remember that it will never be sent."""
    _end(tx, row, "dead", at, why=why)


def put_back(tx: Tx, row: Waiting, not_before: datetime, why: str) -> None:
    """Let it wait again: it was surely not sent."""
    tx.run(
        "UPDATE outbox SET state = 'waiting', not_before = :later, why = :why, claimed_until = NULL"
        " WHERE id = :id AND state = 'claimed' AND fence = :fence",
        later=times.text(not_before),
        why=why,
        id=row.id,
        fence=row.fence,
    )


def keep_ref(tx: Tx, row_id: int, ref: str) -> None:
    """Remember the platform's reference of a row before it is complete (the title of an announcement, posted first)."""
    tx.run("UPDATE outbox SET ref = :ref WHERE id = :id", ref=ref, id=row_id)


def expire_claims(tx: Tx, at: datetime) -> None:
    """Free rows whose claimer died: replies and notices wait again, public words are for a person to decide.

    A public row whose title is known to stand (`ref`) is safe to go on with: editing it again is harmless.
    """
    now = times.text(at)
    tx.run(
        "UPDATE outbox SET state = 'unknown', why = 'claim expired' WHERE state = 'claimed' AND claimed_until <= :now"
        " AND class = 'P' AND ref IS NULL AND channel <> 'web'",
        now=now,
    )
    tx.run("UPDATE outbox SET state = 'waiting' WHERE state = 'claimed' AND claimed_until <= :now", now=now)


def page(tx: Tx, account_id: int, after: int, limit: int = 200) -> list[Waiting]:
    """List what was said to an account after a number, oldest first; the newest `limit` of them."""
    rows = tx.all(
        f"SELECT {_COLUMNS} FROM outbox WHERE account_id = :account AND id > :after AND state <> 'dead'"
        " ORDER BY id DESC LIMIT :limit",
        account=account_id,
        after=after,
        limit=limit,
    )
    return [_waiting(row) for row in reversed(rows)]


def mark_seen(tx: Tx, account_id: int, numbers: Sequence[int], at: datetime) -> None:
    """Remember that a page has taken these."""
    for number in numbers:
        tx.run(
            "UPDATE outbox SET state = 'sent', sent_at = :at WHERE id = :id AND account_id = :account AND state = 'waiting'",
            at=times.text(at),
            id=number,
            account=account_id,
        )


def forget(tx: Tx, account_id: int) -> None:
    """Delete all that was said to an account that left."""
    tx.run("DELETE FROM outbox WHERE account_id = :account", account=account_id)


def of_id(tx: Tx, number: int) -> Waiting | None:
    """Find one row."""
    row = tx.one(f"SELECT {_COLUMNS} FROM outbox WHERE id = :id", id=number)
    return None if row is None else _waiting(row)


def body(tx: Tx, row: Waiting) -> shapes.Stored:
    """Open a row's body."""
    return shapes.to_stored(tx.vault.open(row.body, f"outbox|{row.account_id}|{times.text(row.made_at)}"))


def _insert(
    tx: Tx,
    account_id: int,
    channel: str,
    kind: Class,
    priority: int,
    made: str,
    sealed: bytes,
    *,
    card_id: int | None = None,
    rendering_id: int | None = None,
) -> int:
    return int(
        tx.value(
            "INSERT INTO outbox (account_id, channel, class, priority, state, made_at, not_before, body, card_id, rendering_id)"
            " VALUES (:account, :channel, :class, :priority, 'waiting', :made, :made, :body, :card, :rendering) RETURNING id",
            **{"class": kind.value},
            account=account_id,
            channel=channel,
            priority=priority,
            made=made,
            body=sealed,
            card=card_id,
            rendering=rendering_id,
        )
    )


def _end(tx: Tx, row: Waiting, state: str, at: datetime, *, ref: str = "", why: str = "") -> None:
    tx.run(
        "UPDATE outbox SET state = :state, sent_at = :at, ref = COALESCE(NULLIF(:ref, ''), ref), why = :why, claimed_until = NULL"
        " WHERE id = :id AND fence = :fence AND state = 'claimed'",
        state=state,
        at=times.text(at),
        ref=ref,
        why=why,
        id=row.id,
        fence=row.fence,
    )


def _waiting(row: Row, fence: int | None = None) -> Waiting:
    return Waiting(
        id=row[0],
        account_id=row[1],
        channel=row[2],
        kind=Class(row[3]),
        body=row[4],
        card_id=row[5],
        rendering_id=row[6],
        ref=row[7] or "",
        attempts=row[8],
        fence=row[9] if fence is None else fence,
        made_at=times.read(row[10]),
        state=row[11],
    )
