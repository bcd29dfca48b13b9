"""One announcement a working day to each place, whoever is approved when: played hour by hour through a holiday (the law §9).

The player keeps its own account of what was said, and asks the law only who may speak now.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot import office_calendar
from domain.matters.parts import announcement_days as law
from domain.matters.parts.announcement_days import Queued

ZONE = ZoneInfo("Asia/Shanghai")
CALENDAR = office_calendar.load(ZONE, {})
MONDAY = datetime(2026, 4, 27, tzinfo=ZONE).astimezone(
    UTC
)  # the week before 1 May, which is off until the 5th; 9 May is worked
HOURS = 24 * 10
AN_HOUR = timedelta(hours=1)

PLACES = st.frozensets(st.sampled_from(["telegram:channel", "wecom:group:甲", "wecom:group:乙"]), max_size=2)
HOW = st.sampled_from(["", "", "", "", "answer", "reminder"])
APPROVED = st.tuples(st.integers(0, HOURS), st.integers(0, HOURS), PLACES, HOW)


def wanted(number: int, approved: int, hour: int, places: frozenset[str], how: str) -> tuple[datetime, Queued]:
    """When it comes into the line, and what it is; a reminder comes days before, for the morning of a working day."""
    at, publish_at = MONDAY + approved * AN_HOUR, MONDAY + max(approved, hour) * AN_HOUR
    if how == "reminder":
        publish_at = CALENDAR.next_speaking_moment(CALENDAR.end_of(CALENDAR.local_day(publish_at) + timedelta(days=2)))
    found = Queued(id=number, publish_at=publish_at, places=places)
    return at, replace(found, is_answer=how == "answer", is_fixed=how == "reminder")


def _rivals(by_id: Mapping[int, Queued], number: int) -> list[Queued]:
    """The other reminders that have the same day by the law, and a place in common."""
    own = by_id[number]
    every = [each for each in by_id.values() if each.is_fixed and each.id != number and each.places & own.places]
    return [each for each in every if each.publish_at == own.publish_at]


def is_bound(each: Queued) -> bool:
    return not (each.is_answer or each.is_fixed)


def is_its_day(each: Queued, now: datetime) -> bool:
    return CALENDAR.local_day(now) == CALENDAR.local_day(each.publish_at)


@settings(max_examples=60, deadline=None)
@given(st.lists(APPROVED, max_size=9), st.integers(0, HOURS), st.integers(0, 48))
def test_nothing_in_quiet_hours_nothing_twice_a_day_nothing_lost_and_each_in_its_turn(
    given_: list[tuple[int, int, frozenset[str], str]], down_from: int, down_for: int
) -> None:
    every = [wanted(number, *each) for number, each in enumerate(given_)]
    by_id = {each.id: each for _, each in every}
    out: list[tuple[datetime, int]] = []
    dropped: set[int] = set()
    last: dict[str, date] = {}
    for hour in range(HOURS + 24 * 30):
        now = MONDAY + hour * AN_HOUR
        if down_from <= hour < down_from + down_for:
            continue
        while True:
            said = {number for _, number in out} | dropped
            waiting = [each for at, each in every if at <= now and each.id not in said]
            free = law.free(waiting, last, CALENDAR, now)
            if not free:
                break
            if by_id[free[0]].is_fixed and not is_its_day(by_id[free[0]], now):
                dropped.add(free[0])
                continue
            out.append((now, free[0]))
            last |= {place: now.astimezone(ZONE).date() for place in by_id[free[0]].places}

    assert sorted([*(number for _, number in out), *dropped]) == sorted(by_id), "all are said, each once"
    assert all(by_id[number].is_fixed for number in dropped)
    assert down_for or all(_rivals(by_id, number) for number in dropped), "a reminder only where its day was another's"
    for at, number in out:
        local = at.astimezone(ZONE)
        assert time(8) <= local.time() < time(20)
        assert CALENDAR.is_working_day(local.date())
        assert at >= by_id[number].publish_at
    _one_a_day(out, by_id)
    _in_turn(out, by_id, {each.id: approved for approved, each in every})


def _one_a_day(out: list[tuple[datetime, int]], by_id: Mapping[int, Queued]) -> None:
    for place in {place for each in by_id.values() for place in each.places}:
        there = [(at.astimezone(ZONE).date(), by_id[number]) for at, number in out if place in by_id[number].places]
        ordinary = [(day, each) for day, each in there if not each.is_answer]
        assert all(before < after for (before, _), (after, _) in pairwise(ordinary)), "one a day to a place"
        first_of_day = dict(reversed(there))
        assert all(each == first_of_day[day] for day, each in ordinary), "not after a correction on the same day"


def _in_turn(out: list[tuple[datetime, int]], by_id: Mapping[int, Queued], came: Mapping[int, datetime]) -> None:
    for (at, first), (later, second) in pairwise([each for each in out if is_bound(by_id[each[1]])]):
        one, other = by_id[first], by_id[second]
        were_both_there = came[second] <= at
        if one.places & other.places and were_both_there and other.publish_at <= at < later:
            assert (one.publish_at, one.id) < (other.publish_at, other.id), "nobody passes another"


# A second reminder of a day for a place is dropped; its other place waited for it all the same.
@example(
    [
        (0, 24, frozenset({"wecom:group:甲"}), "reminder"),
        (0, 92, frozenset({"telegram:channel"}), ""),
        (0, 24, frozenset({"telegram:channel", "wecom:group:甲"}), "reminder"),
    ]
)
@given(st.lists(APPROVED, max_size=9))
@settings(max_examples=40, deadline=None)
def test_what_is_promised_is_what_comes_while_nothing_new_is_approved(
    given_: list[tuple[int, int, frozenset[str], str]],
) -> None:
    waiting = [wanted(number, 0, *each[1:])[1] for number, each in enumerate(given_)]
    promised = law.expected(waiting, {}, CALENDAR, MONDAY)
    last: dict[str, date] = {}
    while waiting:
        now = min(law.expected(waiting, last, CALENDAR, MONDAY).values())
        number = law.free(waiting, last, CALENDAR, now)[0]
        (said,) = (each for each in waiting if each.id == number)
        if is_bound(said):
            assert promised[number] == now
        waiting.remove(said)
        if said.is_fixed and not is_its_day(said, now):
            continue
        last |= {place: now.astimezone(ZONE).date() for place in said.places}


def test_what_was_due_while_nobody_was_there_waits_for_the_morning() -> None:
    late = Queued(id=1, publish_at=MONDAY + timedelta(hours=19), places=frozenset())
    assert law.free([late], {}, CALENDAR, MONDAY + timedelta(hours=21)) == []
    assert law.free([late], {}, CALENDAR, MONDAY + timedelta(hours=32)) == [1]
