"""What the database remembers of its backups, for whoever watches: one row a value, in `meta`, under `backup.…`."""

from dataclasses import dataclass
from datetime import datetime

from storage import times
from storage.database import Tx

_NAMES = ("last_at", "last_size", "last_took", "last_file", "last_error", "mark")


@dataclass(frozen=True, slots=True, kw_only=True)
class Last:
    """The last backup that succeeded, and what went wrong since (`error` is empty where nothing did).

    `at` is None where there was none yet; `size` in bytes; `took` in seconds; `mark` is `mark_of` the state it holds.
    """

    at: datetime | None
    size: int
    took: float
    file: str
    error: str
    mark: str


def last(tx: Tx) -> Last:
    """Read what is known."""
    found: dict[str, str] = dict(tx.all("SELECT name, value FROM meta WHERE name LIKE 'backup.%'"))
    values = {name: found.get(f"backup.{name}", "") for name in _NAMES}
    return Last(
        at=times.maybe_read(values["last_at"] or None),
        size=int(values["last_size"] or 0),
        took=float(values["last_took"] or 0),
        file=values["last_file"],
        error=values["last_error"],
        mark=values["mark"],
    )


def record(tx: Tx, *, at: datetime, size: int, took: float, file: str, mark: str, error: str = "") -> None:
    """A backup was made and checked; `error` says what is wrong with the database that was copied."""
    values = (times.text(at), str(size), f"{took:.3f}", file, error, mark)
    for name, value in zip(_NAMES, values, strict=True):
        _put(tx, name, value)


def record_failure(tx: Tx, why: str) -> None:
    """A backup was not made."""
    _put(tx, "last_error", why)


def mark_of(tx: Tx) -> str:
    """A text that changes whenever something happened that a backup should hold."""
    newest = [
        tx.value(f"SELECT MAX({column}) FROM {table}")
        for table, column in (
            ("inbox", "id"),
            ("history", "id"),
            ("outbox", "id"),
            ("outbox", "sent_at"),
            ("chore", "id"),
        )
    ]
    newest.append(tx.value("SELECT value FROM counter WHERE name = 'office'"))
    return "|".join(str(each or "") for each in newest)


def _put(tx: Tx, name: str, value: str) -> None:
    tx.put(
        "INSERT INTO meta (name, value) VALUES (:name, :value) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        name=f"backup.{name}",
        value=value,
    )
