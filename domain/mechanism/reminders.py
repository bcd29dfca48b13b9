"""When a term reminds: half-way, and one working day over, when whoever was promised it hears (the law §13A).

The working day before, the day itself and what is over stand on the list of each working morning (`handlers/desk/listing.py`); so does,
for whoever supervises it, what is one working day over, and for leaders what is five.
"""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum

from domain.mechanism.calendar import Calendar
from domain.mechanism.standing import Running, Standing

Moments = tuple[tuple[str, datetime], ...]
Rings = Mapping[str, Moments]
"""The moments at which each term reminds, by the name of the term."""


class ReminderKind(StrEnum):
    """Which moment of a term has come."""

    HALF = "half"
    OVERDUE = "overdue"


def moments(since: datetime, due_at: datetime, calendar: Calendar, *, after: datetime) -> list[tuple[str, datetime]]:
    """The reminders of a term that are still to come after a moment, each in the morning of its working day.

    A term ends with the last second of a day, but people are reminded while they can still do something about it.
    """
    due = _morning(due_at, calendar)
    found = {
        ReminderKind.HALF: calendar.next_speaking_moment(since + (due_at - since) / 2),
        ReminderKind.OVERDUE: calendar.moved(due, 1),
    }
    return [
        (kind.value, when)
        for kind, when in found.items()
        if when > after and (kind is not ReminderKind.HALF or when < due)
    ]


def of(standing: Standing, before: Standing | None, calendar: Calendar, *, after: datetime) -> Rings:
    """The reminders of the terms that are not as they were before; a term that rests reminds nobody."""
    known = () if before is None else before.terms
    return {each.name: of_term(each, calendar, after=after) for each in standing.terms if each not in known}


def of_term(term: Running, calendar: Calendar, *, after: datetime) -> Moments:
    """The reminders of a term that are still to come, the next one first; none while it rests."""
    if term.stopped_at is not None:
        return ()
    return tuple(sorted(moments(term.begun_at, term.due_at, calendar, after=after), key=lambda each: each[1]))


def _morning(due_at: datetime, calendar: Calendar) -> datetime:
    """The morning of the day a term ends on, or of the next working day where it ends on a day off."""
    local = due_at.astimezone(calendar.timezone)
    opening = local.replace(hour=calendar.speaks_from.hour, minute=calendar.speaks_from.minute, second=0, microsecond=0)
    return calendar.next_speaking_moment(opening)
