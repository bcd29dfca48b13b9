"""What is said about nudges, and in them. Said by `handlers/administration/nudges.py` and `bot/nudges/`."""

from dataclasses import dataclass

from domain.saying import Saying, Term


@dataclass(frozen=True, slots=True, kw_only=True)
class Present(Saying):
    """What is chosen now, and what a nudge is."""

    kind: Term | None
    address: str
    is_waiting: Term | None
    hours: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AskAddress(Saying):
    """Where to?"""

    how: Term


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressUnusable(Saying):
    """That is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NudgeCodeQuestion(Saying):
    """A code is on its way there; type it."""

    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WrongCode(Saying):
    """That is not the code."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TooManyNudgeCodes(Saying):
    """Too often a wrong code, or too many tries today: nothing is set."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NudgeSet(Saying):
    """From now on."""

    kind: Term
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Off(Saying):
    """No nudges any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NudgeNotSent(Saying):
    """A nudge, or the code, could not be brought there."""

    kind: Term
    is_off: Term | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Failing(Saying):
    """For the operators: nudges of a kind cannot be sent."""

    kind: Term
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Nudge(Saying):
    """The nudge itself: nothing but that something waits."""

    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Code(Saying):
    """The test message."""

    code: str
