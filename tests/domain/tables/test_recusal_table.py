"""Requests for a recusal against a matrix written by hand from the law §2, rule 1: a party may ask, the body may order it."""

from __future__ import annotations

import pytest

from domain.lifecycles import PROCEDURES
from domain.mechanism.columns import Relation
from domain.mechanism.refusals import Refused, Why
from domain.mechanism.table import Facts
from tests.support import lifecycles

TABLE = PROCEDURES["recusal"]
EXPECTED = lifecycles.read("""
new    ask       unit_contact,reviewer,case_officer,committee,leader  asked      once  quiet  # §2 rule 1: interested party may ask
asked  order     leader,committee                                     ordered    once  quiet  # §2 rule 1: the body may order it
asked  refuse    leader,committee                                     refused    once  quiet  # §2 rule 1
asked  withdraw  applicant                                            withdrawn  once  quiet
""")


@pytest.mark.parametrize("stage", ["new", "asked", "ordered", "refused", "withdrawn"])
def test_every_move_of_everybody_ends_where_the_law_says(stage: str) -> None:
    lifecycles.hold(TABLE, EXPECTED, stage)


@pytest.mark.parametrize("move", ["order", "refuse"])
def test_who_asked_does_not_decide(move: str) -> None:
    asked = Facts(relations=frozenset({Relation.APPLICANT}))
    made = lifecycles.make(TABLE, lifecycles.at(TABLE, "asked"), move, lifecycles.ACTORS["leader"], asked)
    assert isinstance(made, Refused)
    assert made.why is Why.SAME_PERSON


def test_who_asked_hears_whether_and_not_who() -> None:
    assert "person" not in TABLE.shows[Relation.APPLICANT]
