"""What a case has in common with what begins about it: an objection, an item of its plan (the law §2, §4.1)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from domain.lifecycles import PROCEDURES
from domain.matters.parts.case_guards import CaseFacts
from domain.mechanism.columns import Relation
from domain.mechanism.refusals import Refused, Why
from domain.mechanism.standing import Event
from domain.mechanism.table import Facts
from tests.support import lifecycles

REVIEWER = lifecycles.ACTORS["reviewer"]
TAKEN_UP = [("case", "recommended"), ("objection", "raised"), ("plan_item", "proven")]


@pytest.mark.parametrize(("matter", "stage"), TAKEN_UP)
def test_whoever_takes_it_up_is_its_officer_and_nobody_takes_it_from_them(matter: str, stage: str) -> None:
    """The law §2, 承办人."""
    table = PROCEDURES[matter]
    taken = lifecycles.make(table, lifecycles.at(table, stage), "take_up", REVIEWER)
    assert isinstance(taken, Event)
    assert taken.after.owner_id == REVIEWER.person_id
    again = lifecycles.make(table, replace(taken.after, owner_id=99), "take_up", REVIEWER)
    assert isinstance(again, Refused)
    assert again.why is Why.OWNED_BY_OTHER


@pytest.mark.parametrize(("matter", "stage"), TAKEN_UP)
def test_files_are_shown_where_some_were_sent(matter: str, stage: str) -> None:
    table, standing = PROCEDURES[matter], lifecycles.at(PROCEDURES[matter], stage)
    none = lifecycles.make(table, standing, "show_evidence", REVIEWER, Facts(has_evidence=False))
    assert isinstance(none, Refused)
    assert none.why is Why.NOTHING_SENT
    assert isinstance(lifecycles.make(table, standing, "show_evidence", REVIEWER), Event)


@pytest.mark.parametrize(
    ("matter", "stage", "move"), [("case", "inspecting", "extend_inspection"), ("objection", "checking", "extend")]
)
def test_a_term_is_given_longer_once(matter: str, stage: str, move: str) -> None:
    """The law §4.1 L2 (+10 working days), L7 (+5)."""
    table = PROCEDURES[matter]
    standing = lifecycles.entered(table, stage)
    facts = Facts(relations=frozenset({Relation.OFFICER}))
    leader = lifecycles.ACTORS["leader"]
    asked = lifecycles.make(table, standing, move, REVIEWER, facts)
    assert isinstance(asked, Event)
    signed = lifecycles.make(table, asked.after, "sign", leader)
    assert isinstance(signed, Event)
    assert signed.after.due_at is not None
    assert standing.due_at is not None
    assert signed.after.due_at > standing.due_at
    again = lifecycles.make(table, signed.after, move, REVIEWER, facts)
    assert isinstance(again, Refused)
    assert again.why is Why.EXTENDED_ALREADY


@pytest.mark.parametrize(
    ("stage", "move", "party"),
    [
        ("recommended", "name_inspectors", Relation.INSPECTOR),  # L2
        ("planning", "name_helper", Relation.HELPER),  # L10
        ("evaluating", "name_evaluator", Relation.EVALUATOR),  # L11
    ],
)
def test_whoever_is_named_has_that_part_from_then_on(stage: str, move: str, party: Relation) -> None:
    table = PROCEDURES["case"]
    facts = Facts(relations=frozenset({Relation.OFFICER}), candidates=lifecycles.NOTHING_KNOWN.candidates)
    made = lifecycles.make(table, lifecycles.at(table, stage), move, REVIEWER, facts)
    assert isinstance(made, Event), made
    assert [named.party for named in made.named] == [party]


@pytest.mark.parametrize("deed", ["recommend", "report", "vote", "compare"])
@pytest.mark.parametrize("move", ["confirm", "not_confirm"])
def test_whoever_recommended_inspected_or_voted_does_not_decide_at_the_end(move: str, deed: str) -> None:
    """The law §2: who already acted in an earlier stage."""
    table = PROCEDURES["case"]
    leader = lifecycles.ACTORS["leader"]
    made = lifecycles.make(table, lifecycles.at(table, "confirming"), move, leader, Facts(did=frozenset({deed})))
    assert isinstance(made, Refused)
    assert made.why is Why.OTHER_OFFICER


def test_a_second_label_of_a_person_hangs_no_flag_either() -> None:
    """The law §4.1 L9: a person gets no flag."""
    standing = replace(lifecycles.at(PROCEDURES["case"], "confirmed"), own={"subject": "person"})
    facts = Facts(case=CaseFacts(is_second=True), relations=frozenset({Relation.OFFICER}))
    assert isinstance(lifecycles.make(PROCEDURES["case"], standing, "award_again", REVIEWER, facts), Refused)


def test_nobody_is_commended_whom_something_keeps_from_awards() -> None:
    """The law §4.1 L15, §4.2 N2."""
    table = PROCEDURES["case"]
    facts = Facts(ineligible_until=lifecycles.AT)
    made = lifecycles.make(table, lifecycles.at(table, "converted"), "commend", lifecycles.ACTORS["leader"], facts)
    assert isinstance(made, Refused)
    assert made.why is Why.INELIGIBLE
