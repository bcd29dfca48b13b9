"""The front door's one way in: what a channel heard becomes durable, then handled.

A message whose handling fails is kept with its sealed words and tried again in order; after half a minute its author gets a
plain answer, it is set aside for the operator, and the next message is served (the design §4). Whoever sends more in a minute
than the rule allows is slowed down: what is over it is kept, counted once, and handled in order within half a minute.
"""

import asyncio
import contextlib
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.house import per_speaker_order
from bot.meters import Meters
from bot.wording import Words
from domain import said
from domain.matters.troubles import TroubleReason
from domain.saying import Choice, Say, Saying, Term
from domain.sayings import dialogues as sayings
from handlers import troubles
from handlers.conversation import dispatch, entrance, house_rooms
from handlers.conversation.room import Drawn, Office, Room
from storage import errors, people, staff, vault
from storage.database import Database, Knowing, Row, Tx
from storage.road import inbox, outbox, speakers
from storage.road.speakers import Hearing

LOG = logging.getLogger(__name__)
GIVE_UP_AFTER = timedelta(seconds=30)
GIVE_UP_AT = 10  # attempts: for a clock that was set back, half a minute may be long
LOOK_EVERY = 1.0
A_DAY = timedelta(days=1)
MINUTE = 60.0
SLOWED_AT_MOST = 30.0  # seconds that a message may wait because of its author's haste
# Of the characters that are drawn for a message: where the query code ends, where the alias, and, of 30 bits, the number.
_CODE, _ALIAS, _DRAWN = 10, 14, 20


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


class Intake:
    """Takes messages in."""

    def __init__(
        self,
        database: Database,
        *,
        office: Callable[[], Office],
        clock: Callable[[], datetime],
        legal_clock: Callable[[], datetime],
        wake: Callable[[], None],
        meters: Meters | None = None,
        words: Words | None = None,
    ) -> None:
        """`wake` is called when there may be something to say; without `words` nothing is said over a button."""
        self._words = words
        self._meters = meters or Meters()
        self._database = database
        self._office = office
        self._clock = clock
        self._legal_clock = legal_clock
        self._wake = wake
        self._codes: Callable[[int], str] | None = None
        self._bell = asyncio.Event()
        self._lines = per_speaker_order.Lines()

    def draw_from(self, codes: Callable[[int], str]) -> None:
        """Draw from here on what a rehearsal's seed gives: as many characters of a query code as it is asked for."""
        self._codes = codes

    async def take(self, event: said.Said) -> MessageTaken:
        """Return when the message is committed; raise StorageUnavailable when it could not be made so."""
        begun, outcome, who = time.perf_counter(), "failed", f"{event.channel}|{event.speaker}"
        await self._lines.join(who)
        try:
            if dispatch.is_leaving(event):
                await self._clear_the_way(event)
            taken = await self._take(event)
            outcome = _outcome(taken)
        finally:
            self._lines.leave(who)
            self._meters.message(event.channel, outcome, time.perf_counter() - begun)
        self._wake()
        return taken if self._words is None or not taken.hints else replace(taken, hint=_worded(self._words, taken))

    async def _take(self, event: said.Said) -> MessageTaken:
        drawn = self._draw()
        at = self._legal_clock()
        office = self._office()
        try:
            taken = await self._database.write(
                Knowing(
                    speakers.question(self._database.vault, event),
                    lambda tx, row: _take(tx, office, event, drawn, at, row, may_hint=self._words is not None),
                )
            )
        except errors.StorageUnavailable:
            raise
        except Exception as error:
            LOG.error("A message could not be handled at once: %s", type(error).__name__, exc_info=error)
            taken = await self._database.write(lambda tx: _keep_failed(tx, office, event))
        if taken.is_kept:
            self._bell.set()
        return taken

    async def account_of(self, channel: str, speaker: str) -> int | None:
        """Find the account of a speaker we know; None once it has left, or was forgotten or expired."""
        now = self._clock()
        account = await self._database.read(lambda tx: people.account_of(tx, channel, speaker, now))
        return None if account is None else account.id

    async def renew(self, channel: str, speaker: str) -> bool:
        """Let the session of somebody who works here go on from now, once a day at most; whether it is one of theirs."""
        now = self._clock()
        account = await self._database.read(lambda tx: people.account_of(tx, channel, speaker, now))
        if account is None or account.person_id is None or account.expires_at is None:
            return False
        until = now + entrance.SESSION
        if account.expires_at < until - A_DAY:
            await self._database.write(lambda tx: staff.renew(tx, channel, speaker, now, until))
        return True

    async def set_aside(self, channel: str, event_key: str, raw: bytes, why: str, at: datetime) -> None:
        """Keep an update nobody can read, sealed, for the operator."""
        office, legal = self._office(), self._legal_clock()
        await self._database.write(
            lambda tx: _set_aside(house_rooms.quiet(tx, office, at=legal, now=at), channel, event_key, raw, why)
        )
        self._wake()

    async def run(self) -> None:
        """Handle what was kept, in order, until cancelled."""
        while True:
            try:
                if await self.round():
                    continue
            except errors.StorageError as error:
                LOG.warning("The inbox could not be looked at: %s", type(error).__name__)
            self._bell.clear()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(LOOK_EVERY):  # wait_for may swallow a cancellation
                    await self._bell.wait()

    async def round(self) -> int:
        """Handle each speaker's oldest kept message once, as far as it may be handled now; return how many were."""
        now = self._clock()
        kept = await self._database.read(lambda tx: inbox.waiting(tx, now))
        handled = [await self._again(each) for each in kept]
        if kept:
            self._wake()
        return sum(handled)

    async def _clear_the_way(self, event: said.Said) -> None:
        """Handle what somebody who leaves has sent before, whatever its appointment, up to what cannot be handled."""
        speaker = people.mark(self._database.vault, event.channel, event.speaker)
        while kept := await self._database.read(lambda tx: inbox.oldest_of(tx, speaker)):
            if not await self._again(kept):
                return

    async def _again(self, kept: inbox.KeptMessage) -> bool:
        """Try a kept message; False where it could not be handled."""
        drawn, at, office = self._draw(), self._legal_clock(), self._office()
        try:
            await self._database.write(lambda tx: _handle(tx, office, kept, drawn, at))
        except errors.StorageUnavailable:
            raise
        except Exception as error:
            LOG.error("A kept message could not be handled: %s", type(error).__name__, exc_info=error)
            await self._failed(kept, type(error).__name__)
            return False
        return True

    def _draw(self) -> Drawn:
        return draw() if self._codes is None else drawn(self._codes)

    async def _failed(self, kept: inbox.KeptMessage, why: str) -> None:
        now = self._clock()
        if now - kept.received_at < GIVE_UP_AFTER and kept.attempts < GIVE_UP_AT:
            later = now + timedelta(seconds=min(2**kept.attempts, 8))
            await self._database.write(lambda tx: inbox.mark_failed(tx, kept, later, why))
            return
        office, legal = self._office(), self._legal_clock()
        await self._database.write(lambda tx: _give_up(house_rooms.quiet(tx, office, at=legal, now=now), kept, why))


def draw() -> Drawn:
    """Draw what a handler may need, so that handlers stay without chance."""
    return drawn(vault.new_code)


def drawn(codes: Callable[[int], str]) -> Drawn:
    """What a handler may need, of so many characters of a query code as are asked for, once."""
    code = codes(_DRAWN)
    return Drawn(code=code[:_CODE], alias=f"R-{code[_CODE:_ALIAS]}", dialogue=vault.number_of(code[_ALIAS:]))


def _outcome(taken: MessageTaken) -> str:
    if not taken.is_new:
        return "repeated"
    return "kept" if taken.is_kept else "taken"


def _worded(words: Words, taken: MessageTaken) -> str:
    return "\n".join(words.word(each, taken.locale) for each in taken.hints)


def _take(
    tx: Tx, office: Office, event: said.Said, drawn: Drawn, at: datetime, row: Row | None, *, may_hint: bool
) -> MessageTaken:
    """Store and handle in one transaction, or keep what must wait; a message we already have changes nothing."""
    heard = speakers.heard(tx, row)
    must_wait = dispatch.must_wait(tx, office, event, heard)
    event = dispatch.meant(tx, office, event, heard)
    if must_wait:
        return _keep(tx, office, event, heard)
    if heard is not None:
        inbox.arrived(tx, event.channel, event.event_key, event.at)
    elif not inbox.arrive(tx, event.channel, event.event_key, event.at):
        return MessageTaken(account_id=0, is_new=False)
    hints: list[Saying] | None = [] if may_hint and heard is not None else None
    account_id = dispatch.dispatch(tx, office, event, drawn, heard, at=at, hints=hints)
    return MessageTaken(
        account_id=account_id, is_new=True, hints=tuple(hints or ()), locale=heard.account.locale if heard else ""
    )


def _keep_failed(tx: Tx, office: Office, event: said.Said) -> MessageTaken:
    """Keep what could not be handled at once; what it meant then, it means later, unless that is what cannot be read."""
    with contextlib.suppress(errors.Tampered):
        event = dispatch.meant(tx, office, event, speakers.hear_again(tx, event))
    return _keep(tx, office, event)


def _keep(tx: Tx, office: Office, event: said.Said, heard: Hearing | None = None) -> MessageTaken:
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


def _handle(tx: Tx, office: Office, kept: inbox.KeptMessage, drawn: Drawn, at: datetime) -> None:
    """Handle a kept message, unless another process has done so since it was read."""
    if inbox.take_up(tx, kept):
        heard = speakers.hear_again(tx, kept.said)
        dispatch.dispatch(tx, office, kept.said, drawn, heard, at=at)


def _set_aside(room: Room, channel: str, event_key: str, raw: bytes, why: str) -> None:
    number = inbox.set_aside(room.tx, channel, event_key, raw, why, room.now)
    if number is not None:
        troubles.unhandled(room, number, TroubleReason.UNREADABLE, why)


def _give_up(room: Room, kept: inbox.KeptMessage, why: str) -> None:
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
