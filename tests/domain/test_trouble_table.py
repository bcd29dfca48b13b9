"""Troubles with a delivery against a matrix written by hand from the design §7 and §4: a person decides, once."""

from __future__ import annotations

import pytest

from domain import troubles
from tests import lifecycles

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


@pytest.mark.parametrize("stage", [stage.value for stage in troubles.Stage])
def test_every_move_of_everybody_ends_where_the_design_says(stage: str) -> None:
    for _, move, who in lifecycles.attempts(TABLE, iter([stage])):
        assert lifecycles.became(TABLE, stage, move, who) == EXPECTED.get((stage, move, who)), (stage, move, who)
