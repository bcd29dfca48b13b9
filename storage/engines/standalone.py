"""A transaction of one's own, outside the house: for commands that look at a database, or write a line into it, and end.

The house itself goes through `storage/engines/sqlite/engine.py`.
"""

import contextlib
from collections.abc import Iterator
from pathlib import Path

from sqlcipher3 import dbapi2 as sqlcipher

from storage.database import Tx
from storage.engines.sqlite import connection as sqlite_connection
from storage.vault import Vault


@contextlib.contextmanager
def reading(path: Path, keys: Vault) -> Iterator[Tx]:
    """Look at one consistent state of an existing file for as long as the block lasts."""
    with _transaction(path, keys, "BEGIN", is_reader=True) as tx:
        yield tx


@contextlib.contextmanager
def writing(path: Path, keys: Vault) -> Iterator[Tx]:
    """Write in one transaction, durable when the block is left; a block that raises has changed nothing."""
    with _transaction(path, keys, "BEGIN IMMEDIATE", is_reader=False) as tx:
        yield tx


@contextlib.contextmanager
def _transaction(path: Path, keys: Vault, begin: str, *, is_reader: bool) -> Iterator[Tx]:
    connection = sqlite_connection.connect(path, keys, is_reader=is_reader)
    try:
        connection.execute(begin)
        yield sqlite_connection.tx_of(connection, keys)
        connection.execute("COMMIT")
    except sqlcipher.Error as error:
        raise sqlite_connection.translated(error) from error
    finally:
        connection.close()  # what was not committed is rolled back
