"""The life of a flag against a matrix written by hand from the law §5, §7.3 and §9: struck, hung, acknowledged, taken down."""

from __future__ import annotations

from datetime import datetime

import pytest

from domain.matters import flags
from domain.mechanism import procedure
from domain.mechanism.columns import Relation
from domain.mechanism.refusals import Why
from domain.mechanism.table import Facts
from tests.support import lifecycles

TABLE = flags.PROCEDURE

# stage, move, by, what it becomes, how, whether a reporter is told (never: it is a matter of the unit).
MATRIX = """
called_for  propose      clock    proposed   once  quiet  # §5
proposed    strike       leader   struck     once  quiet
proposed    replace      clock    replaced   once  quiet
proposed    hang         clock    hung       once  quiet
struck      unstrike     leader   proposed   once  quiet
struck      replace      clock    replaced   once  quiet
hung        acknowledge  subject  hung       act   quiet  # §9: 收到
hung        withdraw     clock    withdrawn  once  quiet
hung        exempt       clock    exempted   once  quiet  # §7.3
exempted    restore      clock    hung       once  quiet
"""
EXPECTED = lifecycles.read(MATRIX)


@pytest.mark.parametrize("stage", [stage.value for stage in flags.FlagStage])
def test_every_move_of_everybody_ends_where_the_law_says(stage: str) -> None:
    for _, move, who in lifecycles.attempts(TABLE, iter([stage])):
        assert lifecycles.became(TABLE, stage, move, who) == EXPECTED.get((stage, move, who)), (stage, move, who)


@pytest.mark.parametrize(
    ("is_own", "read_at", "expected"),
    [
        (True, None, None),
        (False, None, Why.NOT_YOURS),
        (True, lifecycles.AT, Why.ALREADY_READ),  # pressed again, it says when it was noted
    ],
)
def test_a_flag_is_acknowledged_once_and_by_its_own_unit(
    *, is_own: bool, read_at: datetime | None, expected: Why | None
) -> None:
    relations = frozenset({Relation.SUBJECT}) if is_own else frozenset()
    facts = Facts(case=flags.FlagCase(number="2026-P1-Y01", acknowledged_at=read_at), relations=relations)
    hung, contact = lifecycles.at(TABLE, "hung"), lifecycles.ACTORS["unit_contact"]
    assert procedure.hindrance(TABLE, hung, "acknowledge", contact, facts) is expected


def test_whoever_has_a_conflict_does_not_strike() -> None:
    """The law §2: whose own unit it is, or one above or below it, does not decide about its flag."""
    proposed, leader = lifecycles.at(TABLE, "proposed"), lifecycles.ACTORS["leader"]
    assert procedure.hindrance(TABLE, proposed, "strike", leader, Facts(is_recused=True)) is Why.RECUSED
