"""Voices in the roles that are asked for: each is given by one person, and gives as much as it can (the design §5)."""

from __future__ import annotations

import pytest

from domain.mechanism import ballots
from domain.mechanism.ballots import Slots

TWO: Slots = (frozenset({"leader"}), frozenset({"leader", "committee"}))


@pytest.mark.parametrize(
    ("roles", "number", "still"),
    [
        ([], 0, TWO),
        (["committee"], 1, (frozenset({"leader"}),)),
        (["leader"], 1, (frozenset({"leader", "committee"}),)),
        (["committee", "committee"], 1, (frozenset({"leader"}),)),
        (["committee", "leader"], 2, ()),
        (["leader", "leader"], 2, ()),
        (["reviewer"], 0, TWO),
    ],
)
def test_a_voice_fills_the_slot_that_leaves_most_to_others(roles: list[str], number: int, still: Slots) -> None:
    assert (ballots.filled(roles, TWO), ballots.left(roles, TWO)) == (number, still)


@pytest.mark.parametrize(
    ("people", "may"),
    [
        ([{"leader"}, {"committee"}], True),
        ([{"leader", "committee"}], False),
        ([{"committee"}, {"committee"}], False),
        ([{"leader", "committee"}, {"committee"}], True),
    ],
)
def test_nobody_gives_two_voices(people: list[set[str]], may: bool) -> None:
    assert ballots.can_fill([frozenset(each) for each in people], TWO) is may
