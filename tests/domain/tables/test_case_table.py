"""A case against a matrix written by hand from the law §4.1: who takes which step, with whom, and where it leads."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from domain import items
from domain.matters import cases
from domain.matters.parts.case_guards import LABELLED, OFFICE, CaseFacts, CaseStage, labels
from domain.mechanism import procedure, seals
from domain.mechanism.columns import Relation
from domain.mechanism.refusals import Refused, Why
from domain.mechanism.standing import Event, Running
from domain.mechanism.table import Facts
from tests.support import lifecycles

TABLE = cases.PROCEDURE

# stage, move, by, what it becomes, how, whether a reporter is told (never: what a clue leads to is told with the clue).
MATRIX = """
new            recommend            reviewer    recommended      once    quiet  # L1: from a clue
new            recommend            committee   recommended      once    quiet  # L1
new            recommend            leader      recommended      once    quiet  # L1
recommended    name_inspectors      officer     recommended      once    quiet  # L2: two inspectors
inspecting     name_inspectors      officer     inspecting       once    quiet  # L2
recommended    begin_inspection     officer     inspecting       once    quiet  # L1 to L2
recommended    turn_away            officer     turned_away      second  quiet  # L1 to X
inspecting     turn_away            officer     turned_away      second  quiet  # L2 to X
inspected      turn_away            officer     turned_away      second  quiet  # L2 to X
inspecting     extend_inspection    officer     inspecting       second  quiet  # L2: +10
inspecting     note_mending         officer     inspecting       act     quiet  # L2: later fixing is mitigating
inspecting     note_mending         inspector   inspecting       act     quiet  # L2
inspected      note_mending         officer     inspected        act     quiet  # L2
inspected      note_mending         inspector   inspected        act     quiet  # L2
hearing        note_mending         officer     hearing          act     quiet  # L2
hearing        note_mending         inspector   hearing          act     quiet  # L2
comparing      note_mending         officer     comparing        act     quiet  # L2
comparing      note_mending         inspector   comparing        act     quiet  # L2
inspecting     report               inspector   inspected        second  quiet  # L2: both inspectors
inspected      serve                officer     hearing          once    quiet  # L3: 拟认定事项告知
hearing        reply                subject     comparing        once    quiet  # L3 to L4
hearing        fall_silent          clock       comparing        once    quiet  # L3: silence is no admission
comparing      reply_late           subject     comparing        once    quiet  # L3: nothing is lost
comparing      recuse               committee   comparing        act     quiet  # §2: recusal
voting         recuse               committee   voting           act     quiet  # §2
judging        recuse               committee   judging          act     quiet  # §2
comparing      put_to_vote          clock       voting           once    quiet  # L4 to L5
comparing      dismiss              clock       not_established  once    quiet  # L4 to X
voting         dismiss              clock       not_established  once    quiet  # L5 to X
voting         propose              clock       proposed         once    quiet  # L5 to L6
proposed       give_notice=internal officer     notice           once    quiet  # L6
proposed       give_notice=public   officer     publishing       once    quiet  # L6: public if approved
publishing     begin_notice         clock       notice           once    quiet  # L6
publishing     call_off             clock       proposed         once    quiet  # L6
notice         object               clock       objected         once    quiet  # L6 to L7
objected       object               clock       objected         once    quiet  # L7
objected       settle               clock       notice           once    quiet  # L7 to L8, what is left of the notice first
objected       vote_anew            clock       voting           once    quiet  # L7 to L5
objected       drop                 clock       not_established  once    quiet  # L7 to X
notice         end_notice           clock       confirming       once    quiet  # L6 to L8
confirming     confirm              leader      confirmed        once    quiet  # L8
confirming     not_confirm          leader      not_established  once    quiet  # L8 to X
inspecting     exempt               clock       exempted         once    quiet  # T: any time before L8 (§7.3)
inspected      exempt               clock       exempted         once    quiet  # T
hearing        exempt               clock       exempted         once    quiet  # T
comparing      exempt               clock       exempted         once    quiet  # T
voting         exempt               clock       exempted         once    quiet  # T
proposed       exempt               clock       exempted         once    quiet  # T
notice         exempt               clock       exempted         once    quiet  # T
objected       exempt               clock       exempted         once    quiet  # T
confirming     exempt               clock       exempted         once    quiet  # T
exempted       resume               clock       comparing        once    quiet  # T: the tolerance was revoked
turned_away    clarify              clock       clarified        once    quiet  # C
not_established clarify             clock       clarified        once    quiet  # C
revoked        clarify              clock       clarified        once    quiet  # C
confirmed      award                officer     planning         once    quiet  # L9: 授旗, 表态发言
planning       name_helper          officer     planning         once    quiet  # L10: helper
rectifying     name_helper          officer     rectifying       once    quiet  # L10
extended       name_helper          officer     extended         once    quiet  # L10
planning       helper_overdue       clock       planning         once    quiet  # L10: 3 wd
planning       file_plan            subject     rectifying       once    quiet  # L10: plan
planning       plan_overdue         clock       late             once    quiet  # L10: 10 wd
late           urge                 leader      planning         once    quiet  # §13A: overdue goes to the leader
late           file_plan            subject     rectifying       once    quiet  # L10
late           name_helper          officer     late             once    quiet  # L10
late           helper_overdue       clock       late             once    quiet  # L10
late           advise               helper      late             once    quiet  # §2
late           fall_due             clock       evaluating       once    quiet  # L11
rectifying     return_plan          officer     planning         once    quiet  # L10
rectifying     report_progress      subject     rectifying       once    quiet  # L10: monthly
extended       report_progress      subject     extended         once    quiet  # L10
rectifying     miss_progress        clock       rectifying       once    quiet  # L10
extended       miss_progress        clock       extended         once    quiet  # L10
planning       advise               helper      planning         once    quiet  # §2: log help
rectifying     advise               helper      rectifying       once    quiet  # §2
extended       advise               helper      extended         once    quiet  # §2
rectifying     apply_removal        subject     evaluating       once    quiet  # L11: on application
extended       apply_removal        subject     evaluating       once    quiet  # L12B to L11
planning       fall_due             clock       evaluating       once    quiet  # L11: at due date
rectifying     fall_due             clock       evaluating       once    quiet  # L11
extended       fall_due             clock       evaluating       once    quiet  # L12B to L11
evaluating     name_evaluator       officer     evaluating       once    quiet  # L11
evaluating     evaluate=remove      evaluator   judging          once    quiet  # L11 to L12A
evaluating     evaluate=extend      evaluator   deciding         once    quiet  # L11 to L12B
evaluating     evaluate=account     evaluator   deciding         once    quiet  # L11 to L12C
judging        remove               clock       visiting         once    quiet  # L12A to L13
judging        keep                 clock       deciding         once    quiet  # L12A: no majority
deciding       decide=extend        leader      extended         second  quiet  # L12B
deciding       decide=account       leader      accountable      second  quiet  # L12C
accountable    refer                officer     referred         once    quiet  # L12C: referral
referred       record_outcome       officer     visiting         once    quiet  # L12C to L13
visiting       come_of_age          clock       ripe             once    quiet  # L14: six months
visiting       visit_poor           clock       planning         once    quiet  # L13 to L10
ripe           visit_poor           clock       planning         once    quiet  # L13 to L10
ripe           convert              officer     converted        second  quiet  # L14
ripe           close                officer     closed           second  quiet  # L13: every label ends (§11.1)
measured       close                officer     closed           second  quiet  # L9: a person
converted      commend              leader      commended        once    quiet  # L15
"""
EXPECTED = lifecycles.read(MATRIX)
EXPECTED |= {  # whoever is a reviewer takes up what nobody has in hand (§2)
    (stage, "take_up", "reviewer"): lifecycles.Line(stage, "take_up", "reviewer", stage, "once", False)
    for stage in TABLE.moves["take_up"].start
}
EXPECTED |= {  # V: a wrong decision is found (§4.1)
    (stage, "revoke", "leader"): lifecycles.Line(stage, "revoke", "leader", "revoked", "second", False)
    for stage in LABELLED
}
EXPECTED |= {  # §2: the office sees the files, and their looking is noted
    (stage.value, "show_evidence", party): lifecycles.Line(
        stage.value, "show_evidence", party, stage.value, "act", False
    )
    for stage in CaseStage
    for party in OFFICE
    if stage is not CaseStage.NEW
}
KNOWN = Facts(parts={Relation.INSPECTOR: frozenset({11, 12})})
DONE = {"plan_item": {"closed": 2}, "visit": {"good": 2}}
PERSONS = {"measured"}


@pytest.mark.parametrize("stage", [stage.value for stage in cases.CaseStage])
def test_every_move_of_everybody_ends_where_the_law_says(stage: str) -> None:
    for _, move, who in lifecycles.attempts(TABLE, iter([stage])):
        found = lifecycles.became(TABLE, stage, move, who, KNOWN, {"subject": "unit"}, DONE)
        assert found == EXPECTED.get((stage, move, who)), (stage, move, who)


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
