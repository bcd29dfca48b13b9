"""Many works at a time, and none of them harmed by its neighbours: on SQLite they share a commit (the design §2)."""

from __future__ import annotations

import asyncio
import functools
import threading
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from bot import home
from storage import errors, matters, vault
from storage.database import Database, Tx
from storage.engines import migrating
from storage.engines.sqlite import checkpointing
from storage.engines.sqlite import connection as sqlite_connection
from storage.engines.sqlite import engine as sqlite_engine
from tests.support import engines

MANY = {"sqlite": 2_000, "postgresql": 300}  # the same row each time: PostgreSQL runs most of them twice
CANARY = "canary-of-a-frightened-person"


@pytest_asyncio.fixture
async def database(tmp_path: Path, engine: str) -> AsyncIterator[Database]:
    """A real database, on each engine."""
    found = await engines.open_database(tmp_path)
    yield found
    await found.close()


class Thrown(Exception):
    """A work that fails."""


def counting(tx: Tx) -> int:
    """Read, modify, write one row."""
    return matters.next_number(tx, "many")


def failing(tx: Tx) -> int:
    """Count, then fail: nothing of it may stay."""
    counting(tx)
    raise Thrown


def _note(tx: Tx, name: str) -> None:
    tx.run("INSERT INTO meta (name, value) VALUES (:name, :value)", name=name, value=name * 1000)


def count(tx: Tx) -> int:
    """Look."""
    return int(tx.value("SELECT value FROM counter WHERE name = 'many'") or 0)


async def test_concurrent_works_lose_no_update_though_some_fail_and_some_callers_leave(
    database: Database, engine: str
) -> None:
    many = MANY[engine]
    tasks = [asyncio.create_task(database.write(failing if n % 10 == 0 else counting)) for n in range(many)]
    await asyncio.sleep(0)
    left = tasks[5::20]
    for task in left:
        task.cancel()
    results = await asyncio.gather(*tasks, return_exceptions=True)
    told = [result for result in results if isinstance(result, int)]
    assert len(set(told)) == len(told), "two works saw the same number"
    assert sum(isinstance(result, Thrown) for result in results) >= many // 10 - len(left)
    reached = await database.read(count)
    assert len(told) <= reached <= len(told) + len(left), "a cancelled work may have committed, no other may be missing"
    assert await database.write(counting) == reached + 1, "a transaction was left open"


async def test_a_work_that_breaks_the_whole_transaction_does_not_take_its_neighbours_along(
    database: Database,
) -> None:
    def breaking(tx: Tx) -> None:
        counting(tx)
        tx.run("ROLLBACK")  # what a full disk does by itself

    tasks = [asyncio.create_task(database.write(breaking if n == 7 else counting)) for n in range(20)]
    results = await asyncio.gather(*tasks, return_exceptions=True)
    assert isinstance(results[7], Exception)
    assert sorted(result for result in results if isinstance(result, int)) == list(range(1, 20))
    assert await database.read(count) == 19


async def test_the_log_is_folded_beside_the_writer_and_stays_short(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever folds has a turn whenever there are enough works: on a machine with much to do its thread got none for 600 of them."""
    monkeypatch.setattr(checkpointing, "WORKS", 20)
    without_backstop = [pragma for pragma in sqlite_connection._PRAGMAS if "wal_autocheckpoint" not in pragma]
    monkeypatch.setattr(sqlite_connection, "_PRAGMAS", (*without_backstop, "PRAGMA wal_autocheckpoint=0"))
    migrating.migrate(tmp_path / "flagpost.db", engines.KEYS)
    database = await sqlite_engine.open_database(tmp_path / "flagpost.db", engines.KEYS)
    empty = (tmp_path / "flagpost.db").stat().st_size
    for number in range(600):
        await database.write(functools.partial(_note, name=str(number)))
        if number % checkpointing.WORKS == 0:
            await database._folding._connection._execute(lambda: None)  # type: ignore[no-untyped-call]
    written = (tmp_path / "flagpost.db").stat().st_size
    log = (tmp_path / "flagpost.db-wal").stat().st_size
    assert await database.read(lambda tx: tx.value("SELECT COUNT(*) FROM meta WHERE value <> ''")) >= 600
    await database.close()
    assert written > 2 * empty, "nothing was folded into the file while the office was open"
    assert log < 2_000_000, "the log grew as if nothing had been folded"


async def test_a_reader_cannot_write(database: Database) -> None:
    with pytest.raises(errors.StorageUnavailable):
        await database.read(counting)


async def test_what_is_written_cannot_be_read_in_the_file(tmp_path: Path) -> None:
    database = await engines.open_database(tmp_path)
    await database.write(lambda tx: tx.run("INSERT INTO meta (name, value) VALUES ('secret', :value)", value=CANARY))
    files = [tmp_path / name for name in ("flagpost.db", "flagpost.db-wal")]
    assert any(file.stat().st_size for file in files)
    assert not any(CANARY.encode() in file.read_bytes() for file in files)
    await database.close()


async def test_a_start_refuses_with_a_sentence_that_says_what_to_do(tmp_path: Path) -> None:
    path, keys = tmp_path / "flagpost.db", vault.Vault(bytes(32))
    with pytest.raises(errors.HomeMissing, match="flagpost init"):
        await sqlite_engine.open_database(path, keys)
    migrating.migrate(path, keys)
    with pytest.raises(errors.WrongKey, match="key file"):
        await sqlite_engine.open_database(path, vault.Vault(b"another key for another home ...."))
    connection = sqlite_connection.connect(path, keys)
    connection.execute("PRAGMA user_version=0")
    with pytest.raises(errors.SchemaMismatch, match="older:"):
        await sqlite_engine.open_database(path, keys)
    connection.execute("PRAGMA user_version=999")
    connection.close()
    with pytest.raises(errors.SchemaMismatch, match="newer:"):
        await sqlite_engine.open_database(path, keys)


def test_a_second_flagpost_on_one_home_is_refused(tmp_path: Path) -> None:
    place = home.Home(folder=tmp_path)
    with home.Lock(place), pytest.raises(errors.HomeTaken, match="Another Flagpost"), home.Lock(place):
        pass
    with home.Lock(place):
        pass


def test_a_migration_that_fails_leaves_the_old_schema(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keys = vault.Vault(bytes(32))
    migrating.migrate(tmp_path / "flagpost.db", keys)
    steps = [*migrating.steps("sqlite"), "CREATE TABLE half (a TEXT) STRICT;\nCREATE TABLE half (a TEXT) STRICT;"]
    monkeypatch.setattr(migrating, "steps", lambda engine: steps)
    with pytest.raises(Exception, match="half"):
        migrating.migrate(tmp_path / "flagpost.db", keys)
    connection = sqlite_connection.connect(tmp_path / "flagpost.db", keys)
    assert connection.execute("PRAGMA user_version").fetchone()[0] == len(steps) - 1
    assert connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'half'").fetchone() is None
    connection.close()


async def test_a_short_look_does_not_wait_behind_a_long_one(database: Database) -> None:
    ended = threading.Event()
    long = asyncio.create_task(database.read(lambda tx: ended.wait(20)))
    await asyncio.sleep(0)
    async with asyncio.timeout(10):
        for _ in range(5):
            await database.read(count)
    assert not long.done()
    ended.set()
    assert await long


async def test_a_work_may_write_more_than_can_be_under_way_at_once(database: Database) -> None:
    """On PostgreSQL such a work, an import of 400 units, was told that the connection was lost."""

    def many(tx: Tx) -> int:
        for number in range(1_000):
            tx.put("INSERT INTO meta (name, value) VALUES (:name, 'x')", name=f"{number}")
        return int(tx.value("SELECT COUNT(*) FROM meta WHERE value = 'x'"))

    assert await database.write(many) == 1_000
    assert await database.read(lambda tx: tx.value("SELECT COUNT(*) FROM meta WHERE value = 'x'")) == 1_000
