"""What is said about a period and its flags, to those who decide. Said by `handlers/scoring/periods.py`."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

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
class NumberedCategoryFlags(Saying):
    """The flags of one category, each by its number in the list and its unit's short name."""

    category: str
    red: tuple[str, ...]
    yellow: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureLine(Saying):
    """One figure behind a score. Empty is what there is not."""

    indicator: str
    weight: str
    value: str
    missing: Term | None
    target: str
    low: str
    high: str
    score: str
    missed: Term | None


@dataclass(frozen=True, slots=True, kw_only=True)
class BesideLine(Saying):
    """A unit beside the one that is asked about, or itself."""

    rank: int
    unit: str
    score: str
    own: Term | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DecidedLine(Saying):
    """Points that a decision gave to a unit's composite score or took from it."""

    decision: str
    points: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reasons(Saying):
    """为什么: the figures behind a proposed flag."""

    is_of_desk: ClassVar[bool] = True

    number: str
    category: str
    unit: str
    colour: Term
    score: str
    rank: int
    of: int
    rotation: Term
    streak: int | None
    places_first: int | None
    places_last: int | None
    threshold: str
    figures: tuple[FigureLine, ...]
    decided: tuple[DecidedLine, ...]
    beside: tuple[BesideLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StruckLine(Saying):
    """A flag that was struck, by whom and why."""

    number: int
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
class FlagListTitle(Saying):
    """The head of the card of a list."""

    period: Name
    stage: Term


@dataclass(frozen=True, slots=True, kw_only=True)
class Until(Saying):
    """Until when a list is to be confirmed."""

    day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodCounts(Saying):
    """How many flags stand on a list."""

    reds: int
    yellows: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Stakes(Saying):
    """How many flags stand on the list that is to be confirmed, and how many were struck. They are text: nought is said, too."""

    reds: str
    yellows: str
    struck: str


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
class DraftLapsed(Saying):
    """The draft list was not confirmed in time."""

    period: Name


@dataclass(frozen=True, slots=True, kw_only=True)
class Later(Saying):
    """Lists that wait until an earlier one is out."""

    periods: tuple[Name, ...]
    first: Name


@dataclass(frozen=True, slots=True, kw_only=True)
class NothingYet(Saying):
    """No figures have been imported yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListChanged(Saying):
    """A leader's move has changed the list."""

    period: Name
    move: Term


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirmed(Saying):
    """The list is confirmed; what comes next."""

    period: Name
