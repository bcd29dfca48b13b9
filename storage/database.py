"""The one way to the database: `write` and `read`.

Lives here: `Tx`, what a work sees of a transaction, and `Database`, what an engine must do. Engines: `storage/sqlite_engine.py`.
Called by the doors in `bot/` and by `scheduler/`; the works they pass call the other modules of this folder.
"""

from collections.abc import Callable
from typing import Any, Protocol, TypeVar

from storage import vault

T = TypeVar("T")
Row = tuple[Any, ...]
Execute = Callable[[str, dict[str, Any]], Any]


class Tx:
    """A transaction as a work sees it: SQL with `:name` parameters, and the vault.

    A work is a plain function of it. It may run more than once, so its only effects are in here; it catches no SQL error.
    """

    __slots__ = ("_execute", "vault")

    def __init__(self, execute: Execute, keys: vault.Vault) -> None:
        """Wrap an engine's execute."""
        self._execute = execute
        self.vault = keys

    def run(self, sql: str, **given: Any) -> int:
        """Execute and return how many rows it touched."""
        return int(self._execute(sql, given).rowcount)

    def one(self, sql: str, **given: Any) -> Row | None:
        """Return the first row or None."""
        row: Row | None = self._execute(sql, given).fetchone()
        return row

    def all(self, sql: str, **given: Any) -> list[Row]:
        """Return every row."""
        rows: list[Row] = self._execute(sql, given).fetchall()
        return rows

    def value(self, sql: str, **given: Any) -> Any:
        """Return the first column of the first row or None."""
        row = self._execute(sql, given).fetchone()
        return None if row is None else row[0]


class Database(Protocol):
    """An engine."""

    async def write(self, work: Callable[[Tx], T]) -> T:
        """Run a work grouped with its neighbours; durable on return."""
        ...

    async def read(self, work: Callable[[Tx], T]) -> T:
        """Run a work that only looks; it never waits for the writer."""
        ...

    async def close(self) -> None:
        """Finish what was queued and close."""
        ...
