"""Ballots: a decision that several different people give their voices to, each in a role that is asked for (the design §5).

Lives here: `Ballot`, the column of a table that says so, and the arithmetic of its slots. Approvals of an announcement are the
first of them; whose voice counts is said by the guards of the move, and by the database for what is public.
"""

from collections.abc import Sequence
from dataclasses import dataclass

Slots = tuple[frozenset[str], ...]
"""One entry for each voice that is needed: the roles that may give it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ballot:
    """A vote instead of a press: `slots` is the rule that names the voices needed, `passes` the move that the clock makes when all
    are there, `falls` the one it makes when one of them is lost before that could take effect."""

    slots: str
    passes: str
    falls: str


def filled(roles: Sequence[str], needed: Slots) -> int:
    """How many of the needed voices these can give at most, each giving one."""
    return len(needed) - len(left(roles, needed))


def left(roles: Sequence[str], needed: Slots) -> Slots:
    """What is left of the needed voices when these give as many as they can: those that most people could give."""
    if not roles or not needed:
        return needed
    first, rest = roles[0], roles[1:]
    fillings = [left(rest, _without(needed, index)) for index, slot in enumerate(needed) if first in slot]
    return min([left(rest, needed), *fillings], key=lambda each: (len(each), -sum(map(len, each))))


def can_fill(people: Sequence[frozenset[str]], needed: Slots) -> bool:
    """Whether different people among these, each by their roles, can give every voice that is needed."""
    if not needed:
        return True
    return any(
        slot & needed[0] and can_fill([*people[:at], *people[at + 1 :]], needed[1:]) for at, slot in enumerate(people)
    )


def _without(needed: Slots, index: int) -> Slots:
    return (*needed[:index], *needed[index + 1 :])
