"""Nominations as they are remembered: who is nominated and for what, under a key of their own; no name is in clear.

What a nomination shares with a clue is in `storage/submissions.py`.
"""

from dataclasses import dataclass
from datetime import datetime

from domain import strivers
from storage import matters, times
from storage.database import Row, Tx

COLUMNS = "id, number, stage, epoch, since, due_at, category, unit, account_id, alias, made_at"


@dataclass(frozen=True, slots=True, kw_only=True)
class Striver:
    """What staff may know of a nomination without its story."""

    id: int
    number: str
    stage: strivers.Stage
    epoch: int
    since: datetime
    due_at: datetime | None
    field: str
    unit: str
    account_id: int
    alias: str
    made_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """What the nominator told: whom, by name and post, and their deeds."""

    nominee: str
    deeds: str
    unit_told: str = ""  # as the nominator called it, where it is not in the register


def of_id(tx: Tx, striver_id: int) -> Striver | None:
    """Find a nomination by id."""
    row = tx.one(f"SELECT {COLUMNS} FROM matter WHERE id = :id AND kind = 'striver'", id=striver_id)
    return None if row is None else of_row(row)


def story(tx: Tx, striver_id: int) -> Story:
    """Open the story; empty where its key has been destroyed."""
    return matters.story(tx, striver_id, Story) or Story(nominee="", deeds="")


def of_row(row: Row) -> Striver:
    """A nomination, of a row of `COLUMNS`."""
    return Striver(
        id=row[0],
        number=row[1],
        stage=strivers.Stage(row[2]),
        epoch=row[3],
        since=times.read(row[4]),
        due_at=times.maybe_read(row[5]),
        field=row[6],
        unit=row[7],
        account_id=row[8],
        alias=row[9],
        made_at=times.read(row[10]),
    )
