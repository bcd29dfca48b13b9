"""An item of a plan against a matrix by hand from the law §4.1 L10–L11: who takes which step, and where it leads."""

from __future__ import annotations

from datetime import date

import pytest

from domain.matters import plan_items
from domain.mechanism.standing import Event
from tests.support import lifecycles

TABLE = plan_items.PROCEDURE
MATRIX = """
new      list           clock      open     once  quiet  # L10: plan to items
open     take_up        reviewer   open     once  quiet  # §2: what nobody has in hand
overdue  take_up        reviewer   overdue  once  quiet  # §2
proven   take_up        reviewer   proven   once  quiet  # §2
open     prove          subject    proven   once  quiet  # L10: evidence
overdue  prove          subject    proven   once  quiet  # L10
proven   accept         officer    closed   once  quiet  # L10: tracked to closure (§1.2)
proven   send_back      officer    open     once  quiet  # L10
open     fall_overdue   clock      overdue  once  quiet  # §13A: overdue rule
open     drop           clock      dropped  once  quiet  # V, or a plan that is returned
overdue  drop           clock      dropped  once  quiet
proven   drop           clock      dropped  once  quiet
open     show_evidence  reviewer   open     act   quiet  # §2: the office sees the files
open     show_evidence  committee  open     act   quiet
open     show_evidence  officer    open     act   quiet
overdue  show_evidence  reviewer   overdue  act   quiet
overdue  show_evidence  committee  overdue  act   quiet
overdue  show_evidence  officer    overdue  act   quiet
proven   show_evidence  reviewer   proven   act   quiet
proven   show_evidence  committee  proven   act   quiet
proven   show_evidence  officer    proven   act   quiet
closed   show_evidence  reviewer   closed   act   quiet
closed   show_evidence  committee  closed   act   quiet
closed   show_evidence  officer    closed   act   quiet
"""
EXPECTED = lifecycles.read(MATRIX)


@pytest.mark.parametrize("stage", ["new", "open", "overdue", "proven", "closed", "dropped"])
def test_every_move_of_everybody_ends_where_the_law_says(stage: str) -> None:
    for _, move, who in lifecycles.attempts(TABLE, iter([stage])):
        assert lifecycles.became(TABLE, stage, move, who) == EXPECTED.get((stage, move, who)), (stage, move, who)


def test_its_term_is_the_day_that_its_plan_names() -> None:
    """The law §4.1 L10: items, owner, date."""
    made = lifecycles.make(TABLE, lifecycles.at(TABLE, "new"), "list", lifecycles.ACTORS["clock"])
    assert isinstance(made, Event)
    assert made.after.due_at is not None
    assert lifecycles.days().local_day(made.after.due_at) == date(2026, 5, 6)
