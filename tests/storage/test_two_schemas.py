"""The two sets of SQL make the same schema: what a work may rely on holds on both engines."""

from __future__ import annotations

import re
from importlib import resources
from typing import Any

import psycopg
import pytest

from storage.engines import migrating
from storage.engines.postgres import schema
from storage.engines.sqlite import connection as sqlite_connection
from tests.support import engines

TYPES = {"INTEGER": "bigint", "TEXT": "text C", "BLOB": "bytea"}
# What one engine has and the other cannot have, with the reason beside it in the SQL.
WORD_INDEX = {"clue_words", "clue_words_band"}
ONLY_POSTGRESQL = {
    "clue_words_have_bands",
    "ballot_is_never_emptied",
    "adjustment_is_never_emptied",
    "history_is_never_emptied",
    "named_is_never_emptied",
    "rendering_is_never_emptied",
    "outbox_numbers_follow_commits",
}


@pytest.fixture(scope="module")
def sqlite(tmp_path_factory: pytest.TempPathFactory) -> Any:
    path = tmp_path_factory.mktemp("schema") / "flagpost.db"
    migrating.migrate(path, engines.KEYS)
    connection = sqlite_connection.connect(path, engines.KEYS, is_reader=True)
    yield connection
    connection.close()


@pytest.fixture(scope="module")
def postgres() -> Any:
    url = engines.databases().bare()
    schema.migrate(url, engines.KEYS)
    with psycopg.connect(url) as connection:
        yield connection


def test_the_same_tables_with_the_same_columns_of_the_same_meaning(sqlite: Any, postgres: Any) -> None:
    assert columns_of_sqlite(sqlite) == columns_of_postgres(postgres)


def test_the_same_keys_point_to_the_same_tables(sqlite: Any, postgres: Any) -> None:
    assert references_of_sqlite(sqlite) == references_of_postgres(postgres)


def test_the_same_columns_are_unique(sqlite: Any, postgres: Any) -> None:
    assert unique_in_sqlite(sqlite) == unique_in_postgres(postgres)


@pytest.mark.parametrize("engine", engines.ENGINES)
def test_every_step_has_a_number_of_its_own(engine: str) -> None:
    """Three steps had one number: whoever had taken the first of them got another one twice and a third one never, by the order of
    their names."""
    folder = resources.files("storage") / "migrations" / engine
    numbers = sorted(int(each.name.partition("_")[0]) for each in folder.iterdir() if each.name.endswith(".sql"))
    assert numbers == list(range(1, len(numbers) + 1))


def test_the_same_indexes() -> None:
    there, here = (indexes(migrating.steps(engine)) for engine in engines.ENGINES)
    assert {name: text for name, text in here.items() if not name.startswith("clue_words")} == there


def test_the_same_triggers_before_the_same_events(sqlite: Any, postgres: Any) -> None:
    there = {
        (name, table, *re.findall(r"BEFORE (\w+)", text))
        for name, table, text in sqlite.execute("SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'trigger'")
    }
    here = {
        (name, table, *re.findall(r"BEFORE (\w+)", text))
        for name, table, text in postgres.execute(
            "SELECT tgname, tgrelid::regclass::text, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal"
        )
    }
    assert {trigger for trigger in here if trigger[0] not in ONLY_POSTGRESQL} == there


def test_the_same_views() -> None:
    there, here = (
        [
            re.sub(r"\s+", " ", text)
            for step in migrating.steps(engine)
            for text in re.findall(r"CREATE VIEW[^;]*;", step)
        ]
        for engine in engines.ENGINES
    )
    assert here == there
    assert here


def columns_of_sqlite(connection: Any) -> set[tuple[str, str, str, bool, str]]:
    tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    found = set()
    for (table,) in tables:
        if table.startswith(("clue_words", "sqlite_")):
            continue
        for _, name, kind, is_needed, default, place in connection.execute(f"PRAGMA table_info({table})"):
            found.add((table, name, TYPES[kind], bool(is_needed or place), default or ""))
    return found


def columns_of_postgres(connection: Any) -> set[tuple[str, str, str, bool, str]]:
    rows = connection.execute(
        "SELECT table_name, column_name, data_type, collation_name, is_nullable, column_default"
        " FROM information_schema.columns JOIN information_schema.tables USING (table_schema, table_name)"
        " WHERE table_schema = 'public' AND table_type = 'BASE TABLE'"
    )
    found = set()
    for table, name, kind, collation, is_nullable, default in rows:
        if table not in WORD_INDEX | {"schema_version"}:
            plain = (default or "").partition("::")[0]
            found.add((table, name, f"{kind} {collation or ''}".strip(), is_nullable == "NO", plain))
    return found


def references_of_sqlite(connection: Any) -> set[tuple[str, str, str]]:
    tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    return {
        (table, row[3], row[2])
        for (table,) in tables
        for row in connection.execute(f"PRAGMA foreign_key_list({table})")
    }


def references_of_postgres(connection: Any) -> set[tuple[str, str, str]]:
    return set(
        connection.execute(
            "SELECT conrelid::regclass::text, attname, confrelid::regclass::text FROM pg_constraint"
            " JOIN pg_attribute ON attrelid = conrelid AND attnum = conkey[1] WHERE contype = 'f'"
        )
    )


def unique_in_sqlite(connection: Any) -> set[tuple[str, tuple[str, ...]]]:
    tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    found = set()
    for (table,) in tables:
        if table.startswith("clue_words"):
            continue
        key = [(row[5], row[1]) for row in connection.execute(f"PRAGMA table_info({table})") if row[5]]
        found.add((table, tuple(name for _, name in sorted(key))))
        for _, index, is_unique, *_ in connection.execute(f"PRAGMA index_list({table})"):
            if is_unique:
                names = [row[2] for row in connection.execute(f"PRAGMA index_info({index})")]
                found.add((table, tuple(names)))
    return found


def unique_in_postgres(connection: Any) -> set[tuple[str, tuple[str, ...]]]:
    rows = connection.execute(
        "SELECT indrelid::regclass::text, ARRAY(SELECT attname::text FROM unnest(indkey) WITH ORDINALITY AS part (number, place)"
        " JOIN pg_attribute ON attrelid = indrelid AND attnum = part.number ORDER BY place)"
        " FROM pg_index JOIN pg_class ON pg_class.oid = indrelid"
        " WHERE indisunique AND relnamespace = 'public'::regnamespace"
    )
    return {(table, tuple(names)) for table, names in rows if table not in WORD_INDEX}


def indexes(steps: list[str]) -> dict[str, str]:
    """The text of every index by its name. Where nulls stand is said on PostgreSQL alone: there they are last by themselves."""
    found = {}
    for step in steps:
        for text in re.findall(r"CREATE (?:UNIQUE )?INDEX[^;]*;", step):
            plain = re.sub(r"\s+", " ", text).replace(" NULLS FIRST", "")
            found[re.findall(r"INDEX (\w+)", plain)[0]] = plain
    return found
