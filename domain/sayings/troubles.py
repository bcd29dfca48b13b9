"""What operators read of words that did not arrive and messages that were not handled. Said by `handlers/troubles.py`."""

from dataclasses import dataclass
from datetime import datetime

from domain.saying import Saying, Term


@dataclass(frozen=True, slots=True, kw_only=True)
class TroubleCame(Saying):
    """There is one more kind of trouble that nobody has looked at."""

    number: int
    what: Term
    stage: Term
    reason: Term


@dataclass(frozen=True, slots=True, kw_only=True)
class TroubleLine(Saying):
    """One of them in a list."""

    number: int
    what: Term
    stage: Term
    reason: Term
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class TroubleAudience(Saying):
    """Where public words were to be said."""

    kind: Term
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TroublesWaiting(Saying):
    """All that waits for an operator, counted by what must be decided."""

    waiting: int
    unknown: int
    undelivered: int
    unhandled: int
    lines: tuple[TroubleLine, ...]
    more: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NoTrouble(Saying):
    """Everything arrived and was handled."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CannotGoOut(Saying):
    """It cannot be sent (again) as things stand."""

    why: Term


@dataclass(frozen=True, slots=True, kw_only=True)
class PutAside(Saying):
    """How many of one reason were set aside together."""

    number: int
    reason: Term
