"""A quarter of projects and their cards against matrices by hand from the law §5, §6.5 and §11.1."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from domain.matters.projects import project_cards, project_quarters
from domain.mechanism import procedure
from domain.mechanism.refusals import Why
from domain.mechanism.table import Facts
from tests.support import law, lifecycles

TABLE, CARD = project_quarters.PROCEDURE, project_cards.PROCEDURE
LAW = law.read("""
propose  | new > proposed | clock | | | call_cards | §5: 回头看 of last quarter's cards comes first
strike   | proposed > = | leader | nothing_listed, recused | | | §5: never filled by force; a person decides
restore  | proposed > = | leader | nothing_listed | | resets reason struck | §5
confirm  | proposed > confirmed | leader | look_back_first | | says quarter; to board channels; showing month; said announce; \
  unsaid return | §5, §6.5, §13B: two approvers
return   | confirmed > proposed | clock | | leader | | §9
announce | confirmed > announced | clock | not_now | | show_cards | §5: P-SNAIL is a yellow card
term project_confirm | proposed | 5 wd | §9: quarter end and 15 wd
waits | proposed: leader | §2
sees reviewer, committee, leader | month reds snails struck reason missing unseen | §2
""")
OF_CARD = law.read("""
UNIT = owner, subject
issue     | new > yellow | clock | | UNIT | lead_by_card | §5: CARD-Y
come_due  | yellow > due | clock | | reviewer | | §5: next quarter
look_back | due > yes:mended no:standing | reviewer | | UNIT, leader | | §5: 回头看
show_red  | standing > red | leader + committee | | UNIT | moves project.exit | §5: CARD-R exits the list
spare     | standing > spared | leader | | UNIT, reviewer | | §11.1
revoke    | yellow, due, standing, red > revoked | leader + committee | | UNIT | moves project.readmit | §11.1: a way back
show_evidence | yellow, due, standing, mended, red > act | reviewer, leader, committee | nothing_sent | | show_evidence | §2
term project_look_back | due | 5 wd | §5, §9
term project_card_decide | standing | 5 wd | §5
waits | due: reviewer; standing: leader | §5
sees UNIT, reviewer, committee, leader | parent unit quarter cause mended found attachments reason | §2
""")
SHEETS = ((TABLE, LAW), (CARD, OF_CARD))


HELD: Mapping[str, lifecycles.Held] = {"project_quarter": {"own": {"struck": "3"}}}


@pytest.mark.parametrize(
    ("case", "own", "move", "why"),
    [
        (project_quarters.QuarterFacts(unseen=1), {}, "confirm", Why.LOOK_BACK_FIRST),
        (project_quarters.QuarterFacts(), {}, "confirm", None),  # an empty list is valid
        (project_quarters.QuarterFacts(), {}, "strike", Why.NOTHING_LISTED),
        (project_quarters.QuarterFacts(listed=1), {}, "restore", Why.NOTHING_LISTED),
        (project_quarters.QuarterFacts(), {"struck": "3"}, "restore", None),
    ],
)
def test_cards_are_looked_back_at_before_the_next_list(
    case: project_quarters.QuarterFacts, own: dict[str, str], move: str, why: Why | None
) -> None:
    leader, facts = lifecycles.ACTORS["leader"], Facts(case=case)
    assert procedure.hindrance(TABLE, replace(lifecycles.at(TABLE, "proposed"), own=own), move, leader, facts) is why
