"""When a term reminds (the law §13A): half-way, and one working day over, on the morning of a working day. The days are counted by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from domain.mechanism import reminders
from domain.mechanism.standing import Running, Standing
from tests.support import lifecycles

DAYS, AT = lifecycles.days(), lifecycles.AT  # Wednesday 4 March 2026, 10:00
TEN = Running(name="ten", begun_at=AT, due_at=DAYS.end_of(date(2026, 3, 18)))
ONE = Running(name="one", begun_at=AT, due_at=DAYS.end_of(date(2026, 3, 5)))
RESTS = replace(TEN, name="rests", stopped_at=AT)


def morning(day: int) -> datetime:
    return datetime(2026, 3, day, 0, 0, tzinfo=UTC)  # eight o'clock in the office


def test_it_reminds_half_way_and_one_working_day_over() -> None:
    assert reminders.of_term(TEN, DAYS, after=AT) == (
        ("half", datetime(2026, 3, 11, 8, 59, 59, 500_000, tzinfo=UTC)),
        ("overdue", morning(19)),
    )


def test_what_is_half_over_only_on_its_last_day_is_not_said_to_be() -> None:
    """On the morning of its last day it stands on the list of that morning."""
    assert reminders.of_term(ONE, DAYS, after=AT) == (("overdue", morning(6)),)
    friday = Running(name="friday", begun_at=AT, due_at=DAYS.end_of(date(2026, 3, 7)))
    assert reminders.of_term(friday, DAYS, after=AT)[-1] == ("overdue", morning(10)), "it ends on a Saturday"


def test_half_time_at_night_is_said_in_the_morning() -> None:
    night = Running(name="night", begun_at=AT, due_at=AT + timedelta(days=6, hours=20))
    assert reminders.of_term(night, DAYS, after=AT)[0] == ("half", morning(9)), "half of it is over on Saturday night"


def test_what_has_come_already_is_not_said_again() -> None:
    half, overdue = reminders.of_term(TEN, DAYS, after=AT)
    assert reminders.of_term(TEN, DAYS, after=half[1]) == (overdue,)
    assert reminders.of_term(TEN, DAYS, after=overdue[1] - timedelta(seconds=1)) == (overdue,)
    assert reminders.of_term(TEN, DAYS, after=overdue[1]) == ()


def test_only_terms_that_a_move_has_changed_remind_anew_and_what_rests_reminds_nobody() -> None:
    before = Standing(matter="toy", id=1, stage="open", epoch=1, since=AT, terms=(TEN, RESTS))
    after = replace(before, terms=(TEN, ONE, replace(RESTS, extended=1)))
    assert reminders.of(after, before, DAYS, after=AT) == {
        "one": reminders.of_term(ONE, DAYS, after=AT),
        "rests": (),
    }
    assert reminders.of(after, None, DAYS, after=AT).keys() == {"ten", "one", "rests"}
