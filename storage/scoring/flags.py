"""Flags: proposed with a period, struck or hung, acknowledged. Numbered, and never taken away: only replaced or withdrawn."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from domain.matters.scoring import decided_flags
from domain.matters.scoring.flags import FlagStage
from domain.mechanism.standing import Event
from domain.scoring.rotations import Colour, HeldFlag, Proposal, Rotation
from storage import matters, shapes, times
from storage.database import Row, Tx

_FLAG = (
    "SELECT matter.id, matter.parent_id, matter.stage, matter.number, matter.unit, matter.category, flag.sequence, flag.colour,"
    " flag.rotation, flag.streak, flag.figures, flag.struck_by, flag.struck_why, flag.acknowledged_at, flag.acknowledged_by,"
    " matter.since, flag.picture, matter.rules FROM matter JOIN flag ON flag.id = matter.id"
)
# As in the indexes of flags.
_THERE = "matter.kind = 'flag' AND matter.stage NOT IN ('replaced', 'withdrawn')"


@dataclass(frozen=True, slots=True, kw_only=True)
class Flag:
    """One flag with the figures behind it."""

    id: int
    period_id: int
    stage: FlagStage
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
    rules: int

    @property
    def is_struck(self) -> bool:
        """Whether a leader has struck it from the list."""
        return self.stage is FlagStage.STRUCK

    @property
    def is_out(self) -> bool:
        """Whether what is to be announced does not name it: it was struck, or exempted before its list was said."""
        return self.stage in (FlagStage.STRUCK, FlagStage.EXEMPTED)


def propose(tx: Tx, period_id: int, number: str, proposal: Proposal, events: Sequence[Event]) -> int:
    """Remember a flag that the figures of a period call for; return its id."""
    new = matters.New(
        number=number,
        unit=proposal.unit,
        category=proposal.category,
        parent_id=period_id,
        own={"colour": proposal.colour.value},
    )
    flag_id = matters.begin(tx, new, events)
    tx.put(
        "INSERT INTO flag (id, sequence, colour, rotation, streak, figures, picture)"
        " VALUES (:id, :sequence, :colour, :rotation, :streak, :figures, '')",
        id=flag_id,
        sequence=proposal.sequence,
        colour=proposal.colour.value,
        rotation=proposal.rotation.value,
        streak=proposal.streak,
        figures=shapes.encode(proposal).decode(),
    )
    return flag_id


def of_id(tx: Tx, flag_id: int) -> Flag | None:
    """Find a flag."""
    row = tx.one(f"{_FLAG} WHERE matter.id = :id", id=flag_id)
    return None if row is None else _flag(row)


def of_period(tx: Tx, period_id: int) -> list[Flag]:
    """List a period's flags, struck ones too, in the order in which they were proposed."""
    rows = tx.all(
        f"{_FLAG} WHERE matter.parent_id = :period AND {_THERE} ORDER BY flag.colour, flag.id", period=period_id
    )
    return [_flag(row) for row in rows]


def of_unit(tx: Tx, unit: str) -> list[Flag]:
    """List the flags that a unit was given, newest first."""
    where = "matter.kind = 'flag' AND matter.unit = :unit AND matter.stage = 'hung'"
    rows = tx.all(f"{_FLAG} WHERE {where} ORDER BY matter.id DESC", unit=unit)
    return [_flag(row) for row in rows]


def held_before(tx: Tx, ends_on: date) -> list[HeldFlag]:
    """List what is held from the last announced period that ended before this day, whole years apart, which give no flags; and what was
    given by a decision since that period's end and until this day."""
    last = tx.one(
        "SELECT period.id, period.ends_on FROM period JOIN matter AS own ON own.id = period.id"
        " WHERE own.kind <> 'clue' AND own.kind = 'period' AND own.stage = 'announced'"
        " AND substr(own.number, 6, 1) <> 'Y' AND period.ends_on < :ends ORDER BY period.ends_on DESC LIMIT 1",
        ends=ends_on.isoformat(),
    )
    period_id, since = (last[0], last[1]) if last is not None else (0, "")
    rows = tx.all(
        "SELECT matter.unit, matter.category, flag.colour, flag.streak FROM matter JOIN flag ON flag.id = matter.id"
        " WHERE matter.kind = 'flag' AND matter.stage = 'hung' AND matter.parent_id = :period"
        " ORDER BY matter.unit, matter.category",
        period=period_id,
    )
    of_period = [HeldFlag(unit=row[0], category=row[1], colour=Colour(row[2]), streak=row[3]) for row in rows]
    decided = matters.waiting(tx, decided_flags.PROCEDURE.matter, decided_flags.HANGS)
    return of_period + [
        decided_flags.held(each) for each in decided if since < each.own["given_on"] <= ends_on.isoformat()
    ]


def hanging_on(tx: Tx, day: date) -> list[HeldFlag]:
    """List what hangs on a day: of the last announced period that was over by then, and what was given by a decision since."""
    return held_before(tx, day + timedelta(days=1))


def counts(tx: Tx) -> dict[str, Counter[Colour]]:
    """How many flags of each colour every unit was given, in announced periods and by decisions, and has not lost again by a correction."""
    rows = tx.all(
        "SELECT matter.unit, flag.colour, COUNT(*) FROM matter JOIN flag ON flag.id = matter.id"
        " JOIN matter AS own ON own.id = matter.parent_id WHERE matter.kind = 'flag' AND matter.stage = 'hung'"
        " AND own.stage = 'announced' GROUP BY matter.unit, flag.colour"
    )
    found: dict[str, Counter[Colour]] = {}
    for unit, colour, number in rows:
        found.setdefault(unit, Counter())[Colour(colour)] = number
    for each in matters.waiting(tx, decided_flags.PROCEDURE.matter, decided_flags.HANGS):
        found.setdefault(each.unit, Counter())[decided_flags.held(each).colour] += 1
    return found


def with_open_plan(tx: Tx, stages: Collection[str]) -> set[tuple[str, str]]:
    """By unit and category the flags whose measures stand in one of these stages."""
    given = {f"stage_{n}": stage for n, stage in enumerate(stages)}
    rows = tx.all(
        "SELECT DISTINCT flag.unit, flag.category FROM matter AS plan JOIN matter AS flag ON flag.id = plan.parent_id"
        f" WHERE plan.kind <> 'clue' AND plan.kind = 'flag_plan' AND plan.stage IN ({', '.join(f':{name}' for name in given)})",
        **given,
    )
    return {(unit, category) for unit, category in rows}


def turn(tx: Tx, flag_id: int, rotation: Rotation, streak: int) -> None:
    """Remember how a flag that waits turns, once the flags of the period before it are known."""
    tx.put(
        "UPDATE flag SET rotation = :rotation, streak = :streak WHERE id = :id",
        rotation=rotation.value,
        streak=streak,
        id=flag_id,
    )


def struck(tx: Tx, flag_id: int, person_id: int | None, why: str | None) -> None:
    """Remember who struck a flag from the list, and why; None where it was put back."""
    tx.put(
        "UPDATE flag SET struck_by = :person, struck_why = :why WHERE id = :id", person=person_id, why=why, id=flag_id
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


def _flag(row: Row) -> Flag:
    return Flag(
        id=row[0],
        period_id=row[1],
        stage=FlagStage(row[2]),
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
        rules=row[17],
    )
