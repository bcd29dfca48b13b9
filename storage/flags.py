"""Flags: proposed with a period, struck or hung, acknowledged. Numbered, and never taken away: only replaced or withdrawn."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from domain.flag_notices import Stage
from domain.flags import Colour, Held, Proposal, Rotation
from storage import shapes, times
from storage.database import Row, Tx

_COLUMNS = (
    "id, period_id, stage, number, unit, category, sequence, colour, rotation, streak, figures, struck_by, struck_why,"
    " acknowledged_at, acknowledged_by, since, picture"
)
_GONE = "('replaced', 'withdrawn')"


@dataclass(frozen=True, slots=True, kw_only=True)
class Flag:
    """One flag with the figures behind it."""

    id: int
    period_id: int
    stage: Stage
    number: str
    unit: str
    category: str
    sequence: str
    colour: Colour
    rotation: Rotation
    streak: int
    proposal: Proposal
    struck_by: int | None
    struck_why: str
    acknowledged_at: datetime | None
    acknowledged_by: int | None
    since: datetime
    picture: str

    @property
    def is_struck(self) -> bool:
        """Whether a leader has struck it from the list."""
        return self.stage is Stage.STRUCK


def propose(tx: Tx, period_id: int, numbered: Iterable[tuple[str, Proposal]], rules: int, at: datetime) -> None:
    """Put the flags that the figures call for in the place of those proposed before."""
    tx.put(
        "UPDATE flag SET stage = 'replaced', epoch = epoch + 1 WHERE period_id = :period AND stage IN ('proposed', 'struck')",
        period=period_id,
    )
    for number, proposal in numbered:
        _insert(tx, period_id, number, proposal, rules, at)


def propose_again(tx: Tx, flag: Flag, rules: int, at: datetime) -> None:
    """Propose a flag anew whose first one was withdrawn."""
    _insert(tx, flag.period_id, flag.number, flag.proposal, rules, at)


def of_id(tx: Tx, flag_id: int) -> Flag | None:
    """Find a flag."""
    row = tx.one(f"SELECT {_COLUMNS} FROM flag WHERE id = :id", id=flag_id)
    return None if row is None else _flag(row)


def of_period(tx: Tx, period_id: int) -> list[Flag]:
    """List a period's flags, struck ones too, in the order in which they were proposed."""
    rows = tx.all(
        f"SELECT {_COLUMNS} FROM flag WHERE period_id = :period AND stage NOT IN {_GONE} ORDER BY colour, id",
        period=period_id,
    )
    return [_flag(row) for row in rows]


def of_unit(tx: Tx, unit: str) -> list[Flag]:
    """List the flags that a unit was given, newest first."""
    rows = tx.all(f"SELECT {_COLUMNS} FROM flag WHERE unit = :unit AND stage = 'hung' ORDER BY id DESC", unit=unit)
    return [_flag(row) for row in rows]


def held_before(tx: Tx, ends_on: date) -> list[Held]:
    """List what is held from the last announced period that ended before this day."""
    rows = tx.all(
        "SELECT unit, category, colour, streak FROM flag WHERE stage = 'hung' AND period_id ="
        " (SELECT id FROM period WHERE stage = 'announced' AND ends_on < :ends ORDER BY ends_on DESC LIMIT 1)"
        " ORDER BY unit, category",
        ends=ends_on.isoformat(),
    )
    return [Held(unit=row[0], category=row[1], colour=Colour(row[2]), streak=row[3]) for row in rows]


def turn(tx: Tx, flag_id: int, rotation: Rotation, streak: int) -> None:
    """Remember how a proposed flag turns, once the flags of the period before it are known."""
    tx.put(
        "UPDATE flag SET rotation = :rotation, streak = :streak WHERE id = :id AND stage IN ('proposed', 'struck')",
        rotation=rotation.value,
        streak=streak,
        id=flag_id,
    )


def strike(tx: Tx, flag_id: int, person_id: int, why: str) -> None:
    """Strike a proposed flag from the list."""
    tx.put(
        "UPDATE flag SET stage = 'struck', epoch = epoch + 1, struck_by = :person, struck_why = :why"
        " WHERE id = :id AND stage = 'proposed'",
        person=person_id,
        why=why,
        id=flag_id,
    )


def unstrike(tx: Tx, flag_id: int) -> None:
    """Put a struck flag back on the list."""
    tx.put(
        "UPDATE flag SET stage = 'proposed', epoch = epoch + 1, struck_by = NULL, struck_why = NULL"
        " WHERE id = :id AND stage = 'struck'",
        id=flag_id,
    )


def picture(tx: Tx, flag_id: int, key: str) -> None:
    """Remember the picture of a flag, which goes with its notice."""
    tx.put("UPDATE flag SET picture = :key WHERE id = :id", key=key, id=flag_id)


def acknowledge(tx: Tx, flag_id: int, person_id: int, at: datetime) -> bool:
    """Remember that the unit has read its notice; False where it had before, which changes nothing."""
    changed = tx.run(
        "UPDATE flag SET acknowledged_at = :at, acknowledged_by = :person WHERE id = :id AND acknowledged_at IS NULL",
        at=times.text(at),
        person=person_id,
        id=flag_id,
    )
    return changed == 1


def _insert(tx: Tx, period_id: int, number: str, proposal: Proposal, rules: int, at: datetime) -> None:
    tx.put(
        "INSERT INTO flag (period_id, stage, epoch, since, rules, number, unit, category, sequence, colour, rotation, streak, figures)"
        " VALUES (:period, 'proposed', 1, :at, :rules, :number, :unit, :category, :sequence, :colour, :rotation, :streak, :figures)",
        period=period_id,
        at=times.text(at),
        rules=rules,
        number=number,
        unit=proposal.unit,
        category=proposal.category,
        sequence=proposal.sequence,
        colour=proposal.colour.value,
        rotation=proposal.rotation.value,
        streak=proposal.streak,
        figures=shapes.encode(proposal).decode(),
    )


def _flag(row: Row) -> Flag:
    return Flag(
        id=row[0],
        period_id=row[1],
        stage=Stage(row[2]),
        number=row[3],
        unit=row[4],
        category=row[5],
        sequence=row[6],
        colour=Colour(row[7]),
        rotation=Rotation(row[8]),
        streak=row[9],
        proposal=shapes.decode(row[10].encode(), Proposal),
        struck_by=row[11],
        struck_why=row[12] or "",
        acknowledged_at=times.maybe_read(row[13]),
        acknowledged_by=row[14],
        since=times.read(row[15]),
        picture=row[16],
    )
