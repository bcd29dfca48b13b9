"""What a page of customer service says: durable in one transaction with where the next page begins, known of windows and sessions after it.

Where it could not be stored, nothing is known of it either: it comes again, and is heard as if for the first time. While a person
of the office talks to somebody, nothing that they write is for us.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from bot.channel import ChannelFinding, NotSent
from bot.channels.arrivals import Arrival
from bot.channels.page_arrivals import PageArrivals
from bot.channels.wecom.answers import outcome
from bot.channels.wecom.citizens import items
from bot.channels.wecom.citizens.items import Item, ItemRead
from bot.channels.wecom.citizens.memory import CitizenMemory
from bot.channels.wecom.citizens.sending import CitizenSending
from bot.channels.wecom.citizens.windows import CitizenWindows
from bot.channels.wecom.client import CallRefused, Client
from bot.channels.wecom.updates import UnreadableCall
from domain.errors import FlagpostError

LOG = logging.getLogger(__name__)

WITH_HUMAN = frozenset({2, 3})  # `service_state`: waiting for a person, or talking with one
SHUT_AGAIN, REFUSED_BY_CITIZEN = frozenset({4, 5, 6}), 10  # `fail_type`
BRINGS_NOTHING = frozenset({1, 2, 8, 11})  # account gone, app off, corporation not verified, nobody of it ever came in
KNOWN_FOR = timedelta(hours=1)


class CitizenHearing:
    """Of one account of customer service."""

    def __init__(
        self,
        *,
        client: Client,
        account: str,
        clock: Callable[[], datetime],
        arrivals: PageArrivals,
        memory: CitizenMemory,
        windows: CitizenWindows,
        sending: CitizenSending,
    ) -> None:
        self._client = client
        self._account = account
        self._clock = clock
        self._arrivals = arrivals
        self._memory = memory
        self._windows = windows
        self._sending = sending
        self._brings_nothing = (0, clock())

    async def take(self, page: Sequence[Item], following: str) -> None:
        """Make a page durable, and that the next one begins at `following`; raise NotDurable where it must come again."""
        found = [self._read(item) for item in page]
        asked = await self._asked([read for _, read in found if read is not None])
        sessions: dict[str, bool] = {}
        ours = [self._ours(arrival, read, sessions, asked) for arrival, read in found]
        results = await self._arrivals.keep_together(
            [arrival for arrival, _ in ours], also=lambda tx: self._memory.move(tx, following)
        )
        for citizen, is_with_human in (asked | sessions).items():
            self._windows.of(citizen).is_with_human = is_with_human
        for (_, read), result in zip(ours, results, strict=False):
            if read is not None:
                self._know(read, result)

    def not_brought(self) -> ChannelFinding | None:
        """Why lately nothing of ours was brought to anybody; None where that is not known of."""
        why, until = self._brings_nothing
        key = f"wecom_service_brings_nothing_{why}"
        return ChannelFinding(key=key, is_well=False) if self._clock() < until else None

    def _read(self, item: Item) -> tuple[Arrival, ItemRead | None]:
        try:
            read = items.read(item, at=self._clock())
        except Exception as error:
            return _unreadable(item, error), None
        arrival = Arrival(raw=json.dumps(item).encode(), event_key=read.key, said=read.said, kind=read.kind)
        if read.failed is not None:
            message, why = read.failed
            is_refused = why == REFUSED_BY_CITIZEN
            does = partial(self._memory.come_back, citizen=read.citizen, message=message, is_refused=is_refused)
            return replace(arrival, does=does), read
        return arrival, read

    async def _asked(self, page: Iterable[ItemRead]) -> dict[str, bool]:
        """Whether somebody of the office has a session: asked of each citizen who wrote and whose session's changes we have not seen, and
        where we believe so: it may end without a word, and what they write then is for us. Where that cannot be asked just now, the page
        is pulled again: nothing that is meant for a person is kept."""
        sessions: dict[str, bool] = {}
        unknown: dict[str, None] = {}
        for read in page:
            if read.is_with_human is not None:
                sessions[read.citizen] = read.is_with_human
            elif read.said is not None and self._is_with_human(read.citizen, sessions) is not False:
                unknown[read.citizen] = None
        answers = await asyncio.gather(*map(self._ask, unknown), return_exceptions=True)
        asked: dict[str, bool] = {}
        for citizen, answer in zip(unknown, answers, strict=True):
            if isinstance(answer, BaseException):
                raise answer
            if answer is not None:
                asked[citizen] = answer
        return asked

    async def _ask(self, citizen: str) -> bool | None:
        """None where it may not be asked. That no person has it is known at once: where the page comes again, it is not asked again."""
        try:
            answer = await self._client.call(
                "kf/service_state/get", {"open_kfid": self._account, "external_userid": citizen}
            )
        except CallRefused as refused:
            if isinstance(outcome(refused), NotSent):  # only for now
                raise
            LOG.warning("Whose a session is may not be asked: errcode %d", refused.code)
            return None
        except FlagpostError:
            raise
        except Exception as error:  # a fault of ours with one citizen must not keep everybody from being heard
            LOG.error("Whose a session is could not be asked: %s", type(error).__name__)
            return None
        is_with_human = answer.get("service_state") in WITH_HUMAN
        if not is_with_human:
            self._windows.of(citizen).is_with_human = False
        return is_with_human

    def _is_with_human(self, citizen: str, sessions: Mapping[str, bool]) -> bool | None:
        return sessions.get(citizen, self._windows.of(citizen).is_with_human)

    def _ours(
        self, arrival: Arrival, read: ItemRead | None, sessions: dict[str, bool], asked: Mapping[str, bool]
    ) -> tuple[Arrival, ItemRead | None]:
        """What was written to somebody of the office is nothing to us. What an item says of a session holds for those after it."""
        if read is None:
            return arrival, None
        if read.is_with_human is not None:
            sessions[read.citizen] = read.is_with_human
        if read.said is None:
            return arrival, read
        is_with_human = self._is_with_human(read.citizen, sessions)
        if is_with_human is not False:
            is_with_human = asked.get(read.citizen, is_with_human)
        return (replace(arrival, said=None, kind="for_a_person"), None) if is_with_human else (arrival, read)

    def _know(self, read: ItemRead, result: Any) -> None:
        """It is durable."""
        if read.failed is not None:
            self._failed(read.citizen, *read.failed, is_kept=bool(result))
        elif read.welcome:
            self._windows.came(read.citizen, read.welcome)
        elif read.said is not None:
            self._windows.heard(read.citizen, is_click=read.is_click)

    def _failed(self, citizen: str, message: str, why: int, *, is_kept: bool) -> None:
        """The platform took a message and could not bring it: it is kept until its reader writes; or it is over with them."""
        if why in BRINGS_NOTHING:
            self._brings_nothing = (why, self._clock() + KNOWN_FOR)
        if why in SHUT_AGAIN:
            self._windows.shut(citizen)
        if not is_kept:
            self._sending.came_back(message)
        self._arrivals.counts["failed_later"] += 1


def _unreadable(item: Item, error: Exception) -> Arrival:
    raw, why = json.dumps(item).encode(), str(error)
    if not isinstance(error, UnreadableCall):
        LOG.error("What customer service handed out could not be read", exc_info=error)
        why = f"could not be read: {type(error).__name__}"
    try:
        key = items.key_of(item)
    except UnreadableCall:
        key = f"k:?{hashlib.sha256(raw).hexdigest()[:40]}"  # the same when it comes again, also after a start
    return Arrival(raw=raw, event_key=key, why=why)
