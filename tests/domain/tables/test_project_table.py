"""Projects and their months against matrices by hand from the law §6.4, §2 (project owner) and §9: who enters, plans and puts right."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from domain import items
from domain.matters.projects import project_months, projects
from domain.mechanism import procedure
from domain.mechanism.refusals import Refused, Why
from domain.mechanism.rules import RuleSet
from domain.mechanism.standing import Outcome
from domain.mechanism.table import Facts
from domain.people import Actor
from tests.support import law, lifecycles

TABLE, MONTH = projects.PROCEDURE, project_months.PROCEDURE
LAW = law.read("""
UNIT = owner, subject
FILE = code title kind unit lead team starts started goal plan progress difficulties attachments why result reason
register    | new > running | clock | | UNIT | | §6.4, §13B: the register of projects
revise      | running > = | clock | | | | §6.4
set_plan    | running > = | UNIT | month_begun, plan_falls | | | §2: never after the month has begun
change_plan | running > = | UNIT + leader | plan_falls | UNIT | | §2: change request only
finish      | running > finished | UNIT + leader | | UNIT | | §11.1: an end
show_evidence | running, finished > act | reviewer, leader | nothing_sent | | show_evidence | §2
exit        | running > exited | clock | | | | §5: a red card
readmit     | exited > running | clock | | | | §11.1: a card that is revoked
drop        | running > dropped | leader | | UNIT | | §11.1: an end
sees UNIT, reviewer, committee, leader | FILE | §2: own projects; the office
""")
OF_MONTH = law.read("""
UNIT = owner, subject
open    | new > due | clock | | | | §9: day 5 close
report  | due, reported > reported | UNIT, clock | | | | §2: monthly actual
close   | due, reported > closed | clock | | | | §6.4, §9: entry closes
be_lit     | closed > lit | clock | | | | §6.4
put_out    | lit > closed | clock | | | | §6.4: sent back
note_talk  | shown > = | reviewer, leader | | UNIT | | §6.4: talks
show_light | lit > shown | clock | | | show_month_card; lead_by_light | §6.4, §9: project owners
correct | closed > = | reviewer | | UNIT | | §6.1: with a reason
term light_entry | due, reported | 5 d; day until; by itself close; owed by owner subject | §6.4: entry closes day 5
waits | due: UNIT | §2
FILE = title unit month until planned actual behind light begun note why parent talked_on talk
sees UNIT | FILE | §2
sees reviewer, committee, leader | FILE who_talks | §2, §6.4
""")
SHEETS = ((TABLE, LAW), (MONTH, OF_MONTH))


@pytest.mark.parametrize(
    ("move", "month", "amount", "why"),
    [
        ("set_plan", 3, "300", Why.MONTH_BEGUN),  # it is March
        ("set_plan", 4, "150", Why.PLAN_FALLS),  # February has 200
        ("set_plan", 4, "200", None),
        ("change_plan", 3, "300", None),
        ("change_plan", 1, "300", Why.PLAN_FALLS),
    ],
)
def test_the_plan_of_a_month_that_has_begun_is_changed_on_request_alone(
    move: str, month: int, amount: str, why: Why | None
) -> None:
    own = {"plan": projects.written({"2026-01": Decimal(100), "2026-02": Decimal(200)})}
    standing = lifecycles.entered(TABLE, "running", **own)
    facts = Facts(relations=frozenset({lifecycles.RELATED["owner"]}), case=projects.ProjectFacts(month="2026-03"))
    given = {"months": items.write([{"month": str(month), "amount": amount}]), "why": "受灾"}
    made = procedure.make(
        TABLE,
        standing,
        move,
        Actor(account_id=8, person_id=8),
        given,
        rules=RuleSet(),
        calendar=lifecycles.days(),
        at=lifecycles.AT,
        facts=facts,
    )
    assert (made.why if isinstance(made, Refused) else None) is why
    if not isinstance(made, Refused) and made.outcome is Outcome.MOVED:
        assert projects.plan_of(projects.replanned(made, 2026).after)["2026-04"] == 200


def test_entry_closes_on_the_fifth_or_the_next_working_day() -> None:
    """The law §6.4; 5 April 2026 is a day of a holiday, 5 July a Sunday."""
    closes = [
        project_months.entry_closes(month, RuleSet(), lifecycles.days()) for month in ("2026-05", "2026-03", "2026-06")
    ]
    assert closes == [date(2026, 6, 5), date(2026, 4, 7), date(2026, 7, 6)]
