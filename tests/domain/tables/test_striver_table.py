"""A nomination against a matrix written by hand from the law §4.2 and, for its notices, §3."""

from __future__ import annotations

from datetime import date

import pytest

from domain.matters import strivers
from domain.mechanism.refusals import Refused, Why
from tests.support import lifecycles

TABLE = strivers.PROCEDURE

# stage, move, by, what it becomes, how, whether the nominator is told.
MATRIX = """
draft        submit         reporter  submitted    once    quiet
submitted    register       clock     nominated    once    quiet

nominated    take_up        reviewer  eligibility  once    told
nominated    ask_more       reviewer  need_info    once    told
nominated    turn_down      reviewer  turned_down  second  told
nominated    correct_unit   reviewer  nominated    once    quiet
nominated    write          reviewer  nominated    act     told
nominated    show_evidence  reviewer  nominated    act     quiet
nominated    recuse         reviewer  nominated    act     quiet
nominated    supplement     reporter  nominated    act     quiet
nominated    withdraw       reporter  withdrawn    once    told

need_info    answer         reporter  nominated    once    quiet
need_info    lapse          clock     nominated    once    told
need_info    write          reviewer  need_info    act     told
need_info    show_evidence  reviewer  need_info    act     quiet
need_info    recuse         reviewer  need_info    act     quiet
need_info    withdraw       reporter  withdrawn    once    told

eligibility  write          reviewer  eligibility  act     told
eligibility  show_evidence  reviewer  eligibility  act     quiet
eligibility  recuse         reviewer  eligibility  act     quiet
eligibility  supplement     reporter  eligibility  act     quiet
eligibility  withdraw       reporter  withdrawn    once    told
eligibility  be_listed      clock     listed       once    told   # §4.2 N2 to N3, §3: every step is told
eligibility  fall_through   clock     not_chosen   once    told
listed       fall_through   clock     not_chosen   once    told
"""
EXPECTED = lifecycles.read(MATRIX)
TERMS = {"nominated": date(2026, 3, 11), "need_info": date(2026, 3, 18), "eligibility": date(2026, 3, 11)}


@pytest.mark.parametrize("stage", [stage.value for stage in strivers.StriverStage])
def test_every_move_of_everybody_ends_where_the_law_says(stage: str) -> None:
    for _, move, who in lifecycles.attempts(TABLE, iter([stage])):
        assert lifecycles.became(TABLE, stage, move, who, unit="U04") == EXPECTED.get((stage, move, who)), (
            stage,
            move,
            who,
        )


@pytest.mark.parametrize("stage", [stage.value for stage in strivers.StriverStage])
def test_every_stage_has_its_term(stage: str) -> None:
    assert lifecycles.due_on(TABLE, stage) == TERMS.get(stage)


def test_nobody_is_checked_of_whom_the_unit_is_not_known() -> None:
    """§4.2 N2: cases, sanctions and measures are known by unit and post."""
    made = lifecycles.make(TABLE, lifecycles.at(TABLE, "nominated"), "take_up", lifecycles.ACTORS["reviewer"])
    assert isinstance(made, Refused)
    assert made.why is Why.UNIT_MISSING
