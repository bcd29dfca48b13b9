"""Return visits against a matrix written by hand from the law §7.2 and §4.1 L13: when, by whom, with which grade."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from domain.matters import visits
from domain.mechanism.columns import Relation
from domain.mechanism.refusals import Refused, Why
from domain.mechanism.table import Facts
from tests.support import law, lifecycles

TABLE = visits.PROCEDURE
TWO = Facts(parts={Relation.VISITOR: frozenset({8, 9})})
LAW = law.read("""
OPEN = waiting, due, visiting, overdue
plan          | new > waiting  | clock | | | | §4.1 L13, §7.2: at 1, 3, 6, 12 months
come_due      | waiting > due  | clock | | | | §7.2
name_visitors | due, visiting, overdue > visiting | leader, committee | | visitor | names visitor | §7.2, §9: two visitors, who hear of it
record        | visiting, overdue > good:good fair:fair poor:poor | visitor + visitor | not_all_named | | moves any.visited; \
  moves any.visit_poor if grade=poor | §4.1 L13: 好, 一般, 较差; by both
fall_behind   | due, visiting > overdue | clock | | visitor | | §13A: what is overdue goes up
call_off      | OPEN > called_off | leader | | visitor | | §11.1: a label has an end
fall_away     | OPEN > called_off | clock  | | visitor | | §4.1 L13: reopened
show_evidence | visiting, overdue, good, fair, poor > act | visitor, leader, committee | nothing_sent | | \
  show_evidence | §7.2: by who was there
term visit_first    | waiting  | 1 months; by itself come_due; only for the first visit | §4.1 L13, §13A
term visit_second   | waiting  | 3 months; by itself come_due; only for the second visit | §4.1 L13, §13A
term visit_third    | waiting  | 6 months; by itself come_due; only for the third visit | §4.1 L13, §13A
term visit_fourth   | waiting  | 12 months; by itself come_due; only for the fourth visit | §7.2, §13A: discipline cases
term clarify_follow | waiting  | 30 d; by itself come_due; only for the follow_up visit | §7.4, §13A
term striver_follow | waiting  | 12 months; by itself come_due; only for the yearly visit | §4.2 N9
term visit_name     | due      | 3 wd; by itself fall_behind | §7.2
term visit_make     | visiting | 10 wd; by itself fall_behind | §7.2
waits | due: leader, committee; visiting: visitor; overdue: visitor, leader | §9, §13A
sees visitor, leader, committee | turn post track visitors visited_on grade organisation tasks \
  attachments reason | §7.2: nothing of what was said
""")
# §13 A, visit.offsets: 1, 3, 6 months, discipline cases also 12; §7.4: 30 d after a clarification. They began on 4 March 2026.
DAYS = {"first": "2026-04-04", "second": "2026-06-04", "third": "2026-09-04", "fourth": "2027-03-04"}


HELD: Mapping[str, lifecycles.Held] = {"visit": {"known": TWO}}


def test_nobody_visits_alone_or_signs_for_both() -> None:
    by, standing = lifecycles.SECOND, lifecycles.at(TABLE, "visiting")
    facts = replace(TWO, relations=frozenset({Relation.VISITOR}))
    proposed = lifecycles.make(TABLE, standing, "record=good", by, facts)
    assert not isinstance(proposed, Refused)
    by_both = lifecycles.make(TABLE, proposed.after, "sign", by, facts)
    one = replace(facts, parts={Relation.VISITOR: frozenset({7})})
    alone = lifecycles.make(TABLE, standing, "record=good", by, one)
    assert [each.why for each in (by_both, alone) if isinstance(each, Refused)] == [Why.SAME_PERSON, Why.NOT_ALL_NAMED]


@pytest.mark.parametrize(("turn", "day"), [*DAYS.items(), ("follow_up", "2026-04-03")])
def test_a_visit_waits_for_its_day(turn: str, day: str) -> None:
    (term,) = lifecycles.entered(TABLE, "waiting", turn=turn).terms
    assert str(lifecycles.days().local_day(term.due_at)) == day


def test_what_is_said_on_a_visit_has_no_place_here() -> None:
    """Confidential level 3 (the law §7.2): a day, a grade and tasks are kept."""
    texts = {asked.name for rule in TABLE.moves.values() for asked in rule.asks if asked.how == "text"}
    assert texts == {"post", "reason"}
