"""Nominations as they are remembered: who is nominated and for what, under a key of their own; no name is in clear.

What a nomination shares with a clue is in `storage/submissions.py`.
"""

from dataclasses import dataclass
from datetime import datetime

from domain import strivers
from domain.drafts import Nomination
from domain.mechanism.procedure import Standing
from storage import matters, shapes, times
from storage.database import Row, Tx

COLUMNS = "id, number, stage, epoch, since, due_at, field, unit, account_id, alias, made_at"


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
    unit: str = ""  # as the nominator called it, where it is not in the register


def add(
    tx: Tx, draft: Nomination, standing: Standing, *, account_id: int, number: str, code: str, alias: str, at: datetime
) -> int:
    """Remember a submitted nomination as it stands; return its id."""
    key = tx.vault.new_matter_key(f"striver|{number}")
    story = shapes.encode(Story(nominee=draft.nominee or "", deeds=draft.story or "", unit=draft.unit_told)).decode()
    return tx.add(
        "INSERT INTO striver (number, code, stage, epoch, since, due_at, rules, field, unit, account_id, alias, key,"
        " story, made_at) VALUES (:number, :code, :stage, :epoch, :since, :due, :rules, :field, :unit, :account, :alias,"
        " :key, :story, :at)",
        number=number,
        code=tx.vault.mark("code", code),
        **matters.columns(standing),
        at=times.text(at),
        field=draft.field or "other",
        unit=draft.unit or "",
        account=account_id,
        alias=alias,
        key=key,
        story=tx.vault.seal_story(key, story, f"striver|{number}"),
    )


def of_id(tx: Tx, striver_id: int) -> Striver | None:
    """Find a nomination by id."""
    row = tx.one(f"SELECT {COLUMNS} FROM striver WHERE id = :id", id=striver_id)
    return None if row is None else of_row(row)


def story(tx: Tx, striver_id: int) -> Story:
    """Open the story; empty where its key has been destroyed."""
    row = tx.one("SELECT number, key, story FROM striver WHERE id = :id", id=striver_id)
    if row is None or row[1] is None or row[2] is None:
        return Story(nominee="", deeds="")
    plain = tx.vault.open_story(row[1], row[2], f"striver|{row[0]}")
    found: Story = shapes.decode(plain.encode(), Story)
    return found


def set_unit(tx: Tx, striver_id: int, unit: str) -> None:
    """Correct the nominee's unit."""
    tx.put("UPDATE striver SET unit = :unit WHERE id = :id", unit=unit, id=striver_id)


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
