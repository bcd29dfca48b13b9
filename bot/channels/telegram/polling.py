"""Asking Telegram for updates, for an office whose bot cannot be reached from outside.

Run by `bot/channels/telegram/channel.py`; calls `bot/channels/telegram/reception.py`. The answer is split into raw updates
before any is parsed: one that nobody can read does not keep the others from being heard. The next request, which tells
Telegram to forget what it sent, goes out only when the whole batch is durable.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

import msgspec
from telegram.error import TelegramError

from bot.channels.telegram import reception as telegram_reception
from bot.channels.telegram import updates
from bot.channels.telegram import wire as telegram_wire
from domain import errors
from storage import shapes

LOG = logging.getLogger(__name__)

BATCH = 100
TOLERATED_FAILURES = 3
CLOSING_TAKES = 5.0  # seconds
MEANINGS = {
    401: ": the token is refused; ask BotFather for it again",
    404: ": the token is refused; ask BotFather for it again",
    409: ": another program listens for this bot, and one alone may: stop the other, or use another bot's token",
    429: ": asked too often",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class AskingPace:
    """How patient the asking is, in seconds.

    After `deaf_after` without an answer it counts as deaf: it connects anew, and says so to whoever watches.
    """

    hold: float = 30.0  # how long Telegram keeps a request open while nothing happens
    grace: float = 15.0  # how long over that an answer may take
    first_wait: float = 1.0
    longest_wait: float = 10.0
    deaf_after: float = 120.0


class PollFailed(errors.FlagpostError):
    """Telegram did not give its updates."""

    def __init__(self, why: str, retry_after: float = 0.0) -> None:
        super().__init__(why)
        self.retry_after = retry_after


class Envelope(msgspec.Struct):
    """Telegram's answer with its updates left as they came."""

    result: list[msgspec.Raw]


class Polling:
    """The loop. `last_ok_at` is when Telegram last answered; `why` what is wrong since, empty where nothing is."""

    def __init__(
        self,
        *,
        address: str,
        make_wire: Callable[[], telegram_wire.Wire],
        reception: telegram_reception.UpdateReception,
        confirm: Callable[[str, str], None],
        clock: Callable[[], datetime],
        timer: Callable[[], float],
        pace: AskingPace,
        may_ask: Callable[[], bool] = lambda: True,
    ) -> None:
        """`may_ask` is looked at right before each request: Telegram answers one asker alone."""
        self.last_ok_at: datetime | None = None
        self.why = ""
        self.rebuilt = 0
        self._address = address
        self._make_wire = make_wire
        self._wire = make_wire()
        self._reception = reception
        self._confirm = confirm
        self._clock = clock
        self._pace = pace
        self._may_ask = may_ask
        self._offset: int | None = None
        self._failures = 0
        self._timer = timer
        self._answered_at = self._connected_at = timer()

    @property
    def is_hearing(self) -> bool:
        """One request that failed is no trouble yet: the next may be held open for half a minute."""
        return self._failures < TOLERATED_FAILURES and self.silent_for() < self._pace.deaf_after

    def silent_for(self) -> float:
        """Seconds since Telegram last answered, or since asking began."""
        return self._timer() - self._answered_at

    async def run(self) -> None:
        """Ask until cancelled, or until it may not any more."""
        try:
            while self._may_ask():  # noqa: ASYNC110 - Telegram rings no bell
                await asyncio.sleep(await self._watched_round())
        finally:
            await _close(self._wire)

    async def _watched_round(self) -> float:
        """One round, and a watchdog over it: one that comes to no end is left behind. Return how long to pause."""
        going = asyncio.create_task(self._round())
        try:
            await asyncio.wait({going}, timeout=self._pace.deaf_after)
        finally:
            if not going.done():
                going.cancel()
                going.add_done_callback(_forget)  # waited for, it might hold us up for ever
        if not going.cancelled() and going.done():
            return going.result()
        self._note("a request came to no end")
        await self._connect_anew()
        return self._pause(0.0)

    async def _round(self) -> float:
        try:
            batch = await self._ask()
            self._answered()
            await self._receive(batch)
            self._heard_well()
            return 0.0
        except Exception as failure:  # whatever it is: a bot that stops asking is worse
            if not isinstance(failure, errors.FlagpostError):
                LOG.exception("Listening to Telegram failed in a way it should not")
            self._note(str(failure) if isinstance(failure, errors.FlagpostError) else type(failure).__name__)
            if self._timer() - self._connected_at >= self._pace.deaf_after:
                await self._connect_anew()
            return self._pause(failure.retry_after if isinstance(failure, PollFailed) else 0.0)

    async def _ask(self) -> list[msgspec.Raw]:
        """One getUpdates. The offset is sent once, to confirm a batch; after a quiet week ids begin anew, anywhere."""
        query = {
            "timeout": int(self._pace.hold),
            "limit": BATCH,
            "allowed_updates": json.dumps(updates.WANTED),
            **({} if self._offset is None else {"offset": self._offset}),
        }
        address = f"{self._address}/getUpdates?{urlencode(query)}"
        patience = self._pace.hold + self._pace.grace
        try:
            async with asyncio.timeout(patience + 5):  # a wedged pool of connections ends at no time of its own
                status, body = await self._wire.do_request(address, "POST", read_timeout=patience)
        except Exception as error:
            raise PollFailed(f"no answer: {type(error.__cause__ or error).__name__}") from error
        if status != 200:
            raise _refused(status, body)
        return _updates(body)

    async def _receive(self, batch: list[msgspec.Raw]) -> None:
        """Make a batch durable: each person's updates in order, different people's together."""
        arrivals = [self._reception.read(memoryview(raw)) for raw in batch]
        queues: dict[str, list[telegram_reception.UpdateArrival]] = {}
        for place, arrival in enumerate(arrivals):
            queues.setdefault(arrival.speaker or f"nobody {place}", []).append(arrival)
        results = await asyncio.gather(*(self._keep(queue) for queue in queues.values()), return_exceptions=True)
        for result in results:
            if isinstance(result, BaseException):
                raise result
        numbers = [number for arrival in arrivals if (number := _number(arrival)) is not None]
        self._offset = max(numbers) + 1 if numbers else None

    async def _keep(self, queue: Iterable[telegram_reception.UpdateArrival]) -> None:
        for arrival in queue:
            hint = await self._reception.keep(arrival)
            if arrival.press:
                self._confirm(arrival.press, updates.as_hint(hint))

    def _answered(self) -> None:
        """Telegram answers with what we asked for; whether it can be kept is another matter."""
        self.last_ok_at = self._clock()
        self._answered_at = self._connected_at = self._timer()

    def _heard_well(self) -> None:
        if self.why:
            LOG.info("Telegram is heard again")
        self.why = ""
        self._failures = 0

    def _note(self, why: str) -> None:
        """Each kind of trouble is logged when it begins, not at every try."""
        if why != self.why:
            LOG.error("Cannot hear Telegram: %s", why)
        self.why = why
        self._failures += 1

    async def _connect_anew(self) -> None:
        """Connections half open can fail every later request without ever healing."""
        LOG.warning("No answer from Telegram for %.0f s: connecting anew", self.silent_for())
        self._connected_at = self._timer()
        self.rebuilt += 1
        old, self._wire = self._wire, self._make_wire()
        await _close(old)

    def _pause(self, asked: float) -> float:
        growing = min(self._pace.longest_wait, self._pace.first_wait * 2.0 ** min(self._failures - 1, 16))
        return max(asked, growing * random.uniform(0.5, 1.0))  # jitter: replicas must not come back in step


async def _close(wire: telegram_wire.Wire) -> None:
    """Close connections, but wait for none that does not let itself be closed."""
    with contextlib.suppress(Exception):
        async with asyncio.timeout(CLOSING_TAKES):
            await wire.shutdown()


def _forget(left: asyncio.Task[float]) -> None:
    """Nobody asks any more what became of it."""
    if not left.cancelled():
        left.exception()


def _refused(status: int, body: bytes) -> PollFailed:
    """In our own words: what somebody's server says of it belongs into no log."""
    try:
        parameters = telegram_wire.Wire.parse_json_payload(body).get("parameters")
    except TelegramError:
        return PollFailed(f"HTTP {status}, and not from Telegram")
    wait = parameters.get("retry_after", 0) if isinstance(parameters, dict) else 0
    return PollFailed(f"HTTP {status}{MEANINGS.get(status, '')}", float(wait) if isinstance(wait, int) else 0.0)


def _updates(body: bytes) -> list[msgspec.Raw]:
    """Split the batch; where one update breaks the JSON of all, the forgiving parser takes it apart."""
    try:
        envelope: Envelope = shapes.decode(body, Envelope)
    except (msgspec.DecodeError, UnicodeDecodeError):
        pass
    else:
        return envelope.result
    try:
        answer = json.loads(body.decode("utf-8", "replace"))
        return [msgspec.Raw(json.dumps(update).encode()) for update in answer["result"]]
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise PollFailed("what answers is not Telegram: no list of updates") from error


def _number(arrival: telegram_reception.UpdateArrival) -> int | None:
    """The update's id; an item without one cannot be confirmed by itself and goes with its neighbours."""
    number = arrival.event_key.partition(":")[2]
    return int(number) if number.isdecimal() else None
