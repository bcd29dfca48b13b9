"""Opening an identity against a matrix written by hand from the law §2 (custodian) and §11.5: two approvals, logged, with a reason."""

from __future__ import annotations

from collections.abc import Mapping

from domain.matters import openings
from domain.mechanism.columns import Relation
from domain.mechanism.refusals import Refused, Why
from domain.mechanism.table import Facts
from domain.people import Role
from tests.support import law, lifecycles

TABLE = openings.PROCEDURE
DID = Facts(did=frozenset({"open"}))
LAW = law.read("""
ask       | new > asked | reviewer, case_officer | | | | §11.5: with a reason
open      | asked > opened | custodian + leader | same_person | applicant | | §2, §11.5: own and supervisor; not whoever asked
look      | opened > act | custodian | not_yours | | open_identity | §2: the identity vault only, by who opened it
close     | opened > closed | custodian | not_yours | | close_identity | §11.5: and nobody reads it any more
refuse    | asked > refused | custodian, leader | | applicant | | §11.5
withdraw  | asked > withdrawn | applicant | | | | §11.5
lapse     | asked > lapsed | clock | | applicant | | §11.5
fall_shut | opened > closed | clock | | | close_identity | §11.5
term opening_decide | asked | 3 wd; by itself lapse | §11.5
term opening_look | opened | 1 wd; by itself fall_shut; right | §11.5
waits | asked, opened: custodian | §2
sees applicant | about why reason | §11.5: the clue, and nothing of the identity
sees custodian, leader, auditor | applicant why reason | §2: never the merits of a case
shut custodian | closed | §11.5
begins | clue: submitted, registered, triage, need_info, merged, rejected, transferred, accepted, assigned, verifying, concluded, \
  review, reviewed, second_review, unowned, answered, closed, withdrawn, archived | §11.5
""")


HELD: Mapping[str, lifecycles.Held] = {"opening": {"known": DID}}


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
