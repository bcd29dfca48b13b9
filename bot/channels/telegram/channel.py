"""The Telegram channel: python-telegram-bot at the edge, nothing of it further in.

Opened by the house; hears through the intake, is sent to by `bot/delivery/delivery.py`, fetches files for the
evidence chore. Reading is in `telegram_updates`, arrival in `telegram_reception` by way of `telegram_webhook` or
`telegram_polling`, sending in `telegram_sending`.
"""

from __future__ import annotations

import asyncio
import logging
import random
import time
from collections.abc import Awaitable, Callable, Coroutine, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from enum import StrEnum
from typing import Any

import telegram
from starlette.types import ASGIApp
from telegram import error as errors

from bot import channel as channels
from bot import leases
from bot.channel import ChannelFacts
from bot.channels.arrivals import MessageDoor
from bot.channels.surroundings import Surroundings
from bot.channels.telegram import downloads, layout, reception, sending, updates, webhook, wire
from bot.channels.telegram import polling as telegram_polling
from bot.channels.telegram import uploads as telegram_uploads
from bot.channels.telegram.health import NOT_CONNECTED, Health
from bot.channels.telegram.traits import TRAITS
from bot.settings import Settings
from domain.errors import FlagpostError
from domain.said import FileRef

LOG = logging.getLogger(__name__)

SERVER = "https://api.telegram.org"
LISTENING_CONNECTIONS = 8  # with one alone, a connection half open would block every later request
AT_ONCE = 100  # pushes that Telegram may have under way


class Mode(StrEnum):
    """How updates come: asked for, or pushed to an address that Telegram can reach."""

    POLLING = "polling"
    WEBHOOK = "webhook"


class BadToken(FlagpostError):
    """A Telegram token looks like 123456:ABC-DEF: digits, a colon, letters and digits."""


class TelegramChannel(channels.Channel):
    """One bot on Telegram. `start` returns at once: the rest of the house opens whether or not Telegram answers."""

    traits = TRAITS

    @classmethod
    def set_up(cls, given: Settings) -> str:
        """Asked for, or pushed."""
        return given.telegram.mode if given.telegram else ""

    @classmethod
    def opened(cls, around: Surroundings) -> TelegramChannel | None:
        """The bot of the settings; None where there is none."""
        given = around.given.telegram
        if given is None:
            return None
        return cls(
            token=given.token,
            intake=around.intake,
            clock=around.clock,
            api_base=given.api,
            mode=given.mode,
            public_url=around.given.public_url,
            proxy=given.proxy or "",
            announces_in=given.channel or "",
            locale=around.given.locale,
            lease=around.lease(TRAITS.name),
        )

    def __init__(
        self,
        *,
        token: str,
        intake: MessageDoor,
        clock: Callable[[], datetime],
        api_base: str = SERVER,
        mode: str = Mode.POLLING,
        public_url: str = "",
        proxy: str = "",
        announces_in: str = "",
        locale: str = "zh",
        known_files: Mapping[str, str] | None = None,
        remember: Callable[[str, str], None] | None = None,
        pace: telegram_polling.AskingPace | None = None,
        timer: Callable[[], float] = time.monotonic,
        lease: leases.Lease | None = None,
    ) -> None:
        """Of several processes, the one that has the lease says where updates go, and asks for them. `announces_in` is the
        public chat that is told, in this `locale`; empty: none."""
        wire.hush()
        self._lease = lease or leases.ours(TRAITS.name)
        self._announces_in = announces_in
        self._locale = locale
        self.bot_id = _bot_id(token)
        self.reception = reception.UpdateReception(bot_id=self.bot_id, intake=intake, clock=clock)
        self.webhook = webhook.Webhook(token=token, reception=self.reception)
        self._mode = Mode(mode)
        self._public_url = public_url.rstrip("/")
        self._proxy = proxy
        self._clock = clock
        self._timer = timer
        self._pace = pace or telegram_polling.AskingPace()
        server = (api_base or SERVER).rstrip("/")
        self._address = f"{server}/bot{token}"
        self._wire = self._make_wire(connections=64)
        self._bot = telegram.Bot(
            token,
            base_url=f"{server}/bot",
            base_file_url=f"{server}/file/bot",
            request=self._wire,
            get_updates_request=self._wire,
        )
        uploads = telegram_uploads.Uploads(known=known_files or {}, remember=remember)
        self._sending = sending.Sending(bot=self._bot, uploads=uploads, clock=clock)
        self._polling: telegram_polling.Polling | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._username = ""
        self._trouble = NOT_CONNECTED
        self._last_sent_at: datetime | None = None

    async def start(self, menu: channels.Menu) -> None:
        """Begin to connect and to listen, in the background and until `stop`."""
        self._in_background(self._run(menu))

    async def stop(self) -> None:
        """Stop listening. What was not acknowledged comes again after the next start."""
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self._wire.shutdown()

    async def send(self, parcel: channels.Parcel, turn: channels.MessageTurn = channels.at_once) -> channels.Outcome:
        """Bring one parcel to its chat, or edit the earlier message that it names. Raises nothing but cancellation."""
        outcome = await self._sending.send(parcel, turn)
        self._note(outcome)
        return outcome

    async def post_title(
        self, route: str, title: str, messages: int = 1, turn: channels.MessageTurn = channels.at_once
    ) -> channels.Outcome:
        """Post an announcement's bare title; `send` with its reference as `edits` makes it the whole, and may repeat.

        `messages` is `messages_for` the whole. Where the outcome is unknown, what may stand there twice is a title.
        """
        outcome = await self._sending.post_title(route, title, messages, turn)
        self._note(outcome)
        return outcome

    def messages_for(self, parcel: channels.Parcel) -> int:
        """How many messages a parcel becomes: one for its words and a picture, if they fit in a caption; else more."""
        return len(layout.pieces(parcel))

    async def fetch(self, file: FileRef) -> bytes:
        """The bytes of a file somebody sent; FileGone, FileRefused (too large) or FileDelayed (try again) otherwise."""
        return await downloads.fetch(self._bot, self._wire, file)

    def doors(self) -> dict[str, ASGIApp]:
        """Where Telegram pushes updates to, if it does."""
        return {self.webhook.path: self.webhook} if self._mode is Mode.WEBHOOK else {}

    def audiences(self) -> Sequence[channels.Audience]:
        """The public channel, told once, in the office's language."""
        if not self._announces_in:
            return ()
        return (
            channels.Audience(name="channel", channel=TRAITS.name, locales=(self._locale,), route=self._announces_in),
        )

    def facts(self) -> ChannelFacts:
        """How it stands, for whoever watches."""
        return self.health().facts()

    def health(self) -> Health:
        """How it stands now."""
        polling = self._polling
        if polling is None:
            return self._health(is_hearing=True, why="", last_heard_at=self.reception.last_heard_at)
        why = polling.why or ("" if polling.is_hearing else f"no answer for {polling.silent_for():.0f} s")
        health = self._health(is_hearing=polling.is_hearing, why=why, last_heard_at=polling.last_ok_at)
        return replace(health, silent_for=polling.silent_for(), rebuilt=polling.rebuilt)

    def _health(self, *, is_hearing: bool, why: str, last_heard_at: datetime | None) -> Health:
        return Health(
            is_healthy=is_hearing and not self._trouble,
            why=self._trouble or why,
            bot=self._username,
            last_heard_at=last_heard_at,
            last_sent_at=self._last_sent_at,
            counts=dict(self.reception.counts),
        )

    async def _run(self, menu: channels.Menu) -> None:
        await self._until_done("getMe", self._meet)
        if not self._lease.is_held:
            self._trouble = ""  # another process listens, or will
        await self._lease.during(lambda: self._attend(menu))

    async def _attend(self, menu: channels.Menu) -> None:
        """Say where updates go; ask for them, where they are not pushed."""
        self._trouble = self._trouble or NOT_CONNECTED
        await self._until_done("where updates go", self._choose_way)
        self._trouble = ""
        self._in_background(self._until_done("commands", lambda: self._name_commands(menu)))
        if self._mode is not Mode.POLLING:
            return
        self._polling = telegram_polling.Polling(
            address=self._address,
            make_wire=lambda: self._make_wire(connections=LISTENING_CONNECTIONS),
            reception=self.reception,
            confirm=lambda press, hint: self._in_background(self._confirm(press, hint)),
            clock=self._clock,
            timer=self._timer,
            pace=self._pace,
            may_ask=lambda: self._lease.is_held,
        )
        try:
            await self._polling.run()
        finally:
            self._polling = None

    async def _until_done(self, what: str, attempt: Callable[[], Awaitable[None]]) -> None:
        """Try with growing pauses. Telegram out of reach is no reason to keep the web side closed."""
        pause = self._pace.first_wait
        while True:
            try:
                await attempt()
            except errors.TelegramError as error:
                LOG.warning("Telegram is not ready (%s): %s", what, type(error.__cause__ or error).__name__)
                self._trouble = self._trouble and f"{what}: {type(error).__name__}"
            else:
                return
            await asyncio.sleep(pause * random.uniform(0.5, 1.0))
            pause = min(pause * 2, self._pace.longest_wait)

    async def _meet(self) -> None:
        self._username = (await self._bot.get_me()).username or ""

    async def _choose_way(self) -> None:
        if self._mode is Mode.POLLING:
            await self._bot.delete_webhook(drop_pending_updates=False)
            return
        await self._bot.set_webhook(
            self._public_url + self.webhook.path,
            secret_token=self.webhook.secret,
            allowed_updates=list(updates.WANTED),
            max_connections=AT_ONCE,
        )

    async def _name_commands(self, menu: channels.Menu) -> None:
        for language, named in menu.items():
            await self._bot.set_my_commands(list(named), language_code=language or None)

    async def _confirm(self, press: str, hint: str) -> None:
        """Stop the button spinning, and show what is to be shown over it. Too late is no harm: the press has been heard."""
        try:
            await self._bot.answer_callback_query(press, text=hint or None)
        except errors.TelegramError as error:
            self.reception.counts["unconfirmed"] += 1
            LOG.debug("A press could not be confirmed: %s", type(error).__name__)

    def _make_wire(self, *, connections: int) -> wire.Wire:
        return wire.Wire(proxy=self._proxy, connections=connections, read_timeout=30.0)

    def _in_background(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._done)

    def _done(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            LOG.critical("The Telegram channel has stopped: %s", type(error).__name__, exc_info=error)
            self._trouble = f"stopped: {type(error).__name__}"

    def _note(self, outcome: channels.Outcome) -> None:
        if isinstance(outcome, channels.Sent):
            self._last_sent_at = self._clock()


def _bot_id(token: str) -> int:
    number, colon, secret = token.partition(":")
    if not (number.isdecimal() and number.isascii() and colon and secret):
        raise BadToken
    return int(number)
