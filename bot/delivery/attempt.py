"""Carrying: one claimed row brought to its end, through every outcome that sending can have (the design §7).

Lives here: `RowUnderWay`, a claimed row under way, and `Carrier`.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TypeVar

from bot.channel import (
    MessageTurn,
    NotSent,
    Outcome,
    OutcomeUnknown,
    Parcel,
    Parked,
    Sender,
    Sent,
    TwoPhase,
    Undeliverable,
)
from bot.delivery import outcomes
from bot.delivery.numbering import numbered
from bot.delivery.pacing import Hours, Pace
from bot.delivery.rendering import Needless, Nowhere, Packing, ParcelDraft
from bot.delivery.send_queue import QueuePlace, Turns
from bot.leases import Lease
from bot.wording import NoWords
from domain.matters.troubles import TroubleReason
from domain.saying import Class
from storage import errors
from storage.database import Database, Tx
from storage.road import menus, outbox, sending
from storage.road.outbox import Waiting

LOG = logging.getLogger(__name__)
T = TypeVar("T")

# The longest a row waits for its next attempt, in seconds. Somebody waits for an answer, and what is well again should not be
# late by more; how many are tried while all is out of reach is the pace's to say. Bulk and public words can wait.
LONGEST_PAUSE, LONGEST_PAUSE_OF_BULK = 8.0, 600.0
GIVE_UP_AFTER = timedelta(hours=24)
ASK_AGAIN = 1.0  # seconds until a database that is full or locked is asked again
TOO_LATE = (
    1.0  # seconds a row waits whose turn came when its claim was nearly over, or when sending was not ours any more
)


@dataclass(slots=True, kw_only=True)
class RowUnderWay:
    """A claimed row under way, until the claim is nearly over. `left_at`: a message of it is on its way since then.

    `others` are the rows whose words go in the same message: what becomes of it becomes of them.
    """

    row: Waiting
    draft: ParcelDraft | Needless | Nowhere | Exception
    until: float
    chat: str = ""
    has_left: bool = False
    left_at: float | None = None
    others: tuple[Waiting, ...] = ()

    @property
    def rows(self) -> tuple[Waiting, ...]:
        """All of them."""
        return (self.row, *self.others)


class Carrier:
    """Carries what one channel's pusher has claimed."""

    def __init__(
        self,
        channel: Sender,
        database: Database,
        packing: Packing,
        hours: Hours,
        stuck: outcomes.Stuck,
        pace: Pace,
        turns: Turns,
        lease: Lease,
    ) -> None:
        """`stuck` hears, in the transaction that marks it, of every row that a person must look after."""
        self._channel = channel
        self._two_phase = channel if isinstance(channel, TwoPhase) else None
        self._database = database
        self._packing = packing
        self._hours = hours
        self._stuck = stuck
        self._pace = pace
        self._turns = turns
        self._lease = lease

    async def carry(self, errand: RowUnderWay) -> None:
        """Bring one claimed row to an end. What goes wrong here must not stop the others."""
        try:
            await self._carry(errand)
        except Exception as error:
            LOG.error(
                "Row %d for %s could not be sent: %s", errand.row.id, self._channel.traits.name, type(error).__name__
            )
            await self._retry(errand, NotSent(type(error).__name__))
        finally:
            self._answered(errand)

    async def _carry(self, errand: RowUnderWay) -> None:
        draft, at = errand.draft, self._hours.clock()
        match draft:
            case Needless():
                await self._mark(errand, lambda tx, row: outcomes.needless(tx, row, draft, at))
            case Nowhere():
                await self._mark(errand, lambda tx, row: outcomes.give_up(tx, row, draft.reason, at, self._stuck))
            case ParcelDraft():
                outcome = await self._bring(errand, draft)
                if outcome is not None:
                    await self._settle(errand, draft, outcome)
            case NoWords():
                await self._mark(errand, lambda tx, row: outcomes.speechless(tx, row, at, self._stuck))
            case _:
                raise draft

    async def _bring(self, errand: RowUnderWay, draft: ParcelDraft) -> Outcome | None:
        """Send a draft. None where its turn comes later, or the row is not ours any more."""
        parcel = await self._packing.finish(draft)
        if draft.title and self._two_phase is not None:
            return await self._announce(errand, self._two_phase, parcel, draft.title)
        if self._channel.traits.numbers and parcel.buttons and not parcel.edits:
            return await self._bring_menu(errand, replace(parcel, buttons=numbered(parcel.buttons)))
        return await self._send(errand, lambda turn: self._channel.send(parcel, turn))

    async def _bring_menu(self, errand: RowUnderWay, parcel: Parcel) -> Outcome | None:
        """The same of what is chosen from by numbers. What they stand for is noted when its turn has come, and before it leaves: its
        reader may answer before we know that it arrived."""
        menu = {button.number: button.handle for button in parcel.buttons}

        async def attempt(turn: MessageTurn) -> Outcome | None:
            number = await self._write(errand, lambda tx: _noted(tx, errand.row, menu))
            if number is None:
                return None
            errand.left_at = self._hours.timer()
            outcome = await self._channel.send(parcel, turn)
            if isinstance(outcome, NotSent | Parked | Undeliverable):
                await self._write(errand, lambda tx: menus.take_back(tx, number))
            return outcome

        return await self._send(errand, attempt)

    async def _announce(self, errand: RowUnderWay, channel: TwoPhase, parcel: Parcel, title: str) -> Outcome | None:
        """Post the title, remember where it stands, edit it into the whole."""
        messages, ref = channel.messages_for(parcel), errand.row.ref
        if not ref:
            posted = await self._send(errand, lambda turn: channel.post_title(parcel.route, title, messages, turn))
            if not isinstance(posted, Sent):
                return posted
            ref = posted.ref
            if not await self._keep(errand, ref):
                return None
        whole = replace(parcel, edits=ref)
        return await self._send(errand, lambda turn: self._channel.send(whole, turn))

    async def _send(
        self, errand: RowUnderWay, attempt: Callable[[MessageTurn], Awaitable[Outcome | None]]
    ) -> Outcome | None:
        """Wait for a turn, then try, no longer than the claim holds. None where the turn comes later."""
        seconds = await self._turn(errand)
        if seconds:
            await self._later(errand, seconds, "its turn comes later")
            return None
        try:
            async with asyncio.timeout(max(errand.until - self._hours.timer(), 0.0)):
                return await attempt(self._turns_of(errand))
        except TimeoutError:
            why = "it took longer than the claim holds"
            return NotSent(why) if errand.row.ref else OutcomeUnknown(why)  # what has begun is known
        finally:
            self._answered(errand)

    def _turns_of(self, errand: RowUnderWay) -> MessageTurn:
        """The turns of its messages: that of the first has come."""
        has_come = True

        async def turn(begun: str = "") -> float:
            nonlocal has_come
            seconds, has_come = 0.0 if has_come else await self._turn(errand), False
            if seconds or not begun:
                return seconds
            if not await self._keep(errand, begun):
                return TOO_LATE
            errand.left_at = self._hours.timer()
            return 0.0

        return turn

    async def _keep(self, errand: RowUnderWay, begun: str) -> bool:
        """Remember what of public words stands, or may stand. False where the row is not ours any more, or may not be said any more."""
        if not await self._mark(errand, lambda tx, row: sending.keep_begun(tx, row, begun)):
            return False
        errand.row = replace(errand.row, ref=begun)
        return True

    async def _turn(self, errand: RowUnderWay) -> float:
        """Wait until the next message may leave: 0; or the seconds, where that is too far off."""
        self._answered(errand)
        row = errand.row
        seconds = await self._turns.wait(QueuePlace(priority=row.priority, number=row.id, chat=errand.chat))
        if seconds:
            return seconds
        errand.left_at, errand.has_left = self._hours.timer(), True
        if errand.left_at < errand.until and self._lease.is_held:
            return 0.0
        self._answered(errand)
        return TOO_LATE

    def _answered(self, errand: RowUnderWay) -> None:
        """What was on its way is so no more."""
        left_at, errand.left_at = errand.left_at, None
        if left_at is not None:
            self._turns.done(errand.chat, left_at)

    async def _settle(self, errand: RowUnderWay, draft: ParcelDraft, outcome: Outcome) -> None:
        """Do what an outcome asks for."""
        if not isinstance(outcome, Sent | Parked) and outcome.begun is not None:
            await self._keep(errand, outcome.begun)
        row, at = errand.row, self._hours.clock()
        match outcome:
            case Sent(ref=ref):
                self._pace.went()
                await self._mark(errand, lambda tx, row: outcomes.sent(tx, row, draft, ref, at))
            case NotSent():
                await self._again(errand, outcome)
            case Parked(why=why) if row.kind is not Class.PUBLIC:
                self._pace.went()
                await self._mark(errand, lambda tx, row: outcomes.park(tx, row, why, at))
            case Parked(why=why):
                await self._again(errand, NotSent(why))
            case OutcomeUnknown(why=why) if row.kind is Class.PUBLIC and self._two_phase is None:
                await self._mark(
                    errand,
                    lambda tx, row: outcomes.doubt(tx, row, TroubleReason.ANSWER_LOST, at, self._stuck, said=why),
                )
            case OutcomeUnknown(why=why):
                await self._again(errand, NotSent(why))
            case Undeliverable():
                self._pace.went()
                await self._mark(errand, lambda tx, row: outcomes.undeliverable(tx, row, outcome, at, self._stuck))

    async def _again(self, errand: RowUnderWay, outcome: NotSent) -> None:
        """The platform did not take it: let the chat, or everything, rest as long as it says."""
        now = self._hours.timer()
        if outcome.retry_after and outcome.is_overall:
            self._pace.halt(now, outcome.retry_after)
        elif outcome.retry_after:
            self._pace.hold(errand.chat, now, outcome.retry_after)
        else:
            self._pace.failed(now)
        self._turns.arrange()
        await self._retry(errand, outcome)

    async def _retry(self, errand: RowUnderWay, outcome: NotSent) -> None:
        """Let the row wait, longer with every attempt; after a day give it up."""
        row, at = errand.row, self._hours.clock()
        if at - row.made_at >= GIVE_UP_AFTER:
            end = outcomes.doubt if row.kind is Class.PUBLIC and row.ref else outcomes.give_up
            await self._mark(
                errand, lambda tx, row: end(tx, row, TroubleReason.DAY_OVER, at, self._stuck, said=outcome.why)
            )
            return
        longest = LONGEST_PAUSE if row.priority < outbox.BULK else LONGEST_PAUSE_OF_BULK
        pause = min(2.0 ** min(row.attempts, 16), longest) * (0.75 + self._hours.jitter() / 2)
        if outcome.retry_after and not outcome.is_overall:  # else the pace rests, and whoever starts anew need not
            pause = outcome.retry_after
        await self._later(errand, pause, outcome.why)

    async def _later(self, errand: RowUnderWay, seconds: float, why: str) -> None:
        at = self._hours.clock()
        later = at + timedelta(seconds=seconds)
        await self._mark(errand, lambda tx, row: outcomes.later(tx, row, later, why, at))

    async def _mark(self, errand: RowUnderWay, work: Callable[[Tx, Waiting], bool]) -> bool:
        """Write what became of every row of an errand."""
        return await self._write(errand, lambda tx: _of_each(tx, errand.rows, work))

    async def _write(self, errand: RowUnderWay, work: Callable[[Tx], T]) -> T:
        """A database that is full or locked is asked again as long as the claim holds."""
        while True:
            try:
                return await self._database.write(work)
            except errors.StorageUnavailable:
                if self._hours.timer() >= errand.until:
                    raise
                await self._hours.sleep(ASK_AGAIN)


def _noted(tx: Tx, row: Waiting, menu: Mapping[int, str]) -> int | None:
    """Note what stands there from now on; None where the row is not ours any more."""
    return menus.note(tx, row.account_id, row.id, menu) if sending.is_claimed_by(tx, row) else None


def _of_each(tx: Tx, rows: Iterable[Waiting], work: Callable[[Tx, Waiting], bool]) -> bool:
    """Do it for every row, also where one was not ours any more; say whether all were."""
    done = [work(tx, row) for row in rows]
    return all(done)
