"""A flag by decision against a matrix by hand from the law §5, §4, §9 and §10: by two, announced, hung, and turned with the next period."""

from __future__ import annotations

import pytest

from domain.matters.scoring import decided_flags
from domain.matters.scoring.decided_flags import FlagsHeld
from domain.mechanism import procedure
from domain.mechanism.refusals import Why
from domain.mechanism.table import Facts
from tests.support import law, lifecycles

TABLE = decided_flags.PROCEDURE
LAW = law.read("""
FLAG = category colour grounds authorisation place custodian hung_on returned_on
propose     | new > proposed | leader | holds_flag | | | §5: a leader must confirm every flag
approve     | proposed > announcing | committee | holds_flag, other_officer | leader | says decided_flag; to board channels; \
  showing colour grounds authorisation; said hang; unsaid hold_back | §4, §13B: two, and two more for what is public
turn_down   | proposed > turned_down | leader, committee | | leader | | §5
expire      | proposed > lapsed | clock | | leader | | §5: a draft expires after 10 wd
hang        | announcing > hung | clock | holds_flag | subject | opens flag_plan.ask if colour=yellow | §5: –→R, –→Y; §9
hold_back   | announcing > proposed | clock | | leader | | §9
acknowledge | hung > acknowledged | subject | | leader | | §9: a read receipt
hang_up     | hung, acknowledged > = | reviewer | | | | §5: flag_no, custodian, hung_place, since
hand_in     | hung, acknowledged, revoked > = | reviewer | | | | §5: returned_at
revoke      | hung, acknowledged > revoked | leader + committee | | subject | moves children flag_plan.drop; says flag_revoked; \
  showing reason; answers decided_flag | §5: a reversing entry
term flag_draft | proposed | 10 wd; by itself expire | §5
waits | proposed: committee; hung: subject | §2
sees subject | FLAG | §2: their own
shut subject | proposed announcing turned_down lapsed | §2: what is not said yet
sees reviewer, committee, leader | unit FLAG reason | §2
""")


@pytest.mark.parametrize(("category", "why"), [("绩效", Why.HOLDS_FLAG), ("真抓实干", None)])
def test_a_unit_holds_one_flag_in_a_category(category: str, why: Why | None) -> None:
    facts = Facts(case=FlagsHeld(held=frozenset({("U33", "绩效")})))
    given = {"unit": "U33", "category": category}
    leader = lifecycles.ACTORS["leader"]
    assert procedure.hindrance(TABLE, lifecycles.at(TABLE, "new"), "propose", leader, facts, given) is why
