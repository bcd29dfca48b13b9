"""Periods: the frozen figures, the authorisation, where each stands.

The ranking is kept as it was computed: what leaders saw is what is announced, whatever is imported afterwards.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from domain.matters.scoring.periods import PeriodStage, kind_of
from domain.mechanism.reminders import Rings
from domain.mechanism.standing import Event
from domain.scoring.standings import Ranking
from storage import matters, shapes, times
from storage.database import Row, Tx

_PERIOD = (
    "SELECT matter.id, matter.number, matter.stage, matter.epoch, matter.since, matter.due_at, period.ends_on,"
    " period.authorisation, period.waiver, period.hash, period.picture, matter.rules"
    " FROM period JOIN matter ON matter.id = period.id"
)
_KIND = "REPLACE(REPLACE(SUBSTR(matter.number, 6, 1), '0', ''), '1', '')"  # as `kind_of` says it
_IN_STAGE = "matter.kind <> 'clue' AND matter.kind = 'period' AND matter.stage"  # as in the index of stages


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """A period, without its figures (`rankings` loads them)."""

    id: int
    code: str
    stage: PeriodStage
    epoch: int
    since: datetime
    due_at: datetime | None
    ends_on: date
    authorisation: str
    waiver: str
    hash: str
    picture: str
    rules: int


def of_id(tx: Tx, period_id: int) -> Period | None:
    """Find a period."""
    row = tx.one(f"{_PERIOD} WHERE period.id = :id", id=period_id)
    return None if row is None else _period(row)


def of_code(tx: Tx, code: str) -> Period | None:
    """Find a period by its code."""
    row = tx.one(f"{_PERIOD} WHERE matter.kind = 'period' AND matter.number = :code AND {matters.NUMBERED}", code=code)
    return None if row is None else _period(row)


def awaiting_leaders(tx: Tx) -> list[Period]:
    """List the periods whose flags wait to be confirmed, oldest first."""
    rows = tx.all(f"{_PERIOD} WHERE {_IN_STAGE} = 'proposed' ORDER BY period.ends_on, period.id")
    return [_period(row) for row in rows]


def open_before(tx: Tx, ends_on: date) -> list[Period]:
    """List the periods that ended before this day and are still to be confirmed or announced."""
    rows = tx.all(
        f"{_PERIOD} WHERE {_IN_STAGE} IN ('proposed', 'confirmed') AND period.ends_on < :ends"
        " ORDER BY period.ends_on, period.id",
        ends=ends_on.isoformat(),
    )
    return [_period(row) for row in rows]


def ended_before(tx: Tx, ends_on: date, like: str) -> Period | None:
    """The last period of the same kind as one of this code that ended before a day and was not given up."""
    row = tx.one(
        f"{_PERIOD} WHERE {_IN_STAGE} IN ('proposed', 'confirmed', 'announced') AND period.ends_on < :ends"
        f" AND {_KIND} = :kind ORDER BY period.ends_on DESC, period.id DESC LIMIT 1",
        ends=ends_on.isoformat(),
        kind=kind_of(like),
    )
    return None if row is None else _period(row)


def announced_last(tx: Tx) -> Period | None:
    """The period that ended last of those that were announced."""
    row = tx.one(f"{_PERIOD} WHERE {_IN_STAGE} = 'announced' ORDER BY period.ends_on DESC, period.id DESC LIMIT 1")
    return None if row is None else _period(row)


def flags_last(tx: Tx) -> Period | None:
    """The period that ended last of those that were announced and give flags: whole years give none."""
    row = tx.one(
        f"{_PERIOD} WHERE {_IN_STAGE} = 'announced' AND substr(matter.number, 6, 1) <> 'Y'"
        " ORDER BY period.ends_on DESC, period.id DESC LIMIT 1"
    )
    return None if row is None else _period(row)


def confirmed_last(tx: Tx) -> Period | None:
    """The period that ended last of those that leaders have confirmed."""
    row = tx.one(
        f"{_PERIOD} WHERE {_IN_STAGE} IN ('confirmed', 'announced') ORDER BY period.ends_on DESC, period.id DESC LIMIT 1"
    )
    return None if row is None else _period(row)


def latest(tx: Tx) -> Period | None:
    """The period that ended last."""
    row = tx.one(f"{_PERIOD} ORDER BY period.ends_on DESC, period.id DESC LIMIT 1")
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
    events: Sequence[Event],
    rings: Rings = matters.NOTHING,
) -> int:
    """Remember a new period with its figures; return its id."""
    number = matters.begin(tx, matters.New(number=code), events, rings)
    tx.put(
        "INSERT INTO period (id, ends_on, authorisation, waiver, figures, hash, picture)"
        " VALUES (:id, :ends, '', '', :figures, :hash, '')",
        id=number,
        ends=ends_on.isoformat(),
        figures=shapes.encode(list(frozen)).decode(),
        hash=digest,
    )
    return number


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
        stage=PeriodStage(row[2]),
        epoch=row[3],
        since=times.read(row[4]),
        due_at=times.maybe_read(row[5]),
        ends_on=date.fromisoformat(row[6]),
        authorisation=row[7],
        waiver=row[8],
        hash=row[9],
        picture=row[10],
        rules=row[11],
    )
