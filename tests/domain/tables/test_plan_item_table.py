"""An item of a plan against a matrix by hand from the law §4.1 L10–L11: who takes which step, and where it leads."""

from __future__ import annotations

from datetime import date

from domain.matters import plan_items
from domain.mechanism.standing import Event
from tests.support import law, lifecycles

TABLE = plan_items.PROCEDURE
LAW = law.read("""
list          | new > open    | clock    | | | | §4.1 L10: the plan to items, each with owner and date
take_up       | open, overdue, proven > = | reviewer | owned_by_other | | takes it | §2, design §5: what nobody has in hand
prove         | open, overdue > proven | subject | | officer | | §4.1 L10: evidence
accept        | proven > closed | officer | | subject | | §4.1 L10, §1: tracked to closure
send_back     | proven > open | officer  | | subject | | §4.1 L10
fall_overdue  | open > overdue | clock   | | subject, officer, leader | | §13A: overdue goes up
show_evidence | open, overdue, proven, closed > act | reviewer, committee, officer | nothing_sent | | show_evidence | §2
drop          | open, overdue, proven > dropped | clock | | | | §4.1 V, §4.1 L10: or a plan that is returned
term case_item | open | 1 months; day until; by itself fall_overdue | §4.1 L10: due on the day of the plan
waits | open, overdue: subject; proven: officer | §4.1 L10
sees subject, reviewer, committee, leader | parent item owner until proof attachments lacking | §2: own plan; the dossier
""")


def test_its_term_is_the_day_that_its_plan_names() -> None:
    """The law §4.1 L10: items, owner, date."""
    made = lifecycles.make(TABLE, lifecycles.at(TABLE, "new"), "list", lifecycles.ACTORS["clock"])
    assert isinstance(made, Event)
    assert made.after.due_at is not None
    assert lifecycles.days().local_day(made.after.due_at) == date(2026, 5, 6)
