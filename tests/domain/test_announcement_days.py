"""One announcement a working day to each place, whoever is approved when: played hour by hour through a holiday (the law §9).

The player keeps its own account of what was said, and asks the law only who may speak now.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from hypothesis import given, settings
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
APPROVED = st.tuples(st.integers(0, HOURS), st.integers(0, HOURS), PLACES, st.sampled_from([False, False, False, True]))


def wanted(number: int, approved: int, hour: int, places: frozenset[str], is_answer: bool) -> tuple[datetime, Queued]:
    at, publish_at = MONDAY + approved * AN_HOUR, MONDAY + max(approved, hour) * AN_HOUR
    return at, Queued(id=number, publish_at=publish_at, places=places, is_answer=is_answer)


@settings(max_examples=60, deadline=None)
@given(st.lists(APPROVED, max_size=9), st.integers(0, HOURS), st.integers(0, 48))
def test_nothing_in_quiet_hours_nothing_twice_a_day_nothing_lost_and_each_in_its_turn(
    given_: list[tuple[int, int, frozenset[str], bool]], down_from: int, down_for: int
) -> None:
    every = [wanted(number, *each) for number, each in enumerate(given_)]
    by_id = {each.id: each for _, each in every}
    out: list[tuple[datetime, int]] = []
    last: dict[str, date] = {}
    for hour in range(HOURS + 24 * 30):
        now = MONDAY + hour * AN_HOUR
        if down_from <= hour < down_from + down_for:
            continue
        while True:
            said = {number for _, number in out}
            waiting = [each for at, each in every if at <= now and each.id not in said]
            free = law.free(waiting, last, CALENDAR, now)
            if not free:
                break
            out.append((now, free[0]))
            last |= {place: now.astimezone(ZONE).date() for place in by_id[free[0]].places}

    assert sorted(number for _, number in out) == sorted(by_id), "all are said, each once"
    for at, number in out:
        local = at.astimezone(ZONE)
        assert time(8) <= local.time() < time(20)
        assert CALENDAR.is_working_day(local.date())
        assert at >= by_id[number].publish_at
    for place in {place for each in by_id.values() for place in each.places}:
        there = [(at.astimezone(ZONE).date(), by_id[number]) for at, number in out if place in by_id[number].places]
        ordinary = [(day, each) for day, each in there if not each.is_answer]
        assert all(before < after for (before, _), (after, _) in pairwise(ordinary)), "one a day to a place"
        first_of_day = dict(reversed(there))
        assert all(each == first_of_day[day] for day, each in ordinary), "not after a correction on the same day"
    for (at, first), (later, second) in pairwise([each for each in out if not by_id[each[1]].is_answer]):
        one, other = by_id[first], by_id[second]
        were_both_there = {each.id: approved for approved, each in every}[second] <= at
        if one.places & other.places and were_both_there and other.publish_at <= at < later:
            assert (one.publish_at, one.id) < (other.publish_at, other.id), "nobody passes another"


@given(st.lists(APPROVED, max_size=9))
@settings(max_examples=40, deadline=None)
def test_what_is_promised_is_what_comes_while_nothing_new_is_approved(
    given_: list[tuple[int, int, frozenset[str], bool]],
) -> None:
    waiting = [wanted(number, 0, *each[1:])[1] for number, each in enumerate(given_)]
    promised = law.expected(waiting, {}, CALENDAR, MONDAY)
    last: dict[str, date] = {}
    while waiting:
        now = min(law.expected(waiting, last, CALENDAR, MONDAY).values())
        number = law.free(waiting, last, CALENDAR, now)[0]
        (said,) = (each for each in waiting if each.id == number)
        if not said.is_answer:
            assert promised[number] == now
        last |= {place: now.astimezone(ZONE).date() for place in said.places}
        waiting.remove(said)


def test_what_was_due_while_nobody_was_there_waits_for_the_morning() -> None:
    late = Queued(id=1, publish_at=MONDAY + timedelta(hours=19), places=frozenset())
    assert law.free([late], {}, CALENDAR, MONDAY + timedelta(hours=21)) == []
    assert law.free([late], {}, CALENDAR, MONDAY + timedelta(hours=32)) == [1]
