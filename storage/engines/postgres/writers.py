"""The works that wait to be written on PostgreSQL: which thread takes which, and which share a transaction.

While there are few, each has a transaction of its own, several at a time. Where they queue, one thread takes what waits and
commits it together, as on SQLite (the design §2): one wait for the disk instead of many. Where such a group loses against
another process all the same (`storage/engines/postgres/pipeline.py`), its works run one by one, and the next groups are
smaller. Lives here: `Writers`. Made by `storage/engines/postgres/engine.py`, which runs the transactions.
"""

import asyncio
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Protocol, TypeVar

from storage.database import Tx
from storage.engines.postgres.connection import CommitUnknown

T = TypeVar("T")
Work = Callable[[Tx], Any]
Asked = tuple[Work, asyncio.Future[Any]]
Settled = tuple[asyncio.Future[Any], Any, bool]
THREADS = 4
GROUP_WORKS = 64
LATE = 0.25  # seconds after which a group is no longer waited for


class Runs(Protocol):
    """What runs transactions. Both calls come from any of the threads."""

    def together(self, works: Sequence[Work]) -> list[Any]:
        """Run works in one transaction, the first ones where there are too many; return their results once it is durable.

        Raises whatever kept it from being committed; Unknown where nobody knows whether it was.
        """
        ...

    def alone(self, work: Work) -> Any:
        """Run a work until it is committed, or cannot be."""
        ...

    def has_lost(self, error: Exception) -> bool:
        """Whether it was another transaction that kept it from being committed."""
        ...


class Writers:
    """The threads, and the works that wait for one."""

    def __init__(self, runs: Runs) -> None:
        self._runs = runs
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="flagpost-writer")
        self._lock = threading.Lock()
        self._waiting: deque[Asked] = deque()
        self._idle = THREADS
        self._coming = 0  # threads that were called and have not taken anything yet: a work is kept for each
        self._group_since: float | None = None
        self._most = GROUP_WORKS

    async def write(self, work: Callable[[Tx], T]) -> T:
        """Queue a work; return when it is durable. Cancelling the caller does not undo it."""
        future: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        with self._lock:
            self._waiting.append((work, future))
            is_called = self._idle > 0 and not self._is_group_soon_done()
            self._idle -= is_called
            self._coming += is_called
        if is_called:
            self._threads.submit(self._serve)
        return await future

    def close(self) -> None:
        """Finish what was queued."""
        self._threads.shutdown()

    def _serve(self) -> None:
        """Write until nothing waits that another thread would not take. Runs in a thread."""
        group = self._first()
        while group:
            try:
                self._settle(group)
            finally:
                if len(group) > 1:
                    self._group_since = None
            group = self._next()

    def _first(self) -> list[Asked]:
        with self._lock:
            self._coming -= 1
            return self._taken()

    def _next(self) -> list[Asked]:
        with self._lock:
            if len(self._waiting) > self._coming and not self._is_group_soon_done():
                return self._taken()
            self._idle += 1
            return []

    def _is_group_soon_done(self) -> bool:
        """Whether a group is under way whose thread will take what waits: beside it, works would only lose."""
        return self._group_since is not None and time.monotonic() - self._group_since < LATE

    def _taken(self) -> list[Asked]:
        many = 1 if self._group_since is not None else min(len(self._waiting) - self._coming, self._most)
        if many > 1:
            self._group_since = time.monotonic()
        return [self._waiting.popleft() for _ in range(many)]

    def _settle(self, group: list[Asked]) -> None:
        """Run a group, and tell each part of it as soon as that is durable."""
        while len(group) > 1:
            try:
                results = self._runs.together([work for work, _ in group])
            except CommitUnknown as error:
                _tell([(future, error, False) for _, future in group])
                return
            except Exception as error:
                if self._runs.has_lost(error):
                    self._most = max(1, self._most // 2)
                break
            self._most = min(self._most + 1, GROUP_WORKS)
            _tell([(future, result, True) for (_, future), result in zip(group, results, strict=False)])
            group = group[len(results) :]
        for work, future in group:
            _tell([(future, *self._alone(work))])

    def _alone(self, work: Work) -> tuple[Any, bool]:
        try:
            return self._runs.alone(work), True
        except BaseException as error:
            return error, False


def _tell(settled: list[Settled]) -> None:
    settled[0][0].get_loop().call_soon_threadsafe(_told, settled)


def _told(settled: list[Settled]) -> None:
    for future, result, is_fine in settled:
        if future.done():
            continue
        if is_fine:
            future.set_result(result)
        else:
            future.set_exception(result)
            future.exception()  # seen: where the caller was cancelled, nobody else asks
