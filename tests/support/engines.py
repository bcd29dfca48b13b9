"""The two engines, for tests that are to hold on both: `open_database` opens a fresh one of the engine that is chosen.

The fixture `engine` (`conftest.py`) chooses. A folder has a database of its own, as it has a file on SQLite: opened again, it
remembers. One PostgreSQL server serves all tests of a process; databases are emptied and lent again, which is twenty times
as quick as making new ones, and with them their connections: half of what a test took there was a server that got to know
the tables and the statements anew.
"""

from __future__ import annotations

import asyncio
import atexit
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

from storage import vault
from storage.database import Database, Hear, Tx
from storage.engines import migrating
from storage.engines.postgres import connection, schema
from storage.engines.postgres import engine as postgres_engine
from storage.engines.sqlite import engine as sqlite_engine
from tests.support import postgres_server

T = TypeVar("T")
ENGINES = ("sqlite", "postgresql")
FILE = "flagpost.db"
MOST_KEPT = 4  # connections to one database
NO_ROWS = 21  # bytes: the head and the end of a copy
KEYS = vault.Vault(bytes(32))
_EMPTY = """
    SET session_replication_role = replica;  -- what is sealed against everybody is not sealed against the next test
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid() AND pid NOT IN ({kept});
    DO $$ DECLARE name TEXT; BEGIN
        FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'schema_version' LOOP
            EXECUTE format('DELETE FROM %I', name);
        END LOOP;
        FOR name IN SELECT sequencename FROM pg_sequences WHERE schemaname = 'public' LOOP
            PERFORM setval(name::regclass, 1, false);
        END LOOP;
    END $$;
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """All that is in a database: a file of SQLite, or the rows of PostgreSQL's tables and where its sequences stand."""

    file: bytes = b""
    tables: Mapping[str, bytes] = field(default_factory=dict)
    sequences: Mapping[str, int] = field(default_factory=dict)


class LentDatabase(postgres_engine.PostgresDatabase):
    """One on a database that is lent, on the connections that were kept; those it had in the end are kept again."""

    def __init__(self, url: str, keys: vault.Vault, kept: list[connection.Session]) -> None:
        super().__init__(url, keys)
        self._kept = kept

    async def open(self) -> None:
        """Open; as anywhere else where none was kept."""
        if not self._kept:
            await super().open()
            return
        for session in self._kept:
            session.takes_turns_at = 0.0
        self._idle.extend(self._kept)
        self._kept.clear()
        self._is_open = True

    async def close(self) -> None:
        """Finish what was queued, and hang up what is not kept."""
        self._is_open = False
        await asyncio.to_thread(self._writers.close)
        await asyncio.to_thread(self._readers.shutdown)
        while self._idle and len(self._kept) < MOST_KEPT:
            self._kept.append(self._idle.pop())
        await super().close()


class Databases:
    """The databases of a server."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._server = psycopg.connect(url.format("postgres"), autocommit=True)
        self._made = 0
        self._free: list[str] = []
        self._used: set[str] = set()  # what somebody has left something in
        self._lent: dict[Path, str] = {}
        self._doors: dict[str, psycopg.Connection[Any]] = {}
        self._kept: dict[str, list[connection.Session]] = {}

    def of(self, folder: Path) -> str:
        """The address of a folder's database: migrated, and empty the first time."""
        name = self._lend(folder)
        if name in self._used:
            self._empty(name)
        return self._url.format(name)

    async def open(self, folder: Path, keys: vault.Vault) -> LentDatabase:
        """Open a folder's database."""
        url = self.of(folder)
        kept = self._kept.setdefault(url, [])
        if not kept or keys.database_key != KEYS.database_key:
            await asyncio.to_thread(schema.check, url, keys)
        database = LentDatabase(url, keys, kept)
        await database.open()
        return database

    def bare(self, template: str = "") -> str:
        """The address of a new database with nothing in it, or with what is in the one at `template`; it is never lent."""
        self._made += 1
        name = f"t{self._made}"
        source = conninfo_to_dict(template)["dbname"] if template else "template0"
        self._server.execute(f"CREATE DATABASE {name} TEMPLATE {source}")
        return self._url.format(name)

    def content(self, folder: Path) -> Content:
        """What is in a folder's database, which is closed."""
        self.of(folder)
        door = self._door(self._lent[folder])
        names = door.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'schema_version'"
        )
        tables = {name: _copied(door, name) for (name,) in names.fetchall()}
        used = (
            "SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = 'public' AND last_value IS NOT NULL"
        )
        return Content(
            tables={name: rows for name, rows in tables.items() if len(rows) > NO_ROWS},
            sequences=dict(door.execute(used).fetchall()),
        )

    def put_back(self, folder: Path, content: Content) -> None:
        """Let a folder's database, which is closed, hold this and nothing else."""
        name = self._lend(folder)
        door = self._door(name)
        self._empty(name)
        with door.transaction():
            for table, rows in content.tables.items():
                copying = sql.SQL("COPY {} FROM STDIN (FORMAT BINARY)").format(sql.Identifier(table))
                with door.cursor() as cursor, cursor.copy(copying) as copy:
                    copy.write(rows)
            for sequence, value in content.sequences.items():
                door.execute("SELECT setval(%s::regclass, %s)", (sequence, value))

    def give_back(self) -> None:
        """Take back all that were lent. Each is emptied before it is lent again, unless something else is put into it then."""
        self._used.update(self._lent.values())
        self._free.extend(self._lent.values())
        self._lent.clear()

    def _lend(self, folder: Path) -> str:
        if folder not in self._lent:
            self._lent[folder] = self._free.pop() if self._free else self._migrated()
        return self._lent[folder]

    def _door(self, name: str) -> psycopg.Connection[Any]:
        if name not in self._doors:
            self._doors[name] = psycopg.connect(self._url.format(name), autocommit=True)
        return self._doors[name]

    def _empty(self, name: str) -> None:
        """Empty one, and forget those of its connections that a test has cut."""
        self._used.discard(name)
        door, kept = self._door(name), self._kept.setdefault(self._url.format(name), [])
        door.execute(_EMPTY.format(kept=", ".join(("0", *(str(session.libpq.backend_pid) for session in kept)))))
        alive = {pid for (pid,) in door.execute("SELECT pid FROM pg_stat_activity WHERE datname = current_database()")}
        for session in list(kept):
            if session.libpq.backend_pid not in alive:
                kept.remove(session)
                session.close()

    def _migrated(self) -> str:
        url = self.bare()
        schema.migrate(url, KEYS)
        return f"t{self._made}"


class LaterDatabase:
    """The database of a folder, opened when the first thing is asked of it: whoever goes on where another ended opens one only."""

    def __init__(self, folder: Path, keys: vault.Vault) -> None:
        self.vault = keys
        self._folder = folder
        self._turn = asyncio.Lock()
        self._heard: list[Hear] = []
        self._opened: Database | None = None

    @property
    def is_shared(self) -> bool:
        """As the engine that is chosen."""
        return _chosen == "postgresql"

    async def write(self, work: Callable[[Tx], T]) -> T:
        """See `storage/database.py`."""
        return await (self._opened or await self._open()).write(work)

    async def read(self, work: Callable[[Tx], T]) -> T:
        """See `storage/database.py`."""
        return await (self._opened or await self._open()).read(work)

    def heard(self, hear: Hear) -> None:
        """See `storage/database.py`."""
        if self._opened is None:
            self._heard.append(hear)
        else:
            self._opened.heard(hear)

    async def close(self) -> None:
        """Close what was opened."""
        if self._opened is not None:
            await self._opened.close()

    async def _open(self) -> Database:
        async with self._turn:
            if self._opened is None:
                self._opened = await open_database(self._folder, self.vault)
                for hear in self._heard:
                    self._opened.heard(hear)
        return self._opened


_files: dict[str, bytes] = {}  # by the key that opens them
_chosen = "sqlite"
_stack = ExitStack()
_databases: Databases | None = None


def databases() -> Databases:
    """The databases of this process's server, which is started when the first is wanted."""
    global _databases
    if _databases is None:
        atexit.register(_stack.close)
        _databases = Databases(_stack.enter_context(postgres_server.running()))
    return _databases


def stop() -> None:
    """Stop the server of this process, if there is one; whoever was forked and ends otherwise than Python does leaves none behind."""
    _stack.close()


@contextmanager
def chosen(engine: str) -> Iterator[None]:
    """Choose an engine for a test."""
    global _chosen
    _chosen = engine
    try:
        yield
    finally:
        _chosen = "sqlite"
        if _databases is not None:
            _databases.give_back()


async def open_database(folder: Path, keys: vault.Vault = KEYS) -> Database:
    """Open the database of a folder, on the engine that is chosen."""
    if _chosen == "postgresql":
        return await databases().open(folder, keys)
    return await sqlite_engine.open_database(_file(folder, keys), keys)


def content(folder: Path) -> Content:
    """All that is in the database of a folder, which is closed."""
    if _chosen == "postgresql":
        return databases().content(folder)
    return Content(file=_file(folder, KEYS).read_bytes())


def put_back(folder: Path, found: Content) -> None:
    """Let the database of a folder, which is closed, hold this and nothing else. The engine must be the same."""
    if _chosen == "postgresql":
        databases().put_back(folder, found)
    else:
        (folder / FILE).write_bytes(found.file)


def engine() -> str:
    """Which engine is chosen."""
    return _chosen


def _copied(door: psycopg.Connection[Any], table: str) -> bytes:
    copying = sql.SQL("COPY {} TO STDOUT (FORMAT BINARY)").format(sql.Identifier(table))
    with door.cursor() as cursor, cursor.copy(copying) as copy:
        return b"".join(bytes(part) for part in copy)


def _file(folder: Path, keys: vault.Vault) -> Path:
    """The file of a folder: with nothing in it the first time."""
    file = folder / FILE
    if not file.exists():
        file.write_bytes(_fresh(keys))
    return file


def _fresh(keys: vault.Vault) -> bytes:
    """A migrated file with nothing in it: to copy one is thirty times as quick as to make one."""
    if keys.database_key not in _files:
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "flagpost.db"
            migrating.migrate(file, keys)
            _files[keys.database_key] = file.read_bytes()
    return _files[keys.database_key]
