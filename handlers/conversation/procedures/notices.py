"""公示与异议: what is under notice now, as it was said in public, and the way to object (the law §4.1 L6, L7; §4.2 N5, N6).

A matter is under notice where an announcement of a kind that invites an objection was published about it, and it still stands where one
can begin. Nothing else can be named here: who asks for another number learns nothing, not even whether there is such a matter.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from domain.mechanism.columns import Announces, Beginning
from domain.mechanism.standing import Standing
from domain.saying import Choice, Term
from domain.sayings import board as sayings
from handlers.conversation.room import Room
from storage import announcements, board, matters

SHOWN = 8
LONGEST = timedelta(days=100)  # no notice runs longer: of older ones it is not looked up where they stand
_PARTS_OF_NUMBER = 3  # as in GG-2026-0001; what stands behind is the place of one of several


@dataclass(frozen=True, slots=True, kw_only=True)
class UnderNotice:
    """Something that is under notice, by the number of the `notice` that was published, and the kind of matter by which anybody objects
    to it. Where a notice names several, each has a `number` of its own (that of the notice and its place there), and is `called` as the
    notice calls it."""

    notice: str
    number: str
    called: str
    about: Standing
    invites: str
    published_at: datetime


def show(room: Room, rest: str) -> None:
    """What is under notice, in the words in which it was announced, each with the way to object."""
    found = list(dict.fromkeys(each.notice for each in under(room)))[:SHOWN]
    said = {each.number: each for each in board.told(room.tx)} if found else {}
    told = [(each, title, text) for each in found for title, text in _words(room, said, each)]
    if not told:
        room.reply(sayings.NothingUnderNotice())
        return
    lines = tuple(
        sayings.NoticeLine(place=place, title=title, text=text) for place, (_, title, text) in enumerate(told, start=1)
    )
    objecting = (
        Choice(value=f"/contest {notice}", text=str(place), parts=(Term("menu", "contest"), notice))
        for place, (notice, _, _) in enumerate(told, start=1)
    )
    room.reply(sayings.Notices(lines=lines), tuple(objecting))


def running(room: Room) -> list[tuple[str, date]]:
    """The notices that run, by number, the newest first, each with its last day as it was when it was published: that an objection
    rests it is nobody's business."""
    found: dict[str, date] = {}
    for each in under(room, since=room.at - LONGEST):
        procedure = room.office.matters[each.about.matter].procedure
        begins = room.office.matters[each.invites].procedure.begins
        within = frozenset() if begins is None else begins.kinds[each.about.matter]
        limit = next((one for one in procedure.terms if one.is_right and one.stages <= within), None)
        if limit is not None:
            rules = room.office.rules_of(each.about.rules)
            term = limit.begun(each.published_at, rules, room.office.calendar, each.about.own)
            found.setdefault(each.notice, room.office.calendar.local_day(term.due_at))
    return [(number, last) for number, last in found.items() if last >= room.today]


def ask_which(room: Room, every: Sequence[UnderNotice]) -> None:
    """Ask to whom of those whom a notice names somebody objects."""
    room.reply(
        sayings.WhichOfNotice(number=every[0].notice),
        tuple(Choice(value=f"/contest {each.number}", text=each.called) for each in every),
    )


def under(room: Room, number: str = "", since: datetime | None = None) -> Iterator[UnderNotice]:
    """What is under notice, the newest first; only that of a notice of this number, or of those since a moment, where that is given."""
    columns = _inviting(room)
    told = announcements.said(room.tx, columns, number)
    for said in told if since is None else [each for each in told if each.published_at and each.published_at >= since]:
        column = columns[said.kind]
        begins = room.office.matters[column.invites].procedure.begins
        named = announcements.names(room.tx, said.id)
        every = named or [number for number in (said.about_id,) if number is not None]
        for place, about in enumerate(matters.of_ids(room.tx, every), start=1):
            if begins is not None and about.stage in begins.kinds.get(about.matter, frozenset()):
                yield UnderNotice(
                    notice=said.number,
                    number=f"{said.number}-{place}" if len(named) > 1 else said.number,
                    called=str(about.own.get(column.each[0], "")) if named else "",
                    about=about,
                    invites=column.invites,
                    published_at=said.published_at or said.publish_at,
                )


def named(room: Room, number: str) -> list[UnderNotice]:
    """What is under notice by this number, all of a notice that names several; nothing where there is none, or its time is over."""
    notice = "-".join(number.split("-")[:_PARTS_OF_NUMBER])
    return [each for each in under(room, notice) if number in (each.number, each.notice)] if number else []


def about(room: Room, beginning: Beginning, number: str) -> Standing | None:
    """What the notice of this number is about, for a matter that begins so."""
    found = [
        each
        for each in named(room, number)
        if each.number == number and room.office.matters[each.invites].procedure.begins == beginning
    ]
    return found[0].about if found else None


def _inviting(room: Room) -> dict[str, Announces]:
    """What is said in public that invites objections, by its kind."""
    rules = (rule for matter in room.office.matters.values() for rule in matter.procedure.moves.values())
    return {rule.announces.kind: rule.announces for rule in rules if rule.announces and rule.announces.invites}


def _words(room: Room, said: Mapping[str, board.Headline], number: str) -> Iterator[tuple[str, str]]:
    """Title and text as the board has them now, in the reader's language where they were said in it: where somebody is out of a notice
    of several, those of the announcement that says who still stands."""
    while number in said and said[number].answered_by:
        number = said[number].answered_by[-1]
    found = board.items(room.tx, [said[number]] if number in said else [])
    every = [item.words for item in found if not item.told.is_withheld]
    locale = _spoken(room, [each.locale for each in every])
    yield from ((each.title, each.text) for each in every if each.locale == locale)


def _spoken(room: Room, locales: Collection[str]) -> str:
    return room.actor.locale if room.actor.locale in locales else room.office.locale
