"""What is said, to an administrator alone, of a rehearsal of the office's own next period."""

from dataclasses import dataclass
from typing import ClassVar

from domain.saying import Saying, Term


@dataclass(frozen=True, slots=True, kw_only=True)
class RehearsalBegun(Saying):
    """A rehearsal was asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RehearsalUnderWay(Saying):
    """One is under way already."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RehearsalStep(Saying):
    """How far it is."""

    step: Term


@dataclass(frozen=True, slots=True, kw_only=True)
class RehearsalLacks(Saying):
    """Nothing can be rehearsed, why, and what to do: of which `period`, whose `sequences` lack figures, the `others` that have some."""

    why: Term
    period: str
    sequences: str
    others: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RehearsedAnnouncement(Saying):
    """A message that would be announced, which `of` how many; its picture goes with it."""

    is_of_desk: ClassVar[bool] = True

    number: int
    of: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RehearsalOver(Saying):
    """What the period would give; nothing of the office was changed, and nobody was told."""

    is_of_desk: ClassVar[bool] = True

    period: str
    red_flags: int
    red_units: int
    yellow_flags: int
    yellow_units: int
    messages: int
    pictures: int
    seconds: int
