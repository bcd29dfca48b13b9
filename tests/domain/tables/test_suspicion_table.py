"""Suspected malice against a matrix written by hand from the law §7.5: three signs, passed on, nothing decided."""

from __future__ import annotations

import pytest

from domain.matters import suspicions
from domain.mechanism.columns import Relation
from domain.mechanism.refusals import Refused, Why
from domain.mechanism.table import Facts
from domain.people import Role
from tests.support import lifecycles

TABLE = suspicions.PROCEDURE
EXPECTED = lifecycles.read("""
new                 raise       reviewer  raised       once  quiet  # §7.5: one of three objective signs
raised,transferred  take_over   reviewer  =            once  quiet  # an officer who left
raised              transfer    leader    transferred  once  quiet  # §7.5: passed on to discipline
raised              drop        leader    dropped      once  quiet  # §7.5: an honest mistake has no consequence
transferred         note_reply  officer   replied      once  quiet  # §7.5: the finding is theirs
""")


@pytest.mark.parametrize("stage", ["new", "raised", "transferred", "dropped", "replied"])
def test_every_move_of_everybody_ends_where_the_law_says(stage: str) -> None:
    for _, move, who in lifecycles.attempts(TABLE, iter([stage])):
        assert lifecycles.became(TABLE, stage, move, who) == EXPECTED.get((stage, move, who)), (stage, move, who)


@pytest.mark.parametrize("move", ["transfer", "drop"])
def test_who_raised_it_does_not_decide_whether_it_is_passed_on(move: str) -> None:
    did = Facts(did=frozenset({"raise"}))
    made = lifecycles.make(TABLE, lifecycles.at(TABLE, "raised"), move, lifecycles.ACTORS["leader"], did)
    assert isinstance(made, Refused)
    assert made.why is Why.OTHER_OFFICER


def test_there_are_three_objective_signs_and_nothing_follows_for_whoever_reported() -> None:
    """§7.5: decide nothing, publish nothing, never ban silently."""
    assert len(suspicions.SIGNALS) == 3
    for rule in TABLE.moves.values():
        assert (rule.announces, rule.effects, rule.also, rule.opens) == (None, (), (), ())
        assert not {Role.REPORTER, Relation.SUBJECT} & set(rule.tells)
    assert TABLE.shows.keys() == {Relation.OFFICER, Role.LEADER}
