"""The front door's one way in: what a channel heard becomes durable, then handled.

A message whose handling fails is kept with its sealed words and tried again in order; after half a minute its author gets a
plain answer, it is set aside for the operator, and the next message is served (the design §4). Whoever sends more in a minute
than the rule allows is slowed down: what is over it is kept, counted once, and handled in order within half a minute. What a
platform hands out as one page is taken in one transaction, with what else belongs into it.
"""

import asyncio
import contextlib
import logging
import time
from collections.abc import Callable, Container, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from bot.channels.arrivals import Work
from bot.channels.page_arrivals import CannotTakePart
from bot.house import per_speaker_order, taking
from bot.house.taking import MessageTaken
from bot.meters import Meters
from bot.wording import Words
from domain import said
from domain.errors import FlagpostError
from handlers.conversation import dispatch, entrance, house_rooms
from handlers.conversation.room import Drawn, Office
from storage import errors, people, staff, vault
from storage.database import Database, Knowing, Tx
from storage.road import inbox, speakers

LOG = logging.getLogger(__name__)
GIVE_UP_AFTER = timedelta(seconds=30)
GIVE_UP_AT = 10  # attempts: for a clock that was set back, half a minute may be long
LOOK_EVERY = 1.0
A_DAY = timedelta(days=1)
# Of the characters that are drawn for a message: where the query code ends, where the alias, and, of 30 bits, the number.
_CODE, _ALIAS, _DRAWN = 10, 14, 20


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
        begun, who, taken = time.perf_counter(), _who(event), None
        await self._lines.join(who)
        try:
            if dispatch.is_leaving(event):
                await self._clear_the_way(event)
            taken = await self._take(event)
        finally:
            self._lines.leave(who)
            self._count([event], [taken], begun)
        self._wake()
        return taken if self._words is None or not taken.hints else replace(taken, hint=_worded(self._words, taken))

    async def take_together(self, parts: Sequence[said.Said | Work]) -> list[Any]:
        """Take messages in one transaction with what else is to be done in its place among them; return what came of each: of a message
        the same as from `take`, but for the hint. Where one cannot be handled, all are kept.

        Raises StorageUnavailable, and CannotTakePart where one can neither be handled nor kept: nothing was stored then.
        """
        events, leaving = [part for part in parts if isinstance(part, said.Said)], _leaving(parts)
        begun, taken = time.perf_counter(), list[MessageTaken | None]([None] * len(events))
        try:
            async with contextlib.AsyncExitStack() as lines:
                for who in sorted(set(map(_who, events))):  # in the same order for everybody: nobody waits in a ring
                    await self._lines.join(who)
                    lines.callback(self._lines.leave, who)
                for event in leaving.values():
                    await self._clear_the_way(event)
                results = await self._take_parts(parts, leaving)
            taken = [result for result in results if isinstance(result, MessageTaken)]
        finally:
            self._count(events, taken, begun)
        self._wake()
        return results

    def _count(self, events: Sequence[said.Said], taken: Sequence[MessageTaken | None], begun: float) -> None:
        for event, each in zip(events, taken, strict=True):
            self._meters.message(event.channel, _outcome(each), time.perf_counter() - begun)

    async def _take(self, event: said.Said) -> MessageTaken:
        drawn, at, office = self._draw(), self._legal_clock(), self._office()
        try:
            taken = await self._database.write(
                Knowing(
                    speakers.question(self._database.vault, event),
                    lambda tx, row: taking.take(
                        tx, office, event, drawn, at, speakers.heard(tx, row), may_hint=self._words is not None
                    ),
                )
            )
        except errors.StorageUnavailable:
            raise
        except Exception as error:
            LOG.error("A message could not be handled at once: %s", type(error).__name__, exc_info=error)
            taken = await self._database.write(lambda tx: taking.keep_failed(tx, office, event))
        if taken.is_kept:
            self._bell.set()
        return taken

    async def _take_parts(self, parts: Sequence[said.Said | Work], leaving: Container[str]) -> list[Any]:
        at, office = self._legal_clock(), self._office()

        def work(event: said.Said, drawn: Drawn) -> Work:
            return lambda tx: taking.take(
                tx, office, event, drawn, at, speakers.hear(tx, event), leaves=_who(event) in leaving
            )

        works = [work(part, self._draw()) if isinstance(part, said.Said) else part for part in parts]
        try:
            results = await self._database.write(_InOrder(works))
        except errors.StorageUnavailable:
            raise
        except Exception as error:
            LOG.error("Messages could not be handled at once: %s", type(error).__name__, exc_info=error)
            results = await self._keep_parts(parts)
        if any(isinstance(result, MessageTaken) and result.is_kept for result in results):
            self._bell.set()
        return results

    async def _keep_parts(self, parts: Sequence[said.Said | Work]) -> list[Any]:
        office = self._office()
        works = _InOrder(
            [
                partial(taking.keep_failed, office=office, event=part) if isinstance(part, said.Said) else part
                for part in parts
            ]
        )
        try:
            return await self._database.write(works)
        except FlagpostError:
            raise
        except Exception as error:
            raise CannotTakePart(works.place) from error

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
        await self._database.write(self.setting_aside(channel, event_key, raw, why, at))
        self._wake()

    def setting_aside(self, channel: str, event_key: str, raw: bytes, why: str, at: datetime) -> Work:
        """The work that does so."""
        office, legal = self._office(), self._legal_clock()
        return lambda tx: taking.set_aside(
            house_rooms.quiet(tx, office, at=legal, now=at), channel, event_key, raw, why
        )

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
            await self._database.write(lambda tx: taking.handle(tx, office, kept, drawn, at))
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
        await self._database.write(
            lambda tx: taking.give_up(house_rooms.quiet(tx, office, at=legal, now=now), kept, why)
        )


class _InOrder:
    """Works done one after the other in one transaction; `place` is that of the last that was begun."""

    def __init__(self, works: Sequence[Work]) -> None:
        self.place = 0
        self._works = works

    def __call__(self, tx: Tx) -> list[Any]:
        """Do them; return what came of each."""
        results: list[Any] = []
        for work in self._works:
            self.place = len(results)
            results.append(work(tx))
        return results


def draw() -> Drawn:
    """Draw what a handler may need, so that handlers stay without chance."""
    return drawn(vault.new_code)


def drawn(codes: Callable[[int], str]) -> Drawn:
    """What a handler may need, of so many characters of a query code as are asked for, once."""
    code = codes(_DRAWN)
    return Drawn(code=code[:_CODE], alias=f"R-{code[_CODE:_ALIAS]}", dialogue=vault.number_of(code[_ALIAS:]))


def _leaving(parts: Sequence[said.Said | Work]) -> dict[str, said.Said]:
    """Who leaves, by what they say."""
    found = {}
    for place, part in enumerate(parts):
        try:
            if isinstance(part, said.Said) and dispatch.is_leaving(part):
                found[_who(part)] = part
        except Exception as error:
            raise CannotTakePart(place) from error
    return found


def _who(event: said.Said) -> str:
    return f"{event.channel}|{event.speaker}"


def _outcome(taken: MessageTaken | None) -> str:
    if taken is None:
        return "failed"
    if not taken.is_new:
        return "repeated"
    return "kept" if taken.is_kept else "taken"


def _worded(words: Words, taken: MessageTaken) -> str:
    return "\n".join(words.word(each, taken.locale) for each in taken.hints)
