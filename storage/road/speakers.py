"""Who speaks: the one question that every message asks.

Lives here: `Hearing`, the `question` and how its answer is `heard`. One statement finds the account, counts the message, and
says what is known of the speaker, because a question costs more than all that is asked in it.
"""

import math
from dataclasses import dataclass
from typing import Any

from domain.said import Said
from storage import people, times
from storage.database import Lookup, Row, Tx
from storage.people import Account
from storage.road import dialogues
from storage.road.dialogues import Open
from storage.vault import Vault

# A file costs less than words: thirty photos and what is said about them are one report of one person.
_FILE, _WORDS = 1, 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Hearing:
    """An account that speaks: how much it has sent in this minute (`number`, in thirds of a message; files alone are a third
    each), whether an earlier message still waits to be handled, and its open dialogue."""

    account: Account
    number: int
    is_behind: bool
    dialogue: Open | None

    def over(self, limit: int) -> int:
        """How many messages more than the limit this minute has brought; 0 within it."""
        return max(0, math.ceil((self.number - limit * _WORDS) / _WORDS))

    def has_just_crossed(self, limit: int, event: Said) -> bool:
        """Whether it is this very message that went over the limit."""
        return self.over(limit) > 0 and self.number - weight(event) <= limit * _WORDS


_RETURNING = (
    f"RETURNING {people.COLUMNS}, heard_number,"
    " EXISTS (SELECT 1 FROM inbox WHERE inbox.speaker = account.mark AND inbox.state = 'new'), "
    + ", ".join(
        f"(SELECT dialogue.{column} FROM dialogue WHERE dialogue.account_id = account.id)"
        for column in dialogues.COLUMNS
    )
)
_HEAR = (
    "UPDATE account SET heard_number = CASE WHEN heard_in = :window THEN heard_number + :weight ELSE :weight END,"
    " heard_in = :window"
    " WHERE channel = :channel AND mark = :mark AND gone_at IS NULL AND (expires_at IS NULL OR expires_at > :at)"
    " AND NOT EXISTS (SELECT 1 FROM inbox WHERE inbox.channel = :channel AND inbox.event_key = :key)"
    f" {_RETURNING}"
)
# A kept message was counted when it came. Its row is taken all the same: of one person one message at a time is under way.
_HEAR_AGAIN = (
    "UPDATE account SET heard_number = heard_number WHERE channel = :channel AND mark = :mark AND gone_at IS NULL"
    f" AND (expires_at IS NULL OR expires_at > :at) {_RETURNING}"
)
_NUMBER = len(people.COLUMNS.split(", "))


def question(keys: Vault, event: Said) -> Lookup:
    """What finds the account behind a message that has not come before, and counts it; `heard` reads the answer."""
    return Lookup(
        sql=_HEAR,
        given={
            **_speaker(keys, event),
            "key": event.event_key,
            "window": times.text(event.at)[:16],  # the minute in which messages are counted
            "weight": weight(event),
        },
    )


def hear(tx: Tx, event: Said) -> Hearing | None:
    """Ask it, and read the answer."""
    asked = question(tx.vault, event)
    return heard(tx, tx.one(asked.sql, **asked.given))


def hear_again(tx: Tx, event: Said) -> Hearing | None:
    """Find the account behind a message that was kept, without counting it once more."""
    return heard(tx, tx.one(_HEAR_AGAIN, **_speaker(tx.vault, event)))


def weight(event: Said) -> int:
    """What a message counts in its minute, in thirds: files without words one, everything else three."""
    return _FILE if event.files and not event.text and not event.choice else _WORDS


def heard(tx: Tx, row: Row | None) -> Hearing | None:
    """Read the answer: None for a speaker without an account, and for a message that came before."""
    if row is None:
        return None
    account = people.account(row)
    return Hearing(
        account=account,
        number=row[_NUMBER],
        is_behind=bool(row[_NUMBER + 1]),
        dialogue=dialogues.opened(tx, account.id, row[_NUMBER + 2 :]),
    )


def _speaker(keys: Vault, event: Said) -> dict[str, Any]:
    mark = people.mark(keys, event.channel, event.speaker)
    return {"channel": event.channel, "mark": mark, "at": times.text(event.at)}
