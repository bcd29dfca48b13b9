"""A period's code says when it ends and when it is announced."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from domain.matters.scoring import periods
from domain.mechanism.calendar import Calendar, TermLength
from domain.mechanism.rules import RuleSet

ZONE = ZoneInfo("Asia/Shanghai")
CALENDAR = Calendar(timezone=ZONE, days_off=frozenset({date(2026, 3, 6)}))
RULES = RuleSet()


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


@pytest.mark.parametrize(
    ("code", "last"),
    [
        ("2026-02", "2026-02-28"),
        ("2028-02", "2028-02-29"),
        ("2026-P1", "2026-02-28"),
        ("2026-P6", "2026-12-31"),
        ("2026-Q3", "2026-09-30"),
        ("2026-H1", "2026-06-30"),
        ("2026-Y1", "2026-12-31"),
    ],
)
def test_a_period_ends_with_the_last_day_of_its_last_month(code: str, last: str) -> None:
    assert periods.ends_on(code, RULES) == date.fromisoformat(last)


def test_the_offices_own_periods_are_as_long_as_its_rule_says() -> None:
    assert periods.ends_on("2026-P2", RuleSet(flag_period=TermLength(3, "months"))) == date(2026, 6, 30)


@pytest.mark.parametrize(
    "code", ["2026-13", "2026-00", "2026-P7", "2026-P0", "2026-Q5", "2026-X1", "2026-Y2", "2026", "次年"]
)
def test_a_code_that_says_no_end_is_refused(code: str) -> None:
    with pytest.raises(periods.PeriodUnknown):
        periods.ends_on(code, RULES)


def test_it_is_announced_in_the_morning_of_the_tenth_working_day_after_its_end() -> None:
    # Ten working days after Saturday 28 February, Friday 6 March being a day off: Monday 16 March.
    found = CALENDAR.said_at(date(2026, 2, 28), RULES.announcement_after_period, local("2026-03-02T09:00"))
    assert found == local("2026-03-16T08:00")


def test_where_that_day_has_passed_it_is_announced_when_the_office_may_speak_next() -> None:
    late = CALENDAR.said_at(date(2026, 2, 28), RULES.announcement_after_period, local("2026-03-20T21:30"))
    assert late == local("2026-03-23T08:00")
    assert CALENDAR.said_at(date(2026, 2, 28), RULES.announcement_after_period, local("2026-03-20T10:15")) == local(
        "2026-03-20T10:15"
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [("清政办〔2026〕1号", True), ("  x ", True), ("", False), ("   ", False), ("a\nb", False), ("长" * 61, False)],
)
def test_an_authorisation_is_one_printable_line(text: str, expected: bool) -> None:
    assert periods.is_readable(text) is expected
