"""An objection against a matrix by hand from the law §4.1 L7: who takes which step, with whom, and where it leads."""

from __future__ import annotations

from datetime import date

import pytest

from domain.matters import objections
from domain.matters.objections import Earlier
from domain.mechanism.columns import Relation
from domain.mechanism.refusals import Refused, Why
from domain.mechanism.table import Facts
from tests.support import law, lifecycles

TABLE = objections.PROCEDURE
LAW = law.read("""
raise         | new > raised | unit_contact, reviewer | | | moves any.object | §4.1 L7: anyone in scope, real name, facts; or on paper
take_up       | raised, checking > checking | reviewer | other_officer, owned_by_other | applicant | takes it | §4.1 L7: a new officer
extend        | checking > = | officer + leader | | applicant | longer case_objection | §4.1 L7: +5
find          | checking > unfounded:dismissed vote_anew,not_established:upheld | officer + leader | other_officer, not_now | applicant | \
  moves any.settle if finding=unfounded; moves any.vote_anew if finding=vote_anew; moves any.drop if finding=not_established | §4.1 L7
show_evidence | raised, checking, dismissed, upheld > act | reviewer, officer | nothing_sent | | show_evidence | §2, §4.1 L7: re-checked
withdraw      | raised, checking > withdrawn | applicant | | officer | moves any.settle | §4.1 L7: nothing is objected any more
term case_objection | raised, checking | 10 wd; +5 wd | §4.1 L7, §13A
waits | raised: reviewer; checking: officer | §4.1 L7
sees applicant | about objector why finding reason | §2: their own
sees reviewer  | about objector why finding reason attachments why_longer | §2, §4.1 L7
sees leader    | about why why_longer finding reason | §2: without who objected
sees committee | about why finding reason | §2: a dossier without identity
begins | case: notice, objected; candidate: notice, objected | §4.1 L6, §4.1 L7: in the notice period
""")
OF_ANYBODY = law.read("""
submit        | new > raised | reporter | day_is_full | | moves any.object | §4.1 L7: anyone in scope, real name, facts; §11.12
take_up       | raised, checking > checking | reviewer | other_officer, owned_by_other | reporter | takes it | §4.1 L7: a new officer
extend        | checking > = | officer + leader | | reporter | longer case_objection | §4.1 L7: +5
find          | checking > unfounded:dismissed vote_anew,not_established:upheld | officer + leader | other_officer, not_now | reporter | \
  moves any.settle if finding=unfounded; moves any.vote_anew if finding=vote_anew; moves any.drop if finding=not_established; \
  reads finding reason | §4.1 L7
show_evidence | raised, checking, dismissed, upheld > act | reviewer, officer | nothing_sent | | show_evidence | §2, §4.1 L7: re-checked
withdraw      | raised, checking > withdrawn | reporter | | officer, reporter | moves any.settle | §4.1 L7: nothing is objected any more
term case_objection | raised, checking | 10 wd; +5 wd; promised | §4.1 L7, §13A
waits | raised: reviewer; checking: officer | §4.1 L7
sees reviewer  | about parent why attachments unreachable why_longer finding reason | §2, §11.5: who that is, the custodian alone
sees leader    | about why why_longer finding reason | §2
sees committee | about why finding reason | §2: a dossier without identity
begins | case: notice, objected; candidate: notice, objected | §4.1 L6, §4.1 L7: in the notice period
""")
SHEETS = ((objections.OF_ANYBODY, OF_ANYBODY),)


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
