"""Claiming what waits in the outbox: which rows may leave now, and to whom they belong for a while.

A claim is a lease with a fencing number; what becomes of the row is `storage/road/sending.py`.
"""

import itertools
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from domain.matters.troubles import TroubleReason
from domain.saying import Class
from storage import times
from storage.database import Tx
from storage.road import outbox, sending
from storage.road.outbox import COLUMNS, Destination, Waiting

TOGETHER = 10  # rows that become one message at most, where the channel combines
PATIENCE = 10  # failed attempts (about a minute) for which the rows behind one of the same account wait for it

_DUE = (
    "one.channel = :channel AND one.state = 'waiting' AND one.priority <= :least AND one.not_before <= :now"
    " AND NOT EXISTS (SELECT 1 FROM outbox AS other WHERE other.account_id = one.account_id"
    " AND other.state IN ('waiting', 'claimed', 'parked') AND other.channel = one.channel AND other.attempts < :patience"
    " AND (other.priority < one.priority OR (other.priority = one.priority AND other.id < one.id))"
    " AND (other.not_before <= :now OR other.attempts > 0 OR other.priority < :news)"
    " AND (one.rendering_id IS NULL OR EXISTS (SELECT 1 FROM rendering AS its JOIN rendering AS theirs"
    " ON theirs.audience = its.audience WHERE its.id = one.rendering_id AND theirs.id = other.rendering_id)))"
)
"""What may leave: of each place the oldest. All that is public is nobody's, so it waits only for what its own audience is told before.
News that are held until a morning are not due yet: nothing waits for them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claims:
    """What was claimed, of each account in its order, and the public words whose approvals fell."""

    taken: list[Waiting] = field(default_factory=list)
    fallen: list[Waiting] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Departure:
    """A message that left: for which account, or which audience; None for one that may be leaving now."""

    account_id: int
    audience: str
    at: datetime | None


def has_due(tx: Tx, channel: str, at: datetime, busy: Collection[Destination] = (), *, is_urgent: bool = False) -> bool:
    """Whether something may be sent now, to a place that is not busy; `is_urgent` leaves bulk out."""
    rows = tx.all(
        f"SELECT {COLUMNS} FROM outbox AS one WHERE {_DUE} ORDER BY priority, id LIMIT :most",
        most=len(busy) + 1,
        **_due(channel, at, is_urgent=is_urgent),
    )
    return any(row.destination not in busy for row in map(outbox.waiting, rows))


def claim(
    tx: Tx,
    channel: str,
    at: datetime,
    until: datetime,
    limit: int,
    busy: Collection[Destination] = (),
    *,
    is_urgent: bool = False,
    combines: bool = False,
) -> Claims:
    """Claim what may be sent now: interactive before bulk, of each place the oldest, none of a place that is busy.

    `is_urgent` leaves bulk out; with `combines` the words that wait right behind the oldest of an account come along.
    Public words whose approvals fell are set aside instead (the design §7: checked again when claimed).
    """
    rows = tx.all(
        f"SELECT {COLUMNS} FROM outbox AS one WHERE {_DUE} ORDER BY priority, id LIMIT :most",
        most=limit * 2 + len(busy),
        **_due(channel, at, is_urgent=is_urgent),
    )
    found = Claims()
    places = set(busy)
    for row in map(outbox.waiting, rows):
        if len(found.taken) >= limit or row.destination in places:
            continue
        places.add(row.destination)
        if sending.may_be_said(tx, row):
            along = _behind(tx, row, at) if combines else []
            found.taken.extend(_claimed(tx, each, until) for each in (row, *along))
        else:
            sending.set_aside(tx, row, at)
            found.fallen.append(row)
    return found


def _behind(tx: Tx, row: Waiting, at: datetime) -> list[Waiting]:
    """The words for the same account that are due right behind these, as far as they may stand in one message: no card,
    nothing that may have to be emptied, nothing public."""
    if not _is_plain(row):
        return []
    rows = tx.all(
        f"SELECT {COLUMNS} FROM outbox WHERE account_id = :account AND channel = :channel AND state = 'waiting'"
        " AND priority = :priority AND not_before <= :now AND id > :id ORDER BY id LIMIT :most",
        account=row.account_id,
        channel=row.channel,
        priority=row.priority,
        now=times.text(at),
        id=row.id,
        most=TOGETHER - 1,
    )
    return list(itertools.takewhile(_is_plain, map(outbox.waiting, rows)))


def _is_plain(row: Waiting) -> bool:
    return row.card_id is None and row.rendering_id is None and row.empties is None and row.about is None


def lately(tx: Tx, channel: str, since: datetime) -> list[Departure]:
    """List every message that left since then, oldest first; those that may be leaving now, last.

    A row counts as often as it became a message: its reference names each; public words were posted and edited.
    """
    audience = "COALESCE((SELECT audience FROM rendering WHERE rendering.id = outbox.rendering_id), '')"
    sent = tx.all(
        f"SELECT account_id, {audience}, class, ref, sent_at FROM outbox"
        " WHERE channel = :channel AND sent_at > :since AND fence > 0 ORDER BY sent_at",
        channel=channel,
        since=times.text(since),
    )
    leaving = tx.all(
        f"SELECT account_id, {audience} FROM outbox WHERE state = 'claimed' AND channel = :channel", channel=channel
    )
    found: list[Departure] = []
    for account, told, kind, ref, sent_at in sent:
        messages = ((ref or "").count(",") + 1) * (2 if kind == Class.PUBLIC else 1)
        found += [Departure(account_id=account, audience=told, at=times.read(sent_at))] * messages
    return found + [Departure(account_id=account, audience=told, at=None) for account, told in leaving]


def expire_claims(
    tx: Tx, channel: str, at: datetime, *, is_two_phase: bool, ours: Collection[int] | None = None
) -> list[Waiting]:
    """Free a channel's rows whose claimer died; return the public ones that now wait for a person.

    Those are the rows whose time is over; for whoever has just begun to send on this channel also all replies and notices but
    `ours`. Public words keep their time: whoever claimed them may yet be there, and posting their title.
    Replies and notices wait again. So do public words where the whole is only ever edited into a title
    (`is_two_phase`): that may be repeated freely, and those of which it is known what of them stands or may stand
    (`keep_begun`): the rest is said. Of others nobody knows whether they were sent.
    """
    rows = tx.all(
        f"SELECT {COLUMNS} FROM outbox WHERE state = 'claimed' AND (claimed_until <= :now OR (:begins = 1 AND class <> 'P'))"
        " AND channel = :channel ORDER BY id",
        now=times.text(at),
        begins=int(ours is not None),
        channel=channel,
    )
    stuck = []
    for row in map(outbox.waiting, rows):
        if row.id in (ours or ()):
            continue
        is_repeatable = row.rendering_id is None or is_two_phase or bool(row.ref)
        if not (is_repeatable and sending.put_back(tx, row, at, "the claim expired")):
            sending.mark_unknown(tx, row, TroubleReason.CLAIM_EXPIRED.value, at)
            stuck.append(row)
    return stuck


def _due(channel: str, at: datetime, *, is_urgent: bool) -> dict[str, Any]:
    least = outbox.BULK - 1 if is_urgent else outbox.BULK
    return {"channel": channel, "now": times.text(at), "patience": PATIENCE, "least": least, "news": outbox.NEWS}


def _claimed(tx: Tx, row: Waiting, until: datetime) -> Waiting:
    fresh = tx.one(
        "UPDATE outbox SET state = 'claimed', claimed_until = :until, fence = fence + 1, attempts = attempts + 1"
        f" WHERE id = :id RETURNING {COLUMNS}",
        until=times.text(until),
        id=row.id,
    )
    return row if fresh is None else outbox.waiting(fresh)
