"""The measures that a yellow flag asks for against a matrix by hand from the law §5 and §9: filed in ten days, closed item by item."""

from __future__ import annotations

from domain.matters.scoring import flag_plans
from domain.mechanism.refusals import Refused, Why
from tests.support import law, lifecycles

TABLE = flag_plans.PROCEDURE
LAW = law.read("""
ask       | new > due | clock | | | | §5: –→Y notice + plan 10 wd
file      | due, late > filed | subject | | | | §9: 于10个工作日内报送整改措施
fall_late | due > late | clock | | subject, leader | | §13A: overdue goes up
agree     | filed > agreed | reviewer | | subject | takes it; opens plan_item.list for items | §4.1 L10: plan to items
send_back | filed > due | reviewer | | subject | | §4.1 L10
take_up   | agreed > = | reviewer | owned_by_other | | takes it | design §5: what nobody has in hand
close     | agreed > closed | officer | child_open | subject | | §5: Y→–, no open rectification item
drop      | due, late, filed, agreed > dropped | clock | | subject | moves children plan_item.drop | §5: by a reversing entry
term case_plan_due | due | 10 wd; by itself fall_late | §5: plan 10 wd
term case_judge | filed | 5 wd | §4.1 L11
waits | due, late: subject; filed: reviewer; agreed: officer | §5, §2
sees subject, reviewer, committee, leader | parent causes items lacking children | §2: own plan
""")


def test_it_is_closed_once_no_item_is_open() -> None:
    made = lifecycles.became(TABLE, "agreed", "close", "officer", children={"plan_item": {"proven": 1, "closed": 2}})
    assert made is None
    assert lifecycles.became(TABLE, "agreed", "close", "officer", children={"plan_item": {"closed": 2}}) is not None
    assert Refused(Why.CHILD_OPEN).why is Why.CHILD_OPEN
