"""Which engine an office's database has, and opening it: the one place that knows both.

Lives here: `DatabasePlace`. PostgreSQL's side is loaded only where an address is set, for its driver is an extra.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

from storage import errors, vault
from storage.database import Database
from storage.engines import migrating
from storage.engines.sqlite import connection, engine

if TYPE_CHECKING:
    from storage.upkeep import moving


@dataclass(frozen=True, slots=True, kw_only=True)
class DatabasePlace:
    """Where the database is: at `url`, or in `file` where that is empty. The address may hold a password and never shows."""

    file: Path
    url: str = field(default="", repr=False)

    def __str__(self) -> str:
        """Say where, for an operator."""
        if not self.url:
            return f"SQLite {self.file}"
        return f"PostgreSQL {_postgres('address').place_of(self.url)}"


async def open_database(place: DatabasePlace, keys: vault.Vault) -> Database:
    """Open an existing, migrated database; refuse with a sentence that says what to do."""
    if not place.url:
        return await engine.open_database(place.file, keys)
    opened: Database = await _postgres("engine").open_database(place.url, keys)
    return opened


def migrate(place: DatabasePlace, keys: vault.Vault) -> int:
    """Bring it to the newest schema, and make it where it is not there; return how many steps were taken."""
    if place.url:
        return int(_postgres("schema").migrate(place.url, keys))
    steps = migrating.migrate(place.file, keys)
    place.file.chmod(0o600)
    return steps


def check(place: DatabasePlace, keys: vault.Vault) -> None:
    """Refuse a library, a key or a schema with which it could not be opened, with what to do."""
    if place.url:
        _postgres("schema").check(place.url, keys)
        return
    connection.check_library()
    migrating.check(place.file, keys)


def is_made(place: DatabasePlace) -> bool:
    """Whether there is an office in it."""
    return bool(_postgres("schema").is_made(place.url)) if place.url else place.file.exists()


def move(
    source: DatabasePlace, target: DatabasePlace, keys: vault.Vault, progress: Callable[[str, int, int], None]
) -> "moving.MovedRows":
    """Move an office from a file to a server (`storage/upkeep/moving.py`)."""
    moved: moving.MovedRows = _postgres("moving").move(source.file, target.url, keys, progress)
    return moved


def _postgres(part: str) -> ModuleType:
    try:
        from storage.engines.postgres import address, schema
        from storage.engines.postgres import engine as postgres_engine
        from storage.upkeep import moving
    except ImportError:
        raise errors.DriverMissing from None
    return {
        "address": address,
        "engine": postgres_engine,
        "schema": schema,
        "moving": moving,
    }[part]
