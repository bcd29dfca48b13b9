"""What is done with one message, inside a transaction: it is handled, or kept and handled later, or left to the operator.

When which is done, says `bot/house/intake.py`.
"""

import contextlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from domain import said
from domain.matters.troubles import TroubleReason
from domain.saying import Choice, Say, Saying, Term
from domain.sayings import dialogues as sayings
from handlers import troubles
from handlers.conversation import dispatch
from handlers.conversation.room import Drawn, Office, Room
from storage import errors, people
from storage.database import Tx
from storage.road import inbox, outbox, speakers
from storage.road.speakers import Hearing

MINUTE = 60.0
SLOWED_AT_MOST = 30.0  # seconds that a message may wait because of its author's haste


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageTaken:
    """It is durable. `account_id` is 0 where it still waits to be handled. `hint` is what to show over the button that was pressed, made
    of `hints` in the language of whoever pressed it."""

    account_id: int
    is_new: bool
    hint: str = ""
    hints: tuple[Saying, ...] = ()
    locale: str = ""

    @property
    def is_kept(self) -> bool:
        """Whether it is new and waits."""
        return self.is_new and not self.account_id


def take(
    tx: Tx,
    office: Office,
    event: said.Said,
    drawn: Drawn,
    at: datetime,
    heard: Hearing | None,
    *,
    may_hint: bool = False,
    leaves: bool = False,
) -> MessageTaken:
    """Store and handle in one transaction, or keep what must wait; a message we already have changes nothing."""
    must_wait = dispatch.must_wait(tx, office, event, heard, leaves=leaves)
    event = dispatch.meant(tx, office, event, heard)
    if must_wait:
        return keep(tx, office, event, heard)
    if heard is not None:
        inbox.arrived(tx, event.channel, event.event_key, event.at)
    elif not inbox.arrive(tx, event.channel, event.event_key, event.at):
        return MessageTaken(account_id=0, is_new=False)
    hints: list[Saying] | None = [] if may_hint and heard is not None else None
    account_id = dispatch.dispatch(tx, office, event, drawn, heard, at=at, hints=hints)
    return MessageTaken(
        account_id=account_id, is_new=True, hints=tuple(hints or ()), locale=heard.account.locale if heard else ""
    )


def keep_failed(tx: Tx, office: Office, event: said.Said) -> MessageTaken:
    """Keep what could not be handled at once; what it meant then, it means later, unless that is what cannot be read."""
    with contextlib.suppress(errors.Tampered):
        event = dispatch.meant(tx, office, event, speakers.hear_again(tx, event))
    return keep(tx, office, event)


def keep(tx: Tx, office: Office, event: said.Said, heard: Hearing | None = None) -> MessageTaken:
    """Keep it for later: at once, or for whoever is heard to speak too fast as much later as they are ahead of the rule."""
    later = None
    if heard is not None and dispatch.is_too_fast(office, heard):
        limit = office.rules.clue_messages_per_minute
        later = event.at + timedelta(seconds=min(heard.over(limit) * MINUTE / max(limit, 1), SLOWED_AT_MOST))
        if heard.has_just_crossed(limit, event):
            account = heard.account
            _say(tx, account.id, account.channel, Say(to=account.id, saying=sayings.TooManyMessages()), event.at)
    is_new = inbox.keep(tx, event, people.mark(tx.vault, event.channel, event.speaker), event.at, later)
    return MessageTaken(account_id=0, is_new=is_new)


def handle(tx: Tx, office: Office, kept: inbox.KeptMessage, drawn: Drawn, at: datetime) -> None:
    """Handle a kept message, unless another process has done so since it was read."""
    if inbox.take_up(tx, kept):
        heard = speakers.hear_again(tx, kept.said)
        dispatch.dispatch(tx, office, kept.said, drawn, heard, at=at)


def set_aside(room: Room, channel: str, event_key: str, raw: bytes, why: str) -> None:
    """Keep what nobody can read, and tell the operator."""
    number = inbox.set_aside(room.tx, channel, event_key, raw, why, room.now)
    if number is not None:
        troubles.unhandled(room, number, TroubleReason.UNREADABLE, why)


def give_up(room: Room, kept: inbox.KeptMessage, why: str) -> None:
    """Leave a kept message to the operator, and tell its author so."""
    tx, at = room.tx, room.now
    if not inbox.mark_dead(tx, kept, why):
        return
    troubles.unhandled(room, kept.id, TroubleReason.FAULT, why)
    account = people.account_of(tx, kept.said.channel, kept.said.speaker, at)
    if account is not None:
        menu = Choice(value="/menu", label=Term("menu", "menu"))
        say = Say(to=account.id, saying=sayings.CouldNotHandle(), choices=(menu,))
        _say(tx, account.id, account.channel, say, at)


def _say(tx: Tx, account_id: int, channel: str, say: Say, at: datetime) -> None:
    outbox.put(tx, say, channel, tuple(choice.value for choice in say.choices), at)
