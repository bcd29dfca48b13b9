"""Days and terms. The expected days are read from the printed holiday notices of 2025 and 2026, not from the code."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import office_calendar
from domain.mechanism import calendar
from domain.mechanism.calendar import TermLength, TermUnreadable

SHANGHAI = ZoneInfo("Asia/Shanghai")
CALENDAR = office_calendar.load(SHANGHAI, {})
SOME_DAY = st.dates(date(2024, 1, 1), date(2027, 12, 31))


def local(year: int, month: int, day: int, hour: int = 10, minute: int = 0, second: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, second, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 3, 2), True),  # a Monday
        (date(2026, 3, 7), False),  # a Saturday
        (date(2026, 2, 17), False),  # the first day of the Spring Festival, a Tuesday
        (date(2026, 2, 14), True),  # a Saturday made up for it (调休)
        (date(2026, 2, 28), True),  # and another
        (date(2025, 10, 8), False),  # the last day of the long holiday of 2025, a Wednesday
        (date(2025, 10, 11), True),  # the Saturday made up for it
    ],
)
def test_the_calendar_knows_holidays_and_made_up_days(day: date, works: bool) -> None:
    assert CALENDAR.is_working_day(day) is works


def test_day_one_is_the_next_working_day_after_the_event() -> None:
    monday = date(2026, 3, 2)
    assert CALENDAR.add_working_days(monday, 1) == date(2026, 3, 3)
    assert CALENDAR.add_working_days(monday, 5) == date(2026, 3, 9)
    assert CALENDAR.add_working_days(date(2026, 3, 6), 1) == date(2026, 3, 9)
    assert CALENDAR.add_working_days(date(2026, 3, 7), 1) == date(2026, 3, 9)


def test_a_holiday_and_its_made_up_days_shift_a_term() -> None:
    """Friday 13 February 2026 + 5 wd: Sat 14 is made up (1), 15–23 are the holiday, then 24 (2), 25, 26, 27 (5)."""
    begun = local(2026, 2, 13)
    assert CALENDAR.due_on(begun, TermLength(5, "wd")) == date(2026, 2, 27)
    assert CALENDAR.due_on(begun, TermLength(6, "wd")) == date(2026, 2, 28)  # a Saturday on which people work
    assert CALENDAR.due_on(begun, TermLength(7, "wd")) == date(2026, 3, 2)


def test_a_term_ends_with_the_last_second_of_its_last_local_day() -> None:
    due = CALENDAR.due_at(local(2026, 3, 2), TermLength(1, "wd"))
    assert due == datetime(2026, 3, 3, 15, 59, 59, tzinfo=UTC)
    assert due.tzinfo is UTC


def test_the_local_day_of_the_event_counts_and_not_the_day_in_utc() -> None:
    shortly_after_midnight = datetime(2026, 3, 2, 16, 30, tzinfo=UTC)  # 3 March, 00:30 in the office
    assert CALENDAR.due_on(shortly_after_midnight, TermLength(1, "wd")) == date(2026, 3, 4)


@pytest.mark.parametrize(
    ("term", "due"),
    [
        (TermLength(15, "d"), date(2026, 2, 15)),  # a day off: days run through
        (TermLength(1, "months"), date(2026, 2, 28)),  # 31 January has no 31 February
        (TermLength(3, "months"), date(2026, 4, 30)),
        (TermLength(24, "months"), date(2028, 1, 31)),
    ],
)
def test_days_and_months_run_through_days_off(term: TermLength, due: date) -> None:
    assert CALENDAR.due_on(local(2026, 1, 31), term) == due


def test_reminders_before_and_after_a_due_moment_fall_on_working_days() -> None:
    due = CALENDAR.due_at(local(2026, 3, 5), TermLength(1, "wd"))  # Friday 6 March
    assert CALENDAR.moved(due, -1) == local(2026, 3, 5, 23, 59, 59)
    assert CALENDAR.moved(due, 1) == local(2026, 3, 9, 23, 59, 59)
    assert CALENDAR.moved(due, 5) == local(2026, 3, 13, 23, 59, 59)


@pytest.mark.parametrize(
    ("at", "speaks_at"),
    [
        (local(2026, 3, 2, 8), local(2026, 3, 2, 8)),
        (local(2026, 3, 2, 19, 59, 59), local(2026, 3, 2, 19, 59, 59)),
        (local(2026, 3, 2, 7, 59), local(2026, 3, 2, 8)),
        (local(2026, 3, 2, 20), local(2026, 3, 3, 8)),
        (local(2026, 3, 6, 21), local(2026, 3, 9, 8)),  # Friday evening waits for Monday
        (local(2026, 3, 7, 5), local(2026, 3, 9, 8)),  # and so does Saturday before eight
        (local(2026, 3, 7, 12), local(2026, 3, 9, 8)),  # and at noon
        (local(2026, 2, 14, 12), local(2026, 2, 14, 12)),  # a Saturday on which people work
        (local(2026, 2, 14, 20), local(2026, 2, 24, 8)),  # and the holiday after it
    ],
)
def test_in_quiet_hours_and_on_days_off_words_wait(at: datetime, speaks_at: datetime) -> None:
    assert CALENDAR.next_speaking_moment(at) == speaks_at
    assert CALENDAR.may_speak(at) is (at == speaks_at)


def test_for_a_year_nobody_knows_yet_weekends_are_assumed_and_the_year_is_named_unknown() -> None:
    assert CALENDAR.is_known(2026)
    assert not CALENDAR.is_known(2099)
    assert CALENDAR.is_working_day(date(2099, 1, 1))  # a Thursday
    assert not CALENDAR.is_working_day(date(2099, 1, 3))


def test_a_term_begun_in_december_crosses_into_a_year_nobody_knows_yet() -> None:
    assert CALENDAR.due_on(local(2098, 12, 31), TermLength(2, "wd")) == date(2099, 1, 2)


def test_the_offices_own_days_win_over_the_library() -> None:
    own = {date(2026, 3, 2): False, date(2026, 3, 7): True, date(2026, 2, 17): True}
    calendar_ = office_calendar.load(SHANGHAI, own)
    assert {day: calendar_.is_working_day(day) for day in own} == own


@given(days=st.dictionaries(SOME_DAY, st.booleans()))
def test_days_decided_anew_count_and_only_what_is_out_of_the_ordinary_is_remembered(days: dict[date, bool]) -> None:
    """A Saturday off, or a Monday on which people work, is no news: people read the days off and those made up as a list."""
    changed = CALENDAR.changed(days)
    assert {day: changed.is_working_day(day) for day in days} == days
    others = (CALENDAR.days_off | CALENDAR.made_up_days) - set(days)
    assert {day: changed.is_working_day(day) for day in others} == {day: CALENDAR.is_working_day(day) for day in others}
    assert all(day.isoweekday() <= 5 for day in changed.days_off)
    assert all(day.isoweekday() > 5 for day in changed.made_up_days)


def test_a_year_of_the_offices_own_is_known_once_its_first_of_january_is_named() -> None:
    assert not office_calendar.load(SHANGHAI, {date(2099, 5, 4): False}).is_known(2099)
    calendar_ = office_calendar.load(SHANGHAI, {date(2099, 1, 1): False})
    assert calendar_.is_known(2099)
    assert not calendar_.is_working_day(date(2099, 1, 1))


def test_an_office_may_keep_other_hours() -> None:
    late = calendar.Calendar(timezone=SHANGHAI, speaks_from=time(10), speaks_until=time(16))
    assert late.next_speaking_moment(local(2026, 3, 2, 9)) == local(2026, 3, 2, 10)


@pytest.mark.parametrize("text", ["", "5", "wd", "0 wd", "-1 wd", "5 weeks", "1.5 d", "99999 d", "５ wd"])
def test_what_is_no_term_is_refused(text: str) -> None:
    with pytest.raises(calendar.TermUnreadable):
        TermLength.from_text(text)


@given(amount=st.integers(1, 9999), unit=st.sampled_from(["wd", "d", "months"]))
def test_a_term_is_read_back_as_it_was_written(amount: int, unit: str) -> None:
    assert TermLength.from_text(str(TermLength(amount, unit))) == TermLength(amount, unit)


@given(day=SOME_DAY, number=st.integers(1, 60))
def test_counting_working_days_undoes_adding_them(day: date, number: int) -> None:
    end = CALENDAR.add_working_days(day, number)
    assert CALENDAR.is_working_day(end)
    assert CALENDAR.working_days_between(day, end) == number
    assert CALENDAR.working_days_between(end, day) == -number


@pytest.mark.parametrize(("amount", "unit"), [(True, "wd"), (0, "wd"), (3, "moons")])
def test_what_is_no_length_of_time_is_refused(amount: int, unit: str) -> None:
    with pytest.raises(TermUnreadable):
        TermLength(amount, unit)
