"""Folding SQLite's log back into the file, beside the writer instead of inside a commit.

Lives here: `Folding`. The library would copy thousands of pages within whichever commit comes at the mark, and everybody whose
message was in that commit would wait for it. Here a connection of its own copies while the writer goes on appending; the writer
copies only what was appended meanwhile, and the log begins anew.
"""

import logging
import sqlite3
from collections.abc import Callable
from typing import Any

import aiosqlite
from sqlcipher3 import dbapi2 as sqlcipher

LOG = logging.getLogger(__name__)
WORKS = 400  # after so many; a message touches about eight pages
_FOLD = "PRAGMA wal_checkpoint(PASSIVE)"  # waits for nobody and makes nobody wait


class Folding:
    """Counts works, folds when there are enough."""

    def __init__(self, connector: Callable[[], sqlite3.Connection]) -> None:
        """Name the connection; `open` opens it."""
        self._connection = aiosqlite.Connection(connector, 64)
        self._works = 0
        self._is_under_way = False
        self._is_nearly_done = False

    async def open(self) -> None:
        """Connect."""
        await self._connection

    async def close(self) -> None:
        """Let what is under way end, and hang up."""
        await self._connection.close()

    def committed(self, works: int, writer: Any) -> None:
        """So many works were committed on the writer's connection. Runs in the writer's thread, outside any transaction."""
        self._works += works
        if self._is_nearly_done:
            self._is_nearly_done = False
            _fold(writer)
            self._is_under_way = False
        elif self._works >= WORKS and not self._is_under_way:
            self._works, self._is_under_way = 0, True
            self._connection._tx.put_nowait((None, self._fold_most))

    def _fold_most(self) -> None:
        _fold(self._connection._conn)
        self._is_nearly_done = True


def _fold(connection: Any) -> None:
    try:
        connection.execute(_FOLD).fetchone()
    except sqlcipher.Error as error:  # a full disk: nothing is lost, the log only grows until there is room again
        LOG.warning("The log could not be folded into the database: %s", error)
