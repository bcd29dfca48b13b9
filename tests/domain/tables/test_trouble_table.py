"""Troubles with a delivery against a matrix written by hand from the design §7 and §4: a person decides, once."""

from __future__ import annotations

import pytest

from domain.matters import troubles
from domain.matters.troubles import TroubleCase, TroubleReason
from domain.mechanism import procedure
from domain.mechanism.refusals import Why
from domain.mechanism.table import Facts
from tests.support import law, lifecycles

TABLE = troubles.PROCEDURE

LAW = law.read("""
not_known     | met > unknown | clock | | | | design §7: nobody knows whether it went out
not_delivered | met > undelivered | clock | | | | design §7: given up
not_handled   | met > unhandled | clock | | | | design §4: a message that could not be handled
send_again    | unknown, undelivered > again | admin | cannot_go_out | | send_again | design §7: 重发, where nothing is in its way
was_sent      | unknown > sent | admin | | | was_sent | design §7: 已发出
try_again     | unhandled > again | admin | cannot_be_read | | try_again | design §4
set_aside     | unknown, undelivered, unhandled > aside | admin | cannot_set_aside | | let_go | design §7: an unknown outcome is decided
sees admin | what title announcement audience channel to begun at attempts reason platform ask decided_by | design §7, §2
""")


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
