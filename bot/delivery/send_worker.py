"""Pushing: one channel's rows claimed, a few at a time and in the order in which they should leave (the design §7).

A row is claimed for a minute under a fencing number; whatever becomes of this process, it is sent or waits again, and a
worker that comes back too late changes nothing. Of several processes the one that has the channel's lease pushes, and keeps
the pace for all. Made by `bot/delivery/delivery.py`, one for each channel that people are pushed to;
`bot/delivery/attempt.py` brings each row to its end, `bot/delivery/send_queue.py` says when.
"""

import asyncio
import contextlib
import logging
import math
from datetime import datetime, timedelta

from bot.channel import Sender, TwoPhase
from bot.delivery import outcomes, pacing, send_queue
from bot.delivery.attempt import Carrier, RowUnderWay
from bot.delivery.rendering import Needless, Nowhere, Packing, ParcelDraft
from bot.leases import Lease
from domain.matters.troubles import TroubleReason
from storage.database import Database, Tx
from storage.road import claiming, outbox
from storage.road.outbox import Destination, Waiting

LOG = logging.getLogger(__name__)

LEASE = timedelta(seconds=60)
SENDING_AT_MOST = 50.0  # seconds; then the outcome is unknown, before the lease is over
SHELF = 16  # rows claimed at most before their turn: half a second's worth
LOW = 6  # so few left, and more are claimed
EARLY = 0.2  # seconds before its chat may get the next one, a row is claimed
EXPIRE_EVERY = 5.0
LOOK_EVERY = 1.0
BREATH = 0.02  # seconds between two looks: under a flood one look serves many messages


class Pusher:
    """Pushes to one channel."""

    def __init__(
        self,
        channel: Sender,
        database: Database,
        packing: Packing,
        hours: pacing.Hours,
        stuck: outcomes.Stuck,
        lease: Lease,
    ) -> None:
        """`stuck` hears, in the transaction that marks it, of every row that a person must look after."""
        self._lease = lease
        limits = channel.traits.limits
        assert limits is not None, "who pushes has to know how much"
        self._channel = channel
        self._name = channel.traits.name
        self._counts_for = timedelta(seconds=limits.longest * pacing.STRETCH)
        self._database = database
        self._packing = packing
        self._hours = hours
        self._stuck = stuck
        self._pace = pacing.Pace(limits)
        row = send_queue.Turns(self._pace, hours)
        self._carrier = Carrier(channel, database, packing, hours, stuck, self._pace, row, lease)
        self._bell = asyncio.Event()
        self._has_news = True
        self._begun_under = 0
        self._errands: dict[asyncio.Task[None], RowUnderWay] = {}
        self._chats: dict[Destination, str] = {}
        self._expire_at = 0.0

    def ring(self) -> None:
        """Something may be waiting."""
        self._has_news = True
        self._bell.set()

    async def run(self) -> None:
        """Push until cancelled."""
        while True:
            self._bell.clear()
            try:
                await self.round()
            except Exception as error:
                LOG.error("The outbox for %s could not be looked at: %s", self._name, type(error).__name__)
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(self._rest()):  # wait_for may swallow a cancellation
                    await self._bell.wait()
            await asyncio.sleep(BREATH)

    async def round(self) -> None:
        """Claim what may go soon, and let each row wait for its turn; nothing, where another process does it."""
        if not self._lease.is_held:
            return
        now = self._hours.timer()
        if self._begun_under != self._lease.fence:
            await self._begin(self._lease.fence)
        elif now >= self._expire_at:
            await self._expire()
        room, is_urgent = self._room(now)
        if room <= 0:
            return
        self._has_news = False
        at, busy = self._hours.clock(), self._busy(now)
        name = self._name
        if not await self._database.read(lambda tx: claiming.has_due(tx, name, at, busy, is_urgent=is_urgent)):
            return
        rows = await self._database.write(lambda tx: self._claim(tx, at, room, busy, is_urgent=is_urgent))
        for errand in self._errands_of(rows, await self._pack(rows), now + SENDING_AT_MOST):
            self._set_out(errand)

    async def settle(self) -> None:
        """Wait for what is under way."""
        while self._errands:
            await asyncio.wait(list(self._errands))

    def _room(self, now: float) -> tuple[int, bool]:
        """How many rows to claim, and whether only urgent ones: they do not wait behind a shelf full of others."""
        if send_queue.TOO_FAR < self._pace.wait(now) < math.inf:
            return 0, False
        if self._pace.is_doubtful:
            return 1 - len(self._errands), False
        here = [errand.row.priority for errand in self._errands.values() if not errand.has_left]
        if len(here) <= LOW:
            return SHELF - len(here), False
        urgent = sum(priority < outbox.BULK for priority in here)
        return (SHELF - urgent if self._has_news and urgent <= LOW else 0), True

    def _claim(self, tx: Tx, at: datetime, room: int, busy: set[Destination], *, is_urgent: bool) -> list[Waiting]:
        claims = claiming.claim(
            tx, self._name, at, at + LEASE, room, busy, is_urgent=is_urgent, combines=self._channel.traits.combines
        )
        for row in claims.fallen:
            self._stuck(tx, row, TroubleReason.NOT_APPROVED, "")
        return claims.taken

    async def _pack(self, rows: list[Waiting]) -> list[ParcelDraft | Needless | Nowhere | Exception]:
        """Word what was claimed; one row that cannot be worded keeps no other from it."""
        try:
            return await self._database.read(lambda tx: [self._packing.push(tx, row) for row in rows])
        except Exception as error:
            if len(rows) == 1:
                return [error]
        return [draft for row in rows for draft in await self._pack([row])]

    def _errands_of(
        self, rows: list[Waiting], drafts: list[ParcelDraft | Needless | Nowhere | Exception], until: float
    ) -> list[RowUnderWay]:
        """An errand for each row; one for all words of an account where the channel combines them."""
        found = [RowUnderWay(row=row, draft=draft, until=until) for row, draft in zip(rows, drafts, strict=True)]
        if not self._channel.traits.combines:
            return found
        together: dict[int, list[tuple[Waiting, ParcelDraft]]] = {}
        for errand in found:
            if isinstance(errand.draft, ParcelDraft) and errand.draft.may_be_combined:
                together.setdefault(errand.row.account_id, []).append((errand.row, errand.draft))
        several = [each for each in together.values() if len(each) > 1]
        taken = {row.id for each in several for row, _ in each}
        for each in several:
            (row, _), *others = each
            draft = self._packing.combined(self._name, [draft for _, draft in each])
            found.append(RowUnderWay(row=row, draft=draft, until=until, others=tuple(row for row, _ in others)))
        return [errand for errand in found if errand.others or errand.row.id not in taken]

    def _set_out(self, errand: RowUnderWay) -> None:
        if isinstance(errand.draft, ParcelDraft):
            errand.chat = errand.draft.parcel.route
            self._chats[errand.row.destination] = errand.chat
        task = asyncio.create_task(self._carrier.carry(errand))
        self._errands[task] = errand
        task.add_done_callback(self._done)

    async def _begin(self, fence: int) -> None:
        """Learn what left lately, before it was for us to push, so that together we keep the pace; then free what
        whoever pushed before us had claimed and nobody brings any more."""
        now, at = self._hours.timer(), self._hours.clock()
        for chat, sent_at in await self._database.read(lambda tx: self._sent_lately(tx, at - self._counts_for)):
            self._pace.recall(chat, now - max((at - (sent_at or at)).total_seconds(), 0.0))
        await self._expire({row.id for errand in self._errands.values() for row in errand.rows})
        self._begun_under = fence

    def _sent_lately(self, tx: Tx, since: datetime) -> list[tuple[str, datetime | None]]:
        found = claiming.lately(tx, self._name, since)
        places = {(each.account_id, each.audience) for each in found}
        routes = {place: self._packing.route(tx, self._name, *place) for place in places}
        return [(routes[each.account_id, each.audience], each.at) for each in found]

    async def _expire(self, ours: set[int] | None = None) -> None:
        at = self._hours.clock()
        is_two_phase = isinstance(self._channel, TwoPhase)
        self._expire_at = self._hours.timer() + EXPIRE_EVERY

        def work(tx: Tx) -> None:
            for row in claiming.expire_claims(tx, self._name, at, is_two_phase=is_two_phase, ours=ours):
                self._stuck(tx, row, TroubleReason.CLAIM_EXPIRED, "")

        await self._database.write(work)

    def _rest(self) -> float:
        """Seconds after which to look again, bell or no bell: when the next chat may get something, or soon."""
        now = self._hours.timer()
        waits = [self._pace.chat_wait(chat, now) - EARLY for chat in self._chats.values()]
        return min([LOOK_EVERY, *(wait for wait in waits if wait > 0)])

    def _busy(self, now: float) -> set[Destination]:
        """Places that something is on its way to, or whose chat must wait."""
        waits = {place: self._pace.chat_wait(chat, now) for place, chat in self._chats.items()}
        self._chats = {place: self._chats[place] for place, wait in waits.items() if wait > 0}
        under_way = {errand.row.destination for errand in self._errands.values()}
        return under_way | {place for place, wait in waits.items() if wait > EARLY}

    def _done(self, task: asyncio.Task[None]) -> None:
        del self._errands[task]
        if self._room(self._hours.timer())[0] > 0:
            self._bell.set()
        if not task.cancelled() and (error := task.exception()) is not None:
            LOG.error("What became of a row could not be written down: %s", type(error).__name__)
