"""Who speaks: the one question that every message asks.

Lives here: `Hearing`, the `question` and how its answer is `heard`. One statement finds the account, counts the message, and says
what is known of the speaker, because a question costs more than all that is asked in it. Called by `bot/intake.py`, which gives the
answer to `handlers/dispatch.py`.
"""

from dataclasses import dataclass
from datetime import datetime

from domain.said import Said
from storage import dialogues, people, times
from storage.database import Question, Row, Tx
from storage.dialogues import Open
from storage.people import Account
from storage.vault import Vault


@dataclass(frozen=True, slots=True, kw_only=True)
class Hearing:
    """An account that speaks: how many messages it has sent in this minute, whether an earlier one still waits to be handled, and
    its open dialogue."""

    account: Account
    number: int
    is_behind: bool
    dialogue: Open | None


_HEAR = (
    "UPDATE account SET heard_number = CASE WHEN heard_in = :window THEN heard_number + 1 ELSE 1 END, heard_in = :window"
    " WHERE channel = :channel AND mark = :mark AND gone_at IS NULL AND (expires_at IS NULL OR expires_at > :at)"
    " AND NOT EXISTS (SELECT 1 FROM inbox WHERE inbox.channel = :channel AND inbox.event_key = :key)"
    f" RETURNING {people.COLUMNS}, heard_number,"
    " EXISTS (SELECT 1 FROM inbox WHERE inbox.speaker = account.mark AND inbox.state = 'new'), "
    + ", ".join(
        f"(SELECT dialogue.{column} FROM dialogue WHERE dialogue.account_id = account.id)"
        for column in dialogues.COLUMNS
    )
)
_NUMBER = len(people.COLUMNS.split(", "))


def question(keys: Vault, event: Said, *, is_known: bool = False) -> Question:
    """What finds the account behind a message that has not come before, and counts it; `heard` reads the answer.

    A message that `is_known` came before and was kept.
    """
    return Question(
        sql=_HEAR,
        given={
            "channel": event.channel,
            "mark": people.mark(keys, event.channel, event.speaker),
            "key": "" if is_known else event.event_key,
            "window": window(event.at),
            "at": times.text(event.at),
        },
    )


def hear(tx: Tx, event: Said, *, is_known: bool = False) -> Hearing | None:
    """Ask it, and read the answer."""
    asked = question(tx.vault, event, is_known=is_known)
    return heard(tx, tx.one(asked.sql, **asked.given))


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


def window(at: datetime) -> str:
    """Name the minute in which messages are counted."""
    return times.text(at)[:16]
