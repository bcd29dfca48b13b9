"""近期安排: what the house will do by itself in the next thirty days, in chat and by `flagpost calendar next`."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from domain.matters.scoring import periods
from domain.people import Role
from domain.saying import Term
from domain.sayings.desk import timetable as sayings
from handlers import announcement_days
from handlers.conversation.room import Room
from handlers.desk import listing
from handlers.timetable import TIMETABLE, occasions, sayings_of
from storage import announcements
from storage.mechanism import terms

AHEAD = timedelta(days=30)
_READERS_OF_WORDS = frozenset({Role.LEADER, Role.COMMITTEE, Role.PUBLISHER})


def show(room: Room, rest: str) -> None:
    """Say it; the titles of what two have signed to those alone who may read it."""
    room.reply(coming(room, is_reader=bool(room.actor.roles & _READERS_OF_WORDS)))


def coming(room: Room, *, is_reader: bool) -> sayings.Coming:
    """What comes in the next thirty days."""
    until = room.at + AHEAD
    lines = [*_recurring(room, until), *(_announced(room, until) if is_reader else ())]
    ending = {matter_id for _, matter_id, _ in terms.over(room.tx, until, room.at)}
    return sayings.Coming(
        until=room.office.calendar.local_day(until),
        listed=f"{listing.LISTED_FROM:%H:%M}",
        lines=tuple(sorted(lines, key=lambda each: each.at)),
        terms=len(ending) or None,
    )


def _recurring(room: Room, until: datetime) -> Iterator[sayings.ComingLine]:
    for line in TIMETABLE:
        begun = [each for each in occasions(room, line, until) if each.at > room.at]
        said = list(sayings_of(room, line, until))
        if (begun or said) and line.is_wanted(room):
            for what, every in ((f"{line.name}", begun), (f"{line.name}_said", said)):
                for each in every:
                    yield sayings.ComingLine(at=each.at, what=Term("timetable", what), of=periods.name_of(each.code))


def _announced(room: Room, until: datetime) -> Iterator[sayings.ComingLine]:
    for number, at in announcement_days.expected(room).items():
        words = announcements.renderings(room.tx, number)
        if at <= until and words:
            yield sayings.ComingLine(at=at, what=Term("timetable", "announcement"), title=words[0][1].title)
