"""Difficulties (难题): with whom each is, and what the card of the work that they hold up says of them. The law §8."""

from collections.abc import Mapping
from dataclasses import replace

from domain.cards import Names
from domain.matters.programmes import difficulties as law
from domain.mechanism.standing import Event, Outcome, Standing
from domain.mechanism.table import Facts
from domain.saying import Term
from domain.sayings import difficulties as sayings
from handlers.conversation.procedures.derived import Adds
from handlers.conversation.procedures.views import Found
from handlers.conversation.room import Room
from storage import matters


def of(room: Room, work: Standing) -> tuple[sayings.DifficultyLine, ...]:
    """What stands in the way of a project or an undertaking now, in the order in which it was raised."""
    return tuple(
        sayings.DifficultyLine(
            number=each.number,
            sort=Term("difficulty_sort", each.category),
            unit=room.office.name_of(each.unit) if each.stage != "raised" else "",
            stage=Term("stage.difficulty", each.stage),
            due=room.office.calendar.local_day(each.due_at) if each.due_at else None,
        )
        for each in matters.children(room.tx, work.id, "difficulty")
        if each.stage in law.OPEN
    )


def _found(room: Room, standing: Standing, facts: Facts) -> Found:
    raiser = room.office.name_of(standing.own.get("raised_by", ""))
    return Found(
        values={
            "sort": Term("difficulty_sort", standing.category),
            "raised_by": Names((raiser,)) if raiser else None,
        }
    )


def _changed(room: Room, event: Event) -> Event:
    """Once it is assigned it is with the unit that is to solve it, and keeps which unit raised it."""
    if event.move != "assign" or event.outcome is not Outcome.MOVED:
        return event
    own = {"raised_by": event.before.unit, **event.after.own}
    return replace(event, after=replace(event.after, unit=event.given["unit"], own=own))


ADDS: Mapping[str, Adds] = {"difficulty": Adds(finds=_found, changes=_changed)}
