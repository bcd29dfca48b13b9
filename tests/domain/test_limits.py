"""Terms of a table: several at once, some for some matters only, resting, extended, lapsing (the law §3, §13A)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.mechanism import procedure
from domain.mechanism.calendar import TermLength
from domain.mechanism.refusals import Refused, Why
from domain.mechanism.standing import Event, Standing
from domain.people import CLOCK, Actor
from tests.support import lifecycles
from tests.toys.toy_case import CASE

DAYS = lifecycles.days()
REVIEWER = lifecycles.ACTORS["reviewer"]
MENDING = "clue_need_info"
OFFICER = replace(lifecycles.NOTHING_KNOWN, relations=frozenset({lifecycles.RELATED["officer"]}))


def made(standing: Standing, move: str, at: datetime, by: Actor = REVIEWER) -> Event | Refused:
    return lifecycles.make(CASE, standing, move, by, OFFICER, at)


def moved(standing: Standing, move: str, at: datetime, by: Actor = REVIEWER) -> Standing:
    event = made(standing, move, at, by)
    assert isinstance(event, Event), event.why
    if event.after.pending is not None:
        event = made(event.after, "sign", at, lifecycles.ACTORS["leader"])
        assert isinstance(event, Event), event.why
    return event.after


def mending(at: datetime = lifecycles.AT, how_bad: str = "plain") -> Standing:
    planning = replace(lifecycles.at(CASE, "planning"), own={"how_bad": how_bad})
    return moved(planning, "plan", at)


def ends(standing: Standing) -> dict[str, date]:
    return {term.name: DAYS.local_day(term.due_at) for term in standing.terms}


def test_a_stage_has_the_terms_whose_condition_the_matter_meets_and_the_nearest_is_its_due_day() -> None:
    assert ends(mending()) == {MENDING: date(2026, 3, 18)}
    grave = mending(how_bad="grave")
    assert ends(grave) == {MENDING: date(2026, 3, 18), "tolerance_accept": date(2026, 3, 9)}
    assert grave.due_at == DAYS.end_of(date(2026, 3, 9))


def test_only_the_term_that_says_so_rests_and_the_other_ends_with_the_stage() -> None:
    asked = moved(mending(how_bad="grave"), "ask", lifecycles.AT + timedelta(days=1))
    assert [(term.name, term.stopped_at is not None) for term in asked.terms] == [(MENDING, True)]
    assert asked.due_at is None, "what rests is not due"


def test_an_extension_is_refused_when_the_cap_is_reached() -> None:
    once = moved(mending(), "extend", lifecycles.AT)
    assert ends(once) == {MENDING: date(2026, 3, 25)}, "10 working days more, but 15 in all"
    again = made(once, "extend", lifecycles.AT)
    assert isinstance(again, Refused)
    assert again.why is Why.EXTENDED_ALREADY
    assert "extend" not in procedure.open_to(CASE, once, REVIEWER, OFFICER)


def test_it_is_extended_as_often_as_the_table_says() -> None:
    standing = mending()
    for extended, why in ((1, None), (2, Why.EXTENDED_ALREADY)):
        term = replace(standing.terms[0], extended=extended, cap_at=None)
        event = made(replace(standing, terms=(term,)), "extend", lifecycles.AT)
        assert (event.why if isinstance(event, Refused) else None) is why


def test_what_rests_is_not_extended_even_where_the_move_is_open() -> None:
    moves = {**CASE.moves, "extend": replace(CASE.moves["extend"], start=frozenset({"mending", "asked"}))}
    asked = moved(mending(), "ask", lifecycles.AT)
    assert procedure.hindrance(replace(CASE, moves=moves), asked, "extend", REVIEWER, OFFICER) is Why.NOT_NOW


def test_guards_over_children_look_at_their_kind_and_stages() -> None:
    def unmet(**stages: int) -> list[Why]:
        case = replace(mending(), children={"toy_item": stages, "toy_visit": {"waiting": 2}})
        return [
            need.why for need in CASE.moves["close"].needs if not need.holds(case, REVIEWER, OFFICER, procedure.NOTHING)
        ]

    assert unmet(done=2) == []
    assert unmet(done=3, open=1) == [Why.CHILD_OPEN]
    assert unmet(done=1) == [Why.CHILD_LACKING]
    assert unmet() == [Why.CHILD_LACKING]


def test_the_move_that_a_term_makes_when_it_is_over_ends_it() -> None:
    late = moved(mending(), "overdue", DAYS.end_of(date(2026, 3, 18)) + timedelta(seconds=1), CLOCK)
    assert (late.stage, late.terms) == ("late", ())


STEPS = st.lists(st.tuples(st.sampled_from(("ask", "answer", "extend")), st.integers(1, 24 * 12)), max_size=12)


@given(steps=STEPS, begun=st.integers(0, 60))
@pytest.mark.filterwarnings("ignore")
def test_a_term_is_never_shorter_for_having_rested_and_its_extensions_hold_to_the_cap(
    steps: list[tuple[str, int]], begun: int
) -> None:
    at = lifecycles.AT + timedelta(days=begun)
    standing = mending(at)
    left_before = None
    for move, hours in steps:
        at += timedelta(hours=hours)
        before = standing.term(MENDING)
        assert before is not None
        made_now = made(standing, move, at)
        if isinstance(made_now, Refused):
            continue
        standing = moved(standing, move, at)
        after = standing.term(MENDING)
        assert after is not None
        assert after.due_at >= before.due_at or (left_before is not None and left_before < 0)
        if move == "ask":
            left_before = DAYS.working_days_between(DAYS.local_day(at), DAYS.local_day(after.due_at))
        if move == "answer" and left_before is not None:
            assert DAYS.working_days_between(DAYS.local_day(at), DAYS.local_day(after.due_at)) >= left_before
            assert after.begun_at >= before.begun_at
        if move == "extend":
            assert after.cap_at is not None
            assert after.due_at <= max(before.due_at, after.cap_at)
            assert after.extended == before.extended + 1 <= 2
            whole = DAYS.due_at(before.due_at, TermLength(10, "wd"))
            assert after.due_at in (whole, after.cap_at)
