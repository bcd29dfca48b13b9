"""Snail awards: on which day one was hung, and what came together in a year (the law §5)."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from domain import months
from domain.importing.snails import SnailRow
from domain.matters.projects import snails as law
from domain.mechanism.refusals import Refused
from domain.mechanism.standing import Standing
from domain.mechanism.table import Facts
from domain.people import CLOCK
from handlers.conversation.procedures import beginnings, relatives
from handlers.conversation.procedures.derived import Adds
from handlers.conversation.procedures.views import Found
from handlers.conversation.room import Room
from storage import matters, units


def is_any(room: Room) -> bool:
    """Whether there has ever been an award: from then on every year is told, also one without any."""
    return matters.is_any(room.tx, "snail", law.AWARDED)


def known(room: Room) -> list[SnailRow]:
    """The awards that there were, as a file would say them."""
    return [
        SnailRow(hung_on=each.own["hung_on"], unit=each.unit, grounds=each.own.get("grounds", ""))
        for each in matters.waiting(room.tx, "snail", law.AWARDED)
    ]


def take(room: Room, rows: Sequence[SnailRow]) -> int:
    """Write down those of the past that are new: nobody hears of it, for all that was said then. Return how many."""
    before = {each.key for each in known(room)}
    new = [row for row in rows if row.key not in before]
    for row in new:
        given = {"hung_on": row.hung_on, "grounds": row.grounds}
        past = replace(relatives.new(room, "snail"), unit=row.unit)
        made = relatives.begun(room.acting_as(CLOCK), past, "record", given)
        assert not isinstance(made, Refused), made
    units.note_import(room.tx, "snails", {"number": len(new)}, room.actor, room.at)
    return len(new)


def propose_year(room: Room, month: str) -> None:
    """Propose what is said of the year that ends with a month."""
    year = months.year(month)
    beginnings.create(room.acting_as(CLOCK), "snail_year", "propose", {"year": str(year), **_counted(room, year)})


def _counted(room: Room, year: int) -> dict[str, str]:
    """How many awards a year has, and each before it."""
    hung = [each.own["hung_on"] for each in matters.waiting(room.tx, "snail", law.AWARDED)]
    counts = law.by_year(filter(lambda day: day.year <= year, map(date.fromisoformat, hung)), year)
    before = "; ".join(f"{each}: {number}" for each, number in counts.items() if each < year)
    return {"awards": str(counts[year]), "before": before}


def _found(room: Room, standing: Standing, facts: Facts) -> Found:
    hung = standing.own.get("hung_on")
    return Found(values={"hung_on": date.fromisoformat(hung) if hung else None})


ADDS: Mapping[str, Adds] = {
    "snail": Adds(finds=_found),
    "snail_year": Adds(listed=lambda room, standing: _counted(room, int(standing.own["year"]))),
}
