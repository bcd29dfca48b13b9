"""Suspected malice against a matrix written by hand from the law §7.5: three signs, passed on, nothing decided."""

from __future__ import annotations

import pytest

from domain.matters import suspicions
from domain.mechanism.columns import Relation
from domain.mechanism.refusals import Refused, Why
from domain.mechanism.table import Facts
from domain.people import Role
from tests.support import law, lifecycles

TABLE = suspicions.PROCEDURE
LAW = law.read("""
raise      | new > raised | reviewer | | | takes it | §7.5: one of three objective signs
take_over  | raised, transferred > = | reviewer | owned_by_other | | takes it | design §5: what a leaver had in hand
transfer   | raised > transferred | leader | other_officer | officer | | §7.5, §2 rule 2: passed on to discipline
drop       | raised > dropped | leader | other_officer | officer | | §7.5, §2 rule 2: an honest mistake has no consequence
note_reply | transferred > replied | officer | | | | §7.5: the finding is theirs
term suspicion_transfer | raised | 5 wd | §7.5
term suspicion_reply | transferred | 60 d | §7.5
waits | raised: leader; transferred: officer | §7.5
sees officer, leader | about signal basis reason document reply | §7.5, §11.5: nobody else, above all not the unit
begins | clue: triage, rejected, accepted, assigned, verifying, concluded, answered, review, reviewed, second_review, closed, \
  archived | §7.5
""")


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
