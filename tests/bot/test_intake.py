"""The front door with several messages, and several processes, at once: each message once, each person's in order."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.house import intake
from domain.said import Said
from storage import matters
from storage.database import Database, Tx
from storage.road import inbox
from tests.support import engines
from tests.support import office as offices

PATIENCE = 20.0  # seconds


@dataclass
class Desk:
    """Handles messages in the place of `handlers/conversation/dispatch.py`: it numbers them, refuses some, and is slow with some."""

    refused: set[str] = field(default_factory=set)
    slow: dict[str, threading.Event] = field(default_factory=dict)

    def dispatch(
        self,
        tx: Tx,
        office: object,
        event: Said,
        drawn: object,
        heard: object,
        *,
        at: datetime,
        hints: object = None,
    ) -> int:
        """Number it."""
        if event.text in self.slow:
            self.slow[event.text].wait(PATIENCE)
        if event.text in self.refused:
            raise ValueError(event.text)
        number = matters.next_number(tx, "handled")
        tx.run("INSERT INTO meta (name, value) VALUES (:name, :text)", name=f"{number:03}", text=event.text)
        return 1


class Town:
    """An office with two processes on one database, and what they have handled."""

    def __init__(self, database: Database, beside: Database) -> None:
        self.database = database
        self.at = offices.MORNING
        self.first, self.second = (self._intake(each) for each in (database, beside))

    def said(self, text: str, who: str = "ann") -> Said:
        """One message; the same words are the same message."""
        return Said(channel="web", event_key=f"{who} {text}", speaker=who, route=who, at=self.at, text=text)

    async def kept(self) -> list[inbox.KeptMessage]:
        """What waits to be handled."""
        return await self.database.read(lambda tx: inbox.waiting(tx, self.at))

    async def handled(self) -> list[str]:
        """What was handled, in order."""
        rows = await self.database.read(lambda tx: tx.all("SELECT value FROM meta WHERE name < 'a' ORDER BY name"))
        return [text for (text,) in rows]

    async def troubles(self) -> int:
        """How much was set aside for the operator."""
        return int(await self.database.read(lambda tx: tx.value("SELECT COUNT(*) FROM trouble")))

    def _intake(self, database: Database) -> intake.Intake:
        now: Any = lambda: self.at  # noqa: E731
        return intake.Intake(database, office=offices.office, clock=now, legal_clock=now, wake=lambda: None)


@pytest.fixture
def desk(monkeypatch: pytest.MonkeyPatch) -> Desk:
    made = Desk()
    monkeypatch.setattr("handlers.conversation.dispatch.dispatch", made.dispatch)
    return made


@pytest.fixture
async def town(tmp_path: Path, engine: str, desk: Desk) -> AsyncIterator[Town]:
    """On SQLite there is one process, and both intakes are its own."""
    database = await engines.open_database(tmp_path)
    beside = await engines.open_database(tmp_path) if engine == "postgresql" else database
    yield Town(database, beside)
    await database.close()
    if beside is not database:
        await beside.close()


async def test_a_message_does_not_overtake_an_earlier_one_of_the_same_person(town: Town, desk: Desk) -> None:
    desk.slow["one"] = threading.Event()
    texts = ["one", "two", "three"]
    tasks = [asyncio.create_task(town.first.take(town.said(text))) for text in texts]
    await asyncio.wait(tasks, timeout=0.1)
    desk.slow["one"].set()
    await asyncio.gather(*tasks)
    assert await town.handled() == texts


async def test_a_message_that_fails_is_kept_before_the_next_one_is_looked_at(town: Town, desk: Desk) -> None:
    desk.refused.add("one")
    await asyncio.gather(*(town.first.take(town.said(text)) for text in ("one", "two")))
    assert await town.handled() == []
    desk.refused.clear()
    assert [await town.first.round(), await town.first.round()] == [1, 1]
    assert await town.handled() == ["one", "two"]


async def test_whoever_gives_up_waiting_holds_up_nobody(town: Town, desk: Desk) -> None:
    desk.slow["one"] = threading.Event()
    tasks = [asyncio.create_task(town.first.take(town.said(text))) for text in ("one", "two", "three")]
    await asyncio.wait(tasks, timeout=0.1)
    tasks[1].cancel()
    desk.slow["one"].set()
    await asyncio.wait(tasks, timeout=PATIENCE)
    assert await town.handled() == ["one", "three"]
    await town.first.take(town.said("four"))
    assert await town.handled() == ["one", "three", "four"]


@pytest.mark.parametrize("engine", ["postgresql"], indirect=True)  # SQLite has one writer
async def test_nobody_waits_for_somebody_else(town: Town, desk: Desk) -> None:
    desk.slow["one"] = threading.Event()
    slow = asyncio.create_task(town.first.take(town.said("one")))
    await asyncio.wait_for(town.first.take(town.said("two", who="bert")), PATIENCE)
    assert await town.handled() == ["two"]
    desk.slow["one"].set()
    await slow


async def test_a_message_that_comes_to_two_processes_is_one_message(town: Town) -> None:
    taken = await asyncio.gather(*(each.take(town.said("one")) for each in (town.first, town.second)))
    assert sorted(each.is_new for each in taken) == [False, True]
    assert await town.handled() == ["one"]


async def test_a_kept_message_that_two_processes_take_up_is_handled_once(town: Town, desk: Desk) -> None:
    desk.refused.add("one")
    await town.first.take(town.said("one"))
    desk.refused.clear()
    [kept] = await town.kept()
    await asyncio.gather(*(each._again(kept) for each in (town.first, town.second)))
    assert await town.handled() == ["one"]
    assert await town.kept() == []


async def test_a_kept_message_that_fails_in_two_processes_has_failed_once(town: Town, desk: Desk) -> None:
    desk.refused.add("one")
    await town.first.take(town.said("one"))
    [kept] = await town.kept()
    await asyncio.gather(*(each._again(kept) for each in (town.first, town.second)))
    town.at += timedelta(seconds=5)
    [again] = await town.kept()
    assert again.attempts == 1


async def test_a_message_that_two_processes_give_up_is_one_trouble(town: Town, desk: Desk) -> None:
    desk.refused.add("one")
    await town.first.take(town.said("one"))
    [kept] = await town.kept()
    town.at += timedelta(minutes=1)
    await asyncio.gather(*(each._again(kept) for each in (town.first, town.second)))
    assert await town.troubles() == 1
