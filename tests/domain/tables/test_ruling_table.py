"""What the office decides about itself, against a matrix written by hand from the design §5 (Rules): one proposes, another signs."""

from __future__ import annotations

import pytest

from domain.matters import ruling
from domain.mechanism.columns import Relation
from domain.mechanism.refusals import Refused, Why
from domain.mechanism.standing import Event
from domain.mechanism.table import Facts, Procedure
from domain.people import CLOCK
from tests.support import lifecycles

TABLES = [ruling.RULES, ruling.OFFICE, ruling.CALENDAR]
STAGES = ("new", "proposed", "decided", "turned_down", "withdrawn", "lapsed")

# stage, move, by, what it becomes, how, whether a reporter is told
MATRIX = """
new       propose     admin      proposed     once  quiet
proposed  approve     leader     decided      once  quiet
proposed  approve     committee  decided      once  quiet
proposed  turn_down   leader     turned_down  once  quiet
proposed  turn_down   committee  turned_down  once  quiet
proposed  withdraw    applicant  withdrawn    once  quiet
proposed  lapse       clock      lapsed       once  quiet
"""
A_DAY_TOO = "new       correct     admin      proposed     once  quiet\n"
LEADER_TOO = "new       propose     leader     proposed     once  quiet\n"


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.matter)
def test_every_move_of_everybody_ends_where_the_law_says(table: Procedure) -> None:
    more = {"ruling": LEADER_TOO, "calendar": A_DAY_TOO}.get(table.matter, "")
    expected = lifecycles.read(MATRIX + more)
    for stage, move, who in lifecycles.attempts(table, iter(STAGES)):
        assert lifecycles.became(table, stage, move, who) == expected.get((stage, move, who)), (stage, move, who)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.matter)
def test_who_proposed_it_does_not_sign_it(table: Procedure) -> None:
    facts = Facts(relations=frozenset({Relation.APPLICANT}))
    made = lifecycles.make(table, lifecycles.at(table, "proposed"), "approve", lifecycles.ACTORS["leader"], facts)
    assert isinstance(made, Refused)
    assert made.why is Why.SAME_PERSON


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.matter)
@pytest.mark.parametrize("is_alone", [True, False])
def test_it_is_decided_at_once_only_where_nobody_else_could_sign(table: Procedure, is_alone: bool) -> None:
    made = lifecycles.make(table, lifecycles.at(table, "proposed"), "decide_alone", CLOCK, Facts(is_alone=is_alone))
    assert isinstance(made, Event) == is_alone
