"""Pushing: one channel's rows claimed, paced, sent and marked (the design §7).

A row is claimed for a minute under a fencing number; whatever becomes of this process, it is sent or waits again, and
a worker that comes back too late changes nothing. Made by `bot/delivery.py`, one for each channel that people are
pushed to; `bot/outcomes.py` writes down what became of a row.
"""

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot import outcomes, pacing
from bot.channel import Channel, NotSent, Outcome, Parcel, Sent, TwoPhase, Undeliverable, Unknown
from bot.parcels import Draft, Needless, Nowhere, Packing
from domain.saying import Class
from domain.troubles import Reason
from storage import errors, sending
from storage.database import Database, Tx
from storage.outbox import Waiting

LOG = logging.getLogger(__name__)

LEASE = timedelta(seconds=60)
SENDING_AT_MOST = 50.0  # seconds; then the outcome is unknown, before the lease is over
LONGEST_TURN = 5.0  # seconds a claimed row waits for its turn; a longer wait is spent in the outbox
AT_ONCE = 14  # rows under way: half a second's worth, so that an answer overtakes a mass of notices
LONGEST_PAUSE = 600.0
GIVE_UP_AFTER = timedelta(hours=24)
EXPIRE_EVERY = 5.0
LOOK_EVERY = 1.0


@dataclass(slots=True, kw_only=True)
class _Errand:
    """A claimed row under way, until the claim is nearly over."""

    row: Waiting
    until: float
    chat: str = ""


class Pusher:
    """Pushes to one channel."""

    def __init__(
        self,
        channel: Channel,
        database: Database,
        packing: Packing,
        hours: pacing.Hours,
        stuck: outcomes.Stuck,
        limits: pacing.Limits | None = None,
    ) -> None:
        """`stuck` hears, in the transaction that marks it, of every row that a person must look after."""
        self._channel = channel
        self._two_phase = channel if isinstance(channel, TwoPhase) else None
        self._database = database
        self._packing = packing
        self._hours = hours
        self._stuck = stuck
        self._pace = pacing.Pace(limits or pacing.Limits())
        self._bell = asyncio.Event()
        self._tasks: dict[asyncio.Task[None], int] = {}
        self._chats: dict[int, str] = {}
        self._expire_at = 0.0

    def ring(self) -> None:
        """Something may be waiting."""
        self._bell.set()

    async def run(self) -> None:
        """Push until cancelled."""
        while True:
            self._bell.clear()
            try:
                await self.round()
            except Exception as error:
                LOG.error("The outbox for %s could not be looked at: %s", self._channel.name, type(error).__name__)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._bell.wait(), self._rest())

    async def round(self) -> None:
        """Claim what may go now and begin to send it."""
        now = self._hours.timer()
        await self._expire(now)
        room = 1 - len(self._tasks) if self._pace.is_doubtful else AT_ONCE - len(self._tasks)
        if room <= 0 or self._pace.wait(now) > LONGEST_TURN:
            return
        at = self._hours.clock()
        if not await self._database.read(lambda tx: sending.has_due(tx, self._channel.name, at)):
            return
        busy = self._busy(now)
        for row in await self._database.write(lambda tx: self._claim(tx, at, room, busy)):
            errand = _Errand(row=row, until=now + SENDING_AT_MOST)
            task = asyncio.create_task(self._carry(errand))
            self._tasks[task] = row.account_id
            task.add_done_callback(self._done)

    async def settle(self) -> None:
        """Wait for what is under way."""
        while self._tasks:
            await asyncio.wait(list(self._tasks))

    def _claim(self, tx: Tx, at: datetime, room: int, busy: set[int]) -> list[Waiting]:
        claims = sending.claim(tx, self._channel.name, at, at + LEASE, room, busy)
        for row in claims.fallen:
            self._stuck(tx, row, Reason.NOT_APPROVED, "")
        return claims.taken

    async def _expire(self, now: float) -> None:
        if now < self._expire_at:
            return
        at = self._hours.clock()
        is_two_phase = self._two_phase is not None
        self._expire_at = now + EXPIRE_EVERY

        def work(tx: Tx) -> None:
            for row in sending.expire_claims(tx, self._channel.name, at, is_two_phase=is_two_phase):
                self._stuck(tx, row, Reason.CLAIM_EXPIRED, "")

        await self._database.write(work)

    def _rest(self) -> float:
        """Seconds after which to look again, bell or no bell: when the next chat may get something, or soon."""
        now = self._hours.timer()
        waits = [wait for chat in self._chats.values() if (wait := self._pace.chat_wait(chat, now)) > 0]
        return min([LOOK_EVERY, *waits])

    def _busy(self, now: float) -> set[int]:
        """Accounts that something is on its way to, or whose chat must wait."""
        held = {account for account, chat in self._chats.items() if self._pace.chat_wait(chat, now) > 0}
        self._chats = {account: self._chats[account] for account in held}
        return held | set(self._tasks.values())

    def _done(self, task: asyncio.Task[None]) -> None:
        del self._tasks[task]
        self._bell.set()
        if not task.cancelled() and (error := task.exception()) is not None:
            LOG.error("What became of a row could not be written down: %s", type(error).__name__)

    async def _carry(self, errand: _Errand) -> None:
        """Bring one claimed row to an end. What goes wrong here must not stop the others."""
        row = errand.row
        try:
            await self._send_row(errand)
        except Exception as error:
            LOG.error("Row %d for %s could not be sent: %s", row.id, self._channel.name, type(error).__name__)
            await self._retry(errand, NotSent(type(error).__name__))

    async def _send_row(self, errand: _Errand) -> None:
        row = errand.row
        draft = await self._database.read(lambda tx: self._packing.push(tx, row))
        at = self._hours.clock()
        if isinstance(draft, Needless):
            await self._mark(errand, lambda tx: outcomes.needless(tx, row, draft, at))
        elif isinstance(draft, Nowhere):
            await self._mark(errand, lambda tx: outcomes.bury(tx, row, draft.reason, at, self._stuck))
        else:
            await self._send_draft(errand, draft)

    async def _send_draft(self, errand: _Errand, draft: Draft) -> None:
        parcel = await self._packing.finish(draft)
        errand.chat = parcel.route
        self._chats[errand.row.account_id] = parcel.route
        if draft.title and self._two_phase is not None:
            outcome = await self._announce(errand, self._two_phase, parcel, draft.title)
        else:
            outcome = await self._send(errand, parcel)
        if outcome is not None:
            await self._settle(errand, draft, outcome)

    async def _announce(self, errand: _Errand, channel: TwoPhase, parcel: Parcel, title: str) -> Outcome | None:
        """Post the title, remember where it stands, edit it into the whole. None where the row is not ours any more."""
        row, messages = errand.row, channel.messages_for(parcel)
        ref = row.ref
        if not ref:
            if not await self._turn(errand, messages):
                return None
            posted = await self._within(errand, channel.post_title(parcel.route, title, messages))
            if not isinstance(posted, Sent):
                return posted
            ref = posted.ref
            if not await self._mark(errand, lambda tx: sending.keep_title(tx, row, ref)):
                return None
            errand.row = replace(row, ref=ref)
        return await self._send(errand, replace(parcel, edits=ref))

    async def _send(self, errand: _Errand, parcel: Parcel) -> Outcome | None:
        messages = self._two_phase.messages_for(parcel) if self._two_phase is not None else 1
        if not await self._turn(errand, max(messages, 1)):
            return None
        return await self._within(errand, self._channel.send(parcel))

    async def _within(self, errand: _Errand, attempt: Awaitable[Outcome]) -> Outcome:
        try:
            async with asyncio.timeout(max(errand.until - self._hours.timer(), 0.0)):
                return await attempt
        except TimeoutError:
            return Unknown("it took longer than the claim holds")

    async def _turn(self, errand: _Errand, messages: int) -> bool:
        """Wait until the row may go, and let it count; False where that is too far off: it waits in the outbox."""
        while (seconds := self._wait(errand.chat)) > 0:
            if seconds > LONGEST_TURN:
                await self._later(errand, seconds, "its turn comes later")
                return False
            await self._hours.sleep(seconds)
        now = self._hours.timer()
        if now >= errand.until:
            return False
        self._pace.take(errand.chat, now, messages)
        return True

    def _wait(self, chat: str) -> float:
        now = self._hours.timer()
        return max(self._pace.wait(now), self._pace.chat_wait(chat, now))

    async def _later(self, errand: _Errand, seconds: float, why: str) -> None:
        row, later = errand.row, self._hours.clock() + timedelta(seconds=seconds)
        await self._mark(errand, lambda tx: sending.put_back(tx, row, later, why))

    async def _settle(self, errand: _Errand, draft: Draft, outcome: Outcome) -> None:
        """Do what an outcome asks for."""
        row, at = errand.row, self._hours.clock()
        match outcome:
            case Sent(ref=ref):
                self._pace.went()
                await self._mark(errand, lambda tx: outcomes.sent(tx, row, draft, ref, at))
            case NotSent():
                await self._again(errand, outcome)
            case Unknown(why=why) if row.kind is Class.PUBLIC and self._two_phase is None:
                await self._mark(
                    errand, lambda tx: outcomes.doubt(tx, row, Reason.ANSWER_LOST, at, self._stuck, said=why)
                )
            case Unknown(why=why):
                await self._again(errand, NotSent(why))
            case Undeliverable():
                self._pace.went()
                await self._mark(errand, lambda tx: outcomes.undeliverable(tx, row, outcome, at, self._stuck))

    async def _again(self, errand: _Errand, outcome: NotSent) -> None:
        """The platform did not take it: let the chat, or everything, rest as long as it says."""
        now = self._hours.timer()
        if outcome.retry_after and outcome.is_overall:
            self._pace.halt(now, outcome.retry_after)
        elif outcome.retry_after:
            self._pace.hold(errand.chat, now, outcome.retry_after)
        else:
            self._pace.failed(now)
        await self._retry(errand, outcome)

    async def _retry(self, errand: _Errand, outcome: NotSent) -> None:
        """Let the row wait, longer with every attempt; after a day give it up."""
        row, at = errand.row, self._hours.clock()
        if at - row.made_at >= GIVE_UP_AFTER:
            end = outcomes.doubt if row.kind is Class.PUBLIC and row.ref else outcomes.bury
            await self._mark(errand, lambda tx: end(tx, row, Reason.DAY_OVER, at, self._stuck, said=outcome.why))
            return
        pause = outcome.retry_after or min(2.0**row.attempts, LONGEST_PAUSE) * (0.75 + self._hours.jitter() / 2)
        await self._later(errand, pause, outcome.why)

    async def _mark(self, errand: _Errand, work: Callable[[Tx], bool]) -> bool:
        """Write what became of a row; a database that is full or locked is asked again as long as the claim holds."""
        while True:
            try:
                return await self._database.write(work)
            except errors.StorageUnavailable:
                if self._hours.timer() >= errand.until:
                    raise
                await self._hours.sleep(LOOK_EVERY)
