"""Difficulties (难题): with whom each is, and what the card of the work that they hold up says of them. The law §8."""

from collections.abc import Mapping

from domain.matters.parts.dispatching import OPEN
from domain.mechanism.standing import Standing
from domain.mechanism.table import Facts
from domain.saying import Term
from domain.sayings.programmes import difficulties as sayings
from handlers.conversation.procedures.derived import Adds
from handlers.conversation.procedures.views import Found
from handlers.conversation.room import Room
from handlers.programmes import dispatching
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
        if each.stage in OPEN
    )


def _found(room: Room, standing: Standing, facts: Facts) -> Found:
    sort = Term("difficulty_sort", standing.category)
    return Found(values={"sort": sort, "raised_by": dispatching.raised_by(room, standing)})


ADDS: Mapping[str, Adds] = {"difficulty": Adds(finds=_found, changes=dispatching.changed)}
