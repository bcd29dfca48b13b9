"""Statements on PostgreSQL that are not waited for one by one: complaints that come late, turns, and what was not prepared after all."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import psycopg
import pytest

from storage import matters
from storage.database import Knowing, Lookup, Row, Tx
from storage.engines.postgres import connection, engine
from storage.engines.postgres import pipeline as postgres_pipeline
from storage.engines.postgres.engine import PostgresDatabase
from tests.support import engines

NOTE = "INSERT INTO meta (name, value) VALUES (:name, 'x')"


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    """The address of an empty, migrated database."""
    with engines.chosen("postgresql"):
        yield engines.databases().of(tmp_path)


@pytest.fixture
async def two(address: str) -> AsyncIterator[list[PostgresDatabase]]:
    """One database as two processes have it."""
    opened = [await engine.open_database(address, engines.KEYS) for _ in range(2)]
    yield opened
    for each in opened:
        await each.close()


def names(tx: Tx) -> list[str]:
    """What was noted."""
    return [name for (name,) in tx.all("SELECT name FROM meta WHERE value = 'x' ORDER BY name")]


async def test_a_complaint_that_comes_late_undoes_the_whole_work(two: list[PostgresDatabase]) -> None:
    database = two[0]

    def twice_the_same(tx: Tx) -> None:
        tx.put(NOTE, name="first")
        tx.put(NOTE, name="same")
        tx.put(NOTE, name="same")

    with pytest.raises(psycopg.errors.UniqueViolation):
        await database.write(twice_the_same)
    assert await database.read(names) == []
    await database.write(lambda tx: tx.put(NOTE, name="after"))
    assert await database.read(names) == ["after"]


async def test_what_could_not_be_prepared_behind_a_complaint_is_prepared_the_next_time(
    two: list[PostgresDatabase],
) -> None:
    """The server passes over all that comes behind a complaint, and knows nothing of a text that it was to prepare there."""
    database = two[0]
    other = "INSERT INTO meta (name, value) VALUES (:name || '!', 'x')"
    await database.write(lambda tx: tx.put(other, name="a"))

    def spoilt(tx: Tx) -> None:
        tx.put(NOTE, name="a!")
        tx.put(other, name="b")  # seen the second time: sent to be prepared

    for _ in range(2):
        with pytest.raises(psycopg.errors.UniqueViolation):
            await database.write(spoilt)
    for name in ("b", "c", "d"):
        await database.write(partial(Tx.put, sql=other, name=name))
    assert await database.read(names) == ["a!", "b!", "c!", "d!"]


async def test_two_processes_that_both_count_on_do_not_make_each_other_begin_again(two: list[PostgresDatabase]) -> None:
    """Groups of two processes that numbered clues beside each other lost against each other, and ran at a third of the speed."""
    runs = 0

    def counting(tx: Tx) -> int:
        nonlocal runs
        runs += 1
        return matters.next_number(tx, "clue 2026")

    found = await asyncio.gather(*(database.write(counting) for database in two for _ in range(200)))
    assert sorted(found) == list(range(1, 401))
    assert runs < 405


async def test_who_holds_a_turn_and_never_passes_it_on_stops_nobody(two: list[PostgresDatabase], address: str) -> None:
    with psycopg.connect(address, autocommit=True) as stopped:
        stopped.execute(postgres_pipeline._TAKE_TURN)
        await two[0].write(lambda tx: tx.put(NOTE, name="a"))
    assert await two[1].read(names) == ["a"]


async def test_a_group_whose_questions_are_asked_ahead_gives_each_work_its_own_answer(
    two: list[PostgresDatabase],
) -> None:
    def telling(tx: Tx, row: Row | None) -> Any:
        matters.next_number(tx, "many")
        return row and row[0]

    questions = [Lookup(sql="SELECT CAST(:number AS BIGINT)", given={"number": number}) for number in range(100)]
    found = await asyncio.gather(*(two[0].write(Knowing(each, telling)) for each in questions))
    assert found == list(range(100))
    assert await two[0].read(lambda tx: tx.value("SELECT value FROM counter WHERE name = 'many'")) == 100


@pytest.mark.parametrize("where", ["while it waits for its turn", "in the midst of its work"])
async def test_a_process_that_stands_still_is_seen_to_idle_so_that_the_server_ends_it(address: str, where: str) -> None:
    """The server ends what is begun and idle, but takes for busy whoever is not at the end of a part: a process that was stopped
    kept its turn and its locks, and the others could do nothing."""
    with psycopg.connect(address, autocommit=True) as beside:
        beside.execute(postgres_pipeline._TAKE_TURN)
        session = connection.Session(address)
        pipeline = postgres_pipeline.Pipeline(session, connection.WRITING)
        beside.execute(postgres_pipeline._PASS_ON)
        if where == "in the midst of its work":
            pipeline.execute(NOTE, {"name": "a"})
            pipeline.put(NOTE, {"name": "b"})
        found = ""
        for _ in range(100):
            state = beside.execute("SELECT state FROM pg_stat_activity WHERE pid = %s", [session.libpq.backend_pid])
            (found,) = state.fetchone() or ("",)
            if found == "idle in transaction":
                break
            await asyncio.sleep(0.02)
        pipeline.roll_back()
        session.close()
    assert found == "idle in transaction"
