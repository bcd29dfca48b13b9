"""Updates that wait at the stand-in Telegram, asked for or pushed.

Used by `tests/telegram/telegram_server.py`. As the real one: an offset confirms everything below it; one push is under way per
chat; a push that is not answered with 2xx comes again.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import httpx

from tests.telegram.telegram_chats import Refusal

DEFAULT_KINDS = ("message", "edited_message", "callback_query", "my_chat_member", "channel_post", "inline_query")
WHILE_PUSHING = (
    "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
)
TWO_POLLERS = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
PATIENCE = 20.0  # seconds until a test that waits gives up


@dataclass(slots=True)
class Waiting:
    """One update and how often it was tried."""

    number: int
    chat_id: int
    body: bytes
    tries: int = 0


@dataclass(frozen=True, slots=True)
class Hook:
    """Where updates are pushed."""

    url: str
    secret: str


class UpdateQueue:
    """All that was not confirmed yet, and in `past` all that ever came. `answers` are numbers and statuses of pushes."""

    def __init__(self, *, retry_pause: float, on_reply: Callable[[dict[str, object]], Awaitable[None]]) -> None:
        self.on_reply = on_reply
        self.waiting: list[Waiting] = []
        self.past: list[Waiting] = []
        self.allowed: tuple[str, ...] = DEFAULT_KINDS
        self.hook: Hook | None = None
        self.answers: list[tuple[int, int]] = []
        self._retry_pause = retry_pause
        self._changed = asyncio.Event()
        self.polls = 0
        self._pushers: dict[int, asyncio.Task[None]] = {}
        self._client: httpx.AsyncClient | None = None

    def add(self, update: Waiting) -> None:
        """Put one more at the end."""
        self.waiting.append(update)
        self.past.append(update)
        self._stir()

    async def settled(self) -> None:
        """Return when everything is confirmed; fail after a while, saying what is not."""
        try:
            async with asyncio.timeout(PATIENCE):
                await self._until(lambda: not self.waiting)
        except TimeoutError:
            raise AssertionError(f"not confirmed: {self.waiting}") from None

    async def confirmed(self, number: int) -> None:
        """Return when this update is confirmed, however long its bot is away."""
        await self._until(lambda: all(update.number != number for update in self.waiting))

    async def ask(self, offset: int, limit: int, hold: float) -> list[Waiting]:
        """getUpdates: confirm what is below the offset, then wait for something. A newer request ends an older one."""
        if self.hook is not None:
            raise Refusal(409, WHILE_PUSHING)
        self.polls += 1
        self._stir()
        mine = self.polls
        if offset > 0:
            self._confirm(lambda update: update.number < offset)
        try:
            async with asyncio.timeout(hold):
                await self._until(lambda: bool(self.waiting) or self.polls != mine)
        except TimeoutError:
            return []
        if self.polls != mine:
            raise Refusal(409, TWO_POLLERS)
        return self.waiting[: min(max(limit, 1), 100)]

    async def set_hook(self, hook: Hook | None) -> None:
        """Push from now on, or no more."""
        self.hook = hook
        await self._stop_pushing()
        self._stir()

    async def stop(self) -> None:
        """End everything that is under way."""
        await self._stop_pushing()
        if self._client is not None:
            await self._client.aclose()

    async def _until(self, is_so: Callable[[], bool]) -> None:
        while not is_so():
            await self._changed.wait()

    def _confirm(self, is_done: Callable[[Waiting], bool]) -> None:
        self.waiting = [update for update in self.waiting if not is_done(update)]
        self._stir()

    def _stir(self) -> None:
        """Wake whoever waits, and see that each chat with something waiting has its pusher."""
        self._changed.set()
        self._changed = asyncio.Event()
        if self.hook is None:
            return
        for chat_id in {update.chat_id for update in self.waiting}:
            if chat_id not in self._pushers:
                self._pushers[chat_id] = asyncio.create_task(self._push_all(chat_id, self.hook))

    async def _push_all(self, chat_id: int, hook: Hook) -> None:
        while (update := next((update for update in self.waiting if update.chat_id == chat_id), None)) is not None:
            if await self._push(update, hook):
                self.waiting.remove(update)
                self._stir()
            else:
                await asyncio.sleep(self._retry_pause)
        del self._pushers[chat_id]

    async def _push(self, update: Waiting, hook: Hook) -> bool:
        update.tries += 1
        self._client = self._client or httpx.AsyncClient(trust_env=False, verify=False, timeout=10)
        headers = {"Content-Type": "application/json", "X-Telegram-Bot-Api-Secret-Token": hook.secret}
        try:
            answer = await self._client.post(hook.url, content=update.body, headers=headers)
        except httpx.HTTPError:
            self.answers.append((update.number, 0))
            return False
        self.answers.append((update.number, answer.status_code))
        if answer.is_success and answer.content:
            await self.on_reply(answer.json())
        return answer.is_success

    async def _stop_pushing(self) -> None:
        pushers = list(self._pushers.values())
        self._pushers.clear()
        for pusher in pushers:
            pusher.cancel()
        await asyncio.gather(*pushers, return_exceptions=True)
