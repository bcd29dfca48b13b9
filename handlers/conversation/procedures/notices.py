"""公示与异议: what is under notice now, as it was said in public, and the way to object (the law §4.1 L6, L7; §4.2 N5, N6).

A matter is under notice where an announcement of a kind that invites an objection was published about it, and it still stands where one
can begin. Nothing else can be named here: who asks for another number learns nothing, not even whether there is such a matter.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from domain.mechanism.columns import Beginning
from domain.mechanism.standing import Standing
from domain.saying import Choice, Term
from domain.sayings import board as sayings
from handlers.conversation.room import Room
from storage import announcements, board, matters

SHOWN = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class UnderNotice:
    """A notice that was published, by its number, what it is about, and the kind of matter by which anybody objects to it."""

    number: str
    about: Standing
    invites: str


def show(room: Room, rest: str) -> None:
    """What is under notice, in the words in which it was announced, each with the way to object."""
    found = list(under(room))[:SHOWN]
    told = [(each, title, text) for each in found for title, text in _words(room, each.number)]
    if not told:
        room.reply(sayings.NothingUnderNotice())
        return
    lines = tuple(
        sayings.NoticeLine(place=place, title=title, text=text) for place, (_, title, text) in enumerate(told, start=1)
    )
    objecting = (
        Choice(value=f"/contest {each.number}", text=str(place), parts=(Term("menu", "contest"), each.number))
        for place, (each, _, _) in enumerate(told, start=1)
    )
    room.reply(sayings.Notices(lines=lines), tuple(objecting))


def under(room: Room, number: str = "") -> Iterator[UnderNotice]:
    """What is under notice, the newest first; only the one of a number, where it is given."""
    invites = _invites(room)
    for said in announcements.said(room.tx, invites, number):
        about = matters.of_id(room.tx, said.about_id) if said.about_id is not None else None
        kind = invites[said.kind]
        begins = room.office.matters[kind].procedure.begins
        if about is not None and begins is not None and about.stage in begins.kinds.get(about.matter, frozenset()):
            yield UnderNotice(number=said.number, about=about, invites=kind)


def named(room: Room, number: str) -> UnderNotice | None:
    """The notice of this number; None where there is none, or its time is over."""
    return next(under(room, number), None) if number else None


def about(room: Room, beginning: Beginning, number: str) -> Standing | None:
    """What the notice of this number is about, for a matter that begins so."""
    found = named(room, number)
    begins = None if found is None else room.office.matters[found.invites].procedure.begins
    return found.about if found is not None and begins == beginning else None


def _invites(room: Room) -> dict[str, str]:
    """The kinds of announcements that invite objections, each with the kind of those."""
    rules = (rule for matter in room.office.matters.values() for rule in matter.procedure.moves.values())
    return {rule.announces.kind: rule.announces.invites for rule in rules if rule.announces and rule.announces.invites}


def _words(room: Room, number: str) -> Iterator[tuple[str, str]]:
    """Title and text as the board has them, in the reader's language where they were said in it."""
    every = [item.words for item in board.items(room.tx, board.BoardChoice(number=number))]
    locale = _spoken(room, [each.locale for each in every])
    return ((each.title, each.text) for each in every if each.locale == locale)


def _spoken(room: Room, locales: Collection[str]) -> str:
    return room.actor.locale if room.actor.locale in locales else room.office.locale
