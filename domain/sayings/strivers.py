"""What is said about nominations.

Said by `handlers/reporting/nominating.py`, `handlers/strivers.py` and `domain/addressees.py`.
"""

from dataclasses import dataclass
from datetime import date

from domain.saying import Saying, Term


@dataclass(frozen=True, slots=True, kw_only=True)
class AskField(Saying):
    """In which field does this person strive?"""


@dataclass(frozen=True, slots=True, kw_only=True)
class AskUnit(Saying):
    """In which unit do they work?"""


@dataclass(frozen=True, slots=True, kw_only=True)
class AskNominee(Saying):
    """Their name and post?"""


@dataclass(frozen=True, slots=True, kw_only=True)
class AskDeeds(Saying):
    """What have they done?"""

    limit: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AskEvidence(Saying):
    """Files that bear it out; several, then done."""

    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview(Saying):
    """What will be sent, to be changed or submitted."""

    field: Term
    unit: str
    unit_told: str
    nominee: str
    files: int
    deeds: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DayIsFull(Saying):
    """More nominations a day than the rule allows; the draft stays."""

    limit: int


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
