"""Opening the encrypted file: the library's fitness, the key, the pragmas, and SQL's complaints in the family's names."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2 as sqlcipher

from storage import errors, vault
from storage.database import Tx, WordIndex

_FIXED = (3, 51, 3)
_BACKPORTS = ((3, 44, 6), (3, 50, 7))
_PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA busy_timeout=5000",
    "PRAGMA secure_delete=ON",
    "PRAGMA trusted_schema=OFF",
    "PRAGMA cell_size_check=ON",
    "PRAGMA mmap_size=0",
    "PRAGMA temp_store=MEMORY",
    "PRAGMA journal_size_limit=67108864",
    "PRAGMA cache_size=-16000",
    "PRAGMA wal_autocheckpoint=16000",  # a backstop: storage/engines/sqlite/checkpointing.py is there long before
)


def tx_of(connection: Any, keys: vault.Vault, *, gathers: bool = False) -> Tx:
    """A transaction on a raw connection, as works see it; `gathers` as in `Tx`."""
    return Tx(connection.execute, keys, _WORDS, gathers=gathers)


def check_library() -> None:
    """Refuse a SQLite library with the WAL-reset fault."""
    version = tuple(int(part) for part in sqlcipher.sqlite_version.split("."))
    if version < _FIXED and not any(version[:2] == fit[:2] and version >= fit for fit in _BACKPORTS):
        raise errors.LibraryUnfit(told="fault", version=sqlcipher.sqlite_version)


def connect(path: Path, keys: vault.Vault, *, is_reader: bool = False) -> Any:
    """Return a raw connection with the key and every pragma set; a reader cannot write."""
    connection = sqlcipher.connect(str(path), isolation_level=None, check_same_thread=False, cached_statements=512)
    try:
        connection.execute("PRAGMA cipher_log_level=NONE")  # what is wrong is raised; the library would also print it
        connection.execute(f"PRAGMA key=\"x'{keys.database_key}'\"")
        for pragma in _PRAGMAS:
            connection.execute(pragma)
        if is_reader:
            connection.execute("PRAGMA query_only=ON")
    except sqlcipher.DatabaseError as error:
        connection.close()
        raise translated(error) from None
    return connection


def connect_to_look(path: Path, keys: vault.Vault, way: str) -> Any:
    """Return a raw connection by which the file cannot be written. `way`: `mode=ro`, or `immutable=1` where nobody else has it open,
    which also leaves alone what lies beside it."""
    connection = sqlcipher.connect(f"{path.resolve().as_uri()}?{way}", uri=True, isolation_level=None)
    connection.execute("PRAGMA cipher_log_level=NONE")
    connection.execute(f"PRAGMA key=\"x'{keys.database_key}'\"")
    connection.execute("PRAGMA busy_timeout=5000")
    return connection


def translated(error: BaseException) -> BaseException:
    """Give SQL's complaints the family's names; leave everything else as it is."""
    if isinstance(error, sqlcipher.OperationalError):
        return errors.StorageUnavailable(f"The database cannot take anything now: {error}.").with_traceback(
            error.__traceback__
        )
    if isinstance(error, sqlcipher.DatabaseError) and "not a database" in str(error):
        return errors.WrongKey()
    if isinstance(error, sqlcipher.DatabaseError) and "malformed" in str(error):
        return errors.DatabaseDamaged()
    return error


def _matching(tokens: Iterable[str], _newest: int) -> list[str]:
    """FTS5 begins with the newest by itself."""
    wanted = " AND ".join(f'"{token}"' for token in sorted(tokens))
    return [f"clue_words MATCH '{wanted}'"]


_WORDS = WordIndex(
    insert="INSERT INTO clue_words (rowid, tokens) VALUES (:id, :tokens)",
    delete="DELETE FROM clue_words WHERE rowid = :id",
    source="clue_words CROSS JOIN matter ON matter.id = clue_words.rowid"  # CROSS: the index comes first
    " CROSS JOIN clue ON clue.id = matter.id",
    newest="clue_words.rowid",
    parts="SELECT COUNT(DISTINCT segid) FROM clue_words_idx",
    merge="INSERT INTO clue_words (clue_words, rank) VALUES ('merge', -:pages)",
    banded="SELECT rowid AS number FROM clue_words WHERE clue_words MATCH :{band} ORDER BY rowid DESC LIMIT :recent",
    matching=_matching,
)
