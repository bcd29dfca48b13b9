"""Who may take part in a matter: conflicts of interest (回避) of whoever could be named for it or vote on it (the law §2).

Lives here: `Holder`, somebody with what they have to do with a matter, and `is_kept_away`, which says in one place whether that keeps
them from a further part in it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from domain.mechanism.columns import OWN_SIDE, Party, Relation
from domain.people import Left


class Phase(StrEnum):
    """A part of the work on a matter and on what it came from. Nobody acts in two of them (the law §2 rule 2)."""

    TRIAGE = "triage"  # 研判
    VERIFY = "verify"  # 核查, 考察
    VOTE = "vote"  # 表决
    REVIEW = "review"  # 复查, 复核


class MoveLine(Protocol):
    """A move as this module looks at it: whose it is."""

    @property
    def by(self) -> frozenset[Party]:
        """Who may make it."""
        ...


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who may be named, as the office calls them."""

    person_id: int
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """Somebody who holds a role, by one grant of it, and what they have to do with a matter.

    `principal_id`: for whom they stand in, themselves where for nobody. `has_brought`: this matter, or the one that it is about.
    `parts`: every part they have or had in it. `did`: the moves of it that they made, proposed or signed, `did_before` those of what it
    came from, each with the kind of that.
    """

    person_id: int
    label: str
    unit: str
    earlier: tuple[Left, ...] = ()
    role: str
    grant_id: int
    principal_id: int
    has_brought: bool
    has_recused: bool
    parts: frozenset[Relation]
    did: frozenset[str]
    did_before: frozenset[tuple[str, str]] = frozenset()


def is_helper_of_other(by: frozenset[Party], relations: frozenset[Relation]) -> bool:
    """Whether a move is somebody else's than that of whoever helps the unit: the helper of a matter decides nothing of it, nor checks
    what they have helped with (the law §2)."""
    return Relation.HELPER in relations and not by & (OWN_SIDE | {Relation.HELPER})


def is_kept_away(
    holder: Holder,
    parties: frozenset[Party],
    moves: Mapping[str, MoveLine],
    *,
    is_in_line: bool,
    other_phases: frozenset[Phase] = frozenset(),
) -> bool:
    """Whether something keeps somebody from acting as one of these parties: their unit is that of the matter, above or below it;
    they brought it, or recused themselves; they have another part in it, or acted in it as something else before; they acted in
    `other_phases` of what it came from.
    """
    acted = {move for move in holder.did if move in moves and not moves[move].by & parties}
    is_of_it = is_in_line or holder.has_brought or holder.has_recused
    return is_of_it or bool(holder.parts - parties) or bool(acted) or bool(other_phases)
