"""A flag by decision: in which categories there are flags, and who holds one today (the law §5)."""

from datetime import timedelta

from domain.matters.scoring.decided_flags import FlagsHeld
from domain.mechanism.standing import Standing
from domain.mechanism.table import Facts
from handlers.conversation.procedures.derived import Adds
from handlers.conversation.procedures.views import Found
from handlers.conversation.room import Room
from storage.scoring import figures, flags


def _case(room: Room, standing: Standing) -> FlagsHeld:
    held = flags.held_before(room.tx, room.today + timedelta(days=1))
    return FlagsHeld(held=frozenset((each.unit, each.category) for each in held))


def _options(room: Room, matter_id: int, asked: str) -> tuple[str, ...]:
    every = (name for indicator in figures.indicators(room.tx) for name in indicator.categories)
    return tuple(dict.fromkeys(every)) if asked == "category" else ()


def _found(room: Room, standing: Standing, facts: Facts) -> Found:
    return Found(values={"category": standing.category})


ADDS = Adds(finds=_found, case=_case, options=_options)
