"""Word from process to process: soon, about what was committed alone, and without it nothing is lost but a second."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Collection, Iterator
from pathlib import Path

import psycopg
import pytest

from bot.delivery import delivery
from domain.saying import Say
from storage.database import News, Tx
from storage.engines.postgres import engine, notifications
from storage.engines.postgres.engine import PostgresDatabase
from storage.road import outbox, pages
from tests.support import delivery_room, engines, outgoing
from tests.support.delivery_room import Hello
from tests.support.office import MORNING

PATIENCE = 20.0  # seconds


class Ear:
    """What one process has heard."""

    def __init__(self) -> None:
        self.heard: set[News] = set()
        self._changed = asyncio.Event()

    def hear(self, news: Collection[News]) -> None:
        """Hear."""
        self.heard.update(news)
        self._changed.set()

    async def hears(self, news: News) -> None:
        """Return when this is heard."""
        async with asyncio.timeout(PATIENCE):
            while news not in self.heard:
                self._changed.clear()
                await self._changed.wait()


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    with engines.chosen("postgresql"):
        yield engines.databases().of(tmp_path)


@pytest.fixture
async def two(address: str) -> AsyncIterator[tuple[PostgresDatabase, PostgresDatabase]]:
    """Two processes' databases."""
    opened = [await engine.open_database(address, engines.KEYS) for _ in range(2)]
    yield opened[0], opened[1]
    for each in opened:
        await each.close()


Two = tuple[PostgresDatabase, PostgresDatabase]


async def test_what_one_process_commits_both_hear(two: Two) -> None:
    ears = Ear(), Ear()
    for database, ear in zip(two, ears, strict=True):
        database.heard(ear.hear)
    await listening(two)
    await two[0].write(lambda tx: put(tx, 7))
    await two[1].write(lambda tx: put(tx, 8, "telegram"))
    for ear in ears:
        await ear.hears(("web", 7))
        await ear.hears(("telegram", 8))


async def test_what_was_not_committed_is_not_told(two: Two) -> None:
    ear = Ear()
    two[0].heard(lambda news: None)
    two[1].heard(ear.hear)
    await listening(two)

    def fails(tx: Tx) -> None:
        put(tx, 7)
        raise ValueError

    with pytest.raises(ValueError):  # noqa: PT011
        await two[0].write(fails)
    await two[0].write(lambda tx: put(tx, 8))
    await ear.hears(("web", 8))
    assert ear.heard == {("web", 8)}


async def test_who_does_not_listen_tells_nobody_and_can_be_closed(two: Two) -> None:
    await two[0].write(lambda tx: put(tx, 7))
    assert not [each.name for each in threading.enumerate() if each.name == "flagpost-bells"]


async def test_a_line_that_breaks_is_made_anew(two: Two, address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(notifications, "COME_AGAIN", 0.01)
    ear = Ear()
    for database in two:
        database.heard(ear.hear if database is two[1] else lambda news: None)
    before = await listening(two)
    with psycopg.connect(address, autocommit=True) as door:
        door.execute(
            "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE datname = current_database()"
            " AND application_name = 'flagpost'"
        )
    await listening(two, before)
    await two[0].write(lambda tx: put(tx, 7))
    await ear.hears(("web", 7))


async def test_closing_tells_what_is_left_and_leaves_no_thread(two: Two) -> None:
    ear = Ear()
    two[0].heard(lambda news: None)
    two[1].heard(ear.hear)
    await listening(two)
    await two[0].write(lambda tx: put(tx, 7))
    await two[0].close()
    await ear.hears(("web", 7))
    await two[1].close()
    assert not [each.name for each in threading.enumerate() if each.name == "flagpost-bells"]


def test_a_word_holds_numbers_alone_and_never_more_than_a_notification_may() -> None:
    news = {("web", 10**18 + number) for number in range(1000)} | {("telegram", 1)}
    words = list(notifications.written(news))
    assert max(len(word.encode()) for word in words) < 8000
    assert {each for word in words for each in notifications.read(word)} == news
    assert notifications.read("somebody else's word") == []


async def test_a_reader_at_one_process_hears_what_another_one_handled(tmp_path: Path, two: Two) -> None:
    houses = [house(tmp_path, database) for database in two]
    for database, each in zip(two, houses, strict=True):
        database.heard(each.hear)
    await listening(two)
    bell = houses[1].subscribe(7)
    await two[0].write(lambda tx: put(tx, 7))
    await asyncio.wait_for(bell.wait(), PATIENCE)


async def test_without_a_word_a_reader_is_looked_after_every_second_once_for_each_news(
    tmp_path: Path, two: Two
) -> None:
    time = delivery_room.Time()
    beside = house(tmp_path, two[1], time)
    bell, nobody = beside.subscribe(7), beside.subscribe(8)
    await two[0].write(lambda tx: put(tx, 7))
    await beside.round()
    assert (bell.is_set(), nobody.is_set()) == (True, False)
    bell.clear()
    for _ in range(3):
        time.seconds += 1.0
        await beside.round()
    assert not bell.is_set()
    await two[0].write(lambda tx: put(tx, 7))
    await beside.round()
    assert not bell.is_set(), "the second is not over"
    time.seconds += 1.0
    await beside.round()
    assert bell.is_set()


async def test_a_lower_number_that_is_committed_later_rings_as_well(tmp_path: Path, two: Two) -> None:
    """Numbers follow commits for each account alone; another account's may be higher and come first."""
    time = delivery_room.Time()
    beside = house(tmp_path, two[1], time)
    has_put, may_end = threading.Event(), threading.Event()

    def slowly(tx: Tx) -> int:
        number = put(tx, 7)
        has_put.set()
        may_end.wait(PATIENCE)
        return number

    slow, other = beside.subscribe(7), beside.subscribe(8)
    writing = asyncio.create_task(two[0].write(slowly))
    await asyncio.to_thread(has_put.wait, PATIENCE)
    higher = await two[0].write(lambda tx: put(tx, 8))
    await beside.round()
    assert (slow.is_set(), other.is_set()) == (False, True)
    may_end.set()
    assert await writing < higher
    time.seconds += 1.0
    await beside.round()
    assert slow.is_set()


async def test_a_crowd_of_readers_is_asked_for_in_parts(two: Two) -> None:
    accounts = range(1, 251)
    for account in (1, 100, 101, 250):
        await two[0].write(lambda tx, account=account: put(tx, account))  # type: ignore[misc]
    found = await two[1].read(lambda tx: pages.newest(tx, "web", list(accounts)))
    assert set(found) == {1, 100, 101, 250}


async def listening(two: Two, before: frozenset[int] = frozenset()) -> frozenset[int]:
    """Return when both listen, on other connections than before; which these are."""
    async with asyncio.timeout(PATIENCE):
        while True:
            found = await two[0].read(_listeners)
            if len(found - before) == 2:
                return found
            await asyncio.sleep(0.01)


def _listeners(tx: Tx) -> frozenset[int]:
    rows = tx.all(
        "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND query LIKE '%LISTEN flagpost'"
    )
    return frozenset(pid for (pid,) in rows)


def put(tx: Tx, account: int, channel: str = "web") -> int:
    """Say something to somebody."""
    outbox.put(tx, Say(to=account, saying=Hello(name="")), channel, (), MORNING)
    return outgoing.last(tx, account)


def house(folder: Path, database: PostgresDatabase, time: delivery_room.Time | None = None) -> delivery.Delivery:
    """One process's delivery."""
    return delivery_room.house_on(folder, database, time).delivery
