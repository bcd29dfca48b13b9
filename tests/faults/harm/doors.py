"""Callers who leave: tasks cancelled at every door of the house, at chosen moments, each repeated under its event key.

async with opened(folder, engine="sqlite", seed=1) as doors:
    while doors.cancelled < 1_000:
        await doors.wave()
    await doors.close_the_books()
    doors.wrong           # sentences
    doors.tally           # how often, where, and what was under way just then
"""

from __future__ import annotations

import asyncio
import itertools
import json
import random
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

from starlette.applications import Starlette

from bot.channels.telegram import reception, webhook
from bot.channels.web import chat, sessions
from bot.channels.web import reception as web_reception
from bot.house import intake
from storage.database import Database, Tx
from storage.road import history, inbox
from tests.faults.people import leaving, ledger, open_ends, speakers
from tests.support import engines
from tests.support import office as offices
from tests.telegram.telegram_server import TelegramServer
from tests.web import asgi_server

Door = Callable[[], Awaitable[None]]

LEAVES = 0.7  # of the callers of each message
PEOPLE = 36  # in a wave
ANY = 1_000_000  # says a minute: repeats are not to be held back here
WRITES = 8  # of the bare keys that each of the others writes
FIRST_USER = 7_300_000_000
SCRIPT = ("同意", "对", "完成", "匿名", "提交")


class NotAcknowledged(Exception):
    """A door refused what it should have taken."""


@dataclass
class Doors:
    """All ways in, over one database."""

    database: Database
    folder: Path
    engine: str
    drawn: random.Random
    tally: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        watched = leaving.Watched(self.database)
        self._telegram = TelegramServer()  # writes updates; it is never started
        self._bot_id = int(self._telegram.token.partition(":")[0])
        self._intake = intake.Intake(
            watched, office=offices.office, clock=_now, legal_clock=lambda: offices.MORNING, wake=lambda: None
        )
        self._watched = watched
        self._reception = reception.UpdateReception(bot_id=self._bot_id, intake=self._intake, clock=_now)
        self._hook = webhook.Webhook(token=self._telegram.token, reception=self._reception)
        pages = web_reception.SeatReception(
            intake=self._intake,
            delivery=cast(Any, None),
            evidence=cast(Any, None),
            now=_now,
            limits=sessions.PageLimits(says_at_once=ANY, says_per_minute=ANY),
            locale="zh",
            public_url="http://localhost",
        )
        self._pages = pages
        self._app = Starlette(routes=list(chat.ChatPages(pages, is_secure=False).routes()))
        self._numbers = itertools.count(1)
        self._people: list[speakers.Speaker] = []
        self._undisturbed: dict[str, ledger.Effects] = {}
        self._keys: set[ledger.Key] = set()
        self._bare = 0
        self._is_leaving = True

    @property
    def cancelled(self) -> int:
        """How many callers have left."""
        return self.tally["cancelled"]

    async def play_undisturbed(self) -> None:
        """Nobody leaves: what these leave behind is what everybody must leave."""
        self._is_leaving = False
        for person in (await self._on_telegram(self._at_the_hook), await self._at_a_page()):
            effects = await self.database.read(lambda tx, person=person: ledger.effects(tx, person))  # type: ignore[misc]
            self._undisturbed[person.channel] = effects
        self._is_leaving = True

    async def wave(self) -> None:
        """A crowd at all doors; afterwards nothing may be left of it but what it said."""
        before = asyncio.all_tasks()
        crowd = [
            (self._on_telegram(self._at_the_hook), self._on_telegram(self._polled), self._at_a_page(), self._barely())
            for _ in range(PEOPLE // 4)
        ]
        await asyncio.gather(*itertools.chain.from_iterable(crowd))
        await self.database.write(lambda tx: None)  # what nobody waits for any more is done before this
        await asyncio.sleep(0)
        self.wrong += [f"a task is left: {task}" for task in asyncio.all_tasks() - before]
        self.wrong += await open_ends.found(self.database, self.folder, self.engine)

    async def close_the_books(self) -> None:
        """Hold what is stored to what was said."""
        self.wrong += await self.database.read(self._compared)

    # The doors

    async def _at_the_hook(self, update: bytes) -> None:
        headers = [(webhook.SECRET_HEADER, self._hook.secret.encode())]
        await _acknowledged(asgi_server.post(self._hook, self._hook.path, headers, update))

    async def _polled(self, update: bytes) -> None:
        await self._reception.keep(self._reception.read(update))

    async def _on_telegram(self, bring: Callable[[bytes], Awaitable[None]]) -> speakers.Speaker:
        person = speakers.make(next(self._numbers), "telegram", 0)
        user = self._telegram.user(FIRST_USER + person.number)
        person.speaker = str(user.id)
        for words in ("/start", person.story, *SCRIPT):
            number = user.says(words)
            update = self._telegram.queue.waiting.pop().body
            self._keys.add(("telegram", f"{self._bot_id}:{number}"))
            await self._until_taken(bring.__name__, lambda update=update: bring(update))  # type: ignore[misc]
        self._people.append(person)
        return person

    async def _at_a_page(self) -> speakers.Speaker:
        person = speakers.make(next(self._numbers), "web", 0)
        token = person.speaker = sessions.new_token()
        headers = [
            (b"host", b"localhost"),
            (b"origin", b"http://localhost"),
            (b"content-type", b"application/json"),
            (b"cookie", f"flagpost={token}".encode()),
        ]
        opening = "start" + speakers.EMPTY
        self._keys.add(("web", sessions.event_key(token, opening)))
        await self._until_taken("_hand_in", lambda: self._pages.hand_in(token, key=opening, text="/start", locale="zh"))
        for place, words in enumerate((person.story, *SCRIPT)):
            key = f"message-{person.number}-{place}"
            body = json.dumps({"key": key, "text": words}).encode()
            self._keys.add(("web", sessions.event_key(token, key)))
            await self._until_taken(
                "_page",
                lambda body=body: _acknowledged(asgi_server.post(self._app, "/chat/say", headers, body)),  # type: ignore[misc]
            )
        self._people.append(person)
        return person

    async def _barely(self) -> None:
        """No door at all: `database.write`."""
        for _ in range(WRITES):
            key = f"bare-{next(self._numbers)}"
            self._keys.add(("bare", key))
            self._bare += 1
            await self._until_taken("_write", lambda key=key: self._watched.write(lambda tx: _note(tx, key)))  # type: ignore[misc]

    # Leaving, and coming again

    async def _until_taken(self, name: str, door: Door) -> None:
        while True:
            plan = self._plan()
            plan.task = asyncio.create_task(self._enter(plan, door))
            await asyncio.wait({plan.task})
            if not plan.task.cancelled():
                await plan.task
                if plan.struck:
                    self.wrong.append(f"{name} went on although its caller had left while it was {plan.struck}")
                return
            self.tally["cancelled"] += 1
            self.tally[f"cancelled at {name.strip('_')}"] += 1
            self.tally[f"cancelled {plan.struck}"] += 1

    def _plan(self) -> leaving.Leaving:
        is_leaving = self._is_leaving and self.drawn.random() < LEAVES
        return leaving.Leaving(
            self.drawn.choice(leaving.MOMENTS) if is_leaving else "", self.drawn.randint(0, leaving.TICKS)
        )

    async def _enter(self, plan: leaving.Leaving, door: Door) -> None:
        leaving.PLAN.set(plan)
        if plan.moment == leaving.ANYWHERE:
            leaving.after(plan.ticks, plan.strike)
        await door()

    # The books

    def _compared(self, tx: Tx) -> list[str]:
        stored = ledger.stored(tx)
        wrong = [f"lost: {key}" for key in self._keys - stored.keys()]
        wrong += [f"nobody said: {key}" for key in stored.keys() - self._keys]
        wrong += [f"there {times} times: {key}" for key, times in stored.items() if times != 1]
        wrong += ledger.broken(tx, is_file=self.engine == "sqlite")
        bare = tx.value("SELECT COUNT(*) FROM history WHERE matter = 'bare'")
        if bare != self._bare:
            wrong.append(f"{self._bare} bare keys had {bare} effects")
        for person in self._people:
            found = ledger.effects(tx, person)
            if found != self._undisturbed[person.channel]:
                wrong.append(f"person {person.number} left {found}")
        unhandled = {state: number for state, number in inbox.counts(tx).items() if state != "handled"}
        return [*wrong, *([f"not handled: {unhandled}"] if unhandled else [])]


@asynccontextmanager
async def opened(folder: Path, *, engine: str, seed: int) -> AsyncIterator[Doors]:
    """Open them; two have spoken already, undisturbed."""
    database = await engines.open_database(folder)
    doors = Doors(database=database, folder=folder, engine=engine, drawn=random.Random(seed))
    try:
        await doors.play_undisturbed()
        yield doors
    finally:
        await database.close()


def _note(tx: Tx, key: str) -> None:
    """The least that has an effect once: a key, and a line of history for it."""
    if inbox.arrive(tx, "bare", key, offices.MORNING):
        history.write(
            tx, "bare", 1, history.HistoryLine(at=offices.MORNING, actor="clock", what="noted", body={"key": key})
        )


def _now() -> datetime:
    return datetime.now(UTC)


async def _acknowledged(status: Awaitable[int]) -> None:
    if (found := await status) not in (200, 202):
        raise NotAcknowledged(f"the door answered {found}")
