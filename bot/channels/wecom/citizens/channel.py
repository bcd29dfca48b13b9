"""Citizens by customer service, beside the corporation's app: the same door and client, other ways (`traits`)."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime

from bot import leases
from bot.channel import Channel, ChannelFacts, ChannelFinding, Menu, MessageTurn, Outcome, Parcel, at_once
from bot.channels.arrivals import NotDurable, totals
from bot.channels.page_arrivals import PageArrivals, PageDoor
from bot.channels.surroundings import Surroundings
from bot.channels.wecom import examining, media
from bot.channels.wecom.citizens.hearing import CitizenHearing
from bot.channels.wecom.citizens.memory import CitizenMemory
from bot.channels.wecom.citizens.pulling import CitizenPulling
from bot.channels.wecom.citizens.sending import CitizenSending
from bot.channels.wecom.citizens.traits import TRAITS
from bot.channels.wecom.citizens.windows import CitizenWindows
from bot.channels.wecom.corporation import Corporation
from bot.channels.wecom.updates import Bell
from bot.settings import Settings
from bot.wording import Words
from domain.errors import FlagpostError
from domain.said import FileRef


class CitizenChannel(Channel):
    """One account of customer service."""

    traits = TRAITS

    @classmethod
    def set_up(cls, given: Settings) -> str:
        """By customer service."""
        return "account" if given.wecom and given.wecom.kfid else ""

    @classmethod
    async def examined(cls, given: Settings) -> Sequence[ChannelFinding]:
        """The account."""
        return await examining.examine_service(given.wecom) if given.wecom else ()

    @classmethod
    def opened(cls, around: Surroundings) -> CitizenChannel | None:
        """The account of the settings; None where there is none."""
        corporation = Corporation.around(around)
        if corporation is None or not corporation.given.kfid:
            return None
        return cls(
            corporation,
            account=corporation.given.kfid,
            intake=around.intake,
            clock=around.clock,
            words=around.words,
            memory=CitizenMemory(around.database, corporation.given.kfid, around.clock),
            lease=around.lease(TRAITS.name),
        )

    def __init__(
        self,
        corporation: Corporation,
        *,
        account: str,
        intake: PageDoor,
        clock: Callable[[], datetime],
        words: Words,
        memory: CitizenMemory,
        lease: leases.Lease,
    ) -> None:
        """Of several processes, the one that has the lease pulls."""
        self._client = corporation.client
        self._account = account
        self._lease = lease
        self._memory = memory
        self._arrivals = PageArrivals(channel=TRAITS.name, intake=intake, clock=clock)
        self._windows = CitizenWindows(clock)
        self._sending = CitizenSending(
            client=self._client, account=account, windows=self._windows, words=words, marks=memory.message_mark
        )
        self._hearing = CitizenHearing(
            client=self._client,
            account=account,
            clock=clock,
            arrivals=self._arrivals,
            memory=memory,
            windows=self._windows,
            sending=self._sending,
        )
        self._pulling = CitizenPulling(
            client=self._client,
            account=account,
            memory=memory,
            take=self._hearing.take,
            rung_elsewhere=memory.bell if memory.is_shared else None,
        )
        corporation.callback.bells.append(self._rings)
        self._listening: asyncio.Task[None] | None = None

    async def start(self, menu: Menu) -> None:
        """Pull in the background, also what came while nobody listened."""
        self._listening = asyncio.create_task(self._lease.during(self._pull))

    async def _pull(self) -> None:
        """Pull from now on. What was known of citizens from an earlier time may be over: another process heard them since."""
        self._windows.forget()
        await self._pulling.run()

    async def stop(self) -> None:
        """Pull no more."""
        if self._listening is not None:
            self._listening.cancel()
            await asyncio.gather(self._listening, return_exceptions=True)
        await self._client.close()

    async def send(self, parcel: Parcel, turn: MessageTurn = at_once) -> Outcome:
        """Bring one parcel to a citizen. Raises nothing but cancellation."""
        return await self._sending.send(parcel, turn)

    async def fetch(self, file: FileRef) -> bytes:
        """The bytes of a file that a citizen sent."""
        return await media.fetch(self._client, file)

    def facts(self) -> ChannelFacts:
        """How it stands, for whoever watches."""
        why = self._client.hindrances.found or self._pulling.why or self._sending.why or self._hearing.not_brought()
        return ChannelFacts(why=why, silent_for=None, rebuilt=0, counts=totals(self._arrivals.counts))

    async def _rings(self, bell: Bell) -> None:
        """The bell rings at any process; where another pulls, it is left for that one."""
        if bell.account not in ("", self._account):
            return
        if self._lease.is_held:
            self._pulling.ring(bell.token)
            return
        try:
            await self._memory.leave_bell(bell.token)
        except FlagpostError as error:
            raise NotDurable from error
