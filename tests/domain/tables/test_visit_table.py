"""Return visits against a matrix written by hand from the law §7.2 and §4.1 L13: when, by whom, with which grade."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from domain import visits
from domain.mechanism import limits
from domain.mechanism.columns import Relation
from domain.mechanism.refusals import Refused, Why
from domain.mechanism.table import Facts
from domain.people import Actor
from tests.support import lifecycles

TABLE = visits.PROCEDURE
TWO = Facts(parts={Relation.VISITOR: frozenset({8, 9})}, relations=frozenset({Relation.VISITOR}))

# §7.2: two visitors; §4.1 L13: form and talk, graded 好, 一般 or 较差; §13 A overdue rule; a label has an end (§11.1).
MATRIX = """
new       plan           clock      waiting     once  quiet
waiting   come_due       clock      due         once  quiet
due       fall_behind    clock      overdue     once  quiet
visiting  fall_behind    clock      overdue     once  quiet
waiting   call_off       leader     called_off  once  quiet
due       call_off       leader     called_off  once  quiet
visiting  call_off       leader     called_off  once  quiet
overdue   call_off       leader     called_off  once  quiet
waiting   fall_away      clock      called_off  once  quiet
due       fall_away      clock      called_off  once  quiet
visiting  fall_away      clock      called_off  once  quiet
overdue   fall_away      clock      called_off  once  quiet
"""
EXPECTED = lifecycles.read(MATRIX)
VISITOR = Actor(account_id=8, person_id=8)


@pytest.mark.parametrize("stage", [stage.value for stage in visits.VisitStage])
def test_every_move_of_everybody_ends_where_the_law_says(stage: str) -> None:
    """Naming and recording ask for people, which the tests below do."""
    for _, move, who in lifecycles.attempts(TABLE, iter([stage])):
        if move != "name_visitors":
            assert lifecycles.became(TABLE, stage, move, who) == EXPECTED.get((stage, move, who)), (stage, move, who)


@pytest.mark.parametrize("stage", ["visiting", "overdue"])
@pytest.mark.parametrize("grade", ["good", "fair", "poor"])
def test_a_visit_is_recorded_by_one_of_two_visitors_and_signed_by_the_other(stage: str, grade: str) -> None:
    standing = lifecycles.at(TABLE, stage)
    proposed = lifecycles.make(TABLE, standing, f"record={grade}", VISITOR, TWO)
    assert not isinstance(proposed, Refused)
    alone = lifecycles.make(TABLE, proposed.after, "sign", VISITOR, TWO)
    assert isinstance(alone, Refused)
    assert alone.why is Why.SAME_PERSON
    signed = lifecycles.make(TABLE, proposed.after, "sign", replace(VISITOR, person_id=9), TWO)
    assert not isinstance(signed, Refused)
    assert signed.after.stage == grade


def test_one_visitor_who_is_left_does_not_visit_alone() -> None:
    one = replace(TWO, parts={Relation.VISITOR: frozenset({8})})
    made = lifecycles.make(TABLE, lifecycles.at(TABLE, "visiting"), "record=good", VISITOR, one)
    assert isinstance(made, Refused)
    assert made.why is Why.NOT_ALL_NAMED


@pytest.mark.parametrize(
    ("turn", "due"),
    [
        ("first", date(2026, 4, 4)),  # §13 A visit.offsets: 1, 3, 6 months, discipline cases also 12
        ("second", date(2026, 6, 4)),
        ("third", date(2026, 9, 4)),
        ("fourth", date(2027, 3, 4)),
        ("follow_up", date(2026, 4, 3)),  # §7.4: a visit 30 d after a clarification
    ],
)
def test_a_visit_waits_for_its_day(turn: str, due: date) -> None:
    waiting = replace(lifecycles.at(TABLE, "waiting"), own={"turn": turn})
    (term,) = limits.entered(
        TABLE.terms, lifecycles.at(TABLE, "new"), waiting, lifecycles.RULES, lifecycles.days(), lifecycles.AT
    )
    assert lifecycles.days().local_day(term.due_at) == due
    assert term.lapse == "come_due"


def test_what_is_said_on_a_visit_has_no_place_here() -> None:
    """Confidential level 3 (the law §7.2): a day, a grade and tasks are kept; nothing is announced, no unit and no reporter told."""
    asked = {asked.name: asked.how for rule in TABLE.moves.values() for asked in rule.asks}
    assert {name for name, how in asked.items() if how == "text"} == {"post", "reason"}
    assert all(rule.announces is None for rule in TABLE.moves.values())
    assert TABLE.shows.keys() == {Relation.VISITOR, *visits._NAMING}
