"""Requests for a recusal against a matrix written by hand from the law §2, rule 1: a party may ask, the body may order it."""

from __future__ import annotations

import pytest

from domain.lifecycles import PROCEDURES
from domain.mechanism.columns import Relation
from domain.mechanism.refusals import Refused, Why
from domain.mechanism.table import Facts
from tests.support import law, lifecycles

TABLE = PROCEDURES["recusal"]
LAW = law.read("""
ask      | new > asked | unit_contact, reviewer, case_officer, committee, leader | | | | §2 rule 1: an interested party may ask
order    | asked > ordered | leader, committee | same_person | applicant | recuse_named | §2 rule 1: the body may order it
refuse   | asked > refused | leader, committee | same_person | applicant | | §2 rule 1
withdraw | asked > withdrawn | applicant | | | | §2 rule 1
term recusal_decide | asked | 3 wd | §2 rule 1
waits | asked: leader, committee | §2 rule 1
sees applicant | about who why reason | §2 rule 1: whether, and not whom
sees leader, committee | applicant about who why person reason | §2 rule 1
begins | anywhere | §2 rule 1
""")


@pytest.mark.parametrize("move", ["order", "refuse"])
def test_who_asked_does_not_decide(move: str) -> None:
    asked = Facts(relations=frozenset({Relation.APPLICANT}))
    made = lifecycles.make(TABLE, lifecycles.at(TABLE, "asked"), move, lifecycles.ACTORS["leader"], asked)
    assert isinstance(made, Refused)
    assert made.why is Why.SAME_PERSON


def test_who_asked_hears_whether_and_not_who() -> None:
    assert "person" not in TABLE.shows[Relation.APPLICANT]
