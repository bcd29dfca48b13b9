"""Citizens by customer service, beside the corporation's app: the same door and client, other ways (`traits`)."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from bot import leases
from bot.channel import Channel, ChannelFacts, ChannelFinding, Menu, MessageTurn, NotSent, Outcome, Parcel, at_once
from bot.channels.arrivals import Arrival, Arrivals, MessageDoor, NotDurable, totals
from bot.channels.surroundings import Surroundings
from bot.channels.wecom import answers, examining, media
from bot.channels.wecom.citizens import items
from bot.channels.wecom.citizens.items import ItemRead
from bot.channels.wecom.citizens.memory import CitizenMemory
from bot.channels.wecom.citizens.pulling import CitizenPulling, Item
from bot.channels.wecom.citizens.sending import CitizenSending
from bot.channels.wecom.citizens.traits import TRAITS
from bot.channels.wecom.citizens.windows import CitizenWindows
from bot.channels.wecom.client import CallRefused
from bot.channels.wecom.corporation import Corporation
from bot.channels.wecom.updates import Bell
from bot.settings import Settings
from bot.wording import Words
from domain.errors import FlagpostError
from domain.said import FileRef

LOG = logging.getLogger(__name__)

WITH_HUMAN = frozenset({2, 3})  # `service_state`: waiting for a person, or talking with one
SHUT_AGAIN, REFUSED_BY_CITIZEN = frozenset({4, 5, 6}), 10  # `fail_type`
BRINGS_NOTHING = frozenset({1, 2, 8, 11})  # account gone, app off, corporation not verified, nobody of it ever came in
KNOWN_FOR = timedelta(hours=1)


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
        intake: MessageDoor,
        clock: Callable[[], datetime],
        words: Words,
        memory: CitizenMemory,
        lease: leases.Lease,
    ) -> None:
        """Of several processes, the one that has the lease pulls."""
        self._client = corporation.client
        self._account = account
        self._clock = clock
        self._lease = lease
        self._memory = memory
        self._arrivals = Arrivals(channel=TRAITS.name, intake=intake, clock=clock)
        self._windows = CitizenWindows(clock)
        self._sending = CitizenSending(
            client=self._client, account=account, windows=self._windows, words=words, marks=memory.message_mark
        )
        self._pulling = CitizenPulling(
            client=self._client,
            account=account,
            memory=memory,
            hears=self._hears,
            keep=self._arrivals.keep,
            read=lambda item: items.read(item, at=self._clock()),
            rung_elsewhere=memory.bell if memory.is_shared else None,
        )
        corporation.callback.bells.append(self._rings)
        self._brings_nothing = (0, clock())
        self._listening: asyncio.Task[None] | None = None

    async def start(self, menu: Menu) -> None:
        """Pull in the background, also what came while nobody listened."""
        self._listening = asyncio.create_task(self._lease.during(self._pulling.run))

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
        why = self._client.hindrances.found or self._pulling.why or self._sending.why or self._not_brought()
        return ChannelFacts(why=why, silent_for=None, rebuilt=0, counts=totals(self._arrivals.counts))

    def _not_brought(self) -> ChannelFinding | None:
        """Why lately nothing of ours was brought to anybody; None where that is not known of."""
        why, until = self._brings_nothing
        key = f"wecom_service_brings_nothing_{why}"
        return ChannelFinding(key=key, is_well=False) if self._clock() < until else None

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

    async def _hears(self, item: Item, read: ItemRead) -> None:
        """Make one item durable, and what it says of a session known. While a person of the office talks to somebody, nothing that
        they write is for us."""
        if read.is_with_human is not None:
            self._windows.of(read.citizen).is_with_human = read.is_with_human
        if read.failed is not None:
            await self._failed(read.citizen, *read.failed)
        said = read.said
        if said is not None and await self._is_with_human(read):
            self._arrivals.counts["for_a_person"] += 1
            return
        if said is not None:
            if read.welcome:
                self._windows.came(read.citizen, read.welcome)
            else:
                self._windows.heard(read.citizen, is_click=read.is_click)
        raw = json.dumps(item).encode()
        await self._arrivals.keep(Arrival(raw=raw, event_key=read.key, said=said, kind=read.kind))

    async def _is_with_human(self, read: ItemRead) -> bool:
        """Whether somebody of the office has the session; asked of each citizen whose session's changes we have not seen, and whenever we
        believe so: it may end without a word, and what they write then is for us. Where that cannot be asked just now, what they wrote is
        pulled again: nothing that is meant for a person is kept."""
        window = self._windows.of(read.citizen)
        if window.is_with_human is not False:
            body = {"open_kfid": self._account, "external_userid": read.citizen}
            try:
                answer = await self._client.call("kf/service_state/get", body)
            except CallRefused as refused:
                if isinstance(answers.outcome(refused), NotSent):  # only for now
                    raise
                LOG.warning("Whose a session is may not be asked: errcode %d", refused.code)
                return bool(window.is_with_human)
            window.is_with_human = answer.get("service_state") in WITH_HUMAN
        return window.is_with_human

    async def _failed(self, citizen: str, message: str, why: int) -> None:
        """The platform took a message and could not bring it: it is kept until its reader writes; or it is over with them."""
        if why in BRINGS_NOTHING:
            self._brings_nothing = (why, self._clock() + KNOWN_FOR)
        if why in SHUT_AGAIN:
            self._windows.shut(citizen)
        if not await self._memory.came_back(citizen, message, is_refused=why == REFUSED_BY_CITIZEN):
            self._sending.came_back(message)
        self._arrivals.counts["failed_later"] += 1
