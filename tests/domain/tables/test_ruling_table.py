"""What the office decides about itself, against a matrix written by hand from the design §5 (Rules): one proposes, another signs."""

from __future__ import annotations

import pytest

from domain.matters import ruling
from domain.mechanism.columns import Relation
from domain.mechanism.refusals import Refused, Why
from domain.mechanism.standing import Event
from domain.mechanism.table import Facts, Procedure
from domain.people import CLOCK
from tests.support import law, lifecycles
from tests.support.law import Law

TABLES = [ruling.RULES, ruling.OFFICE, ruling.CALENDAR]
STAGES = ("new", "proposed", "decided", "turned_down", "withdrawn", "lapsed")

BY_TWO = """
approve      | proposed > decided | leader, committee | same_person | applicant, leader | enact_KIND | design §5: signed by another
decide_alone | proposed > decided | clock | another_decides | | enact_KIND | design §5: a new office could not set itself up
turn_down    | proposed > turned_down | leader, committee | | applicant | | design §5
withdraw     | proposed > withdrawn | applicant | | | | design §5
lapse        | proposed > lapsed | clock | | applicant | | design §5: neither signed nor turned down
term ruling_decide | proposed | 10 wd; by itself lapse | design §5
waits | proposed: leader, committee | design §5
sees applicant, admin, leader, committee, auditor | applicant FACTS | §2: configuration, and all its history
"""
SHEETS = [
    (table, law.read(f"{words}\n{BY_TWO}".replace("KIND", table.matter)))
    for table, words in (
        (
            ruling.RULES,
            """FACTS = rule since why reason stays
propose | new > proposed | admin, leader | | | | design §5: rules are proposed as a difference""",
        ),
        (
            ruling.OFFICE,
            """FACTS = item before value since why reason
propose | new > proposed | admin | | | | design §5: what the office says of itself""",
        ),
        (
            ruling.CALENDAR,
            """FACTS = day kind off work why reason moves
propose | new > proposed | admin | | | | §2, design §5: the working days of a year
correct | new > proposed | admin | | | | §2, design §5: one day of it""",
        ),
    )
]


@pytest.mark.parametrize(("table", "sheet"), SHEETS, ids=lambda each: getattr(each, "matter", ""))
def test_every_move_of_everybody_ends_where_the_law_says(table: Procedure, sheet: Law) -> None:
    for stage in STAGES:
        lifecycles.hold(table, sheet.lines, stage, but=("decide_alone",))


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.matter)
def test_who_proposed_it_does_not_sign_it(table: Procedure) -> None:
    facts = Facts(relations=frozenset({Relation.APPLICANT}))
    made = lifecycles.make(table, lifecycles.at(table, "proposed"), "approve", lifecycles.ACTORS["leader"], facts)
    assert isinstance(made, Refused)
    assert made.why is Why.SAME_PERSON


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.matter)
@pytest.mark.parametrize("is_alone", [True, False])
def test_it_is_decided_at_once_only_where_nobody_else_could_sign(table: Procedure, is_alone: bool) -> None:
    made = lifecycles.make(table, lifecycles.at(table, "proposed"), "decide_alone", CLOCK, Facts(is_alone=is_alone))
    assert isinstance(made, Event) == is_alone
