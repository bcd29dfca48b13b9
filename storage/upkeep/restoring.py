"""What a database that comes back from a copy must know: that it has slept, and what may have been said meanwhile (fault F57).

Between the copy and the loss words may have been announced and numbers given of which the copy knows nothing.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime

from domain.matters.troubles import TroubleReason
from storage import announcements, times
from storage.database import Tx

SKIPPED_NUMBERS = 1_000
_SKIPPED_ROWS = 1_000_000
_RESTORED_AT = "restored.at"
_GENERATION = "restored.generation"


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """What waits for a person's decision now: public messages on their way out, and announcements whose moment has come."""

    messages: int
    announcements: int


def wake_up(tx: Tx, at: datetime) -> Held:
    """Make a copy fit to go on at `at`: nothing public is said twice, no number is given twice.

    * Public messages that were on their way become `unknown`: operators are asked (`handlers/troubles.py`).
    * Announcements that were due before `at` are asked about by the clock (`scheduler/clock.py`), never said by themselves.
    * Receipt and announcement numbers jump, for those after the copy's have been given to others.
    * The numbers of outgoing rows jump, so that a page that has heard more than the copy knows misses nothing new.
    * Buttons made before are dead (`generation`): one of them may name a matter that another one has now the number of. So are the menus
      that were noted: newer ones than the copy's may stand on the screens.
    """
    messages = tx.run(
        "UPDATE outbox SET state = 'unknown', why = :why, claimed_until = NULL"
        " WHERE class = 'P' AND state IN ('waiting', 'claimed')",
        why=TroubleReason.RESTORED.value,
    )
    overdue = len(announcements.due(tx, at))
    tx.put("UPDATE counter SET value = value + :more WHERE name NOT IN ('office', 'demo clues')", more=SKIPPED_NUMBERS)
    tx.put(
        "INSERT INTO outbox (id, account_id, channel, class, priority, state, made_at, not_before, body, why)"
        " SELECT COALESCE(MAX(id), 0) + :more, 0, '', 'R', 0, 'sent', :at, :at, :body, 'numbers go on from here' FROM outbox",
        more=_SKIPPED_ROWS,
        at=times.text(at),
        body=b"",
    )
    _put(tx, _RESTORED_AT, times.text(at))
    _put(tx, _GENERATION, secrets.token_hex(8))
    return Held(messages=messages, announcements=overdue)


def restored_at(tx: Tx) -> datetime | None:
    """When this database was last restored; what was due by then may have been said already."""
    return times.maybe_read(_value(tx, _RESTORED_AT))


def generation(tx: Tx) -> str:
    """What the buttons of this database are told apart by from those made before it was restored; empty where it never was."""
    return _value(tx, _GENERATION) or ""


def _value(tx: Tx, name: str) -> str | None:
    found: str | None = tx.value("SELECT value FROM meta WHERE name = :name", name=name)
    return found


def _put(tx: Tx, name: str, value: str) -> None:
    tx.put(
        "INSERT INTO meta (name, value) VALUES (:name, :value) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        name=name,
        value=value,
    )
