"""What is said about a period and its flags, to those who decide. Said by `handlers/periods.py`."""

from dataclasses import dataclass
from datetime import date

from domain.saying import Saying, Term


@dataclass(frozen=True, slots=True, kw_only=True)
class Name(Saying):
    """How a period is called: by its month, quarter, half-year, or count of the office's own periods."""

    year: int
    month: int | None = None
    quarter: int | None = None
    half: Term | None = None
    count: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RedLine(Saying):
    """A proposed red flag with the figures behind it."""

    number: str
    category: str
    unit: str
    score: str
    threshold: str
    rank: int
    of: int
    places: int
    missed: tuple[str, ...]
    missing: tuple[str, ...]
    rotation: Term
    streak: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class YellowLine(Saying):
    """A proposed yellow flag with the figures behind it."""

    number: str
    category: str
    unit: str
    score: str
    threshold: str
    rank: int
    of: int
    places: int
    missed: tuple[str, ...]
    missing: tuple[str, ...]
    rotation: Term
    streak: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StruckLine(Saying):
    """A flag that was struck, by whom and why."""

    number: str
    category: str
    unit: str
    who: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverageLine(Saying):
    """A sequence that has fewer figures than the rule asks for."""

    sequence: str
    coverage: str
    needed: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Card(Saying):
    """The flags that a period's figures call for, to be confirmed or struck."""

    period: Name
    stage: Term
    due: date | None
    reds: int
    yellows: int
    red: tuple[RedLine, ...]
    yellow: tuple[YellowLine, ...]
    struck: tuple[StruckLine, ...]
    is_empty: Term | None
    lacking: tuple[CoverageLine, ...]
    waiver: str
    authorisation: str
    lacks: Term | None
    comes_next: Term | None
    hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrected(Saying):
    """The figures were corrected: what was decided about the former list no longer counts."""

    period: Name


@dataclass(frozen=True, slots=True, kw_only=True)
class Returned(Saying):
    """The announcement was sent back: the list is open again."""

    period: Name
    who: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Lapsed(Saying):
    """The draft list was not confirmed in time."""

    period: Name


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminder(Saying):
    """A moment of the term has come."""

    period: Name
    what: Term
    due: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NothingYet(Saying):
    """No figures have been imported yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted(Saying):
    """A leader's move has changed the list."""

    period: Name
    move: Term


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirmed(Saying):
    """The list is confirmed; what comes next."""

    period: Name
