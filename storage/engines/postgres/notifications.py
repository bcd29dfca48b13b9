"""Word from process to process that something was put before somebody: PostgreSQL's LISTEN and NOTIFY, on a connection of its own.

A word names channels and numbers of accounts, nothing else. It is sent after the commit, many together: a NOTIFY within a
transaction takes a lock on the whole database until that is on disk, and works would commit one after the other. So it may be
lost with its process, or may never come where a pooler or a server without LISTEN stands between: whoever listens looks every
second all the same.
"""

import asyncio
import contextlib
import logging
import os
import selectors
import threading
import time
from collections.abc import Collection, Iterator

import psycopg

from storage import errors
from storage.database import Hear, News
from storage.engines.postgres.connection import Session

LOG = logging.getLogger(__name__)
CHANNEL = "flagpost"
AT_ONCE = 300  # accounts in one word: it may have 8,000 bytes
BREATH = 0.01  # seconds between two words: under a flood one tells of many commits
COME_AGAIN = 5.0  # seconds until a connection that broke is made anew


class Bells:
    """Tells other processes, and hears them, in a thread of its own."""

    def __init__(self, url: str, hear: Hear) -> None:
        """`hear` is called in the running loop, also with what this process tells."""
        self._url = url
        self._hear = hear
        self._loop = asyncio.get_running_loop()
        self._told: set[News] = set()
        self._lock = threading.Lock()
        self._is_closing = threading.Event()
        self._bell, self._rope = os.pipe()
        os.set_blocking(self._rope, False)
        self._thread = threading.Thread(target=self._run, name="flagpost-bells", daemon=True)
        self._thread.start()

    def tell(self, news: Collection[News]) -> None:
        """Something was committed. Called from any thread; waits for nothing."""
        self._rung(news)
        with self._lock:
            is_first = not self._told
            self._told.update(news)
        if is_first:
            self._pull()

    def close(self) -> None:
        """Tell what is left, and hang up. It may take as long as connecting does."""
        self._is_closing.set()
        self._pull()
        self._thread.join()
        os.close(self._bell)
        os.close(self._rope)

    def _run(self) -> None:
        while not self._is_closing.is_set():
            try:
                self._serve()
            except (errors.StorageError, psycopg.Error) as error:
                LOG.warning("Other processes are heard once a second for now: %s", type(error).__name__)
                self._is_closing.wait(COME_AGAIN)

    def _serve(self) -> None:
        session = Session(self._url)
        try:
            session.script(f"SET synchronous_commit = off; LISTEN {CHANNEL}")
            with selectors.DefaultSelector() as either:
                either.register(session, selectors.EVENT_READ)
                either.register(self._bell, selectors.EVENT_READ)
                while not self._is_closing.is_set():
                    if self._bell in {key.fileobj for key, _ in either.select()}:
                        os.read(self._bell, 512)
                    self._pass_on(session)
                    time.sleep(BREATH)
            self._pass_on(session)
        finally:
            session.close()

    def _pass_on(self, session: Session) -> None:
        """Tell what was committed here, hear what was elsewhere."""
        with self._lock:
            told, self._told = self._told, set()
        for word in written(told):
            session.execute(f"SELECT pg_notify('{CHANNEL}', :word)", {"word": word})
        if heard := {news for word in session.notices() for news in read(word)}:
            self._rung(heard)

    def _rung(self, news: Collection[News]) -> None:
        with contextlib.suppress(RuntimeError):  # the loop is closed: nobody listens any more
            self._loop.call_soon_threadsafe(self._hear, news)

    def _pull(self) -> None:
        with contextlib.suppress(BlockingIOError):  # so many have pulled that it rings anyway
            os.write(self._rope, b".")


def written(news: Collection[News]) -> Iterator[str]:
    """The words that tell it: `web 7,12`."""
    by_channel: dict[str, set[int]] = {}
    for channel, account in news:
        by_channel.setdefault(channel, set()).add(account)
    for channel, accounts in sorted(by_channel.items()):
        numbers = sorted(accounts)
        for first in range(0, len(numbers), AT_ONCE):
            yield f"{channel} {','.join(map(str, numbers[first : first + AT_ONCE]))}"


def read(word: str) -> list[News]:
    """What a word tells; nothing, where it is none of ours."""
    channel, _, accounts = word.partition(" ")
    return [(channel, int(account)) for account in accounts.split(",") if account.isdecimal()]
