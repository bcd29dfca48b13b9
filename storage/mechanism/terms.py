"""Terms that run, over all matters: which are over, when the next one ends, and giving one another end (a changed calendar)."""

from collections.abc import Sequence
from datetime import datetime

from domain.mechanism.standing import Standing
from storage import matters, times
from storage.database import Tx
from storage.mechanism import reminders as reminder_rows


def running(tx: Tx, since: datetime) -> list[Standing]:
    """Every matter whose term ends at or after a moment."""
    rows = tx.all(f"SELECT {matters.COLUMNS} FROM matter WHERE due_at >= :since ORDER BY id", since=times.text(since))
    return [matters.of_row(tx, row) for row in rows]


def move(tx: Tx, standing: Standing, due_at: datetime, reminders: Sequence[tuple[str, datetime]]) -> None:
    """Let a term end at another moment; its reminders follow. The matter itself stays as it is, and so do its buttons."""
    tx.put(
        "UPDATE matter SET due_at = :due WHERE id = :id AND epoch = :epoch",
        due=times.text(due_at),
        id=standing.id,
        epoch=standing.epoch,
    )
    reminder_rows.drop(tx, standing.matter, standing.id)
    reminder_rows.put(tx, standing.matter, standing.id, standing.epoch, reminders)


def lapsing(tx: Tx, at: datetime) -> list[tuple[str, int, str]]:
    """List the matters whose term is over and which the clock moves on then: open after the last moment of it. Each as its kind,
    its id and the move."""
    return tx.all(
        "SELECT kind, id, lapse FROM matter WHERE lapse <> '' AND due_at < :at ORDER BY due_at, id", at=times.text(at)
    )


def next_lapse_at(tx: Tx) -> datetime | None:
    """Say when the next term ends whose end the clock acts on."""
    return times.maybe_read(tx.value("SELECT MIN(due_at) FROM matter WHERE lapse <> ''"))
