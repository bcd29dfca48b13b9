"""Delivery: all that is said leaves the house through here.

Lives here: `Delivery`, woken after every commit and by the clock. People on a channel that pushes get their rows
through `bot/delivery/send_worker.py`; pages pull theirs, and the board shows what is approved. Made by the wiring of
`flagpost run`; calls `bot/delivery/rendering.py` and the storage.
"""

import asyncio
import contextlib
import logging
import math
from collections.abc import Callable, Collection, Coroutine, Iterable, Sequence
from datetime import datetime
from typing import Any

from bot import channel as channels
from bot import leases
from bot.delivery import outcomes, pacing, rendering, send_worker
from bot.evidence import room as rooms
from bot.wording import Words
from domain.channels import Traits
from domain.matters.troubles import TroubleReason
from storage.database import Database, News, Tx
from storage.desk import cards
from storage.road import outbox, pages, sending

LOG = logging.getLogger(__name__)

BREATH = 0.05  # seconds between two looks: under a flood one look serves many messages
STOPPING_TAKES = 10.0  # seconds that what is under way may take when the house closes


class Delivery:
    """Words what waits in the outbox and brings it to people."""

    def __init__(
        self,
        database: Database,
        *,
        words: Words,
        channels: Iterable[channels.Sender] = (),
        pulling: Collection[str] = (),
        show_card: rendering.ShowCard,
        may_see: rendering.MaySee,
        awaits: rendering.Awaits = lambda tx, card: False,
        is_narrow: rendering.IsNarrow = lambda channel: False,
        room: rooms.Evidence,
        clock: Callable[[], datetime],
        audiences: Iterable[channels.Audience] = (),
        stuck: outcomes.Stuck,
        hours: pacing.Hours | None = None,
        lease: Callable[[str], leases.Lease] = leases.ours,
    ) -> None:
        """`channels` are those that push, `pulling` the names of those whose pages fetch what is said, `audiences` whom the
        former tell in public; `clock` is real time.

        `stuck` hears, in the transaction that marks it, of every row that was given up or that a person must decide
        about. `lease` gives the lease of a channel by its name.
        """
        self._database = database
        self._clock = clock
        self._stuck = stuck
        self._lease = lease
        self._hours = hours or pacing.Hours(clock=clock)
        self._public_routes = _routes(audiences)
        self._traits: dict[str, Traits] = {}
        self._packing = rendering.Packing(
            words=words,
            show_card=show_card,
            may_see=may_see,
            room=room,
            public_routes=self._public_routes,
            traits=self._traits,
            awaits=awaits,
            is_narrow=is_narrow,
        )
        self._pulling = tuple(pulling)
        self._pushers: dict[str, send_worker.Pusher] = {}
        for channel in channels:
            self.push_on(channel)
        self._bells: dict[int, list[asyncio.Event]] = {}
        self._heard_up_to = 0
        self._rung_for: dict[int, int] = {}
        self._look_at = -math.inf
        self._bell = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []

    def push_on(self, channel: channels.Sender, audiences: Iterable[channels.Audience] = ()) -> None:
        """Send what is for a channel by it, and what is public to its audiences; call it before `start`."""
        name = channel.traits.name
        self._public_routes.update(_routes(audiences))
        self._traits[name] = channel.traits
        self._pushers[name] = send_worker.Pusher(
            channel, self._database, self._packing, self._hours, self._stuck, self._lease(name)
        )

    def start(self) -> None:
        """Begin to deliver, in the background and until `stop`."""
        self._in_background(self._attend_pages())
        for pusher in self._pushers.values():
            self._in_background(pusher.run())

    async def stop(self) -> None:
        """Claim nothing more, let what is under way arrive; what does not is taken up by its lease."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(STOPPING_TAKES):
                await self.settle()

    def wake(self, accounts: Iterable[int] = ()) -> None:
        """Something was put into the outbox: for these accounts, or for somebody."""
        for account_id in accounts:
            self._ring(account_id)
        self._bell.set()
        for pusher in self._pushers.values():
            pusher.ring()

    def hear(self, news: Collection[News]) -> None:
        """Some process has put something before these accounts."""
        for channel, account_id in news:
            if channel in self._pushers:
                self._pushers[channel].ring()
            elif account_id == outbox.PUBLIC_ACCOUNT:
                self._bell.set()
            else:
                self._ring(account_id)

    async def round(self) -> None:
        """Look once everywhere: begin to push what may go, ring for pages, let the board show what is due."""
        await self._look_for_pages()
        for pusher in self._pushers.values():
            await pusher.round()

    async def settle(self) -> None:
        """Wait for what is being pushed."""
        for pusher in self._pushers.values():
            await pusher.settle()

    async def page(self, account_id: int, after: int) -> list[channels.Parcel]:
        """Return everything said to this account with a number above `after`, oldest first; 0: the whole conversation.

        A card stands where it was first said, as it is now; one that moved later comes again as an edit of that number.
        What words are missing for is left out, and apologised for.
        """
        drafts = await self._database.read(lambda tx: self._packing.page(tx, account_id, after))
        blanked = [draft.blanks for draft in drafts if draft.blanks is not None]
        if blanked:
            now = self._clock()
            await self._database.write(lambda tx: _put_out(tx, blanked, now))
            self._ring(account_id)  # what is emptied with them is news
        if unsaid := [row for draft in drafts if (row := draft.speechless) and row.state == "waiting"]:
            at = self._clock()
            await self._database.write(lambda tx: [outcomes.speechless(tx, row, at, self._stuck) for row in unsaid])
            self._ring(account_id)
        return [await self._packing.named(draft) for draft in drafts if draft.speechless is None]

    async def attachment(self, account_id: int, key: str) -> tuple[int, channels.Attachment] | None:
        """Find what was said to this account under a key, with its bytes, and the number it was said under; nothing where it
        never was, or is not shown any more."""
        drafts = await self._database.read(lambda tx: self._packing.page(tx, account_id, 0))
        for draft in reversed(drafts):
            if found := await self._packing.found(draft, key):
                return draft.parcel.number, found
        return None

    async def shows(self, account_id: int, number: int, key: str) -> bool:
        """Whether what was found under this number and key is still shown to this account."""
        return await self._database.read(lambda tx: self._packing.shows(tx, account_id, number, key))

    async def seen(self, account_id: int, numbers: Sequence[int]) -> None:
        """Mark what the stream has taken or the page has fetched: delivered."""
        if numbers:
            at = self._clock()
            await self._database.write(lambda tx: pages.mark_seen(tx, account_id, numbers, at))

    def subscribe(self, account_id: int) -> asyncio.Event:
        """Return a bell that rings whenever something new is waiting; clear it yourself."""
        bell = asyncio.Event()
        self._bells.setdefault(account_id, []).append(bell)
        return bell

    def unsubscribe(self, account_id: int, bell: asyncio.Event) -> None:
        """Hang the bell off."""
        self._bells[account_id].remove(bell)
        if not self._bells[account_id]:
            del self._bells[account_id]
            self._rung_for.pop(account_id, None)

    async def _attend_pages(self) -> None:
        while True:
            self._bell.clear()
            try:
                await self._look_for_pages()
            except Exception as error:
                LOG.error("The outbox for pages could not be looked at: %s", type(error).__name__)
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(send_worker.LOOK_EVERY):  # wait_for may swallow a cancellation
                    await self._bell.wait()
            await asyncio.sleep(BREATH)

    async def _look_for_pages(self) -> None:
        """Ring for accounts with something new, also where another process put it there; hand the board what is its."""
        if self._database.is_shared:
            await self._look_for_readers()
        else:
            await self._look_for_news()
        if await self._database.read(sending.has_for_board):
            at = self._clock()
            await self._database.write(lambda tx: self._show_on_board(tx, at))

    async def _look_for_news(self) -> None:
        after, names = self._heard_up_to, self._pulling
        news = await self._database.read(lambda tx: [each for name in names for each in pages.news(tx, name, after)])
        for number, account_id in news:
            self._heard_up_to = max(self._heard_up_to, number)
            self._ring(account_id)

    async def _look_for_readers(self) -> None:
        """Once a second, for whatever `hear` did not: numbers of different accounts come in no order, so each reader is looked
        after by name."""
        now, readers = self._hours.timer(), list(self._bells)
        if now < self._look_at or not readers:
            return
        self._look_at = now + send_worker.LOOK_EVERY
        names = self._pulling
        newest = await self._database.read(
            lambda tx: [each for name in names for each in pages.newest(tx, name, readers).items()]
        )
        for account_id, number in newest:
            if self._rung_for.get(account_id, 0) < number:
                self._rung_for[account_id] = number
                self._ring(account_id)

    def _show_on_board(self, tx: Tx, at: datetime) -> None:
        for row in sending.show_on_board(tx, at):
            self._stuck(tx, row, TroubleReason.NOT_APPROVED, "")

    def _ring(self, account_id: int) -> None:
        for bell in self._bells.get(account_id, ()):
            bell.set()

    def _in_background(self, work: Coroutine[Any, Any, None]) -> None:
        self._tasks.append(asyncio.create_task(work))


def _routes(audiences: Iterable[channels.Audience]) -> dict[rendering.Place, str]:
    return {(each.channel, each.name): each.route for each in audiences if each.route}


def _put_out(tx: Tx, blanked: Sequence[int], at: datetime) -> None:
    for card_id in blanked:
        cards.put_out(tx, card_id, at)
