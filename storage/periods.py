"""Periods: the frozen figures, the authorisation, where each stands.

The ranking is kept as it was computed: what leaders saw is what is announced, whatever is imported afterwards.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from domain.periods import Stage
from domain.standings import Ranking
from storage import shapes, times
from storage.database import Row, Tx

_COLUMNS = "id, code, stage, epoch, since, due_at, ends_on, authorisation, waiver, hash, picture"


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """A period, without its figures (`rankings` loads them)."""

    id: int
    code: str
    stage: Stage
    epoch: int
    since: datetime
    due_at: datetime | None
    ends_on: date
    authorisation: str
    waiver: str
    hash: str
    picture: str


def of_id(tx: Tx, period_id: int) -> Period | None:
    """Find a period."""
    row = tx.one(f"SELECT {_COLUMNS} FROM period WHERE id = :id", id=period_id)
    return None if row is None else _period(row)


def of_code(tx: Tx, code: str) -> Period | None:
    """Find a period by its code."""
    row = tx.one(f"SELECT {_COLUMNS} FROM period WHERE code = :code", code=code)
    return None if row is None else _period(row)


def awaiting_leaders(tx: Tx) -> list[Period]:
    """List the periods whose flags wait to be confirmed, oldest first."""
    rows = tx.all(f"SELECT {_COLUMNS} FROM period WHERE stage = 'proposed' ORDER BY ends_on, id")
    return [_period(row) for row in rows]


def open_before(tx: Tx, ends_on: date) -> list[Period]:
    """List the periods that ended before this day and are still to be confirmed or announced."""
    rows = tx.all(
        f"SELECT {_COLUMNS} FROM period WHERE stage IN ('proposed', 'confirmed') AND ends_on < :ends ORDER BY ends_on, id",
        ends=ends_on.isoformat(),
    )
    return [_period(row) for row in rows]


def latest(tx: Tx) -> Period | None:
    """The period that ended last."""
    row = tx.one(f"SELECT {_COLUMNS} FROM period ORDER BY ends_on DESC, id DESC LIMIT 1")
    return None if row is None else _period(row)


def rankings(tx: Tx, period_id: int) -> list[Ranking]:
    """Load the rankings of a period as they were frozen."""
    frozen = tx.value("SELECT figures FROM period WHERE id = :id", id=period_id)
    found: list[Ranking] = shapes.decode(frozen.encode(), list[Ranking])
    return found


def propose(
    tx: Tx,
    code: str,
    ends_on: date,
    frozen: Sequence[Ranking],
    digest: str,
    *,
    rules: int,
    due_at: datetime | None,
    at: datetime,
) -> int:
    """Remember a new period with its figures; return its number."""
    return tx.add(
        "INSERT INTO period (code, stage, epoch, since, due_at, rules, ends_on, authorisation, waiver, figures, hash, made_at)"
        " VALUES (:code, :stage, 1, :at, :due, :rules, :ends, '', '', :figures, :hash, :at)",
        code=code,
        stage=Stage.PROPOSED.value,
        at=times.text(at),
        due=times.maybe_text(due_at),
        rules=rules,
        ends=ends_on.isoformat(),
        figures=shapes.encode(list(frozen)).decode(),
        hash=digest,
    )


def freeze_again(tx: Tx, period_id: int, frozen: Sequence[Ranking], digest: str) -> None:
    """Put corrected figures in the place of the former ones; a waiver was for those and is gone."""
    tx.put(
        "UPDATE period SET figures = :figures, hash = :hash, waiver = '', picture = '' WHERE id = :id",
        figures=shapes.encode(list(frozen)).decode(),
        hash=digest,
        id=period_id,
    )


def draw(tx: Tx, period_id: int, digest: str, key: str) -> bool:
    """Give a period the picture of its list; whether it still is the list that was drawn."""
    change = "UPDATE period SET picture = :key WHERE id = :id AND hash = :hash"
    return tx.run(change, key=key, id=period_id, hash=digest) > 0


def authorise(tx: Tx, period_id: int, number: str) -> None:
    """Remember the number of the document that authorises the announcement."""
    tx.put("UPDATE period SET authorisation = :number WHERE id = :id", number=number, id=period_id)


def waive(tx: Tx, period_id: int, reason: str) -> None:
    """Remember why it may be announced although figures are missing."""
    tx.put("UPDATE period SET waiver = :reason WHERE id = :id", reason=reason, id=period_id)


def _period(row: Row) -> Period:
    return Period(
        id=row[0],
        code=row[1],
        stage=Stage(row[2]),
        epoch=row[3],
        since=times.read(row[4]),
        due_at=times.maybe_read(row[5]),
        ends_on=date.fromisoformat(row[6]),
        authorisation=row[7],
        waiver=row[8],
        hash=row[9],
        picture=row[10],
    )
