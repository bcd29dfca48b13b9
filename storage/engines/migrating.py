"""Schema versions: numbered SQL files, a set for each engine, each file applied whole or not at all.

Lives here: the files, and how SQLite takes its steps; PostgreSQL does in `storage/engines/postgres/schema.py`.
"""

from importlib import resources
from pathlib import Path
from typing import Any

from storage import errors, vault
from storage.engines.sqlite import connection as sqlite_connection

ENGINE = "sqlite"


def migrate(path: Path, keys: vault.Vault) -> int:
    """Bring the file (made if it is not there) to the newest schema; return how many steps were taken."""
    connection = sqlite_connection.connect(path, keys)
    try:
        start, known = _version(connection), steps(ENGINE)
        if start > len(known):
            refuse_other(start, len(known))
        for number, step in enumerate(known[start:], start + 1):
            _apply(connection, number, step)
        return len(known) - start
    finally:
        connection.close()


def newest() -> int:
    """The number of the schema that this version makes in a file."""
    return len(steps(ENGINE))


def schema_of(path: Path, keys: vault.Vault) -> int:
    """The number of a file's schema; raises WrongKey where the key does not open it."""
    connection = sqlite_connection.connect(path, keys, is_reader=True)
    try:
        return _version(connection)
    finally:
        connection.close()


def check(path: Path, keys: vault.Vault) -> None:
    """Refuse a schema that this version does not know, with the command to run."""
    if not path.exists():
        raise errors.HomeMissing
    refuse_other(schema_of(path, keys), newest())


def refuse_other(found: int, known: int) -> None:
    """Refuse a version that is not the newest we know, with what to do."""
    if found < known:
        raise errors.SchemaMismatch(told="older", found=found, known=known)
    if found > known:
        raise errors.SchemaMismatch(told="newer", found=found, known=known)


def steps(engine: str) -> list[str]:
    """The SQL of every step of an engine, the first one first."""
    folder = resources.files("storage") / "migrations" / engine
    return [
        item.read_text("utf-8")
        for item in sorted(folder.iterdir(), key=lambda item: item.name)
        if item.name.endswith(".sql")
    ]


def _apply(connection: Any, number: int, step: str) -> None:
    """Run one file and move the version on, in one transaction."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        for statement in statements(step):
            connection.execute(statement)
        connection.execute(f"PRAGMA user_version={number}")
        connection.execute("COMMIT")
    except BaseException:
        connection.rollback()
        raise


def statements(script: str) -> list[str]:
    """Split a file at lines that end a statement; a trigger ends with `END;` on a line of its own."""
    found: list[str] = []
    lines: list[str] = []
    for line in script.splitlines():
        if not line.strip() or line.lstrip().startswith("--"):
            continue
        lines.append(line)
        is_trigger = lines[0].lstrip().upper().startswith("CREATE TRIGGER")
        if line.rstrip().endswith(";") and (not is_trigger or line.strip() == "END;"):
            found.append("\n".join(lines))
            lines = []
    return found


def _version(connection: Any) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])
