"""When something recurs, beside days counted by hand from the notice of holidays for 2026 (the law §6.4, §9)."""

from __future__ import annotations

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import office_calendar
from domain.mechanism.recurring import Begins, Recurs, Span
from domain.mechanism.rules import RuleSet
from handlers.timetable import TIMETABLE, Recurring

ZONE = ZoneInfo("Asia/Shanghai")
CALENDAR = office_calendar.load(ZONE, {})
ENTRY = Recurs(Span.MONTH, Begins.AFTER, "light_entry")


@pytest.mark.parametrize(
    ("when", "last_day", "expected"),
    [
        (ENTRY, date(2026, 5, 31), date(2026, 6, 8)),  # Friday the 5th closes it; then comes a weekend
        (ENTRY, date(2026, 3, 31), date(2026, 4, 8)),  # the 5th is a holiday's Sunday, and so is the Monday
        (Recurs(Span.MONTH, Begins.LAST_DAY), date(2026, 3, 31), date(2026, 3, 31)),
        (Recurs(Span.MONTH, Begins.LAST_DAY), date(2026, 1, 31), date(2026, 2, 2)),  # a Saturday
        (Recurs(Span.MONTH), date(2026, 9, 30), date(2026, 10, 8)),  # after the long holiday
        (Recurs(Span.PERIOD), date(2026, 2, 28), date(2026, 3, 2)),
    ],
)
def test_it_is_the_morning_that_the_law_counts_to(when: Recurs, last_day: date, expected: date) -> None:
    assert when.at(last_day, RuleSet(), CALENDAR) == datetime.combine(expected, time(8), ZONE)


@given(st.sampled_from(TIMETABLE), st.dates(date(2024, 1, 1), date(2027, 12, 31)))
def test_no_line_of_the_timetable_ever_speaks_in_quiet_hours_nor_before_its_span_ends(
    line: Recurring, last: date
) -> None:
    at = line.when.at(last, RuleSet(), CALENDAR)
    assert CALENDAR.may_speak(at)
    assert CALENDAR.local_day(at) >= last
