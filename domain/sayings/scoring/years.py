"""What is said of a year of the office: what of it was made public, and nothing else. Numbers are text, so that a nought is said."""

from dataclasses import dataclass

from domain.saying import Saying, Term
from domain.sayings.scoring.periods import Name


@dataclass(frozen=True, slots=True, kw_only=True)
class YearFlags(Saying):
    """The flags of a period."""

    period: Name
    red: str
    yellow: str


@dataclass(frozen=True, slots=True, kw_only=True)
class YearLights(Saying):
    """The lights of a month."""

    month: Name
    green: str
    yellow: str
    red: str
    grey: str
    missing: str


@dataclass(frozen=True, slots=True, kw_only=True)
class YearCount(Saying):
    """How many announcements of a kind were on the board."""

    what: Term
    number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class YearEdition(Saying):
    """How many strivers an edition commended."""

    title: str
    number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class YearOverview(Saying):
    """年度概览."""

    year: int
    periods: tuple[YearFlags, ...]
    months: tuple[YearLights, ...]
    counts: tuple[YearCount, ...]
    editions: tuple[YearEdition, ...]
