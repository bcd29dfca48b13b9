"""A case against a matrix written by hand from the law §4.1: who takes which step, with whom, and where it leads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from domain import items
from domain.matters import cases
from domain.matters.parts.case_guards import CaseFacts, labels
from domain.mechanism import procedure, seals, supervising
from domain.mechanism.columns import Relation
from domain.mechanism.refusals import Refused, Why
from domain.mechanism.standing import Event, Running
from domain.mechanism.table import Facts
from domain.people import CLOCK, Role
from tests.support import law, lifecycles

TABLE = cases.PROCEDURE

LAW = law.read("""
BOTH = officer, subject
ALL = officer, subject, applicant
DROPPED = says case_dropped; answers case_notice; showing subject_name
UNLABELLED = inspecting, inspected, hearing, comparing, voting, proposed, publishing, notice, objected, confirming
STANDING = confirmed, measured, planning, late, rectifying, extended, evaluating, judging, deciding, accountable, referred, visiting, ripe
WORKED = recommended, inspecting, inspected, proposed, confirmed, measured, planning, late, rectifying, extended, evaluating, deciding
ITEMS = moves children plan_item.drop
VISITS = opens visit.plan for first second third
recommend         | new > recommended | reviewer, committee, leader | needs_clue, not_substantiated, unit_unknown, discipline_only | | | \
  §4.1 L1, §3 CATEGORIES: from what was concluded 属实 or 部分属实, or by a committee member
lead              | new > recommended | clock | | | | §5, §6.2: figures give a lead, and never a verdict
state_facts       | recommended > = | officer | not_now | | | §4.1 L1: the facts sheet, by a person
take_up           | WORKED, comparing, voting, judging, accountable, referred, ripe > = | reviewer | \
  owned_by_other | | takes it | §2: who has it in hand
name_inspectors   | recommended, inspecting > = | officer | | inspector | names inspector | §4.1 L2: two inspectors
begin_inspection  | recommended > inspecting | officer | not_all_named, facts_missing | inspector | \
  seals subject subject_name post category first_severity facts sealed_files | §4.1 L2: the facts as they are at the start
extend_inspection | inspecting > = | officer + leader | | inspector | longer case_inspect | §4.1 L2: +10
note_mending      | inspecting, inspected, hearing, comparing > act | officer, inspector | | | | §4.1 L2: later fixing is mitigating
report            | inspecting > inspected | inspector + inspector | | officer | | §4.1 L2: by both
turn_away         | recommended, inspecting, inspected > turned_away | officer + leader | | applicant | | §4.1 X: the unit heard nothing
serve             | inspected > hearing | officer | | subject | paper hearing_notice | §4.1 L3, §9: 拟认定事项告知书
reply             | hearing > comparing | subject | | officer | | §4.1 L3
record_reply      | hearing > comparing | officer | not_now | | | §4.1 L3, §4.1 L6: a person has no unit that answers
fall_silent       | hearing > comparing | clock | | BOTH | | §4.1 L3: silence is no admission, and goes to the vote
reply_late        | comparing > = | subject | | officer | | §4.1 L3: nothing is lost
ask_more          | comparing, voting, judging > act | committee | answer_awaited | officer, inspector, evaluator | | §2: ask for more
answer_more       | comparing, voting, judging > act | officer, inspector, evaluator | not_now | committee | | §2: by who has it in hand
leave_unanswered  | comparing, voting, judging > act | clock | | officer, committee, leader | | §13A, §3 NEED_INFO: by what is there
compare           | comparing > act | committee | | | vote put_to_vote or dismiss; quorum 2/3; secret; \
  mark 60 of effect responsibility persistence attitude | §4.1 L4, §2 rule 3: a fixed rubric
put_to_vote       | comparing > voting | clock | | | | §4.1 L4
vote              | voting > act | committee | | | vote propose or dismiss; quorum 2/3; majority 2/3; secret | §4.1 L5, §2 rule 3
recuse            | comparing, voting, judging > act | committee | | | leaves it | §2 rule 1
propose           | voting > proposed | clock | | officer | | §4.1 L5
dismiss           | comparing, voting > not_established | clock | | ALL | DROPPED | §4.1 X, §2 rule 3
give_notice       | proposed > internal:notice public:publishing | officer | person_never_public, child_open | subject | \
  paper intended_notice; says case_notice if scope=public; to board; showing subject_name grounds authorisation; \
  invites public_objection; said begin_notice; unsaid call_off | \
  §4.1 L6, §4.1 L7, §11.2: public if approved; a person is served and never listed
begin_notice      | publishing > notice | clock | | BOTH | | §4.1 L6, §9: after two approvals
call_off          | publishing, notice, objected, confirming > proposed | clock | | BOTH | | §4.1 L6: not approved, or withdrawn in public
object            | notice, objected > objected | clock | | officer | | §4.1 L7
settle            | objected > notice | clock | child_open | officer | | §4.1 L7: what is left of the notice, once all are decided
vote_anew         | objected, proposed > voting | clock | | BOTH | | §4.1 L7: to L5
drop              | objected, proposed > not_established | clock | | ALL | DROPPED | §4.1 L7: to X
end_notice        | notice > confirming | clock | | officer | | §4.1 L6
confirm           | confirming > confirmed | leader | other_officer, child_open | BOTH | penalty | §4.1 L8, §2 rule 2, §7.3, §6.1
not_confirm       | confirming > not_established | leader | other_officer | ALL | DROPPED | §4.1 X, §2 rule 2
exempt            | UNLABELLED > exempted | clock | | BOTH | says case_exempted; answers case_notice; showing subject_name | §4.1 T, §7.3
resume            | exempted > comparing | clock | | BOTH | | §7.3: the tolerance was revoked
clarify           | turned_away, not_established, revoked > clarified | clock | | | | §4.1 C, §7.4
award             | confirmed > planning | officer | not_now, second_in_a_row | subject | paper slack_flag_notice; \
  opens slack_flag.hang giving meeting grounds | §4.1 L9, §9: 黄旗通知
award_again       | confirmed > accountable | officer | not_now, first_label | subject | opens slack_flag.hang giving meeting grounds | \
  §4.1 L8: second in a row to L12C
serve_person      | confirmed > measured | officer | not_now | subject | | §4.1 L9: no flag, a measure only
name_helper       | planning, late, rectifying, extended > = | officer | | helper, subject | names helper | §4.1 L10
helper_overdue    | planning, late > = | clock | | officer | | §4.1 L10, §13A: 3 wd
file_plan         | planning, late > rectifying | subject | beyond_cap | officer, helper | opens plan_item.list for items | §4.1 L10
plan_overdue      | planning > late | clock | | BOTH | | §4.1 L10, §13A
urge              | late > planning | leader | | BOTH | | §13A: what is overdue goes up
return_plan       | rectifying > planning | officer | | subject | ITEMS | §4.1 L10
report_progress   | rectifying, extended > act | subject | | officer, helper | resets cosign differs | §4.1 L10: whatever else waits
miss_progress     | rectifying, extended > act | clock | | BOTH, helper | | §4.1 L10, §9: to unit contact, helper, supervisor
cosign            | rectifying, extended > act | helper | not_now | BOTH | | §2: co-sign progress
advise            | planning, late, rectifying, extended > act | helper | | BOTH | | §2: advise, log help
apply_removal     | rectifying, extended > evaluating | subject | child_open, child_lacking | officer, helper | | §4.1 L11: all items 100 %
ask_longer        | rectifying > extended | subject + leader | extended_already | BOTH, helper | | §4.1 L12B: once, reasons
fall_due          | planning, late, rectifying, extended > evaluating | clock | | BOTH, helper | | §4.1 L11: at due date
name_evaluator    | evaluating > = | officer | | evaluator | names evaluator | §4.1 L11
evaluate          | evaluating > remove:judging extend,account:deciding | evaluator | has_other_part, child_open, extended_already | \
  officer | | §4.1 L11, §2, §4.1 L12B: not the helper
judge             | judging > act | committee | | | vote remove or keep; quorum 2/3; majority 1/2; secret | §4.1 L12A, §2 rule 3
remove            | judging > visiting | clock | | BOTH, helper | paper removal_notice; moves children slack_flag.remove; VISITS; \
  says case_removed; answers case_notice; showing subject_name | §4.1 L12A, §4.1 L13: announced as widely as the flag was
keep              | judging > deciding | clock | | officer | | §4.1 L12A: no majority
decide            | deciding > extend:extended account:accountable | leader + committee | extended_already | BOTH | | §4.1 L12B, §4.1 L12C
refer             | accountable > referred | officer | | subject, leader | | §4.1 L12C: referral with dossier
record_outcome    | referred > visiting | officer | | subject | VISITS | §4.1 L12C, §4.1 L13: only recorded
come_of_age       | visiting > ripe | clock | | officer | | §4.1 L14: six months
visit_poor        | visiting, ripe > planning | clock | | BOTH, helper | moves children visit.fall_away | §4.1 L13: 较差, reopen L10
convert | ripe > converted | officer + leader | child_lacking, holds_yellow | subject | moves children slack_flag.remove | §4.1 L14
close             | ripe, measured > closed | officer + leader | | subject | moves children slack_flag.remove | §11.1: every label ends
commend           | converted > commended | leader | ineligible | BOTH | | §4.1 L15, §4.2 N2
revoke            | STANDING, converted, commended, closed > revoked | leader + committee | | ALL | restore; ITEMS; \
  moves children slack_flag.withdraw; moves children snail.fall_away; moves children snail.be_revoked; \
  moves children visit.fall_away; says case_revoked; answers case_removed case_notice; \
  showing subject_name | §4.1 V: flag withdrawn, corrected in the same scope, score restored
show_evidence     | recommended, UNLABELLED, STANDING, converted, commended, closed, turned_away, not_established, exempted, clarified, \
  revoked > act | reviewer, committee, leader, officer, assignee, inspector, helper, evaluator, member, visitor | nothing_sent | | \
  show_evidence | §2: dossier and evidence
term case_recommend_window | recommended | 10 wd | §4.1 L1, §13A
term case_inspect | inspecting | 15 wd; +10 wd | §4.1 L2, §13A
term case_serve | inspected | 3 wd | §4.1 L3
term case_hearing_reply | hearing | 5 wd; by itself fall_silent; right | §4.1 L3, §13A
term case_compare | comparing | 10 wd; rests with 3 wd; by itself compare | §4.1 L4
term case_vote | voting | 3 wd; rests with 3 wd; by itself vote | §4.1 L5
term case_answer | comparing, voting, judging | 3 wd; from ask_more; until answer_more; \
  by itself leave_unanswered; owed by officer | §2, §13A
term case_propose | proposed | 3 wd | §4.1 L5
term case_notice | notice | 5 wd; rests objected; by itself end_notice; right | §4.1 L6, §13A
term case_confirm | confirming | 5 wd | §4.1 L8
term case_award | confirmed | 30 d | §4.1 L9
term case_helper_assign | planning, late | 3 wd; by itself helper_overdue; owed by officer; only where no helper is named | §4.1 L10, §13A
term case_plan_due | planning | 10 wd; by itself plan_overdue; owed by subject | §4.1 L10, §13A
term case_rectify | planning, late, rectifying | 3 months; at most 6 months; by itself fall_due; owed by subject | §4.1 L10, §13A
term case_grant | rectifying | 5 wd; while waiting for ask_longer | §4.1 L12B
term case_rectify_extension | extended | 3 months; by itself fall_due | §4.1 L12B, §13A
term case_progress | rectifying, extended | 1 months; by itself miss_progress; anew by miss_progress report_progress | §4.1 L10
term case_cosign | rectifying, extended | 3 wd; only where a helper is named; from report_progress; until cosign; owed by helper | §2, §13A
term case_evaluate | evaluating | 10 wd | §4.1 L11, §13A
term case_judge | judging | 5 wd; rests with 3 wd; by itself judge | §4.1 L12A
term case_decide | deciding | 5 wd | §4.1 L12B
term case_refer | accountable | 5 wd | §4.1 L12C
term convert_min_after_removal | visiting | 6 months; by itself come_of_age; right | §4.1 L14, §13A
waits | recommended: officer, reviewer; inspecting: inspector, officer; hearing, rectifying, extended: subject; late: subject, leader; \
  inspected, proposed, confirmed, measured, accountable, referred, ripe: officer; comparing, voting, judging: committee; \
  confirming, deciding: leader; planning: subject, officer; evaluating: evaluator, officer | §4.1 L1, §4.1 L15: whose turn it is
NAMED = subject subject_name post
PLAN = issue summary helper help analysis lacking urging progress unsigned cosign differs result children
FILE = parent lead category first_severity facts attachments seal inspectors checked found severity mending issue summary reply late_reply \
  wanted explained
AFTER = grounds scope authorisation meeting ceremony statement helper help analysis lacking urging progress unsigned cosign \
  differs result evaluator site \
  satisfaction indicator advice decision reason why_longer rectify_longer organ document outcome honour judge children
sees subject   | NAMED PLAN reply late_reply grounds meeting rectify_longer decision organ outcome honour | §2: 问题摘要, never the clue
sees helper    | NAMED PLAN | §2: the helped unit's plan
sees evaluator | NAMED PLAN wanted explained evaluator site satisfaction indicator advice | §2: plan and evidence
sees reviewer  | NAMED FILE compare vote AFTER | §2
sees committee, leader | NAMED FILE consequences compare vote AFTER | §2, §4.1 L8: shown before the vote
shut subject | new recommended inspecting inspected turned_away | §11.1, §4.1 L3: heard first in the hearing
begins | clue: concluded, answered, reviewed, closed, archived | §4.1 L1
""")
SUBJECT, HELPER = lifecycles.SECOND, lifecycles.ACTORS["reviewer"]
KNOWN = Facts(parts={Relation.INSPECTOR: frozenset({11, 12})})
DONE = {"plan_item": {"closed": 2}, "visit": {"good": 2}}
# Of a unit whose first label it is, and where nobody votes: the tests below have them.
HELD_BACK = (
    "cosign",
    "answer_more",
    "state_facts",
    "record_reply",
    "serve_person",
    "award_again",
    "compare",
    "vote",
    "judge",
)


HELD: Mapping[str, lifecycles.Held] = {
    "case": {"known": KNOWN, "own": {"subject": "unit"}, "children": DONE, "but": HELD_BACK}
}


@pytest.mark.parametrize(
    ("stage", "move", "may"),
    [
        ("confirmed", "award", False),  # L9: a person gets no flag
        ("confirmed", "serve_person", True),
        ("hearing", "record_reply", True),
        ("proposed", "give_notice=public", False),  # L6: never listed
        ("proposed", "give_notice=internal", True),
    ],
)
def test_of_a_person_nothing_is_said_outside_and_no_flag_hangs(stage: str, move: str, may: bool) -> None:
    found = lifecycles.became(TABLE, stage, move, "officer", KNOWN, {"subject": "person"})
    assert (found is not None) is may


@pytest.mark.parametrize(
    ("stage", "move", "who", "known", "children", "why"),
    [
        ("recommended", "begin_inspection", "officer", Facts(), {}, Why.NOT_ALL_NAMED),  # L2: two inspectors
        ("confirming", "confirm", "leader", Facts(did=frozenset({"recommend"})), {}, Why.OTHER_OFFICER),  # §2.2
        ("confirming", "confirm", "leader", Facts(), {"tolerance": {"deciding": 1}}, Why.CHILD_OPEN),  # §7.3
        ("objected", "settle", "clock", Facts(), {"objection": {"checking": 1}}, Why.CHILD_OPEN),  # L7
        ("rectifying", "apply_removal", "subject", Facts(), {"plan_item": {"closed": 1, "open": 1}}, Why.CHILD_OPEN),
        ("rectifying", "apply_removal", "subject", Facts(), {}, Why.CHILD_LACKING),  # a plan without items
        ("evaluating", "evaluate=remove", "evaluator", Facts(), {"plan_item": {"overdue": 1}}, Why.CHILD_OPEN),  # L11
        (
            "evaluating",
            "evaluate=remove",
            "evaluator",
            Facts(),
            {},
            Why.CHILD_OPEN,
        ),  # L11: where no plan was ever filed
        ("ripe", "convert", "officer", Facts(), {"visit": {"good": 1, "fair": 2}}, Why.CHILD_LACKING),  # L14: two 好
        (
            "confirmed",
            "award",
            "officer",
            Facts(case=CaseFacts(is_second=True)),
            {},
            Why.SECOND_IN_A_ROW,
        ),  # §4.1 L8: L12C
        ("confirmed", "award_again", "officer", Facts(case=CaseFacts()), {}, Why.FIRST_LABEL),
        ("ripe", "convert", "officer", Facts(case=CaseFacts(is_yellow=True)), DONE, Why.HOLDS_YELLOW),  # L14
    ],
)
def test_what_a_guard_refuses_it_refuses_for_its_reason(
    stage: str, move: str, who: str, known: Facts, children: dict[str, dict[str, int]], why: Why
) -> None:
    facts = replace(known, relations=frozenset({lifecycles.RELATED[who]})) if who in lifecycles.RELATED else known
    standing = replace(lifecycles.at(TABLE, stage), children=children)
    actor = lifecycles.ACTORS.get(who, lifecycles.ACTORS["reviewer"])
    made = lifecycles.make(TABLE, standing, move, actor, facts)
    assert isinstance(made, Refused)
    assert made.why is why


@pytest.mark.parametrize(
    ("stage", "move", "who"), [("evaluating", "evaluate", "evaluator"), ("deciding", "decide", "leader")]
)
def test_it_is_extended_once(stage: str, move: str, who: str) -> None:
    """The law §4.1 L12B."""
    again = {"decision": "extend"}
    assert lifecycles.became(TABLE, stage, f"{move}=extend", who, own=again) is None
    assert lifecycles.became(TABLE, stage, f"{move}=account", who, own=again) is not None


def test_whoever_helps_does_not_evaluate() -> None:
    """The law §2: the helper does not evaluate the same plan."""
    facts = Facts(relations=frozenset({Relation.EVALUATOR, Relation.HELPER}))
    made = lifecycles.make(TABLE, lifecycles.at(TABLE, "evaluating"), "evaluate=extend", lifecycles.SECOND, facts)
    assert isinstance(made, Refused)
    assert made.why is Why.HAS_OTHER_PART


@pytest.mark.parametrize(
    ("given", "by", "why"),
    [
        ({"about": ""}, "reviewer", Why.NEEDS_CLUE),
        ({"about": "", "unit": "U04"}, "committee", None),
        ({"about": "QS-2026-000001", "finding": "not_established"}, "reviewer", Why.NOT_SUBSTANTIATED),
        ({"about": "QS-2026-000001", "finding": "partly"}, "reviewer", None),
        ({"about": "QS-2026-000001", "category": "t10"}, "reviewer", Why.DISCIPLINE_ONLY),
    ],
)
def test_it_begins_with_a_clue_or_with_who_decides_and_corruption_goes_to_discipline(
    given: dict[str, str], by: str, why: Why | None
) -> None:
    """The law §4.1 L1, §3 T10."""
    new = replace(lifecycles.at(TABLE, "new"), unit="U04" if given["about"] else "")
    assert procedure.hindrance(TABLE, new, "recommend", lifecycles.ACTORS[by], Facts(), given) is why


def test_a_clue_whose_unit_is_not_known_accuses_nobody() -> None:
    given = {"about": "QS-2026-000001", "unit": ""}
    why = procedure.hindrance(
        TABLE, lifecycles.at(TABLE, "new"), "recommend", lifecycles.ACTORS["reviewer"], Facts(), given
    )
    assert why is Why.UNIT_UNKNOWN


@pytest.mark.parametrize(("until", "may"), [("2026-09-04", True), ("2026-09-05", False)])
def test_no_item_ends_after_the_cap(until: str, may: bool) -> None:
    """The law §4.1 L10: six months at most."""
    cap = lifecycles.days().end_of(datetime(2026, 9, 4, tzinfo=UTC).date())
    term = Running(name="case_rectify", begun_at=lifecycles.AT, due_at=cap, cap_at=cap)
    standing = replace(lifecycles.at(TABLE, "planning"), terms=(term,))
    given = {"items": items.write([{"item": "a", "owner": "b", "until": until}])}
    subject = Facts(relations=frozenset({Relation.SUBJECT}))
    why = procedure.hindrance(TABLE, standing, "file_plan", lifecycles.SECOND, subject, given)
    assert why is (None if may else Why.BEYOND_CAP)


def test_the_facts_are_sealed_when_the_inspection_begins() -> None:
    """The law §4.1 L2: units rush to fix what is checked."""
    own = {"subject": "unit", "facts": "three months", "first_severity": "s2"}
    standing = replace(lifecycles.at(TABLE, "recommended"), own=own)
    officer = replace(KNOWN, relations=frozenset({Relation.OFFICER}))
    made = lifecycles.make(TABLE, standing, "begin_inspection", lifecycles.SECOND, officer)
    assert isinstance(made, Event)
    kept = made.after.own[seals.KEPT]
    assert seals.is_intact(kept, {**made.after.own, "mending": "later"})
    assert not seals.is_intact(kept, {**made.after.own, "facts": "one month"})


def test_its_terms_are_the_law_s() -> None:
    """§4.1, column Deadline, from Wednesday 4 March 2026; the working days skip the weekends, the spring has no holiday until 4 April."""
    days = {
        stage.value: str(lifecycles.due_on(TABLE, stage))
        for stage in cases.CaseStage
        if lifecycles.due_on(TABLE, stage)
    }
    assert days == {
        "recommended": "2026-03-18",  # 10 wd
        "inspecting": "2026-03-25",  # 15 wd
        "inspected": "2026-03-09",
        "hearing": "2026-03-11",  # 5 wd
        "comparing": "2026-03-18",  # 10 wd
        "voting": "2026-03-09",  # 3 wd
        "proposed": "2026-03-09",  # 3 wd
        "notice": "2026-03-11",  # 5 wd
        "confirming": "2026-03-11",  # 5 wd
        "confirmed": "2026-04-03",  # 30 d
        "planning": "2026-03-09",  # helper 3 wd
        "late": "2026-03-09",  # helper 3 wd
        "rectifying": "2026-04-04",  # monthly progress
        "extended": "2026-04-04",  # monthly progress
        "evaluating": "2026-03-18",  # 10 wd
        "judging": "2026-03-11",  # 5 wd
        "deciding": "2026-03-11",
        "accountable": "2026-03-11",  # 5 wd
        "visiting": "2026-09-04",  # 6 months
    }


def test_progress_that_is_reported_begins_the_month_anew() -> None:
    """The law §4.1 L10: monthly progress, for as long as it is rectified."""
    march, april = lifecycles.AT, lifecycles.AT.replace(month=4, day=1)
    limit = next(each for each in TABLE.terms if each.rule == "case_progress")
    standing = replace(
        lifecycles.at(TABLE, "rectifying"), terms=(limit.begun(march, lifecycles.RULES, lifecycles.days()),)
    )
    subject = Facts(relations=frozenset({Relation.SUBJECT}))
    made = lifecycles.make(TABLE, standing, "report_progress", lifecycles.SECOND, subject, april)
    assert isinstance(made, Event)
    term = made.after.term("case_progress")
    assert term is not None
    assert lifecycles.days().local_day(term.due_at).isoformat() == "2026-05-01"


def test_a_named_helper_signs_each_months_progress_and_holds_up_nobody() -> None:
    """The law §2: co-sign progress. Nobody signed it; and the unit could report nothing while it waited for more time."""
    unit, helper = (Facts(relations=frozenset({each})) for each in (Relation.SUBJECT, Relation.HELPER))
    standing = lifecycles.entered(TABLE, "rectifying", subject="unit")
    asked = lifecycles.make(TABLE, replace(standing, own={**standing.own, "helper": "9"}), "ask_longer", SUBJECT, unit)
    assert isinstance(asked, Event)
    alone = lifecycles.make(TABLE, standing, "report_progress", SUBJECT, unit)
    reported = lifecycles.make(TABLE, asked.after, "report_progress", SUBJECT, unit)
    assert isinstance(alone, Event)
    assert isinstance(reported, Event)
    assert (alone.after.term("case_cosign"), reported.after.pending) == (None, asked.after.pending)
    assert supervising.waits_for(TABLE, reported.after) == frozenset({Role.LEADER, Relation.HELPER})
    assert not supervising.beside(TABLE, asked.after)
    term = reported.after.term("case_cosign")
    assert term is not None
    assert supervising.owed_by(TABLE, reported.after, term) == {Relation.HELPER}
    assert lifecycles.days().local_day(term.due_at).isoformat() == "2026-03-09"
    signed = lifecycles.make(TABLE, reported.after, "cosign", HELPER, helper)
    assert isinstance(signed, Event)
    twice = lifecycles.make(TABLE, signed.after, "cosign", HELPER, helper)
    assert isinstance(twice, Refused)
    anew = lifecycles.make(TABLE, signed.after, "report_progress", SUBJECT, unit)
    assert isinstance(anew, Event)
    assert (signed.after.own["cosign"], anew.after.own.get("cosign")) == ("given", None)
    assert supervising.beside(TABLE, anew.after) == {Relation.HELPER}
    lost = procedure.voided(TABLE, anew.after, lifecycles.AT)
    assert lost is not None
    assert lost.after.term("case_cosign") is not None, "a refusal of more time is no signature"


@pytest.mark.parametrize(("stage", "rule"), [("comparing", "compare"), ("voting", "vote"), ("judging", "judge")])
def test_what_a_member_wants_to_know_stops_the_clock_of_the_vote_once(stage: str, rule: str) -> None:
    """The law §2, committee: vote, ask for more, declare 回避; §13A: the clock stops while an answer is awaited."""
    standing, later = lifecycles.entered(TABLE, stage), lifecycles.AT + timedelta(days=1)
    member, officer = lifecycles.ACTORS["committee"], Facts(relations=frozenset({Relation.OFFICER}))
    asked = lifecycles.make(TABLE, standing, "ask_more", member)
    assert isinstance(asked, Event)
    assert asked.after.epoch == standing.epoch, "nobody who votes just now begins anew"
    assert isinstance(lifecycles.make(TABLE, asked.after, "ask_more", member), Refused)
    answered = lifecycles.make(TABLE, asked.after, "answer_more", lifecycles.SECOND, officer, later)
    assert isinstance(answered, Event)
    again = lifecycles.make(TABLE, answered.after, "ask_more", member, at=later)
    assert isinstance(again, Event)
    before, at_rest, after, second = (
        each.term(f"case_{rule}") for each in (standing, asked.after, answered.after, again.after)
    )
    assert before
    assert at_rest
    assert after
    assert second
    assert [each.stopped_at for each in (before, at_rest, after, second)] == [None, lifecycles.AT, None, None]
    assert after.due_at > before.due_at
    assert second.due_at == after.due_at, "who asks again and again puts off nothing"
    assert (again.after.own["wanted"], again.after.own["explained"]) == ("given\ngiven", "given")
    answer = asked.after.term("case_answer")
    assert answer
    assert supervising.beside(TABLE, asked.after) == frozenset({Relation.OFFICER})
    over = lifecycles.make(TABLE, asked.after, "leave_unanswered", CLOCK, at=answer.due_at + timedelta(minutes=1))
    assert isinstance(over, Event)
    goes_on = over.after.term(f"case_{rule}")
    assert goes_on
    assert (over.after.term("case_answer"), goes_on.stopped_at) == (None, None)


@pytest.mark.parametrize(("stage", "day"), [("planning", "2026-12-31"), ("converted", None), ("exempted", None)])
def test_a_label_that_is_not_converted_keeps_its_unit_from_awards_in_the_year(stage: str, day: str | None) -> None:
    """The law §4.1 L8, §4.2 N2."""
    assert TABLE.bars is not None
    until = TABLE.bars(lifecycles.at(TABLE, stage))
    assert (until.date().isoformat() if until else None) == day


def test_the_second_label_in_a_row_goes_to_account() -> None:
    """The law §4.1, consequences recorded on L8: second in a row → L12C, with its flag."""
    facts = Facts(case=CaseFacts(is_second=True), relations=frozenset({Relation.OFFICER}))
    made = lifecycles.make(
        TABLE, lifecycles.at(TABLE, "confirmed"), "award_again", lifecycles.ACTORS["reviewer"], facts
    )
    assert isinstance(made, Event)
    assert made.after.stage == "accountable"
    assert [opens.kind for opens in TABLE.moves["award_again"].opens] == ["slack_flag"]


@pytest.mark.parametrize(
    ("stage", "about", "is_second"),
    [
        ("planning", {}, True),
        ("visiting", {}, True),  # it is removed, and not converted yet
        ("converted", {}, False),
        ("closed", {}, False),
        ("revoked", {}, False),
        ("not_established", {}, False),
        ("planning", {"subject": "team", "subject_name": "执法二队"}, False),  # one case is one matter
    ],
)
def test_a_label_is_the_second_in_a_row_where_the_last_one_still_stands(
    stage: str, about: dict[str, str], is_second: bool
) -> None:
    case = replace(lifecycles.at(TABLE, "confirmed"), id=2, unit="U04", own={"subject": "unit"})
    other = replace(lifecycles.at(TABLE, stage), id=1, unit="U04", own={"subject": "unit", **about})
    assert labels(case, other) is is_second
    assert not labels(case, replace(other, unit="U05"))
    assert not labels(case, case)
