"""The life of a flag against a matrix written by hand from the law §5, §7.3 and §9: struck, hung, acknowledged, taken down."""

from __future__ import annotations

from datetime import datetime

import pytest

from domain.matters.scoring import flags
from domain.mechanism import procedure
from domain.mechanism.columns import Relation
from domain.mechanism.refusals import Why
from domain.mechanism.table import Facts
from tests.support import law, lifecycles

TABLE = flags.PROCEDURE

LAW = law.read("""
propose     | called_for > proposed | clock | | | | §5, §11.3: figures only ever propose
strike      | proposed > struck | leader | | | strike_flag | §5: a leader confirms every flag
unstrike    | struck > proposed | leader | | | unstrike_flag | §5
replace     | proposed, struck > replaced | clock | | | | §5: figures that came later
hang        | proposed > hung | clock | | | show_notice; lead_by_streak; paper flag_notice; \
  opens flag_plan.ask if colour=yellow | §5: Y→Y streak 3, §9: 黄旗通知, 红旗通知
acknowledge | hung > act | subject | already_read | | acknowledge_notice | §9: a read receipt
withdraw    | hung > withdrawn | clock | | | propose_anew; moves children flag_plan.drop | §5: by a reversing entry
exempt      | hung > exempted | clock | | | moves children flag_plan.drop | §7.3: T, it counts no more
hang_up     | hung > = | reviewer | | | | §5: flag_no, custodian, hung_place, since
hand_in     | hung, withdrawn, exempted, revoked > = | reviewer | | | | §5: returned_at
revoke      | hung > revoked | leader + committee | not_now | subject | moves children flag_plan.drop; says flag_revoked; showing reason; \
  answers period | §5: a reversing entry
restore     | exempted > hung | clock | | | | §7.3: the tolerance was revoked
sees subject, reviewer, committee, leader | notice place custodian hung_on returned_on reason | §2: their own; what hangs is public
unseen | called_for proposed struck replaced | §5: leaders see it in the list of its period
""")


@pytest.mark.parametrize(
    ("is_own", "read_at", "expected"),
    [
        (True, None, None),
        (False, None, Why.NOT_YOURS),
        (True, lifecycles.AT, Why.ALREADY_READ),  # pressed again, it says when it was noted
    ],
)
def test_a_flag_is_acknowledged_once_and_by_its_own_unit(
    *, is_own: bool, read_at: datetime | None, expected: Why | None
) -> None:
    relations = frozenset({Relation.SUBJECT}) if is_own else frozenset()
    facts = Facts(case=flags.FlagCase(number="2026-P1-Y01", acknowledged_at=read_at), relations=relations)
    hung, contact = lifecycles.at(TABLE, "hung"), lifecycles.ACTORS["unit_contact"]
    assert procedure.hindrance(TABLE, hung, "acknowledge", contact, facts) is expected


def test_whoever_has_a_conflict_does_not_strike() -> None:
    """The law §2: whose own unit it is, or one above or below it, does not decide about its flag."""
    proposed, leader = lifecycles.at(TABLE, "proposed"), lifecycles.ACTORS["leader"]
    assert procedure.hindrance(TABLE, proposed, "strike", leader, Facts(is_recused=True)) is Why.RECUSED
