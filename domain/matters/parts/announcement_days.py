"""On which day what is approved is said: one announcement a working day to each place to which words are pushed (the law §9).

A place is a public channel or a working group; the board pushes nothing, and takes as many as there are. What puts right what was said
(a correction, a clarification, a removal) waits for nobody, and uses up the day for the others. The reminder of a notice has its day by the
law, and goes first on it. The others follow in the order of their moments, one a working day, and none is lost.
"""

from collections.abc import Iterable, Mapping, Sequence
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
    is_fixed: bool = False  # it is said on the day of its moment or not at all


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
        is_bound = not each.is_answer and not each.is_fixed
        is_passing = is_bound and not behind.isdisjoint(each.places)
        if each.publish_at <= at and not is_passing and opens_at(each, said, calendar) <= at:
            found.append(each.id)
        elif is_bound:
            behind |= each.places
    return found


def expected(waiting: Sequence[Queued], said: LastSaid, calendar: Calendar, at: datetime) -> dict[int, datetime]:
    """When each will be said, as things stand now."""
    last, found = dict(said), dict[int, datetime]()
    kept = _kept(waiting, calendar)
    for each in sorted(waiting, key=lambda each: (each.publish_at, each.id)):
        moment = calendar.next_speaking_moment(max(opens_at(each, said if each.is_fixed else last, calendar), at))
        while not (each.is_answer or each.is_fixed) and any(
            (place, calendar.local_day(moment)) in kept for place in each.places
        ):
            moment = calendar.next_speaking_moment(calendar.end_of(calendar.local_day(moment)))
        found[each.id] = moment
        for place in () if each.is_fixed else each.places:
            last[place] = max(calendar.local_day(moment), last.get(place, date.min))
    return found


def _kept(waiting: Iterable[Queued], calendar: Calendar) -> set[tuple[str, date]]:
    """The places whose day is kept for what is said on that day or not at all: of two such for one place the second is not said, and
    keeps no other place either."""
    kept = set[tuple[str, date]]()
    for each in filter(lambda each: each.is_fixed, _in_order(waiting)):
        days = {(place, calendar.local_day(each.publish_at)) for place in each.places}
        kept |= days if kept.isdisjoint(days) else set()
    return kept


def _in_order(waiting: Iterable[Queued]) -> list[Queued]:
    """What has its day by the law before the others."""
    return sorted(waiting, key=lambda each: (not each.is_fixed, each.publish_at, each.id))
