"""Files that go through a conversation: brought to be taken in once that is confirmed, or handed to who asked. Sealed, kept for days."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from storage import times
from storage.database import Tx
from storage.pictures import key_of

KEPT_FOR = timedelta(days=3)


@dataclass(frozen=True, slots=True, kw_only=True)
class PassingFile:
    """A file of an account, by the name under which it is brought or handed; `key` is the hash of its bytes."""

    id: int
    name: str
    key: str
    data: bytes


def put(tx: Tx, account_id: int, name: str, data: bytes, at: datetime) -> PassingFile:
    """Keep a file for an account."""
    key = key_of(data)
    number = tx.add(
        "INSERT INTO passing_file (account_id, name, hash, made_at, body) VALUES (:account, :name, :key, :at, :body)",
        account=account_id,
        name=name,
        key=key,
        at=times.text(at),
        body=tx.vault.seal(data, _place(account_id, key)),
    )
    return PassingFile(id=number, name=name, key=key, data=data)


def of_id(tx: Tx, account_id: int, number: int) -> PassingFile | None:
    """A file by its number, if it is this account's and there still."""
    row = tx.one(
        "SELECT name, hash, body FROM passing_file WHERE id = :id AND account_id = :account",
        id=number,
        account=account_id,
    )
    return None if row is None else _read(tx, number, account_id, *row)


def of_key(tx: Tx, key: str) -> PassingFile | None:
    """A file by the hash of its bytes; None where there is none any more."""
    row = tx.one(
        "SELECT id, account_id, name, hash, body FROM passing_file WHERE hash = :key ORDER BY id DESC LIMIT 1", key=key
    )
    return None if row is None else _read(tx, *row)


def forget(tx: Tx, number: int) -> None:
    """Delete a file that was taken in."""
    tx.run("DELETE FROM passing_file WHERE id = :id", id=number)


def forget_old(tx: Tx, at: datetime) -> int:
    """Delete what nobody wants any more; return how many."""
    return tx.run("DELETE FROM passing_file WHERE made_at < :before", before=times.text(at - KEPT_FOR))


def _read(tx: Tx, number: int, account_id: int, name: str, key: str, body: bytes) -> PassingFile:
    return PassingFile(id=number, name=name, key=key, data=tx.vault.open(body, _place(account_id, key)))


def _place(account_id: int, key: str) -> str:
    return f"passing_file|{account_id}|{key}"
