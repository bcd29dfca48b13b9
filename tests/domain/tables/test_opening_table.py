"""Opening an identity against a matrix written by hand from the law §2 (custodian) and §11.5: two approvals, logged, with a reason."""

from __future__ import annotations

import pytest

from domain.matters import openings
from domain.mechanism.columns import Relation
from domain.mechanism.refusals import Refused, Why
from domain.mechanism.table import Facts
from domain.people import Role
from tests.support import lifecycles

TABLE = openings.PROCEDURE
DID = Facts(did=frozenset({"open"}))
EXPECTED = lifecycles.read("""
new     ask        reviewer,case_officer  asked      once    quiet  # §11.5: with a reason
asked   open       custodian              opened     second  quiet  # §2: own + supervisor
asked   refuse     custodian,leader       refused    once    quiet
asked   withdraw   applicant              withdrawn  once    quiet
asked   lapse      clock                  lapsed     once    quiet
opened  look       custodian              =          act     quiet  # §2: the identity vault only
opened  close      custodian              closed     once    quiet
opened  fall_shut  clock                  closed     once    quiet
""")


@pytest.mark.parametrize("stage", ["new", "asked", "opened", "closed", "refused", "withdrawn", "lapsed"])
def test_every_move_of_everybody_ends_where_the_law_says(stage: str) -> None:
    lifecycles.hold(TABLE, EXPECTED, stage, DID)


def test_a_custodian_who_did_not_open_it_sees_nothing_and_who_asked_does_not_open() -> None:
    custodian = lifecycles.ACTORS["custodian"]
    for stage, move, facts, why in (
        ("opened", "look", Facts(), Why.NOT_YOURS),
        ("asked", "open", Facts(relations=frozenset({Relation.APPLICANT})), Why.SAME_PERSON),
    ):
        made = lifecycles.make(TABLE, lifecycles.at(TABLE, stage), move, custodian, facts)
        assert isinstance(made, Refused)
        assert made.why is why


def test_the_custodian_sees_nothing_of_the_clue_and_a_leader_signs() -> None:
    """§2: the custodian never sees the merits of a case; an opening is never one person's."""
    assert "about" not in TABLE.shows[Role.CUSTODIAN]
    assert "parent" not in TABLE.shows[Role.CUSTODIAN]
    assert TABLE.moves["open"].second is Role.LEADER
