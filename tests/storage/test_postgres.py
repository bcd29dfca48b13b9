"""PostgreSQL under works that meet, servers that go away, and addresses that are wrong."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import psycopg
import pytest

from domain.saying import Say
from storage import errors, matters, vault
from storage.database import Tx
from storage.engines import migrating
from storage.engines.postgres import address as postgres_address
from storage.engines.postgres import connection as postgres_connection
from storage.engines.postgres import engine as postgres_engine
from storage.engines.postgres import schema, statements
from storage.road import outbox, pages
from tests.support import engines, outgoing
from tests.support.delivery_room import Hello
from tests.support.office import MORNING

PATIENCE = 20.0  # seconds until works that should have met are taken to have missed each other


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    """The address of an empty, migrated database."""
    with engines.chosen("postgresql"):
        yield engines.databases().of(tmp_path)


@pytest.fixture
async def database(address: str) -> AsyncIterator[postgres_engine.PostgresDatabase]:
    opened = await postgres_engine.open_database(address, engines.KEYS)
    yield opened
    await opened.close()


@pytest.fixture
def door(address: str) -> Iterator[psycopg.Connection[Any]]:
    """A connection beside the bot's own: the administrator's."""
    with psycopg.connect(address, autocommit=True) as connection:
        yield connection


class Meeting:
    """Brings works together in their first run; run again, they go on by themselves."""

    def __init__(self, works: int) -> None:
        self._barrier = threading.Barrier(works)
        self._came: set[str] = set()
        self.runs = 0

    def point(self, who: str) -> None:
        """Wait for the others here, once."""
        self.runs += 1
        if who not in self._came:
            self._came.add(who)
            self._barrier.wait(PATIENCE)


def count(tx: Tx, name: str = "many") -> int:
    """Look."""
    return int(tx.value("SELECT value FROM counter WHERE name = :name", name=name) or 0)


async def test_two_works_that_each_see_what_the_other_changes_do_not_both_have_their_way(
    database: postgres_engine.PostgresDatabase,
) -> None:
    """Each puts itself on duty if nobody is: alone, only the first one would."""
    meeting = Meeting(2)

    def on_duty(tx: Tx, who: str) -> bool:
        is_free = not tx.value("SELECT COUNT(*) FROM counter WHERE name IN ('anna', 'bert')")
        meeting.point(who)
        if is_free:
            tx.run("INSERT INTO counter (name, value) VALUES (:who, 1)", who=who)
        return bool(is_free)

    taken = await asyncio.gather(*(database.write(partial(on_duty, who=who)) for who in ("anna", "bert")))
    assert sorted(taken) == [False, True]
    assert meeting.runs == 3, "the one that lost was run again"


async def test_two_works_that_wait_for_each_other_both_get_through(database: postgres_engine.PostgresDatabase) -> None:
    for name in ("left", "right"):
        await database.write(partial(matters.next_number, name=name))
    meeting = Meeting(2)

    def crossing(tx: Tx, first: str, second: str) -> None:
        matters.next_number(tx, first)
        meeting.point(first)
        matters.next_number(tx, second)

    await asyncio.gather(
        database.write(lambda tx: crossing(tx, "left", "right")),
        database.write(lambda tx: crossing(tx, "right", "left")),
    )
    assert await database.read(lambda tx: (count(tx, "left"), count(tx, "right"))) == (3, 3)


async def test_a_number_of_the_outbox_is_not_seen_before_a_lower_one_of_the_same_account(
    database: postgres_engine.PostgresDatabase,
) -> None:
    """A page reads on from the highest number it has: a lower one that comes later would never be shown."""
    has_put, may_end = threading.Event(), threading.Event()

    def slowly(tx: Tx) -> int:
        number = put(tx)
        has_put.set()
        may_end.wait(PATIENCE)
        return number

    slow = asyncio.create_task(database.write(slowly))
    await asyncio.to_thread(has_put.wait, PATIENCE)
    quick = asyncio.create_task(database.write(put))
    await asyncio.wait({quick}, timeout=0.1)
    assert await database.read(numbers) == []
    may_end.set()
    assert [await slow, await quick] == await database.read(numbers)


async def test_a_work_whose_connection_breaks_is_run_again_and_stored_once(
    database: postgres_engine.PostgresDatabase, door: psycopg.Connection[Any]
) -> None:
    runs = 0

    def work(tx: Tx) -> int:
        nonlocal runs
        runs += 1
        number = matters.next_number(tx, "many")
        if runs == 1:
            kill_all(door)
        return number + 0 * int(tx.value("SELECT 1"))

    assert await database.write(work) == 1
    assert (runs, await database.read(count)) == (2, 1)


async def test_connections_that_died_while_they_idled_are_replaced(
    database: postgres_engine.PostgresDatabase, door: psycopg.Connection[Any]
) -> None:
    await asyncio.gather(*(database.write(lambda tx: matters.next_number(tx, "many")) for _ in range(20)))
    kill_all(door)
    assert await database.read(count) == 20
    kill_all(door)
    assert await database.write(lambda tx: matters.next_number(tx, "many")) == 21


async def test_a_commit_whose_outcome_is_not_known_is_no_success_and_is_not_repeated(
    database: postgres_engine.PostgresDatabase, door: psycopg.Connection[Any]
) -> None:
    door.execute(
        "CREATE FUNCTION die() RETURNS TRIGGER LANGUAGE plpgsql AS"
        " $$ BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END $$;"
        " CREATE CONSTRAINT TRIGGER dies AFTER INSERT ON counter DEFERRABLE INITIALLY DEFERRED"
        " FOR EACH ROW EXECUTE FUNCTION die()"
    )
    runs: list[int] = []

    def work(tx: Tx) -> None:
        runs.append(matters.next_number(tx, "many"))

    try:
        with pytest.raises(errors.StorageUnavailable, match="may be there or not"):
            await database.write(work)
    finally:
        door.execute("DROP TRIGGER dies ON counter; DROP FUNCTION die()")
    assert runs == [1]


async def test_a_caller_who_leaves_leaves_no_transaction_open(
    database: postgres_engine.PostgresDatabase, door: psycopg.Connection[Any]
) -> None:
    begun, may_end = threading.Event(), threading.Event()

    def work(tx: Tx) -> int:
        number = matters.next_number(tx, "many")
        begun.set()
        may_end.wait(PATIENCE)
        return number

    task = asyncio.create_task(database.write(work))
    await asyncio.to_thread(begun.wait, PATIENCE)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    may_end.set()
    assert await database.write(lambda tx: matters.next_number(tx, "many")) == 2, "cancelled is not undone"
    assert states(door) == {"idle"}


async def test_a_work_that_fails_leaves_nothing_and_its_error_arrives_as_it_is(
    database: postgres_engine.PostgresDatabase,
) -> None:
    def work(tx: Tx) -> None:
        matters.next_number(tx, "many")
        raise KeyError("of the work's own")

    with pytest.raises(KeyError, match="own"):
        await database.write(work)
    assert await database.read(count) == 0


async def test_what_the_server_says_of_values_does_not_get_into_an_error(
    database: postgres_engine.PostgresDatabase,
) -> None:
    def work(tx: Tx) -> None:
        for _ in range(2):
            tx.run("INSERT INTO meta (name, value) VALUES (:name, '')", name="a-name-that-is-nobodys-business")

    with pytest.raises(psycopg.errors.UniqueViolation) as caught:
        await database.write(work)
    assert "nobodys-business" not in str(caught.value)


async def test_text_that_ends_in_the_middle_is_refused_and_not_cut(database: postgres_engine.PostgresDatabase) -> None:
    with pytest.raises(psycopg.DataError):
        await database.write(lambda tx: tx.run("INSERT INTO meta (name, value) VALUES ('a', :v)", v="before\0after"))


async def test_a_server_that_is_away_is_said_so_in_time(
    database: postgres_engine.PostgresDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgres_engine, "PATIENCE", 0.0)
    monkeypatch.setattr(database, "_url", "postgresql://flagpost:geheim@127.0.0.1:1/office")
    while database._idle:
        database._idle.pop().close()
    with pytest.raises(errors.StorageUnavailable, match=r"Cannot reach PostgreSQL at 127\.0\.0\.1.*refused"):
        await database.write(count)
    await database.close()
    with pytest.raises(errors.StorageUnavailable):
        await database.write(count)


async def test_a_server_that_comes_back_soon_costs_a_delay_and_nothing_else(
    database: postgres_engine.PostgresDatabase, door: psycopg.Connection[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    connect, refusals = (
        postgres_connection.Session,
        [postgres_address.ServerUnreachable(), postgres_address.ServerUnreachable()],
    )

    def reluctant(url: str) -> postgres_connection.Session:
        if refusals:
            raise refusals.pop()
        return connect(url)

    kill_all(door)
    monkeypatch.setattr(postgres_connection, "Session", reluctant)
    assert await database.write(lambda tx: matters.next_number(tx, "many")) == 1
    assert refusals == []


async def test_while_the_server_is_away_only_one_work_at_a_time_looks_for_it(
    database: postgres_engine.PostgresDatabase, door: psycopg.Connection[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    looks: list[str] = []

    def refusing(url: str) -> postgres_connection.Session:
        looks.append(url)
        raise postgres_address.ServerUnreachable

    kill_all(door)
    monkeypatch.setattr(postgres_engine, "PATIENCE", 0.0)
    monkeypatch.setattr(postgres_engine, "LOOK_EVERY", 3600.0)
    monkeypatch.setattr(postgres_connection, "Session", refusing)
    for _ in range(20):
        with pytest.raises(errors.StorageUnavailable):
            await database.write(count)
    assert len(looks) == 1


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("postgresql://flagpost:geheim@127.0.0.1:1/office", "Cannot reach PostgreSQL at 127.0.0.1, database office"),
        ("postgresql://flagpost:ge@heim@127.0.0.1:1/office", "FLAGPOST_DATABASE is no address"),
        ("postgresql://flagpost:geheim@127.0.0.1:port/office", "FLAGPOST_DATABASE is no address"),
        ("postgresql://flagpost:geheim@127.0.0.1/office?colour=red", "FLAGPOST_DATABASE is no address"),
        ("postgresql://locked:geheim@/postgres?host={folder}", "does not let user 'locked' in"),
        ("postgresql://nobody-there:geheim@/postgres?host={folder}", "does not let user 'nobody-there' in"),
        ("postgresql://postgres:geheim@/nowhere?host={folder}", "CREATE DATABASE nowhere"),
        ("postgresql://postgres:geheim@/postgres?host={folder}", "none: place"),
    ],
)
async def test_a_wrong_address_is_refused_with_what_to_do_and_without_the_password(
    url: str, says: str, door: psycopg.Connection[Any]
) -> None:
    door.execute("DROP ROLE IF EXISTS locked; CREATE ROLE locked LOGIN PASSWORD 'another'")
    with pytest.raises(errors.StorageError) as caught:
        await postgres_engine.open_database(url.replace("{folder}", door.info.host), engines.KEYS)
    assert says in str(caught.value)
    error: BaseException | None = caught.value
    while error is not None:
        assert "heim" not in str(error) + repr(error.__dict__)
        error = error.__cause__ or error.__context__ if not error.__suppress_context__ else error.__cause__


async def test_a_start_refuses_another_key_and_another_schema(address: str, door: psycopg.Connection[Any]) -> None:
    with pytest.raises(errors.WrongKey):
        await postgres_engine.open_database(address, vault.Vault(b"another key for another home ...."))
    door.execute("UPDATE schema_version SET number = 0")
    with pytest.raises(errors.SchemaMismatch, match="none:"):
        await postgres_engine.open_database(address, engines.KEYS)
    door.execute("UPDATE schema_version SET number = 999")
    with pytest.raises(errors.SchemaMismatch, match="newer:"):
        await postgres_engine.open_database(address, engines.KEYS)
    with pytest.raises(errors.SchemaMismatch, match="newer:"):
        schema.migrate(address, engines.KEYS)
    door.execute("UPDATE schema_version SET number = %s", [len(migrating.steps("postgresql"))])


def test_a_server_that_is_too_old_is_refused(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postgres_address, "OLDEST", 990000)
    with pytest.raises(errors.WrongServer, match="too old"):
        postgres_connection.Session(address)


def test_a_user_who_may_not_make_tables_is_told_so(door: psycopg.Connection[Any]) -> None:
    door.execute("DROP ROLE IF EXISTS visitor; CREATE ROLE visitor LOGIN")
    with pytest.raises(errors.WrongServer, match="owner of the database"):
        schema.migrate(engines.databases().bare().replace("postgres@", "visitor@"), engines.KEYS)


def test_somebody_elses_tables_are_left_alone() -> None:
    url = engines.databases().bare()
    with psycopg.connect(url, autocommit=True) as door:
        door.execute("CREATE TABLE meta (theirs INT)")
        with pytest.raises(errors.WrongServer, match="a database of its own"):
            schema.migrate(url, engines.KEYS)
        assert [row[0] for row in door.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")] == [
            "meta"
        ]


def test_two_that_migrate_at_once_take_each_step_once() -> None:
    url = engines.databases().bare()
    taken: list[int] = []
    both = [threading.Thread(target=lambda: taken.append(schema.migrate(url, engines.KEYS))) for _ in range(2)]
    for each in both:
        each.start()
    for each in both:
        each.join()  # however long the machine takes for so many tables
    assert sum(taken) == len(migrating.steps("postgresql"))


def test_a_step_that_fails_leaves_the_old_schema(monkeypatch: pytest.MonkeyPatch) -> None:
    url = engines.databases().bare()
    steps = [*migrating.steps("postgresql"), "CREATE TABLE half (a TEXT);\nCREATE TABLE half (a TEXT);"]
    monkeypatch.setattr(migrating, "steps", lambda engine: steps)
    with pytest.raises(psycopg.errors.DuplicateTable):
        schema.migrate(url, engines.KEYS)
    with psycopg.connect(url) as door:
        assert door.execute("SELECT number, to_regclass('half') FROM schema_version").fetchone() == (
            len(steps) - 1,
            None,
        )


def test_parameters_become_places_and_nothing_else_does() -> None:
    sql = "SELECT ':no', CAST(:b AS TEXT), x::text, \":no\" FROM t WHERE a = :a AND c IN (:b, :a_1) AND d = 'it''s :no'"
    assert statements.translated(sql) == (
        b"SELECT ':no', CAST($1 AS TEXT), x::text, \":no\" FROM t WHERE a = $2 AND c IN ($1, $3) AND d = 'it''s :no'",
        ("b", "a", "a_1"),
    )


def kill_all(door: psycopg.Connection[Any]) -> None:
    """What a server does that is restarted."""
    door.execute(
        "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity"
        " WHERE datname = current_database() AND application_name = 'flagpost'"
    )


def states(door: psycopg.Connection[Any]) -> set[str]:
    """What the other connections are doing."""
    rows = door.execute(
        "SELECT state FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'flagpost'"
    )
    return {state for (state,) in rows}


def put(tx: Tx) -> int:
    """Say something to account 1."""
    outbox.put(tx, Say(to=1, saying=Hello(name="")), "web", (), MORNING)
    return outgoing.last(tx, 1)


def numbers(tx: Tx) -> list[int]:
    """What account 1 was told."""
    return [row.id for row in pages.page(tx, 1, 0)]


async def test_large_writes_arrive_before_their_answers_are_waited_for(
    database: postgres_engine.PostgresDatabase,
) -> None:
    """A rendered announcement holds megabytes of pictures: what the socket did not take at once was never sent, and both sides
    waited for the other."""

    def work(tx: Tx) -> int:
        for number in range(8):
            tx.put("INSERT INTO picture (hash, bytes) VALUES (:hash, :bytes)", hash=str(number), bytes=b"x" * 1_000_000)
        return int(tx.value("SELECT COUNT(*) FROM picture"))

    assert await asyncio.wait_for(database.write(work), PATIENCE) == 8
