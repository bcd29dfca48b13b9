"""What is said about nominations.

Said by `handlers/strivers.py` and `domain/addressees.py`.
"""

from dataclasses import dataclass
from datetime import date

from domain.saying import Saying, Term


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt(Saying):
    """The receipt. Nothing is made public without the nominee's own consent, and votes count for nothing."""

    facts = ("number", "code")
    day: date
    number: str
    code: str
    days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenUp(Saying):
    """It goes on to the joint check (联审)."""

    number: str
    due: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnedDown(Saying):
    """It is not taken up, and why."""

    number: str
    reason: Term
    explanation: str
