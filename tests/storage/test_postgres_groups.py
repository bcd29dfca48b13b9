"""Works that queue up for PostgreSQL: they share a commit, and none is harmed by its neighbours or by another process."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import psycopg
import pytest

from storage import errors, matters
from storage.database import Tx
from storage.engines.postgres import engine, writers
from storage.engines.postgres.engine import PostgresDatabase
from tests.support import engines

PATIENCE = 20.0  # seconds until works that should have met are taken to have missed each other


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    """The address of an empty, migrated database."""
    with engines.chosen("postgresql"):
        yield engines.databases().of(tmp_path)


@pytest.fixture
async def database(address: str) -> AsyncIterator[PostgresDatabase]:
    opened = await engine.open_database(address, engines.KEYS)
    yield opened
    await opened.close()


class Desk:
    """Keeps every thread busy until told otherwise, so that works queue up behind."""

    def __init__(self, database: PostgresDatabase) -> None:
        self.may_end = threading.Event()
        self._begun = threading.Barrier(writers.THREADS + 1)
        self._tasks = [asyncio.create_task(database.write(self._wait)) for _ in range(writers.THREADS)]

    async def is_busy(self) -> None:
        """Return when all of them are."""
        await asyncio.to_thread(self._begun.wait, PATIENCE)

    async def clear(self) -> None:
        """Let them go on."""
        self.may_end.set()
        await asyncio.gather(*self._tasks)

    def _wait(self, tx: Tx) -> None:
        self._begun.wait(PATIENCE)
        self.may_end.wait(PATIENCE)


async def test_a_work_is_done_also_where_the_machine_was_away_for_as_long_as_a_group_may_take(
    database: PostgresDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a loaded machine a reader found no answer: IndexError, list index out of range."""
    monkeypatch.setattr(engine, "GROUP_SECONDS", -1.0)
    assert await database.read(lambda tx: tx.value("SELECT 1")) == 1
    assert await database.write(lambda tx: matters.next_number(tx, "alone")) == 1


def transaction(tx: Tx) -> tuple[int, int]:
    """Count on, and name the transaction."""
    return matters.next_number(tx, "many"), int(tx.value("SELECT CAST(CAST(pg_current_xact_id() AS TEXT) AS BIGINT)"))


def count(tx: Tx) -> int:
    """Look."""
    return int(tx.value("SELECT value FROM counter WHERE name = 'many'") or 0)


async def test_works_that_queue_up_share_a_commit_in_the_order_they_came(database: PostgresDatabase) -> None:
    desk = Desk(database)
    await desk.is_busy()
    works = [asyncio.create_task(database.write(transaction)) for _ in range(20)]
    await asyncio.sleep(0)
    await desk.clear()
    found = await asyncio.gather(*works)
    assert [number for number, _ in found] == list(range(1, 21))
    assert len({name for _, name in found}) < 10
    assert await database.read(count) == 20


async def test_works_that_do_not_queue_have_a_transaction_each(database: PostgresDatabase) -> None:
    found = [await database.write(transaction) for _ in range(5)]
    assert len({name for _, name in found}) == 5


async def test_a_work_that_fails_among_others_fails_alone(database: PostgresDatabase) -> None:
    def failing(tx: Tx) -> None:
        matters.next_number(tx, "many")
        raise KeyError("of the work's own")

    desk = Desk(database)
    await desk.is_busy()
    works = [asyncio.create_task(database.write(failing if n == 7 else transaction)) for n in range(20)]
    await asyncio.sleep(0)
    await desk.clear()
    found = await asyncio.gather(*works, return_exceptions=True)
    assert isinstance(found[7], KeyError)
    assert [each[0] for each in found if isinstance(each, tuple)] == list(range(1, 20))
    assert await database.read(count) == 19


async def test_two_processes_that_count_on_together_lose_no_number(address: str) -> None:
    both = [await engine.open_database(address, engines.KEYS) for _ in range(2)]
    found = await asyncio.gather(*(database.write(transaction) for _ in range(150) for database in both))
    assert sorted(number for number, _ in found) == list(range(1, 301))
    assert await both[0].read(count) == 300
    for each in both:
        await each.close()


async def test_a_group_whose_commit_is_not_known_is_no_success_for_any_of_it_and_is_not_repeated(
    database: PostgresDatabase, address: str
) -> None:
    runs: list[int] = []

    def work(tx: Tx) -> None:
        runs.append(matters.next_number(tx, "many"))

    with psycopg.connect(address, autocommit=True) as door:
        door.execute(
            "CREATE FUNCTION die() RETURNS TRIGGER LANGUAGE plpgsql AS"
            " $$ BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END $$;"
            " CREATE CONSTRAINT TRIGGER dies AFTER INSERT OR UPDATE ON counter DEFERRABLE INITIALLY DEFERRED"
            " FOR EACH ROW EXECUTE FUNCTION die()"
        )
        try:
            desk = Desk(database)
            await desk.is_busy()
            works = [asyncio.create_task(database.write(work)) for _ in range(5)]
            await asyncio.sleep(0)
            await desk.clear()
            found = await asyncio.gather(*works, return_exceptions=True)
        finally:
            door.execute("DROP TRIGGER dies ON counter; DROP FUNCTION die()")
    assert all(isinstance(each, errors.StorageUnavailable) and "may be there or not" in str(each) for each in found)
    assert len(runs) == 5
    assert await database.read(count) == 0


async def test_a_group_that_takes_long_does_not_keep_the_others_waiting(
    database: PostgresDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writers, "LATE", 0.0)
    begun, may_end = threading.Event(), threading.Event()

    def slow(tx: Tx) -> None:
        begun.set()
        may_end.wait(PATIENCE)

    desk = Desk(database)
    await desk.is_busy()
    group = [asyncio.create_task(database.write(work)) for work in (transaction, slow)]
    await asyncio.sleep(0)
    await desk.clear()
    await asyncio.to_thread(begun.wait, PATIENCE)
    async with asyncio.timeout(PATIENCE):
        await database.write(lambda tx: tx.run("INSERT INTO meta (name, value) VALUES ('quick', '')"))
    assert not any(task.done() for task in group)
    may_end.set()
    await asyncio.gather(*group)
