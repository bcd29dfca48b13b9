"""A period's code says when it ends and when it is announced; the table of its moves is held to one written by hand."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from domain.matters.scoring import flags, periods
from domain.matters.scoring.periods import PeriodMove
from domain.mechanism import procedure, reminders
from domain.mechanism.calendar import Calendar, TermLength
from domain.mechanism.refusals import Why
from domain.mechanism.rules import RuleSet
from domain.mechanism.table import Facts
from domain.people import Role
from tests.support import lifecycles

ZONE = ZoneInfo("Asia/Shanghai")
CALENDAR = Calendar(timezone=ZONE, days_off=frozenset({date(2026, 3, 6)}))
RULES = RuleSet()
PROPOSED = lifecycles.at(periods.PROCEDURE, "proposed")


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
    ("authorisation", "waiver", "is_waiver_needed", "expected"),
    [
        ("清政办〔2026〕1号", "", False, None),
        ("", "", False, Why.NO_AUTHORISATION),
        ("清政办〔2026〕1号", "", True, Why.NO_WAIVER),
        ("清政办〔2026〕1号", "数据由省里补发", True, None),
        ("", "数据由省里补发", True, Why.NO_AUTHORISATION),
    ],
)
def test_nothing_is_confirmed_without_authorisation_nor_with_figures_missing(
    authorisation: str, waiver: str, is_waiver_needed: bool, expected: Why | None
) -> None:
    case = periods.PeriodCase(authorisation=authorisation, waiver=waiver, is_lacking=is_waiver_needed)
    assert hindrance(PeriodMove.CONFIRM, case) is expected
    assert periods.lacks(PROPOSED, Facts(case=case)) is expected


LISTED = periods.PeriodCase(authorisation="x", kept=frozenset({"1", "2"}), struck=frozenset({"3"}))


@pytest.mark.parametrize(
    ("move", "case", "given", "expected"),
    [
        (PeriodMove.CONFIRM, periods.PeriodCase(authorisation="x", has_earlier=True), {}, Why.EARLIER_FIRST),
        (PeriodMove.CONFIRM, None, {}, Why.EARLIER_FIRST),  # nothing is known: nothing is confirmed
        (PeriodMove.WAIVE, periods.PeriodCase(is_lacking=True), {}, None),
        (PeriodMove.WAIVE, periods.PeriodCase(), {}, Why.NOTHING_LACKING),
        (PeriodMove.WAIVE, periods.PeriodCase(is_lacking=True, waiver="x"), {}, Why.NOTHING_LACKING),
        (PeriodMove.SET_AUTHORISATION, LISTED, {"number": "清政办〔2026〕1号"}, None),
        (PeriodMove.SET_AUTHORISATION, LISTED, {"number": "a\nb"}, Why.UNREADABLE),
        (PeriodMove.STRIKE, LISTED, {}, None),
        (PeriodMove.STRIKE, LISTED, {"flags": "1,2"}, None),
        (PeriodMove.STRIKE, LISTED, {"flags": "1,3"}, Why.NOTHING_LISTED),
        (PeriodMove.STRIKE, periods.PeriodCase(struck=frozenset({"3"})), {}, Why.NOTHING_LISTED),
        (PeriodMove.UNSTRIKE, LISTED, {"struck": "3"}, None),
        (PeriodMove.UNSTRIKE, LISTED, {"struck": "1"}, Why.NOTHING_LISTED),
        (PeriodMove.UNSTRIKE, periods.PeriodCase(kept=frozenset({"1"})), {}, Why.NOTHING_LISTED),
        (PeriodMove.WHY, LISTED, {"about": "1,3"}, None),
        (PeriodMove.WHY, LISTED, {"about": "4"}, Why.NOTHING_LISTED),
        (PeriodMove.WHY, periods.PeriodCase(), {}, Why.NOTHING_LISTED),
    ],
)
def test_guards_of_a_list(
    move: PeriodMove, case: periods.PeriodCase | None, given: dict[str, str], expected: Why | None
) -> None:
    """A waiver that was not needed was hidden on the card and taken when it was typed; the others stood in two places each."""
    assert hindrance(move, case, **given) is expected


def hindrance(move: PeriodMove, case: periods.PeriodCase | None, **given: str) -> Why | None:
    return procedure.hindrance(periods.PROCEDURE, PROPOSED, move, lifecycles.ACTORS["leader"], Facts(case=case), given)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("清政办〔2026〕1号", True), ("  x ", True), ("", False), ("   ", False), ("a\nb", False), ("长" * 61, False)],
)
def test_an_authorisation_is_one_printable_line(text: str, expected: bool) -> None:
    assert periods.is_readable(text) is expected


MATRIX: dict[PeriodMove, tuple[str, str | None, *tuple[Role, ...]]] = {  # move: (from, to, by)
    PeriodMove.WHY: ("proposed confirmed announced expired", None, Role.LEADER, Role.COMMITTEE),
    PeriodMove.SET_AUTHORISATION: ("proposed", None, Role.LEADER),
    PeriodMove.WAIVE: ("proposed", None, Role.LEADER),
    PeriodMove.CONFIRM: ("proposed", "confirmed", Role.LEADER),
    PeriodMove.STRIKE: ("proposed", None, Role.LEADER),
    PeriodMove.UNSTRIKE: ("proposed", None, Role.LEADER),
    PeriodMove.PROPOSE: ("computed", "proposed", Role.CLOCK),
    PeriodMove.PROPOSE_AGAIN: ("proposed confirmed expired", "proposed", Role.CLOCK),
    PeriodMove.HANG: ("confirmed", None, Role.CLOCK),
    PeriodMove.RETURN: ("confirmed", "proposed", Role.CLOCK),
    PeriodMove.ANNOUNCE: ("confirmed", "announced", Role.CLOCK),
    PeriodMove.EXPIRE: ("proposed", "expired", Role.CLOCK),
}


@pytest.mark.parametrize("move", list(PeriodMove))
def test_the_table_of_a_period_says_what_was_written_by_hand(move: PeriodMove) -> None:
    start, end, by = MATRIX[move][0], MATRIX[move][1], MATRIX[move][2:]
    rule = periods.MOVES[move]
    assert (rule.start, rule.end, rule.by) == (frozenset(start.split()), end, frozenset(by))


def test_a_list_that_has_just_changed_is_not_confirmed_unseen() -> None:
    """Striking bumps the epoch, so a confirmation pressed on the card from before is answered with the present list."""
    assert not any(periods.MOVES[move].is_act for move in (PeriodMove.STRIKE, PeriodMove.UNSTRIKE, PeriodMove.CONFIRM))


def test_acknowledging_leaves_every_other_button_alive() -> None:
    assert flags.MOVES[flags.FlagMove.ACKNOWLEDGE].is_act


def test_people_are_reminded_in_the_morning_while_they_can_still_act() -> None:
    begun = local("2026-03-09T10:00")
    due = CALENDAR.due_at(begun, TermLength(10, "wd"))  # the end of Monday 23 March
    found = dict(reminders.moments(begun, due, CALENDAR, after=begun))
    assert found == {
        "half": local("2026-03-16T16:59:59.500000"),
        "overdue": local("2026-03-24T08:00"),
    }


def test_half_way_in_the_night_is_told_in_the_morning() -> None:
    begun = local("2026-03-09T16:00")
    due = CALENDAR.due_at(begun, TermLength(9, "wd"))  # the end of Friday 20 March: half-way is Saturday night
    assert dict(reminders.moments(begun, due, CALENDAR, after=begun))["half"] == local("2026-03-16T08:00")


def test_a_move_within_a_stage_leaves_the_reminders_that_are_still_to_come() -> None:
    begun = local("2026-03-09T10:00")
    due = CALENDAR.due_at(begun, TermLength(10, "wd"))
    left = reminders.moments(begun, due, CALENDAR, after=begun + timedelta(days=12))
    assert [kind for kind, _ in left] == ["overdue"]
