"""On which day what is approved is said: one announcement a working day to each place to which words are pushed (the law §9).

A place is a public channel or a working group; the board pushes nothing, and takes as many as there are. What puts right what was said
(a correction, a clarification, a removal) waits for nobody, and uses up the day for the others. They follow in the order of their
moments, one a working day, and none is lost.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from domain.mechanism.calendar import Calendar


@dataclass(frozen=True, slots=True, kw_only=True)
class Queued:
    """An announcement that is approved and was not said yet: not before `publish_at`, and pushed to `places`."""

    id: int
    publish_at: datetime
    places: frozenset[str]
    is_answer: bool = False


LastSaid = Mapping[str, date]
"""The day on which something was pushed to a place last; places to which nothing ever was are not there."""


def opens_at(each: Queued, said: LastSaid, calendar: Calendar) -> datetime:
    """From when it may be said, as far as what was said before it decides: never in quiet hours."""
    days = [] if each.is_answer else [said[place] for place in each.places if place in said]
    after = max(map(calendar.end_of, days), default=each.publish_at)
    return calendar.next_speaking_moment(max(each.publish_at, after))


def free(waiting: Iterable[Queued], said: LastSaid, calendar: Calendar, at: datetime) -> list[int]:
    """Those that may be said now, by number and in their order; behind one that waits for another day nobody passes it.

    Of two for the same place both are here: once the first is said the second is no more, and if the first cannot be said it is not
    held up by that. In quiet hours nobody is.
    """
    if not calendar.may_speak(at):
        return []
    found, behind = [], set[str]()
    for each in _in_order(waiting):
        is_passing = not each.is_answer and not behind.isdisjoint(each.places)
        if each.publish_at <= at and not is_passing and opens_at(each, said, calendar) <= at:
            found.append(each.id)
        elif not each.is_answer:
            behind |= each.places
    return found


def expected(waiting: Iterable[Queued], said: LastSaid, calendar: Calendar, at: datetime) -> dict[int, datetime]:
    """When each will be said, as things stand now."""
    last, found = dict(said), {}
    for each in _in_order(waiting):
        moment = calendar.next_speaking_moment(max(opens_at(each, last, calendar), at))
        found[each.id] = moment
        for place in each.places:
            last[place] = max(calendar.local_day(moment), last.get(place, date.min))
    return found


def _in_order(waiting: Iterable[Queued]) -> list[Queued]:
    return sorted(waiting, key=lambda each: (each.publish_at, each.id))
