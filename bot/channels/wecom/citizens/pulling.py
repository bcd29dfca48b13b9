"""Asking customer service for what citizens wrote: one asker, woken by the doorbell and, for a bell that was lost, by the clock.

What is asked for is a page and where the next one begins: both become durable in one transaction (`hearing`). What is pulled a
second time all the same, for the cursor is the platform's and may be lost there, has the same ids, under which the inbox takes it once.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections import deque
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

from bot.channel import ChannelFinding
from bot.channels.wecom import hindrances
from bot.channels.wecom.citizens.items import Item
from bot.channels.wecom.citizens.memory import CitizenMemory
from bot.channels.wecom.citizens.sending import ACCOUNT_WRONG
from bot.channels.wecom.client import CallRefused, CallUnanswered, Client
from bot.channels.wecom.tokens import SecretRefused
from domain.errors import FlagpostError

LOG = logging.getLogger(__name__)

BATCH = 100  # items on a page: it is one transaction, for which every other waits
TOKEN_OVER = 95007
OF_EVERYTHING = (
    hindrances.DEAD_TOKEN
    | hindrances.BAD_SECRET
    | ACCOUNT_WRONG
    | {hindrances.BUSY, hindrances.TOO_MANY_AT_ONCE, hindrances.TOO_MANY, hindrances.NOT_TRUSTED}
)  # refusals that say nothing of a cursor
REMEMBERED = 1000  # tokens that are over
PAGES_ALIKE = 3  # pages in a row that lead no further, until we ask again later
SAFETY = 180.0  # seconds between two looks without a bell: without its token the platform lets nobody ask often
LOOK_EVERY = 1.0  # seconds between two looks whether it rang at another process
FIRST_WAIT, LONGEST_WAIT = 0.5, 60.0


class CitizenPulling:
    """The loop, for one account. `why` says what is wrong, None where nothing is."""

    def __init__(
        self,
        *,
        client: Client,
        account: str,
        memory: CitizenMemory,
        take: Callable[[Sequence[Item], str], Awaitable[None]],
        rung_elsewhere: Callable[[], Awaitable[str]] | None = None,
        safety: float = SAFETY,
    ) -> None:
        """`take` makes a page durable and where the next one begins. `rung_elsewhere` says by which token the bell rang last at another
        process."""
        self.why: ChannelFinding | None = None
        self._client = client
        self._account = account
        self._memory = memory
        self._take = take
        self._safety = safety
        self._rung_elsewhere = rung_elsewhere
        self._heard_elsewhere = ""
        self._token = ""
        self._over: deque[str] = deque(maxlen=REMEMBERED)
        self._rung = asyncio.Event()

    def ring(self, token: str) -> None:
        """There is something: it is fetched. By a token that was over already nothing new is told: somebody repeats a call that they have
        caught, and the platform lets nobody ask often without one that is good."""
        if token in self._over:
            return
        self._token = token
        self._rung.set()

    async def run(self) -> None:
        """Pull until cancelled; what was not durable comes again."""
        wait = FIRST_WAIT
        while True:
            self._rung.clear()
            try:
                await self.round()
                self._note(None)
                wait = FIRST_WAIT
                await self._rest()
            except Exception as error:  # whatever it is: one that stops asking is worse, for nobody would notice
                if not isinstance(error, FlagpostError):
                    LOG.exception("Listening to customer service failed in a way it should not")
                self._note(self._hindrance(error))
                pause = error.retry_after if isinstance(error, SecretRefused) else wait
                wait = min(wait * 2, LONGEST_WAIT)
                await asyncio.sleep(pause)

    async def _rest(self) -> None:
        """Wait until it rings, here or elsewhere, but not for so long that a bell that was lost is missed."""
        look = LOOK_EVERY if self._rung_elsewhere else self._safety
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(self._safety):
                while not self._rung.is_set():
                    with contextlib.suppress(TimeoutError):
                        async with asyncio.timeout(look):
                            await self._rung.wait()
                    await self._look_elsewhere()

    async def _look_elsewhere(self) -> None:
        token = await self._rung_elsewhere() if self._rung_elsewhere else ""
        if token != self._heard_elsewhere:
            self._heard_elsewhere = token
            self.ring(token)

    async def round(self) -> None:
        """Pull all there is, page by page, also behind a page on which there is nothing."""
        cursor, pages_alike = await self._memory.cursor(), 0
        while pages_alike < PAGES_ALIKE:
            page = await self._page(cursor)
            found, following = _items(page), _following(page) or cursor
            if found or following != cursor:
                await self._take(found, following)
            pages_alike = pages_alike + 1 if following == cursor else 0
            cursor = following
            if page.get("has_more") != 1:
                return
        raise CallUnanswered  # there is more, but no way to it

    async def _page(self, cursor: str) -> Mapping[str, Any]:
        """What follows a cursor; where the platform does not know it any more, all that it has."""
        try:
            return await self._ask(cursor)
        except CallRefused as refused:
            if not cursor or refused.code in OF_EVERYTHING:
                raise
            LOG.warning("Customer service does not know how far it was read: errcode %d", refused.code)
            return await self._ask("")

    async def _ask(self, cursor: str) -> Mapping[str, Any]:
        token, self._token = self._token, ""
        body: dict[str, Any] = {"open_kfid": self._account, "limit": BATCH, "voice_format": 0}
        if cursor:
            body["cursor"] = cursor
        if not token:
            return await self._client.call("kf/sync_msg", body)
        try:
            found = await self._client.call("kf/sync_msg", {**body, "token": token})
        except CallRefused as refused:
            if refused.code != TOKEN_OVER:
                raise
            self._over.append(token)
            return await self._client.call("kf/sync_msg", body)
        if found.get("has_more") == 1 and not self._token:
            self._token = token  # good for ten minutes, and so for the next page
        return found

    def _hindrance(self, error: Exception) -> ChannelFinding:
        if isinstance(error, CallRefused):
            return hindrances.of_service(error.code, self._account)
        return ChannelFinding(key="wecom_service_deaf", facts={"why": type(error).__name__}, is_well=False)

    def _note(self, why: ChannelFinding | None) -> None:
        """Each kind of trouble is logged when it begins, not at every try."""
        if why is not None and why != self.why:
            LOG.error("Cannot hear customer service: %s", why.said("en"))
        if why is None and self.why is not None:
            LOG.warning("Customer service is heard again")
        self.why = why


def _items(page: Mapping[str, Any]) -> list[Item]:
    found = page.get("msg_list") or []
    return [item for item in found if isinstance(item, dict)] if isinstance(found, list) else []


def _following(page: Mapping[str, Any]) -> str:
    """Where the next page begins; empty where that is not said."""
    found = page.get("next_cursor")
    return found if isinstance(found, str) else ""
