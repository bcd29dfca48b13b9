"""Figures for whoever watches over the house: how much waits, and since when. No words, no names, no numbers of matters.

Every question here is answered from a partial index of what is open, so that looking costs the same in an office of any
age.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.matters.announcements import BOARD
from domain.matters.troubles import TroubleStage
from domain.people import Role
from storage import people, times, troubles
from storage.board import FOR_BOARD
from storage.database import Tx
from storage.upkeep import backups


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """Rows of one class in one state: how many, and when the oldest was made."""

    kind: str
    state: str
    number: int
    oldest: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchedFigures:
    """What the database knows at one moment.

    `outbox` leaves out what people's pages fetch for themselves: that may wait without term. `backup_error` says whether
    the newest try to make a backup failed, or found the database damaged. `has_bypass_contact`: whether what is about this office
    itself reaches anybody above it; how much of that there is, is nobody's to know here.
    """

    unhandled: int
    oldest_unhandled: datetime | None
    outbox: tuple[Queue, ...]
    troubles: dict[TroubleStage, int]
    chores: int
    oldest_chore: datetime | None
    dead_chores: int
    checkpoint_at: datetime | None
    backup_at: datetime | None
    backup_size: int
    backup_error: str
    operators: int
    has_bypass_contact: bool


SERVED_WITHIN = timedelta(minutes=1)
_WAITING = (
    "SELECT class, state, COUNT(*), COALESCE(MIN(CASE WHEN account_id IN (SELECT served.account_id FROM outbox AS served"
    " WHERE served.channel = :channel AND served.fence > 0 AND served.sent_at > :lately) THEN NULL ELSE made_at END),"
    " CASE WHEN MAX(made_at) > :lately THEN MAX(made_at) ELSE :lately END)"
    " FROM outbox WHERE channel = :channel AND state = 'waiting'"
    " AND account_id NOT IN (SELECT kept.account_id FROM outbox AS kept WHERE kept.state = 'parked') GROUP BY class, state"
)
# A message that its author's haste made wait is late from its appointment on; one that failed, from when it came.
_UNHANDLED = (
    "SELECT COUNT(*), MIN(CASE WHEN attempts = 0 AND not_before > received_at THEN not_before ELSE received_at END)"
    " FROM inbox WHERE state = 'new'"
)


def figures(tx: Tx, channels: Iterable[str], at: datetime) -> WatchedFigures:
    """Look at everything, at this moment of real time. `channels` are those that push."""
    unhandled, oldest_unhandled = _one(tx, _UNHANDLED)
    chores, oldest_chore = _one(tx, "SELECT COUNT(*), MIN(made_at) FROM chore WHERE state = 'waiting'")
    backup = backups.last(tx)
    return WatchedFigures(
        unhandled=unhandled,
        oldest_unhandled=times.maybe_read(oldest_unhandled),
        outbox=_outbox(tx, channels, at),
        troubles=troubles.counts(tx),
        chores=chores,
        oldest_chore=times.maybe_read(oldest_chore),
        dead_chores=int(tx.value("SELECT COUNT(*) FROM chore WHERE state = 'dead'")),
        checkpoint_at=times.maybe_read(tx.value("SELECT at FROM checkpoint ORDER BY id DESC LIMIT 1")),
        backup_at=backup.at,
        backup_size=backup.size,
        backup_error=backup.error,
        operators=len(people.accounts_with(tx, (Role.ADMIN,))),
        has_bypass_contact=bool(people.accounts_with(tx, (Role.BYPASS_CONTACT,))),
    )


def _outbox(tx: Tx, channels: Iterable[str], at: datetime) -> tuple[Queue, ...]:
    """What waits to leave. Whoever got something within the last minute is being served, however much waits for them: who writes
    without end makes nobody late but themselves."""
    columns = "SELECT class, state, COUNT(*), MIN(made_at) FROM outbox WHERE"
    rows = tx.all(f"{columns} state = 'claimed' GROUP BY class, state")
    rows += tx.all(f"{columns} class = 'P' AND state = 'waiting' AND {FOR_BOARD} GROUP BY class, state", board=BOARD)
    for channel in channels:
        rows += tx.all(_WAITING, channel=channel, lately=times.text(at - SERVED_WITHIN))
    found: dict[tuple[str, str], Queue] = {}
    for kind, state, number, oldest in rows:
        before = found.get((kind, state))
        since = times.read(oldest) if before is None else min(before.oldest, times.read(oldest))
        total = number + (0 if before is None else before.number)
        found[kind, state] = Queue(kind=kind, state=state, number=total, oldest=since)
    return tuple(found[place] for place in sorted(found))


def _one(tx: Tx, sql: str) -> tuple[int, str | None]:
    row = tx.one(sql)
    assert row is not None, "an aggregate always has a row"
    return int(row[0]), row[1]
