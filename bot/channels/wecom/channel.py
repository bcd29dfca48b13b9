"""Members of the corporation, in its app and its groups: staff work here with text and template cards.

Arrival is in `callback` and `updates`, sending in `sending` and `robots`, files in `media`; door and client are the
corporation's.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Sequence
from typing import Any

from starlette.types import ASGIApp

from bot.channel import (
    Audience,
    Channel,
    ChannelFacts,
    ChannelFinding,
    Menu,
    MessageTurn,
    NotSent,
    Outcome,
    Parcel,
    at_once,
)
from bot.channels.arrivals import totals
from bot.channels.surroundings import Surroundings
from bot.channels.wecom import answers, app_menu, examining, media
from bot.channels.wecom.callback import PATH
from bot.channels.wecom.client import CallNotMade, CallRefused, CallUnanswered
from bot.channels.wecom.corporation import Corporation
from bot.channels.wecom.robots import Robots
from bot.channels.wecom.sending import MemberSending
from bot.channels.wecom.tokens import SecretRefused
from bot.channels.wecom.traits import ROBOT, TRAITS
from bot.settings import Settings
from bot.wording import Words
from domain.said import FileRef

LOG = logging.getLogger(__name__)

LOOKS_EVERY = 3600.0  # seconds between two looks at our own certificate
FIRST_WAIT, LONGEST_WAIT = 1.0, 60.0  # seconds between two attempts to find the server


class WecomChannel(Channel):
    """One app of the corporation. `start` returns at once: the house opens whether or not WeCom answers."""

    traits = TRAITS

    @classmethod
    def set_up(cls, given: Settings) -> str:
        """By an app."""
        return "app" if given.wecom else ""

    @classmethod
    async def examined(cls, given: Settings) -> Sequence[ChannelFinding]:
        """Secret, trusted addresses, callback, robots."""
        return await examining.examine(given.wecom, given.public_url) if given.wecom else ()

    @classmethod
    def opened(cls, around: Surroundings) -> WecomChannel | None:
        """The app of the settings; None where there is none."""
        corporation = Corporation.around(around)
        if corporation is None:
            return None
        return cls(corporation, around.words, around.given.locale, around.given.public_url)

    def __init__(self, corporation: Corporation, words: Words, locale: str, public_url: str) -> None:
        self._corporation = corporation
        self._client = corporation.client
        self._sending = MemberSending(client=self._client, agent_id=corporation.given.agent_id)
        self._robots = Robots(client=self._client, keys=corporation.given.robots, locale=locale)
        self._words = words
        self._locale = locale
        self._public_url = public_url
        self._of_certificate: ChannelFinding | None = None
        self._tasks: list[asyncio.Task[None]] = []

    async def start(self, menu: Menu) -> None:
        """Find out in the background whether WeCom lets us in, and put the menu below the conversation."""
        self._tasks = [asyncio.create_task(self._meet(menu)), asyncio.create_task(self._watch_certificate())]

    async def stop(self) -> None:
        """Hang up."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._client.close()

    async def send(self, parcel: Parcel, turn: MessageTurn = at_once) -> Outcome:
        """Bring one parcel to a member or, by its robot, to a group. Raises nothing but cancellation."""
        return await (self._robots if parcel.route.startswith(ROBOT) else self._sending).send(parcel, turn)

    async def fetch(self, file: FileRef) -> bytes:
        """The bytes of a file that a member sent."""
        return await media.fetch(self._client, file)

    def facts(self) -> ChannelFacts:
        """How it stands, for whoever watches. WeCom calls when it has something: its silence means nothing."""
        door = self._corporation.callback.door
        return ChannelFacts(
            why=self._client.hindrances.found or door.shut,
            minds=[*door.minds(), *([self._of_certificate] if self._of_certificate else [])],
            silent_for=None,
            rebuilt=0,
            counts=totals(self._corporation.arrivals.counts),
        )

    def doors(self) -> dict[str, ASGIApp]:
        """Where WeCom calls."""
        return {PATH: self._corporation.callback}

    def audiences(self) -> Sequence[Audience]:
        """The groups that have a robot."""
        return self._robots.audiences()

    async def _meet(self, menu: Menu) -> None:
        """Do what only a trusted app may, until it is done. A menu that is refused keeps nobody from working.

        Later ask again while something keeps calls from going: where nobody writes, nothing else would find out that it is over.
        """
        shown = app_menu.made(menu.get(self._locale, ()), self._words, self._locale)
        wait = FIRST_WAIT
        while True:
            try:
                await self._client.call("getcallbackip")
                await self._show_menu(shown)
            except SecretRefused as refused:
                wait = refused.retry_after
            except (CallRefused, CallUnanswered, CallNotMade):
                wait = min(wait * 2, LONGEST_WAIT)
            else:
                break
            await asyncio.sleep(wait)
        while True:
            await asyncio.sleep(LONGEST_WAIT)
            if self._client.hindrances.found is not None:
                with contextlib.suppress(CallRefused, CallUnanswered, CallNotMade, SecretRefused):
                    await self._client.call("getcallbackip")

    async def _watch_certificate(self) -> None:
        """Look at our own address from outside: once its certificate has ended WeCom does not call, and nothing else would say so."""
        while True:
            found = await examining.examine_callback(self._corporation.given, self._public_url)
            was, self._of_certificate = (
                self._of_certificate,
                found if found.key in examining.OF_THE_CERTIFICATE else None,
            )
            if self._of_certificate is not None and (was is None or was.key != found.key):
                LOG.error("WeCom: %s", found.said("en"))
            await asyncio.sleep(LOOKS_EVERY)

    async def _show_menu(self, menu: dict[str, Any]) -> None:
        try:
            await self._client.call("menu/create", menu, agentid=str(self._corporation.given.agent_id))
        except CallRefused as refused:
            if isinstance(answers.outcome(refused), NotSent):  # only for now
                raise
            LOG.warning("The app's menu was refused: errcode %d", refused.code)
