"""PostgreSQL, for offices that outgrow one machine: transactions in threads, several at a time.

Lives here: `PostgresDatabase`. Every work runs SERIALIZABLE, so it may be written as if it were alone, as on SQLite; one that
lost against another is run again (the design §3). Which works share a transaction is said in
`storage/engines/postgres/writers.py`, how one goes to the server in `storage/engines/postgres/pipeline.py`.
"""

import asyncio
import itertools
import random
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from psycopg import errors as sql

from storage import errors, vault
from storage.database import Hear, Knowing, News, Tx
from storage.engines.postgres import address, connection, notifications, schema, writers
from storage.engines.postgres import pipeline as postgres_pipeline

T = TypeVar("T")
READERS = 2
GROUP_SECONDS = 0.05
AHEAD = 8  # works of a group whose questions are under way
PATIENCE = 5.0  # seconds for which a work is tried again, as long as SQLite waits for a lock
SHORTEST_WAIT = 0.002
LONGEST_WAIT = 0.25
LOOK_EVERY = 1.0  # seconds between two looks for a server that is away


class PostgresDatabase:
    """A database on a server."""

    is_shared = True

    def __init__(self, url: str, keys: vault.Vault, *, jitter: Callable[[], float] = random.random) -> None:
        """Name the server; `open` connects. `jitter` draws from 0 to 1 how long a work waits before it is run again."""
        self.vault = keys
        self._url = url
        self._jitter = jitter
        self._writers = writers.Writers(self)
        self._readers = ThreadPoolExecutor(READERS, thread_name_prefix="flagpost-reader")
        self._idle: deque[connection.Session] = deque()
        self._one_at_a_time = threading.Lock()
        self._away_since: float | None = None
        self._looked_at = 0.0
        self._refusal = ""
        self._is_open = False
        self._bells: notifications.Bells | None = None

    async def open(self) -> None:
        """Connect once, so that a wrong address shows at the start; more connections are made when they are needed."""
        self._idle.append(await asyncio.to_thread(connection.Session, self._url))
        self._is_open = True

    async def write(self, work: Callable[[Tx], T]) -> T:
        """See `storage/database.py`."""
        if not self._is_open:
            raise errors.StorageUnavailable
        return await self._writers.write(work)

    async def read(self, work: Callable[[Tx], T]) -> T:
        """See `storage/database.py`."""
        if not self._is_open:
            raise errors.StorageUnavailable
        return await asyncio.get_running_loop().run_in_executor(self._readers, self._run, connection.READING, work)

    def heard(self, hear: Hear) -> None:
        """See `storage/database.py`."""
        self._bells = notifications.Bells(self._url, hear)

    async def close(self) -> None:
        """Finish what was queued and hang up."""
        self._is_open = False
        await asyncio.to_thread(self._writers.close)
        await asyncio.to_thread(self._readers.shutdown)
        if self._bells is not None:
            await asyncio.to_thread(self._bells.close)
            self._bells = None
        while self._idle:
            self._idle.pop().close()

    def together(self, works: Sequence[writers.Work]) -> list[Any]:
        """Run the first of these in one transaction, as many as fit into the group's time."""
        return self._once(connection.WRITING, works)

    def alone(self, work: writers.Work) -> Any:
        """Run a work until it is committed, or cannot be."""
        return self._run(connection.WRITING, work)

    def has_lost(self, error: Exception) -> bool:
        """Whether it was another transaction that kept it from being committed."""
        return connection.is_conflict(error)

    def _run(self, kind: str, work: Callable[[Tx], T]) -> T:
        """Run a work until it is committed, or cannot be."""
        until = time.monotonic() + PATIENCE
        try:
            return self._only(kind, work)
        except Exception as error:
            if not _is_worth_another_try(error, 1):
                raise connection.translated(error) from error.__cause__
        # What has lost once runs beside as little as possible: with others that lost it would only lose again.
        with self._one_at_a_time:
            return self._again(kind, work, until)

    def _again(self, kind: str, work: Callable[[Tx], T], until: float) -> T:
        for tries in itertools.count(2):
            time.sleep(self._jitter() * min(SHORTEST_WAIT * 2**tries, LONGEST_WAIT))
            try:
                return self._only(kind, work)
            except Exception as error:
                if not _is_worth_another_try(error, tries) or time.monotonic() > until:
                    raise connection.translated(error) from error.__cause__
        raise AssertionError("the count has no end")

    def _only(self, kind: str, work: Callable[[Tx], T]) -> T:
        result: T = self._once(kind, [work])[0]
        return result

    def _once(self, kind: str, works: Sequence[Callable[[Tx], Any]]) -> list[Any]:
        """One transaction. Whatever happens, none is left open."""
        session, news = self._session(), set[News]()
        pipeline = None
        try:
            pipeline = postgres_pipeline.Pipeline(session, kind)
            tx = connection.tx_of(pipeline.execute, self.vault, put=pipeline.put, news=news, gathers=True)
            results = _run(pipeline, tx, works)
            pipeline.commit()
            if news and self._bells is not None:
                self._bells.tell(news)
            return results
        except BaseException:
            (pipeline or session).roll_back()
            raise
        finally:
            self._give_back(session)

    def _session(self) -> connection.Session:
        try:
            return self._idle.pop()
        except IndexError:
            return self._connected()

    def _connected(self) -> connection.Session:
        """A new connection. While the server is away, one work a second looks whether it is back; the others are told at once."""
        now = time.monotonic()
        if self._away_since is not None and now - self._away_since > PATIENCE and now - self._looked_at < LOOK_EVERY:
            raise errors.StorageUnavailable(self._refusal)
        self._looked_at = now
        try:
            session = connection.Session(self._url)
        except address.ServerUnreachable as error:
            self._away_since, self._refusal = self._away_since or now, str(error)
            raise
        self._away_since = None
        return session

    def _give_back(self, session: connection.Session) -> None:
        if session.is_open:
            self._idle.append(session)
            return
        session.close()
        # The server has hung up, and hardly on this one alone: what idles is connected anew when it is needed.
        while self._idle:
            self._idle.pop().close()


async def open_database(url: str, keys: vault.Vault) -> PostgresDatabase:
    """Open an existing, migrated database; refuse with a sentence that says what to do."""
    await asyncio.to_thread(schema.check, url, keys)
    database = PostgresDatabase(url, keys)
    await database.open()
    return database


def _run(pipeline: postgres_pipeline.Pipeline, tx: Tx, works: Sequence[Callable[[Tx], Any]]) -> list[Any]:
    """Run the first of these, as many as fit into the group's time. What they ask at the beginning is asked a little ahead, so that
    the server finds it while others are at work."""
    results: list[Any] = []
    until = time.monotonic() + GROUP_SECONDS
    begun: deque[Callable[[], Any]] = deque()
    while len(results) < len(works):
        if time.monotonic() < until or not (results or begun):  # on a machine that is busy elsewhere, one all the same
            coming = works[len(results) + len(begun) : len(results) + AHEAD]
            begun.extend(_begun(pipeline, tx, work) for work in coming)
        elif not begun:
            break
        results.append(begun.popleft()())
    return results


def _begun(pipeline: postgres_pipeline.Pipeline, tx: Tx, work: Callable[[Tx], Any]) -> Callable[[], Any]:
    """Ask what a work asks at the beginning; return what is left of it."""
    if not isinstance(work, Knowing):
        return lambda: tx.done(work)
    ticket = pipeline.ask(work.question.sql, work.question.given)
    return lambda: tx.done(lambda it: work.told(it, pipeline.answer(ticket).fetchone()))


def _is_worth_another_try(error: Exception, tries: int) -> bool:
    """Whether it was surely not committed and may go better now.

    A unique key may be taken by another work that was not to be seen yet; whoever finds it taken a second time is told.
    """
    if isinstance(error, sql.UniqueViolation):
        return tries == 1
    is_away = isinstance(error, connection.ConnectionLost | address.ServerUnreachable)
    return is_away or connection.is_conflict(error)
