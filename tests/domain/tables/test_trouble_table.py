"""Troubles with a delivery against a matrix written by hand from the design §7 and §4: a person decides, once."""

from __future__ import annotations

import pytest

from domain.matters import troubles
from domain.matters.troubles import TroubleCase, TroubleReason
from domain.mechanism import procedure
from domain.mechanism.refusals import Why
from domain.mechanism.table import Facts
from tests.support import lifecycles

TABLE = troubles.PROCEDURE

# stage, move, by, what it becomes, how, whether a reporter is told.
MATRIX = """
met          not_known      clock  unknown      once  quiet
met          not_delivered  clock  undelivered  once  quiet
met          not_handled    clock  unhandled    once  quiet
unknown      send_again  admin  again  once  quiet
unknown      was_sent    admin  sent   once  quiet
unknown      set_aside   admin  aside  once  quiet
undelivered  send_again  admin  again  once  quiet
undelivered  set_aside   admin  aside  once  quiet
unhandled    try_again   admin  again  once  quiet
unhandled    set_aside   admin  aside  once  quiet
"""
EXPECTED = lifecycles.read(MATRIX)


@pytest.mark.parametrize("stage", [stage.value for stage in troubles.TroubleStage])
def test_every_move_of_everybody_ends_where_the_design_says(stage: str) -> None:
    for _, move, who in lifecycles.attempts(TABLE, iter([stage])):
        assert lifecycles.became(TABLE, stage, move, who) == EXPECTED.get((stage, move, who)), (stage, move, who)


@pytest.mark.parametrize(
    ("stage", "move", "case", "expected"),
    [
        ("undelivered", "send_again", TroubleCase(reason=TroubleReason.BLOCKED, hindered=None), None),
        (
            "undelivered",
            "send_again",
            TroubleCase(reason=TroubleReason.BLOCKED, hindered=TroubleReason.NO_ROUTE),
            Why.CANNOT_GO_OUT,
        ),
        # Of an unknown outcome somebody says what it was, unless nothing can be sent any more.
        ("unknown", "set_aside", TroubleCase(reason=TroubleReason.ANSWER_LOST, hindered=None), Why.CANNOT_SET_ASIDE),
        ("unknown", "set_aside", TroubleCase(reason=TroubleReason.ANSWER_LOST, hindered=TroubleReason.NO_ROUTE), None),
        ("undelivered", "set_aside", TroubleCase(reason=TroubleReason.BLOCKED, hindered=None), None),
        ("unhandled", "try_again", TroubleCase(reason=TroubleReason.FAULT, hindered=None), None),
        ("unhandled", "try_again", TroubleCase(reason=TroubleReason.UNREADABLE, hindered=None), Why.CANNOT_BE_READ),
    ],
)
def test_guards_of_a_trouble(stage: str, move: str, case: TroubleCase, expected: Why | None) -> None:
    """放下 and 重新处理 were only hidden on the card."""
    standing, operator = lifecycles.at(TABLE, stage), lifecycles.ACTORS["admin"]
    assert procedure.hindrance(TABLE, standing, move, operator, Facts(case=case)) is expected
    assert (move in procedure.open_to(TABLE, standing, operator, Facts(case=case))) is (expected is None)
