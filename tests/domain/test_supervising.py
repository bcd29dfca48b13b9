"""For whom a matter waits, whose a term is, and who hears of it where there is nobody (the law §13A): by hand, on a small table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from domain.lifecycles import PROCEDURES
from domain.mechanism import supervising
from domain.mechanism.columns import Party, Relation
from domain.mechanism.limits import Limit
from domain.mechanism.standing import PERSON, Pending, Running, Standing
from domain.mechanism.supervising import Staffed
from domain.mechanism.table import Procedure, Rule
from domain.people import Role
from tests.support import lifecycles


def at(*stages: str) -> frozenset[str]:
    return frozenset(stages)


TABLE = Procedure(
    matter="watched",
    first="new",
    moves={
        "take": Rule(
            start=at("new"), end="open", by=frozenset({Role.REVIEWER, Role.CASE_OFFICER, Role.RATER}), owns=True
        ),
        "propose": Rule(start=at("open"), end="done", by=frozenset({Relation.OFFICER}), second=Role.COMMITTEE),
        "close": Rule(start=at("open"), end="done", by=frozenset({Relation.OFFICER})),
        "decide": Rule(start=at("queue"), end="done", by=frozenset({Role.COMMITTEE, Role.REPORTER, Relation.SUBJECT})),
        "read": Rule(start=at("queue"), by=frozenset({Role.REVIEWER})),
        "wait": Rule(start=at("queue"), end="queue", by=frozenset({Role.CASE_OFFICER})),
        "end": Rule(start=at("queue"), end="done", by=frozenset({Role.AUDITOR}), is_hidden=True),
        "undo": Rule(start=at("queue"), end="open", by=frozenset({Role.LEADER}), is_undoing=True),
    },
    terms=(
        Limit("clue_settle", at("open", "queue")),
        Limit("clue_verify", at("open"), owed_by=frozenset({Relation.SUBJECT})),
        Limit("clue_review_request", at("open"), is_right=True),
    ),
    todo={"open": frozenset({Relation.OFFICER})},
    above={Relation.INSPECTOR: Role.COMMITTEE},
    shows={Role.REVIEWER: ("facts",), Role.CASE_OFFICER: ("facts",), Relation.SUBJECT: ("facts",)},
)
NOBODY: frozenset[Party] = frozenset()
UNITS = {
    Relation.SUBJECT: frozenset({"U01"}),
    Relation.OWNER: frozenset({"U01", "U02"}),
    Relation.DATA_UNIT: frozenset({"U03"}),
}
EVERYBODY = Staffed(roles=frozenset(Role), units=UNITS)


def standing(stage: str, move: str = "", **known: Any) -> Standing:
    pending = Pending(move=move, by=2, given={}) if move else None
    return replace(lifecycles.at(TABLE, stage), pending=pending, **known)


def term(name: str) -> Running:
    return Running(name=name, begun_at=lifecycles.AT, due_at=lifecycles.AT)


@pytest.mark.parametrize(
    ("stage", "move", "parties"),
    [
        ("open", "", {Relation.OFFICER}),
        ("open", "propose", {Role.COMMITTEE}),
        ("open", "close", NOBODY),
        ("done", "", NOBODY),
    ],
)
def test_a_matter_waits_for_whom_its_table_says_and_what_is_proposed_for_who_signs(
    stage: str, move: str, parties: frozenset[Party]
) -> None:
    assert supervising.awaited(TABLE, standing(stage, move)) == parties


def test_besides_whom_it_waits_for_are_those_whose_term_an_act_began() -> None:
    """The unit was asked for more: it is the unit's term, and the officer's matter."""
    lines = (
        *TABLE.terms,
        Limit("clue_claim", at("open"), begun_by=frozenset({"ask"}), owed_by=frozenset({Relation.SUBJECT})),
    )
    table = replace(TABLE, terms=lines)
    for name, parties in (("clue_claim", {Relation.SUBJECT}), ("clue_verify", NOBODY), ("gone", NOBODY)):
        found = standing("open", terms=(term(name),))
        assert supervising.beside(table, found) == parties
        assert supervising.waits_for(table, found) == parties | {Relation.OFFICER}


@pytest.mark.parametrize(
    ("stage", "name", "parties"),
    [
        ("open", "clue_settle", {Relation.OFFICER}),
        ("open", "clue_verify", {Relation.SUBJECT}),
        ("open", "clue_review_request", NOBODY),
        ("queue", "clue_settle", {Role.COMMITTEE}),
        ("queue", "clue_verify", NOBODY),
        ("queue", "clue_claim", NOBODY),
    ],
    ids=["who must act", "whom its line names", "a right", "who leads on", "no line of this stage", "no line at all"],
)
def test_whose_a_term_is(stage: str, name: str, parties: frozenset[Party]) -> None:
    """In a queue it is of the office's roles that lead on from there: whoever only reads or undoes owes nothing."""
    assert supervising.owed_by(TABLE, standing(stage), term(name)) == parties


@pytest.mark.parametrize(
    ("party", "who"),
    [
        (Relation.INSPECTOR, Role.COMMITTEE),
        (Relation.HELPER, Relation.OFFICER),
        (Relation.SUBJECT, Relation.OFFICER),
        (Relation.ASSIGNEE, Role.REVIEWER),
        (Role.CASE_OFFICER, Role.REVIEWER),
        (Relation.OFFICER, Role.LEADER),
        (Role.REVIEWER, Role.LEADER),
        (Role.LEADER, Role.LEADER),
    ],
)
def test_who_supervises_whom(party: Party, who: Party) -> None:
    assert supervising.above(TABLE, party) is who


def test_what_goes_past_the_office_is_supervised_by_nobody_of_it() -> None:
    apart = replace(TABLE, is_apart=True, shows={Role.BYPASS_CONTACT: ("facts",), Role.CUSTODIAN: ("facts",)})
    assert {supervising.above(apart, party) for party in (Role.BYPASS_CONTACT, Role.REVIEWER, Relation.OFFICER)} == {
        Role.BYPASS_CONTACT
    }


@pytest.mark.parametrize(
    ("party", "known", "staffed", "named", "there"),
    [
        (Role.REVIEWER, {}, {Role.REVIEWER, Role.LEADER}, {}, {Role.REVIEWER}),
        (Role.REVIEWER, {}, {Role.LEADER}, {}, {Role.LEADER}),
        (Role.CASE_OFFICER, {}, {Role.LEADER}, {}, {Role.LEADER}),
        (Role.CASE_OFFICER, {}, set(), {}, {Role.LEADER}),
        (Relation.OFFICER, {"owner_id": 2}, {Role.REVIEWER}, {}, {Relation.OFFICER}),
        (Relation.OFFICER, {}, {Role.REVIEWER, Role.RATER}, {}, {Role.REVIEWER}),
        (Relation.OFFICER, {}, {Role.REVIEWER, Role.CASE_OFFICER}, {}, {Role.REVIEWER, Role.CASE_OFFICER}),
        (Relation.OFFICER, {}, {Role.RATER, Role.LEADER}, {}, {Role.LEADER}),
        (Relation.HELPER, {}, set(Role), {Relation.HELPER: {7}}, {Relation.HELPER}),
        (Relation.HELPER, {"owner_id": 2}, set(Role), {Relation.HELPER: set()}, {Relation.OFFICER}),
        (Relation.HELPER, {}, {Role.REVIEWER}, {}, {Role.REVIEWER}),
        (Relation.APPLICANT, {"account_id": 1}, set(), {}, {Relation.APPLICANT}),
        (Relation.APPLICANT, {"owner_id": 2}, set(), {}, {Relation.OFFICER}),
        (Relation.SUBJECT, {"unit": "U01", "owner_id": 2}, set(), {}, {Relation.SUBJECT}),
        (Relation.SUBJECT, {"unit": "U02", "owner_id": 2}, set(), {}, {Relation.OFFICER}),
        (Relation.DATA_UNIT, {"unit": "U03", "owner_id": 2}, set(), {}, {Relation.DATA_UNIT}),
        (Relation.OWNER, {"unit": "U02", "owner_id": 2}, set(), {}, {Relation.OWNER}),
        (Relation.DATA_UNIT, {"unit": "U01", "owner_id": 2}, {Role.LEADER}, {}, {Role.LEADER}),
        (Relation.SUBJECT, {"unit": "U01", "owner_id": 2, "own": {"subject": PERSON}}, set(), {}, {Relation.OFFICER}),
    ],
)
def test_where_there_is_nobody_somebody_else_hears_of_it(
    party: Party,
    known: Mapping[str, Any],
    staffed: set[Role],
    named: Mapping[Relation, set[int]],
    there: set[Party],
) -> None:
    """No term rings nobody: who may take the matter on, and else who is above."""
    people = {relation: frozenset(each) for relation, each in named.items()}
    found = supervising.there_of(
        TABLE,
        standing("new", **known),
        frozenset({party}),
        Staffed(roles=frozenset(staffed), units=UNITS),
        people,
    )
    assert found == there


def test_only_who_may_take_it_on_where_it_stands_hears_of_what_nobody_has_in_hand() -> None:
    officers = frozenset[Party]({Relation.OFFICER})
    assert supervising.there_of(TABLE, standing("queue"), officers, EVERYBODY, {}) == {Role.LEADER}


def test_each_of_several_is_looked_for_and_nobody_is_nobody() -> None:
    both: frozenset[Party] = frozenset({Role.REVIEWER, Relation.HELPER})
    assert supervising.there_of(TABLE, standing("open", owner_id=2), both, EVERYBODY, {}) == {
        Role.REVIEWER,
        Relation.OFFICER,
    }
    assert supervising.there_of(TABLE, standing("open"), NOBODY, EVERYBODY, {}) == NOBODY


@pytest.mark.parametrize("matter", ["filing", "flag_plan", "project_month", "speech"])
def test_what_units_file_in_numbers_comes_before_reviewers_where_a_unit_has_nobody(matter: str) -> None:
    """A leader's 待办 was full of the months of projects whose units had nobody."""
    table = PROCEDURES[matter]
    stage, parties = next(iter(table.todo.items()))
    waiting = replace(lifecycles.at(table, stage), unit="U09")
    assert supervising.there_of(table, waiting, parties, EVERYBODY, {}) == {Role.REVIEWER}
