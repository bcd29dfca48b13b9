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
from tests.support import law, lifecycles

TABLE = clues.PROCEDURE
RECUSED = Facts(is_recused=True)

LAW = law.read("""
STAFF = reviewer, officer
FREE = owned_by_other, other_officer
SOUND = owned_by_other, other_officer, discipline_only, goes_up
BEFORE = triage, need_info, accepted, review
OPEN = triage, need_info, accepted, assigned, verifying, concluded, review
WHITHER = here:triage discipline,petition,police,politics_law,organisation,upper:transferred
submit        | draft > submitted | reporter | day_is_full | | | §3 SUBMITTED, §11.12: five a day
enter         | draft > submitted | reviewer | | | | §3 SOURCES: what came by letter, a superior, the media
import        | draft > submitted | clock | | | | §3 SOURCES: letters, of a file that the office was given
register      | submitted > registered | clock | | | | §3 REGISTERED: every clue
open_triage   | registered > triage | clock | | | | §3 REGISTERED
claim         | BEFORE > act | reviewer | not_now, FREE | | claim | §3 TRIAGE, §2 rule 2
release       | BEFORE > act | reviewer | not_claimed | | release | §3 TRIAGE
accept        | triage > accepted | reviewer | SOUND | reporter | | §3 ACCEPTED: acceptance notice; T10 goes to discipline
ask_more      | triage > need_info | reviewer | FREE | reporter | reads questions | §3 NEED_INFO: specific questions only
reject        | triage > rejected | reviewer + reviewer | SOUND | reporter | reads reason explanation | §3 TRIAGE: a second pair of eyes
merge         | triage > merged | reviewer | SOUND | reporter | merge | §3 MERGED: each reporter answered
correct_unit  | triage > = | reviewer | FREE | | set_clue_unit | §3 TRIAGE
correct_kind  | triage, accepted, assigned, verifying, review > = | STAFF | FREE | | set_clue_kind | §3 CATEGORIES
mark_petition | triage > = | reviewer | FREE | | | §3 TRIAGE: 信访-type, 15 d
transfer      | triage, accepted, assigned, verifying, review > transferred | STAFF | FREE, not_now, discipline_only, goes_up | reporter | \
  reads target; secret target discipline; moves self clue.escalate | §3 TRANSFERRED: whither, unless secret
close_transfer | transferred > closed | reviewer | | reporter | | §3 TRANSFERRED: closed on 回执
take_back     | transferred > WHITHER | reviewer | too_late, discipline_only | reporter | \
  reads whither; secret whither discipline; moves self clue.escalate | §3 TRANSFERRED: disputed in time, the next owner named
escalate      | transferred > unowned | reviewer, clock | not_now | | | §3 TRANSFERRED: whose it is
settle_owner  | unowned > WHITHER | leader | discipline_only | reporter | reads whither; secret whither discipline | §3 TRANSFERRED
take_up       | accepted, verifying > verifying | reviewer, case_officer | other_officer, owned_by_other | | takes it | \
  §3 ASSIGNED, §2 rule 2: another than who accepted it
assign        | accepted, assigned, verifying > assigned | reviewer | FREE | assignee | names assignee | §3 ASSIGNED: notice to the officer
take_on       | assigned > verifying | assignee | | | takes it | §3 ASSIGNED: the officer accepts
hand_back     | assigned, verifying > accepted | officer, assignee | not_yours | | | §3 ASSIGNED: or does not, with a ground
visit_site    | verifying > act | officer | | | names inspector | §3 VERIFYING: two officers on site
rate          | verifying > act | officer | | | | §3 SEVERITY: revised at conclusion
conclude      | verifying > concluded | officer + reviewer | SOUND | officer | penalty; \
  opens clarification.fall_due if finding=unfounded | §3 CONCLUDED, §6.1, §7.4: signed off by another
close         | concluded > answered | STAFF | owned_by_other | reporter | reads finding result | §3 CLOSED: feedback
lengthen      | verifying > = | officer + reviewer | | reporter | reads why_longer; longer clue_verify | §3 VERIFYING: one extension
extend        | accepted, assigned, verifying > = | STAFF + reviewer | FREE | reporter | reads why_longer; longer clue_cap | §3 VERIFYING
write         | OPEN > act | STAFF | FREE | reporter | reads text | §9: status to that reporter
show_evidence | OPEN, second_review, unowned > act | STAFF, leader, committee | nothing_sent | | show_evidence | §2
recuse        | OPEN > act | STAFF | | | leaves it; release | §2 rule 1
ask_review    | rejected, answered > review | reporter | too_late | reporter | restore | §3 REVIEW, §6.1: none counts while open
uphold        | review > reviewed | reviewer + reviewer | SOUND | reporter | reads explanation; reinstate | §3 REVIEW: another officer
reopen        | review > triage | reviewer | FREE | reporter | | §3 REVIEW
ask_second    | reviewed > second_review | reporter | too_late | reporter | restore | §3 REVIEW: 复核
uphold_finally | second_review > closed | leader + committee | other_officer | reporter | reads explanation; reinstate | §3 REVIEW: final
overturn      | second_review > triage | leader | other_officer | reporter | reads explanation | §3 REVIEW
continue      | withdrawn > triage | reviewer | | reporter | | §3 WITHDRAWN: the body may go on ex officio
archive       | withdrawn, answered, reviewed, closed > archived | reviewer | may_be_reviewed | reporter | | §3 CLOSED, §3 WITHDRAWN
answer        | need_info > triage | reporter | | | | §3 NEED_INFO: on answer
lapse         | need_info > triage | clock | | reporter | | §3 NEED_INFO: on expiry, judged on existing material
supplement    | triage, accepted, assigned, verifying, review, second_review, unowned, transferred, rejected > act | reporter | | | | \
  §2, §3 CLOSED: new evidence
withdraw      | triage, need_info, accepted, assigned, verifying > withdrawn | reporter | | reporter | | §3 WITHDRAWN
term clue_register | registered | 1 wd | §3 REGISTERED, §13A
term clue_triage_target | triage | 5 wd; rests need_info; promised | §3 TRIAGE, §13A: stops in NEED_INFO
term clue_accept_notice_realname | triage | 15 wd; rests need_info; promised; only with a real name | §3 TRIAGE, §13A
term clue_inform_petition | triage | 15 d; rests need_info; only where it is a petition (信访) | §3 TRIAGE, §13A
term clue_need_info | need_info | 10 wd; by itself lapse | §3 NEED_INFO, §13A
term clue_assign | accepted | 2 wd | §3 ACCEPTED
term clue_take_on | assigned | 1 wd | §3 ASSIGNED
term clue_verify | verifying | 20 wd; +10 wd; only without a day that a superior set | §3 VERIFYING, §3 SOURCES
term clue_sign_off | verifying | 3 wd; while waiting for conclude | §3 CONCLUDED
term clue_cap | accepted, assigned, verifying, concluded | 60 d; +30 d; day superior_due; promised | §3 VERIFYING, §13A, §3 SOURCES
term clue_feedback_realname | concluded | 15 wd; promised; only with a real name | §3 CLOSED, §13A
term clue_transfer | transferred | 5 wd; anew by take_back | §3 TRANSFERRED, §13A
term clue_transfer_dispute | transferred | 5 wd; anew by take_back; right | §3 TRANSFERRED, §13A
term clue_settle | unowned | 5 wd | §3 TRANSFERRED
term clue_review_request | rejected, answered, reviewed | 30 d; right | §3 REVIEW, §13A
term clue_review_decide | review, second_review | 30 d; promised | §3 REVIEW, §13A
waits | assigned: assignee; verifying, concluded: officer; second_review, unowned: leader | §3
sees reviewer, assignee, officer, inspector, leader, committee | source superior_due address published signed unit unit_told kind \
  petition severity transferred_to when where story archived attachments unreachable similar linked notes visited visitors seen \
  finding basis pending decided next | §2, §11.5: never who it was
shut leader, committee | draft submitted registered triage need_info merged rejected transferred accepted assigned verifying concluded \
  review reviewed answered closed withdrawn archived | §2: dossiers for decision
""")

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
    """Passed on three times; after triage only a hint of corruption is passed on, and this is none (the law §3 TRANSFERRED)."""
    held_back = () if stage == "triage" else ("transfer",)
    lifecycles.hold(TABLE, LAW.lines, stage, own={"transferred_to": "police,upper,petition"}, but=held_back)


def test_the_matrix_speaks_of_every_move_and_stage_there_is() -> None:
    assert {move.partition("=")[0] for _, move, _ in LAW.lines} == set(TABLE.moves)
    stages = {stage for stage, _, _ in LAW.lines} | {line.end for line in LAW.lines.values()}
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
    for stage, move, who in LAW.lines:
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
