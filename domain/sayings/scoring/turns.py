"""What becomes of flags when a period is announced, told to whoever it concerns besides those that hang now (the law §5)."""

from dataclasses import dataclass

from domain.saying import Saying, Term
from domain.sayings.scoring.periods import Name


@dataclass(frozen=True, slots=True, kw_only=True)
class FlagTurned(Saying):
    """A unit holds a flag no more, or not for its measures yet: what became of it."""

    unit: str
    period: Name
    category: str
    turn: Term
    signature: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TalkLine(Saying):
    """With whom a talk is due, and why."""

    unit: str
    category: str
    turn: Term
    streak: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TalksDue(Saying):
    """Talks that leaders owe after a period: red that turned yellow, and yellow again and again."""

    period: Name
    lines: tuple[TalkLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LastOnce(Saying):
    """A unit was last of its sequence for the year: a reminder to itself alone."""

    unit: str
    period: Name
    years: int
