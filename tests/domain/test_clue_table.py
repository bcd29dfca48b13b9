"""The life of a clue against a matrix written by hand from the law §3: what is not in it is refused to everybody."""

from __future__ import annotations

from datetime import date

import pytest

from domain import clues
from domain.mechanism import procedure, rules
from domain.mechanism.refusals import Refused, Why
from domain.mechanism.standing import Event, Outcome
from domain.mechanism.table import DECLINE, SIGN, Facts
from tests import lifecycles

TABLE = clues.PROCEDURE
RECUSED = Facts(is_recused=True)

# stage, move, by, what it becomes, how (once; second: another reviewer signs; act: the stage stays), whether the reporter is
# told. ANSWERED is the office's own answer, which may be reviewed. CLOSED is reached here by an upheld review
# or by the receipt of another body; the second review (复核) goes to the next higher body, outside this house.
MATRIX = """
draft        submit          reporter  submitted    once    quiet
submitted    register        clock     registered   once    quiet
registered   open_triage     clock     triage       once    quiet

triage       claim           reviewer  triage       act     quiet
triage       release         reviewer  triage       act     quiet
triage       accept          reviewer  accepted     once    told
triage       ask_more        reviewer  need_info    once    told
triage       reject          reviewer  rejected     second  told
triage       transfer        reviewer  transferred  once    told
triage       merge           reviewer  merged       once    told
triage       correct_unit    reviewer  triage       once    quiet
triage       correct_kind    reviewer  triage       once    quiet
triage       write           reviewer  triage       act     told
triage       show_evidence   reviewer  triage       act     quiet
triage       recuse          reviewer  triage       act     quiet
triage       supplement      reporter  triage       act     quiet
triage       withdraw        reporter  withdrawn    once    told

accepted     close           reviewer  answered     second  told
answered     ask_review      reporter  review       once    told
answered     archive         reviewer  archived     once    told

need_info    answer          reporter  triage       once    quiet
need_info    lapse           clock     triage       once    told
need_info    claim           reviewer  need_info    act     quiet
need_info    release         reviewer  need_info    act     quiet
need_info    write           reviewer  need_info    act     told
need_info    show_evidence   reviewer  need_info    act     quiet
need_info    recuse          reviewer  need_info    act     quiet
need_info    withdraw        reporter  withdrawn    once    told

rejected     ask_review      reporter  review       once    told
rejected     supplement      reporter  rejected     act     quiet

transferred  close_transfer  reviewer  closed       once    told
transferred  take_back       reviewer  triage       once    told
transferred  supplement      reporter  transferred  act     quiet

accepted     claim           reviewer  accepted     act     quiet
accepted     release         reviewer  accepted     act     quiet
accepted     correct_kind    reviewer  accepted     once    quiet
accepted     write           reviewer  accepted     act     told
accepted     show_evidence   reviewer  accepted     act     quiet
accepted     recuse          reviewer  accepted     act     quiet
accepted     supplement      reporter  accepted     act     quiet
accepted     withdraw        reporter  withdrawn    once    told

review       claim           reviewer  review       act     quiet
review       release         reviewer  review       act     quiet
review       uphold          reviewer  closed       second  told
review       reopen          reviewer  triage       once    told
review       correct_kind    reviewer  review       once    quiet
review       write           reviewer  review       act     told
review       show_evidence   reviewer  review       act     quiet
review       recuse          reviewer  review       act     quiet
review       supplement      reporter  review       act     quiet

closed       archive         reviewer  archived     once    told
withdrawn    continue        reviewer  triage       once    told
withdrawn    archive         reviewer  archived     once    told
"""
EXPECTED = lifecycles.read(MATRIX)

# The last day of a stage begun on Wednesday, 4 March 2026, counted by hand on the calendar.
TERMS = {
    "registered": date(2026, 3, 5),  # 1 working day
    "triage": date(2026, 3, 11),  # 5 working days
    "need_info": date(2026, 3, 18),  # 10 working days
    "accepted": date(2026, 5, 3),  # 60 days: the cap of the law, within which an answer is due
    "answered": date(2026, 4, 3),  # 30 days to ask for a review
    "transferred": date(2026, 3, 11),  # 5 working days
    "rejected": date(2026, 4, 3),  # 30 days to ask for a review
    "review": date(2026, 4, 3),  # 30 days to answer
}


@pytest.mark.parametrize("stage", [stage.value for stage in clues.Stage])
def test_every_move_of_everybody_ends_where_the_law_says(stage: str) -> None:
    for _, move, who in lifecycles.attempts(TABLE, iter([stage])):
        assert lifecycles.became(TABLE, stage, move, who) == EXPECTED.get((stage, move, who)), (stage, move, who)


def test_the_matrix_speaks_of_every_move_and_stage_there_is() -> None:
    assert {move for _, move, _ in EXPECTED} == set(TABLE.moves)
    stages = {stage for stage, _, _ in EXPECTED} | {line.end for line in EXPECTED.values()}
    assert stages == {stage.value for stage in clues.Stage}


@pytest.mark.parametrize("stage", [stage.value for stage in clues.Stage])
def test_every_stage_has_the_term_of_the_law(stage: str) -> None:
    assert lifecycles.due_on(TABLE, stage) == TERMS.get(stage)


def test_nobody_signs_their_own_rejection_and_another_may_decline_it() -> None:
    proposed = lifecycles.make(TABLE, lifecycles.at(TABLE, "triage"), "reject", lifecycles.ACTORS["reviewer"])
    assert isinstance(proposed, Event)
    own = lifecycles.make(TABLE, proposed.after, SIGN, lifecycles.ACTORS["reviewer"])
    assert isinstance(own, Refused)
    assert own.why is Why.SAME_PERSON
    for who in ("reporter", "leader", "committee", "unit_contact", "admin", "clock"):
        assert isinstance(lifecycles.make(TABLE, proposed.after, SIGN, lifecycles.ACTORS[who]), Refused), who
    declined = lifecycles.make(TABLE, proposed.after, DECLINE, lifecycles.SECOND)
    assert isinstance(declined, Event)
    assert (declined.outcome, declined.after.stage, declined.after.pending) == (Outcome.DECLINED, "triage", None)


def test_while_a_rejection_waits_for_its_second_signer_nothing_else_moves_the_clue() -> None:
    proposed = lifecycles.make(TABLE, lifecycles.at(TABLE, "triage"), "reject", lifecycles.ACTORS["reviewer"])
    assert isinstance(proposed, Event)
    for move, rule in TABLE.moves.items():
        for who in lifecycles.ACTORS.values():
            made = lifecycles.make(TABLE, proposed.after, move, who)
            assert isinstance(made, Refused) or rule.is_act, (move, who)


def test_whoever_is_recused_makes_no_move_at_all() -> None:
    for stage, move, who in EXPECTED:
        if who == "reviewer":
            made = lifecycles.make(TABLE, lifecycles.at(TABLE, stage), move, lifecycles.ACTORS[who], RECUSED)
            assert isinstance(made, Refused), (stage, move)
            assert made.why is Why.RECUSED


def test_a_decision_without_its_reason_is_refused() -> None:
    for move in ("accept", "ask_more", "reject", "transfer", "merge", "correct_unit", "write"):
        standing = lifecycles.at(TABLE, "triage")
        made = procedure.make(
            TABLE,
            standing,
            move,
            lifecycles.ACTORS["reviewer"],
            {},
            rules=rules.RuleSet(),
            calendar=lifecycles.days(),
            at=lifecycles.AT,
        )
        assert isinstance(made, Refused), move
        assert made.why is Why.INCOMPLETE
