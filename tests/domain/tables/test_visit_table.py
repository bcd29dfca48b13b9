"""Return visits against a matrix written by hand from the law §7.2 and §4.1 L13: when, by whom, with which grade."""

from __future__ import annotations

from dataclasses import replace

import pytest

from domain.matters import visits
from domain.mechanism.columns import Relation
from domain.mechanism.refusals import Refused, Why
from domain.mechanism.table import Facts
from domain.people import Actor
from tests.support import lifecycles

TABLE = visits.PROCEDURE
TWO = Facts(parts={Relation.VISITOR: frozenset({8, 9})})

EXPECTED = lifecycles.read("""
new                           plan           clock             waiting     once    quiet  # §7.2, §4.1 L13: at 1, 3, 6, 12 months
waiting                       come_due       clock             due         once    quiet  # §7.2
due,visiting,overdue          name_visitors  leader,committee  visiting    once    quiet  # §7.2: two visitors
visiting,overdue              record=good    visitor           good        second  quiet  # §4.1 L13: 好, 一般, 较差
visiting,overdue              record=fair    visitor           fair        second  quiet  # §4.1 L13
visiting,overdue              record=poor    visitor           poor        second  quiet  # §4.1 L13
due,visiting                  fall_behind    clock             overdue     once    quiet  # §13 A: what is overdue goes up
waiting,due,visiting,overdue  call_off       leader            called_off  once    quiet  # §11.1: a label has an end
waiting,due,visiting,overdue  fall_away      clock             called_off  once    quiet  # §4.1 L13: reopened
""")
# §13 A, visit.offsets: 1, 3, 6 months, discipline cases also 12; §7.4: 30 d after a clarification. They began on 4 March 2026.
DAYS = {"first": "2026-04-04", "second": "2026-06-04", "third": "2026-09-04", "fourth": "2027-03-04"}


@pytest.mark.parametrize("stage", [stage.value for stage in visits.VisitStage])
def test_every_move_of_everybody_ends_where_the_law_says(stage: str) -> None:
    lifecycles.hold(TABLE, EXPECTED, stage, TWO)


def test_nobody_visits_alone_or_signs_for_both() -> None:
    by, standing = Actor(account_id=8, person_id=8), lifecycles.at(TABLE, "visiting")
    facts = replace(TWO, relations=frozenset({Relation.VISITOR}))
    proposed = lifecycles.make(TABLE, standing, "record=good", by, facts)
    assert not isinstance(proposed, Refused)
    by_both = lifecycles.make(TABLE, proposed.after, "sign", by, facts)
    alone = lifecycles.make(
        TABLE, standing, "record=good", by, replace(facts, parts={Relation.VISITOR: frozenset({8})})
    )
    assert [each.why for each in (by_both, alone) if isinstance(each, Refused)] == [Why.SAME_PERSON, Why.NOT_ALL_NAMED]


@pytest.mark.parametrize(("turn", "day"), [*DAYS.items(), ("follow_up", "2026-04-03")])
def test_a_visit_waits_for_its_day(turn: str, day: str) -> None:
    (term,) = lifecycles.entered(TABLE, "waiting", turn=turn).terms
    assert str(lifecycles.days().local_day(term.due_at)) == day


def test_what_is_said_on_a_visit_has_no_place_here() -> None:
    """Confidential level 3 (the law §7.2): a day, a grade and tasks are kept; nothing is announced, no unit and no reporter told."""
    asked = {asked.name: asked.how for rule in TABLE.moves.values() for asked in rule.asks}
    assert {name for name, how in asked.items() if how == "text"} == {"post", "reason"}
    assert all(rule.announces is None for rule in TABLE.moves.values())
    assert TABLE.shows.keys() == {Relation.VISITOR, "leader", "committee"}
