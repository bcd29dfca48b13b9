"""An objection against a matrix by hand from the law §4.1 L7: who takes which step, with whom, and where it leads."""

from __future__ import annotations

from datetime import date

import pytest

from domain.matters import objections
from domain.matters.objections import Earlier
from domain.mechanism.columns import Relation
from domain.mechanism.refusals import Refused, Why
from domain.mechanism.table import Facts
from tests.support import lifecycles

TABLE = objections.PROCEDURE
MATRIX = """
new        raise                 unit_contact  raised     once    quiet  # L7: anyone in scope, real name, facts
new        raise                 reviewer      raised     once    quiet  # L7: on paper, or by telephone
raised     take_up               reviewer      checking   once    quiet  # L7: new officer
checking   take_up               reviewer      checking   once    quiet  # §2: what nobody has in hand
checking   extend                officer       checking   second  quiet  # L7: +5
checking   find=unfounded        officer       dismissed  second  quiet  # L7 to L8
checking   find=vote_anew        officer       upheld     second  quiet  # L7 to L5
checking   find=not_established  officer       upheld     second  quiet  # L7 to X
raised     withdraw              applicant     withdrawn  once    quiet
checking   withdraw              applicant     withdrawn  once    quiet
raised     show_evidence         reviewer      raised     act     quiet
raised     show_evidence         officer       raised     act     quiet
checking   show_evidence         reviewer      checking   act     quiet
checking   show_evidence         officer       checking   act     quiet
dismissed  show_evidence         reviewer      dismissed  act     quiet
dismissed  show_evidence         officer       dismissed  act     quiet
upheld     show_evidence         reviewer      upheld     act     quiet
upheld     show_evidence         officer       upheld     act     quiet
"""
EXPECTED = lifecycles.read(MATRIX)


@pytest.mark.parametrize("stage", ["new", "raised", "checking", "dismissed", "upheld", "withdrawn"])
def test_every_move_of_everybody_ends_where_the_law_says(stage: str) -> None:
    for _, move, who in lifecycles.attempts(TABLE, iter([stage])):
        assert lifecycles.became(TABLE, stage, move, who) == EXPECTED.get((stage, move, who)), (stage, move, who)


@pytest.mark.parametrize(("move", "relation"), [("take_up", Relation.VISITOR), ("find=unfounded", Relation.OFFICER)])
def test_whoever_had_a_hand_in_the_case_does_not_check_what_is_said_against_it(move: str, relation: Relation) -> None:
    """The law §4.1 L7: a new officer re-checks."""
    facts = Facts(case=Earlier(had_a_hand=True), relations=frozenset({relation}))
    made = lifecycles.make(TABLE, lifecycles.entered(TABLE, "checking"), move, lifecycles.ACTORS["reviewer"], facts)
    assert isinstance(made, Refused)
    assert made.why is Why.OTHER_OFFICER


def test_it_is_decided_within_ten_working_days() -> None:
    """The law §4.1 L7."""
    assert {lifecycles.due_on(TABLE, stage) for stage in ("raised", "checking")} == {date(2026, 3, 18)}
