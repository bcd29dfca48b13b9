"""待办 of all matters that follow from their tables: few as their cards, many as one list, the most urgent first."""

from domain.mechanism.standing import Standing
from domain.saying import Choice, Term
from domain.sayings import matters as sayings
from handlers.conversation import steps
from handlers.conversation.procedures import cards, derived, views
from handlers.conversation.room import Room

FEW = 3
PAGE = 8


def todo(room: Room, rest: str) -> bool:
    """What waits for this actor; a part of 待办, which `rest` narrows to something else."""
    found = [] if rest else _waiting(room)
    if len(found) > FEW:
        _list(room, found, 0)
        return True
    cards.show_all(room, found)
    return bool(found)


def more(room: Room, rest: str) -> None:
    """The list from a place on."""
    _list(room, _waiting(room), int(rest) if rest.isascii() and rest.isdecimal() and len(rest) < 10 else 0)


def _waiting(room: Room) -> list[Standing]:
    """What ends first comes first; what has no term comes last, the oldest first."""
    return sorted(derived.waiting(room), key=lambda each: (each.due_at is None, each.due_at or each.since, each.id))


def _list(room: Room, found: list[Standing], after: int) -> None:
    shown, tables = found[after : after + PAGE], room.office.matters
    left = max(0, len(found) - after - len(shown))
    lines = tuple(
        sayings.WaitingLine(
            place=place,
            what=views.title(room, tables[each.matter].procedure, each),
            unit=room.office.name_of(each.unit),
            due=views.day_of(room, each),
        )
        for place, each in enumerate(shown, start=after + 1)
    )
    opening = [
        Choice(value=derived.place_of(each), text=str(place), parts=(Term("matter", each.matter), each.number))
        for place, each in enumerate(shown, start=after + 1)
    ]
    further = [steps.further(f"/matters {after + PAGE}")] if left else []
    room.reply(sayings.WaitingMatters(number=len(found), lines=lines, more=left), (*opening, *further))
