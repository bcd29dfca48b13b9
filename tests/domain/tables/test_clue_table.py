"""The life of a clue against a matrix written by hand from the law §3: what is not in it is refused to everybody."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from domain.matters import clues
from domain.matters.parts import clue_guards
from domain.mechanism import procedure, rules
from domain.mechanism.columns import Relation
from domain.mechanism.refusals import Refused, Why
from domain.mechanism.standing import Event, Outcome, Standing
from domain.mechanism.table import DECLINE, SIGN, Facts
from domain.people import Role
from tests.support import lifecycles

TABLE = clues.PROCEDURE
RECUSED = Facts(is_recused=True)

# stage, move, by, what it becomes, how (once; second: another reviewer signs; act: the stage stays), whether the reporter is
# told. ANSWERED is the office's own answer, which may be reviewed. CLOSED is reached by a second review that upholds it
# or by the receipt of another body. REVIEWED was upheld once, and may be reviewed a second time (复核), by a leader.
MATRIX = """
draft        submit          reporter  submitted    once    quiet
draft        enter           reviewer  submitted    once    quiet
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
triage       mark_petition   reviewer  triage       once    quiet
triage       write           reviewer  triage       act     told
triage       show_evidence   reviewer  triage       act     quiet
triage       recuse          reviewer  triage       act     quiet
triage       supplement      reporter  triage       act     quiet
triage       withdraw        reporter  withdrawn    once    told

accepted     take_up         reviewer,case_officer  verifying    once    quiet  # §3 ACCEPTED, another than who accepted it
verifying    take_up         reviewer,case_officer  verifying    once    quiet  # where its officer left
accepted     assign          reviewer  assigned     once    quiet  # §3 ACCEPTED → ASSIGNED
assigned     assign          reviewer  assigned     once    quiet  # to somebody else
assigned     take_on         assignee  verifying    once    quiet  # §3 ASSIGNED: the officer accepts
assigned,verifying hand_back officer,assignee accepted once quiet  # §3 ASSIGNED: or declines, with a ground
verifying    visit_site      officer   verifying    act     quiet  # §3 VERIFYING
verifying    rate            officer   verifying    act     quiet  # §3 severity: revised at conclusion
verifying    conclude        officer   concluded    second  quiet  # §3 CONCLUDED: signed by somebody else
concluded    close           reviewer,officer answered once told  # §3 CLOSED: feedback
verifying    lengthen        officer   verifying    second  told   # §3 VERIFYING: one extension
accepted,assigned,verifying extend reviewer,officer = second told  # §3: cap 60 d + 30 d
assigned,verifying correct_kind reviewer,officer = once quiet
accepted,triage,review correct_kind officer = once quiet
assigned,verifying,concluded write reviewer,officer = act told
triage,need_info,accepted,review write officer = act told
assigned,verifying,concluded show_evidence reviewer,officer = act quiet
triage,need_info,accepted,review show_evidence officer = act quiet
assigned,verifying,concluded recuse reviewer,officer = act quiet
triage,need_info,accepted,review recuse officer = act quiet
triage transfer officer transferred once told
assigned,verifying supplement reporter = act quiet
assigned,verifying withdraw reporter withdrawn once told

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
transferred take_back=here reviewer triage once told # §3 TRANSFERRED: disputed, the next owner named
unowned settle_owner=here leader triage once told # §3
transferred take_back=discipline reviewer transferred once told # §3 TRANSFERRED: disputed, the next owner named
unowned settle_owner=discipline leader transferred once told # §3
transferred take_back=petition reviewer transferred once told # §3 TRANSFERRED: disputed, the next owner named
unowned settle_owner=petition leader transferred once told # §3
transferred take_back=police reviewer transferred once told # §3 TRANSFERRED: disputed, the next owner named
unowned settle_owner=police leader transferred once told # §3
transferred take_back=politics_law reviewer transferred once told # §3 TRANSFERRED: disputed, the next owner named
unowned settle_owner=politics_law leader transferred once told # §3
transferred take_back=organisation reviewer transferred once told # §3 TRANSFERRED: disputed, the next owner named
unowned settle_owner=organisation leader transferred once told # §3
transferred take_back=upper reviewer transferred once told # §3 TRANSFERRED: disputed, the next owner named
unowned settle_owner=upper leader transferred once told # §3
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
review       uphold          reviewer  reviewed     second  told   # §3 REVIEW
reviewed     ask_second      reporter  second_review once   told   # §3 REVIEW: 复核
reviewed     archive         reviewer  archived     once    told
second_review uphold_finally leader    closed       second  told   # §3 REVIEW: final after 复核
second_review overturn       leader    triage       once    told
second_review,unowned supplement reporter = act quiet
transferred  escalate        reviewer  unowned      once    quiet  # §3 TRANSFERRED: whose it is
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

# The last days of the terms of a stage begun on Wednesday, 4 March 2026, counted by hand on the calendar (the law §3, §13A).
TERMS = {
    "registered": {"clue_register": date(2026, 3, 5)},  # 1 working day
    "triage": {"clue_triage_target": date(2026, 3, 11)},  # 5 working days
    "need_info": {"clue_need_info": date(2026, 3, 18)},  # 10 working days
    "accepted": {"clue_assign": date(2026, 3, 6), "clue_cap": date(2026, 5, 3)},  # 2 working days; 60 days: the cap
    "assigned": {"clue_take_on": date(2026, 3, 5), "clue_cap": date(2026, 5, 3)},  # 1 working day
    "verifying": {"clue_verify": date(2026, 4, 1), "clue_cap": date(2026, 5, 3)},  # 20 working days
    "concluded": {"clue_cap": date(2026, 5, 3)},
    "answered": {"clue_review_request": date(2026, 4, 3)},  # 30 days to ask for a review
    "transferred": {
        "clue_transfer": date(2026, 3, 11),
        "clue_transfer_dispute": date(2026, 3, 11),
    },  # 5 working days each
    "unowned": {"clue_settle": date(2026, 3, 11)},
    "reviewed": {"clue_review_request": date(2026, 4, 3)},  # 30 days to ask for the second review
    "second_review": {"clue_review_decide": date(2026, 4, 3)},  # 30 days to answer
    "rejected": {"clue_review_request": date(2026, 4, 3)},  # 30 days to ask for a review
    "review": {"clue_review_decide": date(2026, 4, 3)},  # 30 days to answer
}
REAL_NAME = {"clue_accept_notice_realname": date(2026, 3, 25)}  # 15 working days: hard, whoever signed hears by then
FEEDBACK = {"clue_feedback_realname": date(2026, 3, 25)}  # 15 working days after the conclusion was signed
PETITION = {"clue_inform_petition": date(2026, 3, 19)}  # 15 days, days off among them


@pytest.mark.parametrize("stage", [stage.value for stage in clue_guards.ClueStage])
def test_every_move_of_everybody_ends_where_the_law_says(stage: str) -> None:
    for _, move, who in lifecycles.attempts(TABLE, iter([stage])):
        assert lifecycles.became(TABLE, stage, move, who) == EXPECTED.get((stage, move, who)), (stage, move, who)


def test_the_matrix_speaks_of_every_move_and_stage_there_is() -> None:
    assert {move.partition("=")[0] for _, move, _ in EXPECTED} == set(TABLE.moves)
    stages = {stage for stage, _, _ in EXPECTED} | {line.end for line in EXPECTED.values()}
    assert stages == {stage.value for stage in clue_guards.ClueStage}


def terms(stage: str, **own: str) -> dict[str, date]:
    return {
        term.name: lifecycles.days().local_day(term.due_at) for term in lifecycles.entered(TABLE, stage, **own).terms
    }


@pytest.mark.parametrize("stage", [stage.value for stage in clue_guards.ClueStage])
def test_every_stage_has_the_terms_of_the_law(stage: str) -> None:
    in_triage = stage == "triage"
    assert terms(stage) == TERMS.get(stage, {})
    signed = REAL_NAME if in_triage else FEEDBACK if stage == "concluded" else {}
    assert terms(stage, signed="real_name") == {**TERMS.get(stage, {}), **signed}
    both = {**TERMS.get(stage, {}), **signed, **(PETITION if in_triage else {})}
    assert terms(stage, signed="real_name", petition="yes") == both


def test_what_is_found_to_be_a_petition_later_has_had_its_term_from_the_beginning_and_loses_it_again() -> None:
    """The 15 days are counted from when triage began, not from when somebody noticed."""
    triage = replace(lifecycles.running(TABLE, "triage", date(2026, 3, 11)), own={"signed": "anonymous"})
    marked = petition(triage, "yes")
    assert lifecycles.days().local_day(marked.terms[1].due_at) == PETITION["clue_inform_petition"]
    assert [term.name for term in petition(marked, "no").terms] == ["clue_triage_target"]


def petition(standing: Standing, answer: str) -> Standing:
    event = procedure.make(
        TABLE,
        standing,
        "mark_petition",
        lifecycles.ACTORS["reviewer"],
        {"petition": answer},
        rules=rules.RuleSet(),
        calendar=lifecycles.days(),
        at=lifecycles.AT + timedelta(days=3),
    )
    assert isinstance(event, Event)
    return event.after


def test_the_cap_is_extended_once_by_thirty_days_and_two_people_and_the_reporter_hears_of_it() -> None:
    accepted = lifecycles.entered(TABLE, "accepted")
    proposed = lifecycles.make(TABLE, accepted, "extend", lifecycles.ACTORS["reviewer"])
    assert isinstance(proposed, Event)
    assert proposed.after.terms == accepted.terms
    signed = lifecycles.make(TABLE, proposed.after, SIGN, lifecycles.SECOND)
    assert isinstance(signed, Event)
    cap = signed.after.term("clue_cap")
    assert cap is not None
    assert cap.due_at == lifecycles.days().end_of(date(2026, 6, 2))  # 60 days and 30
    assert Role.REPORTER in signed.tells
    again = lifecycles.make(TABLE, signed.after, "extend", lifecycles.ACTORS["reviewer"])
    assert isinstance(again, Refused)
    assert again.why is Why.EXTENDED_ALREADY


def test_a_day_that_a_superior_set_stands_above_the_terms_of_the_law() -> None:
    """The law §3, sources: SUP."""
    assert terms("verifying", superior_due="2026-03-20") == {"clue_cap": date(2026, 3, 20)}


def test_verifying_has_ten_working_days_more_once() -> None:
    """The law §3 VERIFYING: 20 working days, 10 more once, somebody else agrees; the cap stays."""
    verifying = lifecycles.entered(TABLE, "verifying")
    officer = Facts(relations=frozenset({Relation.OFFICER}))
    proposed = lifecycles.make(TABLE, verifying, "lengthen", lifecycles.ACTORS["case_officer"], officer)
    assert isinstance(proposed, Event)
    signed = lifecycles.make(TABLE, proposed.after, SIGN, lifecycles.SECOND)
    assert isinstance(signed, Event)
    days = {term.name: lifecycles.days().local_day(term.due_at) for term in signed.after.terms}
    assert days == {"clue_verify": date(2026, 4, 16), "clue_cap": date(2026, 5, 3)}
    again = lifecycles.make(TABLE, signed.after, "lengthen", lifecycles.ACTORS["case_officer"], officer)
    assert isinstance(again, Refused)
    assert again.why is Why.EXTENDED_ALREADY


def test_a_conclusion_is_signed_within_three_working_days_and_the_term_goes_with_the_proposal() -> None:
    """The law §3 CONCLUDED."""
    verifying = lifecycles.entered(TABLE, "verifying")
    officer, actor = Facts(relations=frozenset({Relation.OFFICER})), lifecycles.ACTORS["case_officer"]
    proposed = lifecycles.make(TABLE, verifying, "conclude", actor, officer)
    assert isinstance(proposed, Event)
    signing = proposed.after.term("clue_sign_off")
    assert signing is not None
    assert lifecycles.days().local_day(signing.due_at) == date(2026, 3, 9)
    declined = lifecycles.make(TABLE, proposed.after, DECLINE, lifecycles.SECOND)
    assert isinstance(declined, Event)
    assert declined.after.terms == verifying.terms
    signed = lifecycles.make(TABLE, proposed.after, SIGN, lifecycles.SECOND)
    assert isinstance(signed, Event)
    assert [term.name for term in signed.after.terms] == ["clue_cap"]


@pytest.mark.parametrize("move", ["take_up"])
def test_who_accepted_it_or_verified_it_before_does_not_verify_it(move: str) -> None:
    """The law §2.2: triage ≠ verify ≠ review."""
    for did in ("accept", "conclude"):
        made = lifecycles.make(
            TABLE, lifecycles.at(TABLE, "accepted"), move, lifecycles.ACTORS["reviewer"], Facts(did=frozenset({did}))
        )
        assert isinstance(made, Refused)
        assert made.why is Why.OTHER_OFFICER


def test_the_third_transfer_is_the_leaders_and_what_they_settled_is_not_disputed() -> None:
    """The law §3 TRANSFERRED."""
    clock, reviewer = lifecycles.ACTORS["clock"], lifecycles.ACTORS["reviewer"]

    def passed_on(bodies: str) -> Standing:
        return replace(lifecycles.entered(TABLE, "transferred"), own={"transferred_to": bodies})

    assert isinstance(lifecycles.make(TABLE, passed_on("police,upper"), "escalate", clock), Refused)
    escalated = lifecycles.make(TABLE, passed_on("police,upper,petition"), "escalate", clock)
    assert isinstance(escalated, Event)
    assert escalated.after.stage == "unowned"
    settled = passed_on("police,upper,petition,police")
    assert isinstance(lifecycles.make(TABLE, settled, "take_back=upper", reviewer), Refused)
    late = lifecycles.make(
        TABLE, passed_on("police"), "take_back=upper", reviewer, Facts(at=lifecycles.AT + timedelta(days=9))
    )
    assert isinstance(late, Refused)
    assert late.why is Why.TOO_LATE


def test_what_an_officer_has_in_hand_is_nobody_elses() -> None:
    held = replace(lifecycles.at(TABLE, "verifying"), owner_id=99)
    for move in ("take_up", "hand_back"):
        made = lifecycles.make(
            TABLE, held, move, lifecycles.ACTORS["reviewer"], Facts(relations=frozenset({Relation.ASSIGNEE}))
        )
        assert isinstance(made, Refused), move
    closing = lifecycles.make(TABLE, replace(held, stage="concluded"), "close", lifecycles.ACTORS["reviewer"])
    assert isinstance(closing, Refused)
    assert closing.why is Why.OWNED_BY_OTHER


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
