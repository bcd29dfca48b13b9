"""Voices in the roles that are asked for: each is given by one person, and gives as much as it can (the design §5)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from domain.mechanism import ballots
from domain.mechanism.ballots import Ballot, Grant, Poll, Slots, Tally, Vote, Voter
from domain.mechanism.refusals import Why
from domain.mechanism.rules import RuleSet

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


def test_who_holds_no_role_that_is_asked_for_is_told_so_and_so_is_who_is_kept_away() -> None:
    """What people are told who cannot sign: that it is not theirs, that they are kept away, or that nothing is missing of them."""
    poll = Poll(
        voters={
            1: _voter(1, "leader"),
            2: _voter(2, "reviewer"),
            3: replace(_voter(3, "committee"), is_kept_away=True),
            4: _voter(4, "committee"),
        },
        votes=(Vote(person_id=4, grant_id=4, given={}),),
        needed=TWO,
    )
    assert [poll.hindrance(person) for person in (1, 2, 3, 4, 5)] == [
        None,
        Why.NOT_YOURS,
        Why.RECUSED,
        Why.SAME_PERSON,
        Why.NOT_YOURS,
    ]
    assert poll.silent == (2, 3, 4)


def test_a_voice_of_who_has_left_counts_nowhere() -> None:
    """Whoever gave it is not among those who may any more: neither their signature counts nor their vote."""
    gone = (Vote(person_id=9, grant_id=9, given={"choice": "for"}),)
    assert not Poll(voters={1: _voter(1, "leader")}, votes=gone, needed=TWO).signed
    assert not Poll(voters={1: _voter(1, "committee")}, votes=gone).counted


def test_where_nobody_voted_the_average_is_nought_and_nothing_is_passed() -> None:
    """A comparison that lapses without a voice shows 0.00 points; where nobody may vote at all, that is no consent."""
    nobody = Tally(of=0, voted=0, choices={})
    assert nobody.numbers(has_rubric=True) == {"of": "0", "voted": "0", "score": "0.00"}
    assert not ballots.is_passed(Ballot(passes="propose", fails="dismiss"), nobody, RuleSet())


def _voter(person: int, role: str) -> Voter:
    return Voter(person_id=person, grants=(Grant(id=person, role=role, voice=person),))
