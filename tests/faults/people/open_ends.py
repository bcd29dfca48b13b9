"""Transactions that nobody will end, and locks that nobody will give back: looked for when everybody has gone."""

from __future__ import annotations

import asyncio
from pathlib import Path

from storage.database import Database, Tx
from storage.engines.sqlite import connection as sqlite_connection
from tests.support import engines

LOOKS, PAUSE = (
    60,
    0.05,
)  # seconds between two; for a transaction that nobody waits for any more, but that comes to an end


async def found(database: Database, folder: Path, engine: str) -> list[str]:
    """What is open, as sentences."""
    return await _on_the_server(database) if engine == "postgresql" else _in_the_file(folder / "flagpost.db")


def _in_the_file(path: Path) -> list[str]:
    """There is one writer: whoever gets in at once finds nobody there."""
    connection = sqlite_connection.connect(path, engines.KEYS)
    try:
        connection.execute("PRAGMA busy_timeout=0")
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("ROLLBACK")
    except Exception as error:
        return [f"a transaction is open: {error}"]
    finally:
        connection.close()
    return []


async def _on_the_server(database: Database) -> list[str]:
    """Works run beside each other there; those that nobody waits for any more may still be under way."""
    for _ in range(LOOKS):
        number = await database.read(_idle_in_transaction)
        if not number:
            return []
        await asyncio.sleep(PAUSE)
    return [f"{number} transactions are open"]


def _idle_in_transaction(tx: Tx) -> int:
    return int(
        tx.value(
            "SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database()"
            " AND state LIKE 'idle in transaction%'"
        )
    )
