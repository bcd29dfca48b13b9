"""Guards of the law that no stage or role can say: who decided before, what may only be passed on, terms that rest."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from domain.lifecycles import PROCEDURES
from domain.matters import clues, strivers
from domain.matters.parts import clue_guards
from domain.mechanism import procedure, reminders
from domain.mechanism.calendar import TermLength
from domain.mechanism.refusals import Refused, Why
from domain.mechanism.standing import Event, Outcome, Pending, Standing
from domain.mechanism.table import DECLINE, MAKE, SIGN, Facts, Procedure
from domain.people import CLOCK
from tests.support import lifecycles

REVIEWER, SECOND = lifecycles.ACTORS["reviewer"], lifecycles.SECOND
REPORTER = lifecycles.ACTORS["reporter"]
CORRUPTION = Facts(kind="t10")
WORKS = ("claim", "uphold", "reopen", "write", "correct_kind")


def moved(standing: Standing, move: str, facts: Facts = lifecycles.NOTHING_KNOWN, **given: str) -> Event | Refused:
    return procedure.make(
        clues.PROCEDURE,
        standing,
        move,
        REVIEWER,
        given,
        rules=lifecycles.RULES,
        calendar=lifecycles.days(),
        at=lifecycles.AT,
        facts=facts,
    )


def why(made: Event | Refused) -> Why | None:
    return made.why if isinstance(made, Refused) else None


# Who took part in a decision takes no part in its review (F1; the law §2.2 "already acted in an earlier stage", §3).


@pytest.mark.parametrize("move", WORKS)
def test_who_proposed_or_signed_the_rejection_makes_no_move_of_its_review(move: str) -> None:
    review = lifecycles.at(clues.PROCEDURE, "review")
    took_part = Facts(did=frozenset({"reject"}))
    assert why(lifecycles.make(clues.PROCEDURE, review, move, REVIEWER, took_part)) is Why.OTHER_OFFICER
    assert why(lifecycles.make(clues.PROCEDURE, review, move, REVIEWER, Facts(did=frozenset({"claim"})))) is None


@pytest.mark.parametrize("move", [SIGN, DECLINE])
def test_who_signed_the_rejection_neither_signs_nor_declines_that_it_is_upheld(move: str) -> None:
    review = lifecycles.at(clues.PROCEDURE, "review")
    waiting = replace(review, pending=Pending(move="uphold", by=99, given={"explanation": "x"}))
    assert (
        why(lifecycles.make(clues.PROCEDURE, waiting, move, SECOND, Facts(did=frozenset({"reject"}))))
        is Why.OTHER_OFFICER
    )
    assert why(lifecycles.make(clues.PROCEDURE, waiting, move, SECOND)) is None


def test_what_would_be_refused_to_who_decided_is_no_button_either() -> None:
    review = lifecycles.at(clues.PROCEDURE, "review")
    shown = procedure.open_to(clues.PROCEDURE, review, REVIEWER, Facts(did=frozenset({"reject"})))
    assert set(shown) == {"show_evidence", "recuse"}


# A hint of corruption can only be passed on (F7; the law §3, T10).


@pytest.mark.parametrize("move", ["accept", "reject", "merge"])
def test_a_hint_of_corruption_is_neither_accepted_nor_rejected_nor_merged(move: str) -> None:
    triage = lifecycles.at(clues.PROCEDURE, "triage")
    assert why(lifecycles.make(clues.PROCEDURE, triage, move, REVIEWER, CORRUPTION)) is Why.DISCIPLINE_ONLY
    assert move not in procedure.open_to(clues.PROCEDURE, triage, REVIEWER, CORRUPTION)


def test_a_hint_of_corruption_goes_to_discipline_alone_and_nothing_else_is_offered() -> None:
    triage, rule = lifecycles.at(clues.PROCEDURE, "triage"), clues.MOVES[clue_guards.ClueMove.TRANSFER]
    for target in clue_guards.TRANSFER_TARGETS:
        refused = why(moved(triage, "transfer", CORRUPTION, target=target))
        assert refused is (None if target == "discipline" else Why.DISCIPLINE_ONLY), target
    assert procedure.options(rule, rule.asks[0], triage, REVIEWER, CORRUPTION) == ("discipline",)
    assert procedure.options(rule, rule.asks[0], triage, REVIEWER, Facts()) == clue_guards.TRANSFER_TARGETS


def test_a_rejection_that_waits_is_not_signed_once_the_clue_hints_at_corruption_but_can_be_declined() -> None:
    triage = lifecycles.at(clues.PROCEDURE, "triage")
    waiting = replace(triage, pending=Pending(move="reject", by=REVIEWER.person_id or 0, given={"reason": "r1"}))
    assert why(lifecycles.make(clues.PROCEDURE, waiting, SIGN, SECOND, CORRUPTION)) is Why.DISCIPLINE_ONLY
    assert why(lifecycles.make(clues.PROCEDURE, waiting, DECLINE, SECOND, CORRUPTION)) is None


@pytest.mark.parametrize("stage", ["accepted", "review"])
def test_corruption_that_is_recognised_late_is_still_passed_on_and_nothing_else_goes_on_from_there(stage: str) -> None:
    standing = lifecycles.at(clues.PROCEDURE, stage)
    assert why(moved(standing, "transfer", CORRUPTION, target="discipline")) is None
    assert why(moved(standing, "transfer", target="petition")) is Why.NOT_NOW
    assert why(moved(standing, "uphold", CORRUPTION, explanation="x")) is not None


# Asking for more stops the clock (F2; the law §13A).


def asked(at: datetime, standing: Standing | None = None) -> Standing:
    found = standing or lifecycles.running(clues.PROCEDURE, "triage", date(2026, 3, 11))
    made = lifecycles.make(clues.PROCEDURE, found, "ask_more", REVIEWER, at=at)
    assert isinstance(made, Event)
    return made.after


def answered(standing: Standing, at: datetime) -> Standing:
    made = lifecycles.make(clues.PROCEDURE, standing, "answer", REPORTER, at=at)
    assert isinstance(made, Event)
    return made.after


def day(standing: Standing) -> date:
    assert standing.due_at is not None
    return lifecycles.days().local_day(standing.due_at)


def test_three_questions_and_answers_do_not_renew_the_reviewers_term() -> None:
    """Due on Wednesday the 11th; asked and answered on Friday three times, it is still due then, and not on the 13th."""
    standing = None
    for hour in range(3):
        at = datetime(2026, 3, 6, 2 + hour, tzinfo=UTC)
        standing = answered(asked(at, standing), at + timedelta(minutes=20))
    assert standing is not None
    assert day(standing) == date(2026, 3, 11)


def test_the_working_days_that_were_left_go_on_after_the_answer() -> None:
    # Friday the 6th: three working days are left (9, 10, 11). Answered on Tuesday the 17th: 18, 19, 20.
    waiting = asked(datetime(2026, 3, 6, 2, tzinfo=UTC))
    assert day(waiting) == date(2026, 3, 20), "the reporter has ten working days"
    assert day(answered(waiting, datetime(2026, 3, 17, 2, tzinfo=UTC))) == date(2026, 3, 20)


def test_they_go_on_after_the_lapse_as_well() -> None:
    waiting = asked(datetime(2026, 3, 6, 2, tzinfo=UTC))
    lapsed = lifecycles.make(clues.PROCEDURE, waiting, "lapse", CLOCK, at=datetime(2026, 3, 20, 16, 0, 1, tzinfo=UTC))
    assert isinstance(lapsed, Event)
    assert day(lapsed.after) == date(2026, 3, 25)  # it lapsed in the first second of Saturday: 23, 24, 25


def test_what_was_overdue_stays_overdue() -> None:
    waiting = asked(datetime(2026, 3, 13, 2, tzinfo=UTC))  # two working days over
    after = answered(waiting, datetime(2026, 3, 18, 2, tzinfo=UTC))
    assert day(after) == date(2026, 3, 16)


def test_asked_on_its_last_day_and_answered_on_a_day_off_it_is_due_on_the_next_working_day() -> None:
    waiting = asked(datetime(2026, 3, 11, 2, tzinfo=UTC))
    assert day(answered(waiting, datetime(2026, 3, 14, 2, tzinfo=UTC))) == date(2026, 3, 16)


def test_asked_on_its_last_day_and_answered_on_a_working_day_it_is_due_on_that_day() -> None:
    waiting = asked(datetime(2026, 3, 11, 2, tzinfo=UTC))
    assert day(answered(waiting, datetime(2026, 3, 16, 2, tzinfo=UTC))) == date(2026, 3, 16)


def test_a_term_in_days_goes_on_by_days() -> None:
    days = lifecycles.days()
    stopped, due = datetime(2026, 3, 6, 2, tzinfo=UTC), days.end_of(date(2026, 3, 14))
    again = days.resumed(TermLength(15, "d"), stopped_at=stopped, due_at=due, at=datetime(2026, 3, 17, 2, tzinfo=UTC))
    assert days.local_day(again) == date(2026, 3, 25)


def test_the_reminders_of_a_term_that_rested_follow_and_half_time_does_not_come_twice() -> None:
    # Begun on the 4th and due on the 11th, half of it was over on the 7th; asked on the 9th, answered on the 17th.
    waiting = asked(datetime(2026, 3, 9, 2, tzinfo=UTC))
    at = datetime(2026, 3, 17, 2, tzinfo=UTC)
    after = answered(waiting, at)
    assert day(after) == date(2026, 3, 19)
    rings = reminders.of_term(after.terms[0], lifecycles.days(), after=at)
    assert [(kind, lifecycles.days().local_day(moment)) for kind, moment in rings] == [
        ("overdue", date(2026, 3, 20)),
    ]


def test_a_nomination_rests_while_more_is_asked_as_well() -> None:
    table = strivers.PROCEDURE
    found = lifecycles.running(table, "nominated", date(2026, 3, 11))
    waiting = lifecycles.make(table, found, "ask_more", REVIEWER, at=datetime(2026, 3, 6, 2, tzinfo=UTC))
    assert isinstance(waiting, Event)
    after = lifecycles.make(table, waiting.after, "answer", REPORTER, at=datetime(2026, 3, 17, 2, tzinfo=UTC))
    assert isinstance(after, Event)
    assert day(after.after) == date(2026, 3, 20)


def test_who_withdraws_and_is_gone_on_with_begins_anew() -> None:
    waiting = asked(datetime(2026, 3, 6, 2, tzinfo=UTC))
    withdrawn = lifecycles.make(clues.PROCEDURE, waiting, "withdraw", REPORTER)
    assert isinstance(withdrawn, Event)
    assert withdrawn.after.terms == ()


# The clock does not wait for a signature (F8).


LAPSES = [
    (m, move, s)
    for m, t in PROCEDURES.items()
    for move, r in t.moves.items()
    if r.by == CLOCK.roles
    and not (t.begins and t.begins.alone == move)  # that is tried once, when it begins
    and (
        not r.needs or any(limit.lapses == move for limit in t.terms)
    )  # what goes with a relative's move is tried once, with it
    for s in sorted(r.start)
]


@pytest.mark.parametrize(("matter", "move", "stage"), LAPSES)
def test_what_the_clock_does_is_not_held_up_by_a_signature_that_does_not_come(
    matter: str, move: str, stage: str
) -> None:
    table = PROCEDURES[matter]
    waiting = replace(lifecycles.at(table, stage), pending=Pending(move="any", by=2, given={}))
    made = lifecycles.make(table, waiting, move, CLOCK)
    assert isinstance(made, Event), "it would be tried every three seconds for ever"
    is_act = table.moves[move].is_act  # it leaves waiting what waits
    assert (made.outcome is Outcome.ACTED) is is_act
    assert (made.after.pending is not None) is is_act


@pytest.mark.parametrize("table", [clues.PROCEDURE, strivers.PROCEDURE], ids=lambda table: table.matter)
def test_files_are_shown_where_some_were_sent(table: Procedure) -> None:
    """查看附件 was left out on two cards, and answered with a list of nothing where it was typed."""
    stage = "triage" if table.matter == "clue" else "nominated"
    standing = lifecycles.at(table, stage)
    assert (
        why(lifecycles.make(table, standing, "show_evidence", REVIEWER, Facts(has_evidence=False))) is Why.NOTHING_SENT
    )
    assert "show_evidence" not in procedure.open_to(table, standing, REVIEWER, Facts(has_evidence=False))
    assert "show_evidence" in procedure.open_to(table, standing, REVIEWER, Facts(has_evidence=True))


def test_no_move_is_called_what_is_done_with_a_proposed_one() -> None:
    """A move "decline" could never be made: the button of a second signer has that name."""
    assert {(table.matter, move) for table in PROCEDURES.values() for move in table.moves} & {
        (table.matter, doing) for table in PROCEDURES.values() for doing in (MAKE, SIGN, DECLINE)
    } == set()
