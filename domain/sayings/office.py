"""What is said about the office itself: its profile, its calendar, its rules; to administrators and on the command line."""

from dataclasses import dataclass
from datetime import date

from domain.saying import Saying, Term


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile(Saying):
    """How the office presents itself."""

    name: str
    phone: str
    address: str
    signature: str
    retention: str
    missing: tuple[Term, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AskValue(Saying):
    """What shall one value of the profile be?"""

    what: Term
    before: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueChanged(Saying):
    """One value of the profile is another now."""

    what: Term
    value: str
    before: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueEmpty(Saying):
    """A value must not be empty."""

    what: Term


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueTooLong(Saying):
    """A value is too long."""

    what: Term
    limit: int
    length: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NoSuchValue(Saying):
    """The profile has no such value."""

    given: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Year(Saying):
    """One year of the calendar: the weekdays on which nobody works, and the weekends on which people do."""

    year: int
    off: tuple[date, ...]
    made_up: tuple[date, ...]
    own: tuple[date, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class YearUnknown(Saying):
    """For this year only weekends are assumed."""

    year: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AskDay(Saying):
    """Which day is to be corrected?"""


@dataclass(frozen=True, slots=True, kw_only=True)
class AskWorks(Saying):
    """Do people work on that day?"""

    day: date
    now: Term


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarChanged(Saying):
    """Days were decided anew; so many terms that run have another end now, and so many are to be looked at by hand."""

    days: int
    years: tuple[str, ...]
    moved: int
    left: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NothingChanged(Saying):
    """It was so already."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RulesChanged(Saying):
    """A new version of the rules."""

    version: int
    rule: str
    value: str
    before: str
    day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleTooLate(Saying):
    """A rule cannot count from a day that is over."""

    day: date
