"""The matters of a programme on one screen (the law §8): how many stand where, and a line and a button for each of the newest.

Counted by where they stand, never by who came or how often somebody looked.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace

from domain.lifecycles import PROCEDURES
from domain.mechanism.standing import Standing
from domain.saying import Choice, Saying, Term
from domain.sayings.programmes import programmes as sayings
from handlers.conversation.procedures import cards, derived, moves, views
from handlers.conversation.room import Room
from storage import matters
from storage.mechanism import involvement

_MOST = 12  # lines of one list in chat, and buttons that lead to cards
Called = Callable[[Room, Standing], str]


def show(room: Room, kind: str, command: str, called: Called) -> None:
    """List those of a kind that the reader may see; `called` says in a few words what each is."""
    room.reply(*_list(room, kind, _seen(room, kind), Term("menu", command), called))


def tell(room: Room, account: int, kind: str, title: Term, called: Called) -> None:
    """Tell somebody who sees all of that kind how it stands."""
    every = sorted(matters.waiting(room.tx, kind, _stages(kind)), key=lambda each: -each.id)
    room.tell(account, *_list(room, kind, every, title, called))


def _list(
    room: Room, kind: str, every: Sequence[Standing], title: Term, called: Called
) -> tuple[Saying, tuple[Choice, ...]]:
    if not every:
        return sayings.NoneOfIt(title=title), ()
    found = Counter(each.stage for each in every)
    told = sayings.ProgrammeList(
        title=title,
        total=len(every),
        counts=tuple(
            sayings.StageCount(stage=Term(f"stage.{kind}", stage), number=found[stage])
            for stage in _stages(kind)
            if stage in found
        ),
        lines=tuple(
            sayings.ProgrammeLine(
                number=each.number,
                what=called(room, each),
                stage=Term(f"stage.{kind}", each.stage),
                due=views.day_of(room, each),
            )
            for each in every[:_MOST]
        ),
        more=max(0, len(every) - _MOST),
    )
    return told, tuple(map(_card, every[:_MOST]))


def _stages(kind: str) -> Sequence[str]:
    """The stages of its table, in the order in which moves lead to them."""
    return tuple(dict.fromkeys(end for rule in PROCEDURES[kind].moves.values() for end in rule.every_end))


def _seen(room: Room, kind: str) -> list[Standing]:
    reader = room.acting_as(cards.as_staff(room.actor))
    every = sorted(matters.waiting(room.tx, kind, _stages(kind)), key=lambda each: -each.id)
    known = involvement.of_all(room.tx, [each.id for each in every], reader.actor)
    rooms = ((each, replace(reader, involvement=known[each.id])) for each in every)
    matter = room.office.matters[kind]
    return [each for each, its in rooms if matter.may_see(its, each, moves.facts_of(its, each))]


def _card(standing: Standing) -> Choice:
    return Choice(
        value=derived.place_of(standing), label=Term("matter", standing.matter), parts=(standing.number.split("-")[-1],)
    )
