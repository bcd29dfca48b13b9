"""Fills the office's calendar: statutory holidays from the library `chinesecalendar`, the office's own days over them.

Makes a `domain.mechanism.calendar.Calendar`.
"""

from collections.abc import Mapping
from datetime import date
from functools import cache
from zoneinfo import ZoneInfo

import chinese_calendar

from domain.mechanism import calendar
from domain.mechanism import rules as rule_sets

FIRST_YEAR = 2004  # the first that the library knows


def load(
    timezone: ZoneInfo, own: Mapping[date, bool], rules: rule_sets.RuleSet = rule_sets.DEFAULT
) -> calendar.Calendar:
    """The calendar of the library and the office's own days over it (True: a working day); the office's own win. The rules
    say in which hours the office may speak.

    A year the library does not know yet counts as known once the office's own days name its 1 January: that is a
    holiday in every year, so a whole year's calendar holds it and a single changed day does not pass for one.
    """
    is_working = _days_of_the_library()
    return calendar.Calendar(
        timezone=timezone,
        known_years=frozenset(_years_of_the_library()),
        days_off=frozenset(day for day, works in is_working.items() if not works and _is_weekday(day)),
        made_up_days=frozenset(day for day, works in is_working.items() if works and not _is_weekday(day)),
        speaks_from=rules.announcement_speaks_from,
        speaks_until=rules.announcement_speaks_until,
    ).changed(own)


@cache
def _years_of_the_library() -> tuple[int, ...]:
    years: list[int] = []
    while _knows(FIRST_YEAR + len(years)):
        years.append(FIRST_YEAR + len(years))
    return tuple(years)


def _knows(year: int) -> bool:
    try:
        chinese_calendar.is_workday(date(year, 1, 1))
    except NotImplementedError:  # the library's way to say that this year has not been announced yet
        return False
    return True


@cache
def _days_of_the_library() -> Mapping[date, bool]:
    """The days that differ from a plain week.

    Only days that the library lists can; asking it about every day of twenty years takes a fifth of a second.
    """
    listed = (day for day in (*chinese_calendar.holidays, *chinese_calendar.workdays) if day.year >= FIRST_YEAR)
    return {day: works for day in listed if (works := chinese_calendar.is_workday(day)) != _is_weekday(day)}


def _is_weekday(day: date) -> bool:
    return day.weekday() <= calendar.FRIDAY
