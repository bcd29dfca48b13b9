"""The outbox on its way out: rows claimed for a while, and what became of them.

A claim is a lease with a fencing number: whoever comes back after it expired changes nothing (the design §7). Public
words are only ever touched while their approvals stand. Called by `bot/pushing.py` and `bot/delivery.py`, and by
whoever decides about a row whose outcome is unknown.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from domain.announcements import Stage, digest
from domain.saying import Class
from domain.troubles import Reason
from storage import announcements, outbox, times
from storage.database import Tx
from storage.outbox import COLUMNS, Waiting

PATIENCE = 6  # failed attempts (about a minute) for which the rows behind one of the same account wait for it

_DUE = (
    "one.channel = :channel AND one.state = 'waiting' AND one.priority <= :least AND one.not_before <= :now"
    " AND NOT EXISTS (SELECT 1 FROM outbox AS other WHERE other.account_id = one.account_id"
    " AND other.state IN ('waiting', 'claimed') AND other.channel = one.channel AND other.attempts < :patience"
    " AND (other.priority < one.priority OR (other.priority = one.priority AND other.id < one.id)))"
)
_OURS = " WHERE id = :id AND fence = :fence AND state = 'claimed'"


@dataclass(frozen=True, slots=True, kw_only=True)
class Claims:
    """What was claimed, and the public words whose approvals fell."""

    taken: list[Waiting] = field(default_factory=list)
    fallen: list[Waiting] = field(default_factory=list)


def has_due(tx: Tx, channel: str, at: datetime, busy: Collection[int] = (), *, is_urgent: bool = False) -> bool:
    """Whether something may be sent now, to an account that is not busy; `is_urgent` leaves bulk out."""
    rows = tx.all(
        f"SELECT one.account_id FROM outbox AS one WHERE {_DUE} ORDER BY priority, id LIMIT :most",
        most=len(busy) + 1,
        **_due(channel, at, is_urgent=is_urgent),
    )
    return any(account not in busy for (account,) in rows)


def claim(
    tx: Tx,
    channel: str,
    at: datetime,
    until: datetime,
    limit: int,
    busy: Collection[int] = (),
    *,
    is_urgent: bool = False,
) -> Claims:
    """Claim what may be sent now: interactive before bulk, of each account the oldest, none of an account that is busy.

    `is_urgent` leaves bulk out. Public words whose approvals fell are set aside instead (the design §7: checked again
    when claimed).
    """
    rows = tx.all(
        f"SELECT {COLUMNS} FROM outbox AS one WHERE {_DUE} ORDER BY priority, id LIMIT :most",
        most=limit * 2 + len(busy),
        **_due(channel, at, is_urgent=is_urgent),
    )
    found = Claims()
    accounts = set(busy)
    for row in map(outbox.waiting, rows):
        if len(found.taken) == limit or row.account_id in accounts:
            continue
        accounts.add(row.account_id)
        if _may_be_said(tx, row):
            found.taken.append(_claimed(tx, row, until))
        else:
            _set_aside(tx, row, at)
            found.fallen.append(row)
    return found


def lately(tx: Tx, channel: str, since: datetime) -> list[tuple[int, datetime | None]]:
    """List account and time of every message that left since then, oldest first; those that may be leaving now, last.

    A row counts as often as it became a message: its reference names each; public words were posted and edited.
    """
    sent = tx.all(
        "SELECT account_id, class, ref, sent_at FROM outbox"
        " WHERE channel = :channel AND sent_at > :since AND channel <> 'web' ORDER BY sent_at",
        channel=channel,
        since=times.text(since),
    )
    leaving = tx.all("SELECT account_id FROM outbox WHERE state = 'claimed' AND channel = :channel", channel=channel)
    found: list[tuple[int, datetime | None]] = []
    for account, kind, ref, sent_at in sent:
        messages = ((ref or "").count(",") + 1) * (2 if kind == Class.PUBLIC else 1)
        found += [(account, times.read(sent_at))] * messages
    return found + [(account, None) for (account,) in leaving]


def mark_sent(tx: Tx, row: Waiting, ref: str, at: datetime) -> bool:
    """Remember that the platform took it. False, and nothing changed, where the claim is not ours any more."""
    return _end(tx, row, "sent", at, ref=ref)


def mark_unknown(tx: Tx, row: Waiting, why: str, at: datetime) -> bool:
    """Remember that it may have been sent; a person decides."""
    return _end(tx, row, "unknown", at, why=why)


def mark_dead(tx: Tx, row: Waiting, why: str, at: datetime) -> bool:
    """Remember that it will never be sent."""
    return _end(tx, row, "dead", at, why=why)


def put_back(tx: Tx, row: Waiting, not_before: datetime, why: str) -> bool:
    """Let it wait again: it was surely not sent, or saying it twice is harmless.

    Public words whose approvals fell meanwhile stay claimed, and are set aside when the claim expires.
    """
    if not _may_be_said(tx, row):
        return False
    changed = tx.run(
        f"UPDATE outbox SET state = 'waiting', not_before = :later, why = :why, claimed_until = NULL{_OURS}",
        later=times.text(not_before),
        why=why,
        id=row.id,
        fence=row.fence,
    )
    return changed == 1


def keep_title(tx: Tx, row: Waiting, ref: str) -> bool:
    """Remember where the title of an announcement stands, posted before the whole.

    False where the claim is lost or the approvals fell: then the whole is not said.
    """
    if not _may_be_said(tx, row):
        return False
    return tx.run(f"UPDATE outbox SET ref = :ref{_OURS}", ref=ref, id=row.id, fence=row.fence) == 1


def keep_ref(tx: Tx, number: int, ref: str) -> None:
    """Remember the platform's newest reference of a card that was edited."""
    tx.run("UPDATE outbox SET ref = :ref WHERE id = :id", ref=ref, id=number)


def expire_claims(tx: Tx, channel: str, at: datetime, *, is_two_phase: bool) -> list[Waiting]:
    """Free a channel's rows whose claimer died; return the public ones that now wait for a person.

    Replies and notices wait again. So do public words where the whole is only ever edited into a title
    (`is_two_phase`): that may be repeated freely. Elsewhere nobody knows whether they were sent.
    """
    rows = tx.all(
        f"SELECT {COLUMNS} FROM outbox WHERE state = 'claimed' AND claimed_until <= :now AND channel = :channel"
        " ORDER BY id",
        now=times.text(at),
        channel=channel,
    )
    stuck = []
    for row in map(outbox.waiting, rows):
        is_repeatable = row.rendering_id is None or is_two_phase
        if not (is_repeatable and put_back(tx, row, at, "the claim expired")):
            mark_unknown(tx, row, Reason.CLAIM_EXPIRED.value, at)
            stuck.append(row)
    return stuck


def show_on_board(tx: Tx, at: datetime) -> list[Waiting]:
    """Deliver to the board what is due there and still approved; return what fell. From now on the board shows it."""
    rows = tx.all(
        f"SELECT {COLUMNS} FROM outbox WHERE class = 'P' AND channel = :board AND state = 'waiting'"
        " AND not_before <= :now ORDER BY id",
        board=announcements.BOARD,
        now=times.text(at),
    )
    fallen = []
    for row in map(outbox.waiting, rows):
        if _may_be_said(tx, row):
            tx.run("UPDATE outbox SET state = 'sent', sent_at = :at WHERE id = :id", at=times.text(at), id=row.id)
        else:
            _set_aside(tx, row, at)
            fallen.append(row)
    return fallen


def may_go_again(tx: Tx, number: int) -> bool:
    """Whether a row that was given up, or whose outcome is unknown, may be sent again: it is there, and if it is public,
    its approvals stand."""
    row = outbox.of_id(tx, number)
    return row is not None and row.state in ("unknown", "dead") and _may_be_said(tx, row)


def send_again(tx: Tx, number: int, at: datetime) -> bool:
    """A person decides 重发: it waits again, for another day. False where it may not be said (any more).

    The title of public words that stands already is used again, unless it is what was taken away.
    """
    row = outbox.of_id(tx, number)
    if row is None or not may_go_again(tx, number):
        return False
    tx.run(
        "UPDATE outbox SET state = 'waiting', ref = CASE WHEN why = :gone THEN NULL ELSE ref END, why = NULL,"
        " not_before = :now, attempts = 0, made_at = :now, body = :body WHERE id = :id",
        gone=Reason.POST_GONE.value,
        now=times.text(at),
        body=outbox.resealed(tx, row, at),
        id=number,
    )
    return True


def was_sent(tx: Tx, number: int, at: datetime) -> bool:
    """A person decides 已发出."""
    return _decide(tx, number, "sent", at)


def give_up(tx: Tx, number: int, at: datetime) -> bool:
    """A person decides that it is not to be sent any more."""
    return _decide(tx, number, "dead", at)


def counts(tx: Tx) -> dict[str, int]:
    """Count what is not sent, by class and state ("N waiting"), for the operator."""
    rows = tx.all("SELECT class || ' ' || state, COUNT(*) FROM outbox WHERE state <> 'sent' GROUP BY class, state")
    return dict(rows)


def _decide(tx: Tx, number: int, state: str, at: datetime) -> bool:
    changed = tx.run(
        "UPDATE outbox SET state = :state, sent_at = :at WHERE id = :id AND state = 'unknown'",
        state=state,
        at=times.text(at),
        id=number,
    )
    return changed == 1


def _due(channel: str, at: datetime, *, is_urgent: bool) -> dict[str, Any]:
    least = outbox.BULK - 1 if is_urgent else outbox.BULK
    return {"channel": channel, "now": times.text(at), "patience": PATIENCE, "least": least}


def _claimed(tx: Tx, row: Waiting, until: datetime) -> Waiting:
    fresh = tx.one(
        "UPDATE outbox SET state = 'claimed', claimed_until = :until, fence = fence + 1, attempts = attempts + 1"
        f" WHERE id = :id RETURNING {COLUMNS}",
        until=times.text(until),
        id=row.id,
    )
    return row if fresh is None else outbox.waiting(fresh)


def _end(tx: Tx, row: Waiting, state: str, at: datetime, *, ref: str = "", why: str = "") -> bool:
    return (
        tx.run(
            "UPDATE outbox SET state = :state, sent_at = :at, ref = COALESCE(NULLIF(:ref, ''), ref), why = :why,"
            f" claimed_until = NULL{_OURS}",
            state=state,
            at=times.text(at),
            ref=ref,
            why=why,
            id=row.id,
            fence=row.fence,
        )
        == 1
    )


def _may_be_said(tx: Tx, row: Waiting) -> bool:
    """Whether public words are still those that were signed, by two people whose signatures count at this moment."""
    if row.rendering_id is None:
        return True
    announcement_id = tx.value("SELECT announcement_id FROM rendering WHERE id = :id", id=row.rendering_id)
    found = None if announcement_id is None else announcements.of_id(tx, announcement_id)
    if found is None or found.stage not in (Stage.APPROVED, Stage.PUBLISHED):
        return False
    words = [each for _, each in announcements.renderings(tx, found.id)]
    signers = {each.person_id for each in announcements.valid_approvals(tx, found.id)}
    return digest(words) == found.hash and len(signers) > 1


def _set_aside(tx: Tx, row: Waiting, at: datetime) -> None:
    """Give public words up; where a title of them stands already, a person looks after it."""
    tx.run(
        "UPDATE outbox SET state = :state, why = :why, sent_at = :at WHERE id = :id",
        state="unknown" if row.ref else "dead",
        why=Reason.NOT_APPROVED.value,
        at=times.text(at),
        id=row.id,
    )
