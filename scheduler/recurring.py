"""Does what recurs by the calendar (`handlers/timetable.py`): what is due now, and what comes next.

Each occurrence claims its row in the transaction of what it causes, so that it happens once over restarts, replicas and outages.
"""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from handlers import timetable
from handlers.conversation.room import Room
from handlers.timetable import TIMETABLE, Occasion, Recurring
from storage.road import occurrences

AHEAD = timedelta(days=62)  # in which the next one is looked for


def due(room: Room) -> list[tuple[int, str]]:
    """The lines that are due now and were not done, by their places, each with the span of which it is."""
    return [(place, each.code) for place, each in _undone(room, room.at)]


def coming(room: Room) -> datetime | None:
    """When a line is due next, or is caught up; None where there is nothing to do."""
    calendar = room.office.calendar
    moments = (calendar.next_speaking_moment(max(each.at, room.at)) for _, each in _undone(room, room.at + AHEAD))
    return min(moments, default=None)


def do(room: Room, place: int, code: str) -> bool:
    """Do one, once."""
    line = TIMETABLE[place]
    found = next((each for each in timetable.occasions(room, line, room.at) if each.code == code), None)
    if line.do is None or found is None or not occurrences.claim(room.tx, _job(line), found.key, room.at):
        return False
    line.do(room, code)
    return True


def _undone(room: Room, until: datetime) -> Iterator[tuple[int, Occasion]]:
    asked: dict[Callable[[Room], bool], bool] = {}
    for place, line in enumerate(TIMETABLE):
        if not timetable.is_on(room, line):
            continue
        if line.is_wanted not in asked:
            asked[line.is_wanted] = line.is_wanted(room)
        if asked[line.is_wanted]:
            every = timetable.occasions(room, line, until)
            yield from ((place, each) for each in every if not _is_done(room, line, each))


def _is_done(room: Room, line: Recurring, of: Occasion) -> bool:
    return occurrences.state_of(room.tx, _job(line), of.key) is not None


def _job(line: Recurring) -> str:
    return f"recurring:{line.name}"
