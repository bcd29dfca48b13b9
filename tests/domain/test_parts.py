"""What keeps somebody from a further part in a matter (回避): the law §2, reason by reason."""

from __future__ import annotations

from typing import Any

import pytest

from domain.lifecycles import PROCEDURES
from domain.mechanism import columns, parts, procedure
from domain.mechanism.columns import Party, Relation
from domain.mechanism.parts import Holder, Phase
from domain.mechanism.refusals import Why
from domain.mechanism.table import Facts, Procedure, Rule, looking
from domain.people import Role
from tests.support import lifecycles

INSPECTOR: frozenset[Party] = frozenset({Relation.INSPECTOR})
MOVES = {
    "triage": Rule(start=frozenset({"new"}), by=frozenset({Role.REVIEWER})),
    "inspect": Rule(start=frozenset({"new"}), by=INSPECTOR),
}


@pytest.mark.parametrize(
    ("known", "is_kept_away"),
    [
        ({}, False),
        ({"has_brought": True}, True),
        ({"has_recused": True}, True),
        ({"parts": frozenset({Relation.HELPER})}, True),
        ({"parts": frozenset({Relation.INSPECTOR})}, False),
        ({"did": frozenset({"triage"})}, True),
        ({"did": frozenset({"inspect"})}, False),
        ({"did": frozenset({"gone"})}, False),
    ],
    ids=[
        "nothing",
        "brought it",
        "said so",
        "helps",
        "inspects already",
        "acted as another",
        "acted as an inspector",
        "acted by a move that the table has no more",
    ],
)
def test_what_keeps_somebody_from_inspecting(known: dict[str, Any], *, is_kept_away: bool) -> None:
    nothing: dict[str, Any] = {"has_brought": False, "has_recused": False, "parts": frozenset(), "did": frozenset()}
    holder = Holder(person_id=1, label="", unit="", role="", grant_id=1, principal_id=1, **{**nothing, **known})
    assert parts.is_kept_away(holder, INSPECTOR, MOVES, is_in_line=False) is is_kept_away
    assert parts.is_kept_away(holder, INSPECTOR, MOVES, is_in_line=True)


def test_who_acted_in_another_phase_of_what_it_came_from_is_kept_away() -> None:
    """The law §2 rule 2: triage ≠ verify ≠ vote ≠ review, over a matter and what it came from."""
    nothing = Holder(
        person_id=1,
        label="",
        unit="",
        role="",
        grant_id=1,
        principal_id=1,
        has_brought=False,
        has_recused=False,
        parts=frozenset(),
        did=frozenset(),
    )
    for phases in (set(), {Phase.TRIAGE}):
        away = parts.is_kept_away(nothing, INSPECTOR, MOVES, is_in_line=False, other_phases=frozenset(phases))
        assert away is bool(phases)


def test_the_tables_say_which_moves_are_which_part_of_the_work() -> None:
    clue, case = PROCEDURES["clue"], PROCEDURES["case"]
    assert clue.phases_of("accept") == {Phase.TRIAGE}
    assert clue.phases_of("conclude") == {Phase.VERIFY}
    assert clue.phases_of("uphold") == {Phase.REVIEW}
    assert not clue.phases_of("claim") | clue.phases_of("write")
    nomination, candidate = PROCEDURES["striver"], PROCEDURES["candidate"]
    assert nomination.phases_of("take_up") == {Phase.TRIAGE}
    assert candidate.phase_for(frozenset({Role.COMMITTEE})) == {Phase.VOTE}
    assert candidate.phase_for(INSPECTOR) == {Phase.VERIFY}
    assert case.phase_for(INSPECTOR) == {Phase.VERIFY}
    assert case.phase_for(frozenset({Role.COMMITTEE})) == {Phase.VOTE}


@pytest.mark.parametrize(
    ("answer", "people"), [("11", (11,)), ("11,12", (11, 12)), ("", ()), ("11,", ()), ("11,王", ()), ("1²", ())]
)
def test_an_answer_that_is_no_list_of_numbers_names_nobody(answer: str, people: tuple[int, ...]) -> None:
    """What somebody typed in place of a name is no person; ² is a digit that is no number."""
    assert columns.people_of(answer) == people


def test_a_role_and_a_relation_are_never_taken_for_each_other() -> None:
    """Both are names, and a table has them in one set of parties: whoever could be named a helper is not yet one of this matter."""
    assert not {role.value for role in Role} & {relation.value for relation in Relation}


@pytest.mark.parametrize(
    ("by", "why"),
    [
        (frozenset({Role.REVIEWER}), Why.HAS_OTHER_PART),
        (frozenset({Relation.OFFICER}), Why.HAS_OTHER_PART),
        (frozenset({Role.REVIEWER, Relation.HELPER}), None),
        (frozenset({Role.REVIEWER, Relation.SUBJECT}), None),
    ],
)
def test_who_helps_in_a_matter_decides_nothing_of_it(by: frozenset[Party], why: Why | None) -> None:
    """The law §2, rule 2, of every move of every table; what is only looked at is nobody's decision."""
    relations = frozenset({Relation.HELPER, Relation.OFFICER})
    for rule, expected in ((Rule(start=frozenset({"new"}), by=by), why), (looking(frozenset({"new"}), by), None)):
        table = Procedure(matter="toy", first="new", moves={"do": rule})
        hindered = procedure.hindrance(
            table, lifecycles.at(table, "new"), "do", lifecycles.ACTORS["reviewer"], Facts(relations=relations)
        )
        assert hindered is expected
