"""Copies of the database file: made while others write, and looked through before anybody relies on one.

What a sealed copy looks like from outside is theirs.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlcipher3 import dbapi2 as sqlcipher

from storage import vault
from storage.database import Tx
from storage.engines import migrating, standalone
from storage.engines.sqlite import connection as sqlite_connection
from storage.road import history


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """What is in a database, counted: the schema's number, the rows of every table and the matters of every kind,
    and the hash over all heads of history."""

    schema: int
    rows: dict[str, int]
    head: str


def copy(path: Path, target: Path, keys: vault.Vault) -> None:
    """Copy one consistent state into a new file, encrypted under the same key. Nobody waits for it, and it waits for nobody.

    `VACUUM INTO` reads under one snapshot, as any reader does: writers go on, only the write-ahead file cannot shrink meanwhile.
    """
    connection = sqlite_connection.connect(path, keys)
    try:
        connection.execute("VACUUM INTO ?", (str(target),))
    except sqlcipher.Error as error:
        raise sqlite_connection.translated(error) from error
    finally:
        connection.close()


def copy_untouched(path: Path, target: Path, keys: vault.Vault) -> None:
    """The same for whoever only looks: the file is opened for reading, and nothing is written beside it that was not there.

    A file that nobody has open is read as it lies; where somebody opened it meanwhile, it is copied again as any reader sees it.
    """
    log, before = path.with_name(f"{path.name}-wal"), _state(path)
    is_open = log.exists()
    _copy_reading(path, target, keys, "mode=ro" if is_open else "immutable=1")
    if not is_open and (log.exists() or _state(path) != before):
        target.unlink()
        _copy_reading(path, target, keys, "mode=ro")


def _copy_reading(path: Path, target: Path, keys: vault.Vault, way: str) -> None:
    connection = sqlite_connection.connect_to_look(path, keys, way)
    try:
        connection.execute("VACUUM INTO ?", (str(target),))
    except sqlcipher.Error as error:
        raise sqlite_connection.translated(error) from error
    finally:
        connection.close()


def _state(path: Path) -> tuple[int, int]:
    """By which it is seen that somebody wrote into it."""
    found = path.stat()
    return found.st_mtime_ns, found.st_size


def contents(tx: Tx) -> Contents:
    """Count everything."""
    names = [name for (name,) in tx.all("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
    rows = {name: int(tx.value(f'SELECT COUNT(*) FROM "{name}"')) for name in names}
    rows |= dict(tx.all("SELECT kind, COUNT(*) FROM matter GROUP BY kind"))
    return Contents(schema=int(tx.value("PRAGMA user_version")), rows=rows, head=history.heads(tx)[1].hex())


def damage(tx: Tx, *, is_quick: bool = False) -> Iterator[str]:
    """Say what is wrong with the file itself: pages that were changed or make no sense, rows that name missing rows.

    Every page is read as this transaction sees it, so that a running bot does not disturb it. A quick look, at half the
    cost, does not hold each index against its table.
    """
    pragma = "quick_check" if is_quick else "integrity_check"
    yield from (str(found) for (found,) in tx.all(f"PRAGMA {pragma}") if found != "ok")
    for table, row, other, _ in tx.all("PRAGMA foreign_key_check"):
        yield f"row {row} of {table} names a row of {other} that is not there"


def schema_differences(tx: Tx, folder: Path) -> Iterator[str]:
    """Name what stands otherwise in the schema than this version makes it: a guard that was taken away, a table that was added.

    `folder` is where an empty database may be made for a moment, to compare with.
    """
    empty = folder / "empty.db"
    keys = vault.Vault(vault.new_master())
    try:
        migrating.migrate(empty, keys)
        with standalone.reading(empty, keys) as ours:
            wanted = _schema(ours)
    finally:
        for path in (empty, empty.with_name("empty.db-wal"), empty.with_name("empty.db-shm")):
            path.unlink(missing_ok=True)
    found = _schema(tx)
    for name in sorted(wanted.keys() | found.keys()):
        if wanted.get(name) != found.get(name):
            yield f"{name} is " + ("missing" if name not in found else "not as this version makes it")


def _schema(tx: Tx) -> dict[str, str]:
    rows = tx.all(
        "SELECT type || ' ' || name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%'"
    )
    return dict(rows)
