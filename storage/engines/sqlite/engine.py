"""SQLite, the embedded default: one writer that commits for many, readers that never wait.

Lives here: `SqliteDatabase`. aiosqlite gives the thread and its queue; a small subclass adds group commit on its `_execute`:
works that arrive while a commit is under way share the next one (the design §2). `storage/engines/sqlite/checkpointing.py`
keeps the log short. `open_database` is the start-up gate.
"""

import asyncio
import sqlite3
import time
from collections import deque
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import aiosqlite
from sqlcipher3 import dbapi2 as sqlcipher

from storage import errors, vault
from storage.database import Hear, Tx
from storage.engines import migrating
from storage.engines.sqlite import checkpointing
from storage.engines.sqlite import connection as sqlite_connection

T = TypeVar("T")
Work = Callable[[Tx], Any]
GROUP_WORKS = 128
GROUP_SECONDS = 0.02
READERS = 2


class _Group(Exception):
    """The group's transaction is gone; its works are run again one by one."""


class _Failed(Exception):
    """A work failed in a group that was run without savepoints."""


class _Writer(aiosqlite.Connection):
    """aiosqlite's thread with group commit."""

    def __init__(
        self, connector: Callable[[], sqlite3.Connection], keys: vault.Vault, folding: checkpointing.Folding
    ) -> None:
        super().__init__(connector, iter_chunk_size=64)
        self._keys = keys
        self._folding = folding
        self._waiting: deque[tuple[Work, asyncio.Future[Any]]] = deque()
        self._is_draining = False

    async def write(self, work: Callable[[Tx], T]) -> T:
        """Queue a work; return when the commit it belongs to is durable. Cancelling the caller does not undo it."""
        if not self._running or not self._connection:
            raise errors.StorageUnavailable
        future: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._waiting.append((work, future))
        if not self._is_draining:
            self._is_draining = True
            self._tx.put_nowait((None, self._drain))
        return await future

    def _drain(self) -> None:
        """Commit groups until nobody waits. Runs in the thread."""
        while True:
            group = self._next_group()
            if not group:
                self._is_draining = False
                if not self._waiting:
                    return
                self._is_draining = True
                continue
            self._settle(group)

    def _next_group(self) -> list[tuple[Work, asyncio.Future[Any]]]:
        group: list[tuple[Work, asyncio.Future[Any]]] = []
        while self._waiting and len(group) < GROUP_WORKS:
            group.append(self._waiting.popleft())
        return group

    def _settle(self, group: list[tuple[Work, asyncio.Future[Any]]]) -> None:
        """Run a group, and tell each part of it as soon as that is durable."""
        while group:
            results = self._durable([work for work, _ in group])
            settled = [(future, *result) for (_, future), result in zip(group, results, strict=False)]
            settled[0][0].get_loop().call_soon_threadsafe(_tell, settled)
            self._folding.committed(len(results), self._conn)
            group = group[len(results) :]

    def _durable(self, works: list[Work]) -> list[tuple[Any, bool]]:
        """Commit the first of these works together; where the transaction broke, each alone."""
        try:
            return self._commit(works)
        except BaseException as error:
            if len(works) == 1:
                return [(sqlite_connection.translated(error), False)]
        return [self._durable([work])[0] for work in works]

    def _commit(self, works: list[Work]) -> list[tuple[Any, bool]]:
        """Run works in one transaction, as many as fit into the group's time, and commit. All or none on a broken transaction.

        Nearly always every work succeeds, so the group is first run without savepoints, each of which would copy every page that
        is touched. Where one fails, all are undone and run again, each under its own: works may run more than once.
        """
        try:
            return self._within_transaction(works, self._run_plainly)
        except _Failed:
            return self._within_transaction(works, self._run_apart)

    def _within_transaction(
        self, works: list[Work], run: Callable[[Tx, Work], tuple[Any, bool]]
    ) -> list[tuple[Any, bool]]:
        execute = self._conn.execute
        tx = sqlite_connection.tx_of(self._conn, self._keys, gathers=True)
        until = time.monotonic() + GROUP_SECONDS
        results: list[tuple[Any, bool]] = []
        execute("BEGIN IMMEDIATE")
        try:
            for work in works:
                results.append(run(tx, work))
                if time.monotonic() > until:
                    break
            execute("COMMIT")
        except BaseException:
            self._conn.rollback()
            raise
        return results

    def _run_plainly(self, tx: Tx, work: Work) -> tuple[Any, bool]:
        try:
            result = tx.done(work)
        except Exception as error:
            raise _Failed from error
        if not self._conn.in_transaction:
            raise _Group
        return result, True

    def _run_apart(self, tx: Tx, work: Work) -> tuple[Any, bool]:
        execute = self._conn.execute
        execute("SAVEPOINT work")
        try:
            result, is_fine = tx.done(work), True
        except Exception as error:
            result, is_fine = error, False
        if not self._conn.in_transaction:
            # A full disk, for one, rolls the whole transaction back: the next savepoint would commit alone.
            raise _Group if is_fine else result
        if not is_fine:
            execute("ROLLBACK TO work")
            result = sqlite_connection.translated(result)
        execute("RELEASE work")
        return result, is_fine


class SqliteDatabase:
    """A database in one encrypted file; the lock on the home keeps every other bot from it."""

    is_shared = False

    def __init__(self, path: Path, keys: vault.Vault) -> None:
        """Name the file; `open` opens it."""
        self.path = path
        self.vault = keys
        self._folding = checkpointing.Folding(lambda: sqlite_connection.connect(path, keys))
        self._writer = _Writer(lambda: sqlite_connection.connect(path, keys), keys, self._folding)
        self._readers = [
            aiosqlite.Connection(lambda: sqlite_connection.connect(path, keys, is_reader=True), 64)
            for _ in range(READERS)
        ]
        self._asked = [0] * READERS

    async def open(self) -> None:
        """Connect the writer, then the others."""
        await self._writer
        await self._folding.open()
        for reader in self._readers:
            await reader

    async def write(self, work: Callable[[Tx], T]) -> T:
        """See `storage/database.py`."""
        return await self._writer.write(work)

    async def read(self, work: Callable[[Tx], T]) -> T:
        """See `storage/database.py`."""
        number = self._asked.index(min(self._asked))  # behind one long look, the short ones need not queue
        reader = self._readers[number]
        self._asked[number] += 1
        try:
            found: T = await reader._execute(_look, reader._conn, self.vault, work)  # type: ignore[no-untyped-call]
        finally:
            self._asked[number] -= 1
        return found

    def heard(self, hear: Hear) -> None:
        """See `storage/database.py`: this process is alone."""

    async def close(self) -> None:
        """Finish the queue and close; the WAL is folded in by the last one out."""
        for reader in self._readers:
            await reader.close()
        await self._folding.close()
        await self._writer.close()


async def open_database(path: Path, keys: vault.Vault) -> SqliteDatabase:
    """Open an existing, migrated database; refuse with a sentence that says what to do."""
    sqlite_connection.check_library()
    migrating.check(path, keys)
    database = SqliteDatabase(path, keys)
    await database.open()
    return database


def _look(connection: Any, keys: vault.Vault, work: Callable[[Tx], T]) -> T:
    connection.execute("BEGIN")
    try:
        return work(sqlite_connection.tx_of(connection, keys))
    except sqlcipher.Error as error:
        raise sqlite_connection.translated(error) from error
    finally:
        connection.rollback()


def _tell(settled: list[tuple[asyncio.Future[Any], Any, bool]]) -> None:
    for future, result, is_fine in settled:
        if future.done():
            continue
        if is_fine:
            future.set_result(result)
        else:
            future.set_exception(result)
            future.exception()  # seen: where the caller was cancelled, nobody else asks
