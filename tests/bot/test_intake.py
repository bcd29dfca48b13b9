"""The front door with several messages, and several processes, at once: each message once, each person's in order. What comes as one
page is one transaction with what else belongs into it."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.channels.arrivals import Work
from bot.channels.page_arrivals import CannotTakePart
from bot.house import intake
from domain.said import Said
from storage import matters
from storage.database import Database, Tx
from storage.errors import StorageUnavailable
from storage.road import cursors, inbox
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

    async def page(self, *parts: Said | Work) -> list[Any]:
        """Take what came as one page; that the next one begins at "2" belongs to it."""
        return await self.first.take_together([*parts, lambda tx: cursors.move(tx, "platform", "2")])

    async def cursor(self) -> str:
        """How far the platform was read."""
        return await self.database.read(lambda tx: cursors.of(tx, "platform"))

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


async def test_a_page_is_taken_in_its_order_each_message_once(town: Town) -> None:
    one, two, other = town.said("one"), town.said("two"), town.said("three", who="bert")
    first = await town.page(one, other, one, two)
    again = await town.page(one, two)
    assert [each.is_new for each in (*first[:-1], *again[:-1])] == [True, True, False, True, False, False]
    assert await town.handled() == ["one", "three", "two"]
    assert await town.cursor() == "2"


@pytest.mark.parametrize("error", [StorageUnavailable, KeyError])
async def test_of_a_page_whose_cursor_cannot_be_moved_nothing_is_stored(town: Town, error: type[Exception]) -> None:
    """Each message was a transaction of its own, and the cursor one more: whoever looked in between found the half of a page."""

    def fails(tx: Tx) -> None:
        raise error

    with pytest.raises((StorageUnavailable, CannotTakePart)):
        await town.first.take_together([town.said("one"), town.said("two", who="bert"), fails])
    assert await town.handled() == []
    assert await town.database.read(inbox.counts) == {}


async def test_where_one_of_a_page_cannot_be_handled_all_are_kept_with_its_cursor_and_handled_in_order(
    town: Town, desk: Desk
) -> None:
    desk.refused.add("two")
    taken = await town.page(town.said("one"), town.said("two"), town.said("three"), town.said("four", who="bert"))
    assert all(each.is_kept for each in taken[:-1])
    assert await town.handled() == []
    assert await town.cursor() == "2"
    await town.first.round()
    assert await town.handled() == ["one", "four"]
    await town.first.round()
    assert await town.handled() == ["one", "four"], "nothing overtakes what cannot be handled"
    desk.refused.clear()
    town.at += timedelta(seconds=5)
    assert [await town.first.round(), await town.first.round()] == [1, 1]
    assert await town.handled() == ["one", "four", "two", "three"]


async def test_what_of_a_page_can_be_neither_handled_nor_kept_is_named_and_nothing_is_stored(
    town: Town, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep = inbox.keep

    def cannot(tx: Tx, event: Said, *rest: Any) -> bool:
        if event.text == "two":
            raise ValueError(event.text)
        return keep(tx, event, *rest)

    monkeypatch.setattr(inbox, "keep", cannot)
    desk.refused.add("two")
    with pytest.raises(CannotTakePart) as found:
        await town.page(town.said("one"), town.said("two"), town.said("three"))
    assert found.value.place == 1
    assert await town.database.read(inbox.counts) == {}
    assert await town.cursor() == ""


@pytest.mark.parametrize("engine", ["postgresql"], indirect=True)  # SQLite has one writer
async def test_two_pages_with_the_same_people_wait_for_each_other(town: Town, desk: Desk) -> None:
    desk.slow["one"] = threading.Event()
    pages = [
        asyncio.create_task(town.page(town.said("one"), town.said("two", who="bert"))),
        asyncio.create_task(town.page(town.said("three", who="bert"), town.said("four"))),
    ]
    await asyncio.wait(pages, timeout=0.1)
    desk.slow["one"].set()
    await asyncio.wait_for(asyncio.gather(*pages), PATIENCE)
    assert await town.handled() == ["one", "two", "three", "four"]
