"""Who gets no award, and until when: asked of every table that says that its matters keep somebody from one (`Procedure.bars`)."""

from datetime import datetime

from domain import text as texts
from domain.mechanism.standing import Standing
from handlers.conversation.room import Room
from storage import matters

_MOST = 1_000  # matters about one unit that are looked at


def barred_until(room: Room, standing: Standing) -> datetime | None:
    """Until when whoever a matter is about gets no award (the law §4.2 N2, §7.1); None where nothing keeps them from it.

    Somebody is known by unit and post, as the answer `post` says it. What a unit did keeps no one of its people from an award.
    """
    tables = {kind: matter.procedure.bars for kind, matter in room.office.matters.items()}
    bars = {kind: until for kind, until in tables.items() if until is not None}
    about = matters.of_unit_any(room.tx, tuple(bars), standing.unit, _MOST) if standing.unit else []
    ends = (bars[each.matter](each) for each in about if is_of_same(each, standing))
    return max((end for end in ends if end is not None), default=None)


def is_of_same(barring: Standing, standing: Standing) -> bool:
    """Whether two matters about one unit are about the same of it: both about the unit, or about who has the same post."""
    if not barring.is_personal or not standing.is_personal:
        return barring.is_personal is standing.is_personal
    return texts.folded(str(barring.own.get("post", ""))) == texts.folded(str(standing.own.get("post", "")))
