"""The yellow flag of a case against a matrix by hand from the law §4.1 L9, L12A, V."""

from __future__ import annotations

import pytest

from domain.matters import slack_flags
from tests.support import lifecycles

TABLE = slack_flags.PROCEDURE
MATRIX = """
new           hang         clock    hung          once  quiet  # L9: from there only (§5 SLACK)
hung          acknowledge  subject  acknowledged  once  quiet  # §9: read receipt
hung          remove       clock    removed       once  quiet  # L12A
acknowledged  remove       clock    removed       once  quiet  # L12A
hung          withdraw     clock    withdrawn     once  quiet  # V
acknowledged  withdraw     clock    withdrawn     once  quiet  # V
removed       withdraw     clock    withdrawn     once  quiet  # V: found wrong later
"""
EXPECTED = lifecycles.read(MATRIX)


@pytest.mark.parametrize("stage", ["new", "hung", "acknowledged", "removed", "withdrawn"])
def test_every_move_of_everybody_ends_where_the_law_says(stage: str) -> None:
    for _, move, who in lifecycles.attempts(TABLE, iter([stage])):
        assert lifecycles.became(TABLE, stage, move, who) == EXPECTED.get((stage, move, who)), (stage, move, who)
