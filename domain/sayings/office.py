"""What is said about the office itself: its profile, its calendar, its rules; to administrators and on the command line."""

from dataclasses import dataclass
from datetime import date

from domain.saying import Saying, Term


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeProfile(Saying):
    """How the office presents itself."""

    name: str
    phone: str
    address: str
    signature: str
    own_unit: str
    head: str
    retention: str
    retention_en: str
    contests: str
    missing: tuple[Term, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueQuestion(Saying):
    """What shall one value of the profile be?"""

    what: Term
    before: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueChanged(Saying):
    """One value of the profile is another now, or from a day on."""

    what: Term
    value: str
    before: str
    day: date | None


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
class WorksQuestion(Saying):
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
class NoticeQuestion(Saying):
    """Which days of this year are off, and which weekends worked?"""

    year: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BadCalendarLine(Saying):
    """A line of a year's days cannot be taken. Of `first_line`, `year`, `weekday` and `number` those stand that tell why."""

    line: int
    found: str
    why: Term
    day: date | None = None
    first_line: int = 0
    year: int = 0
    weekday: Term | None = None
    number: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BadLines(Saying):
    """What cannot be taken; nothing was."""

    lines: tuple[BadCalendarLine, ...]
    more: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NoDays(Saying):
    """No day stands there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewYearMissing(Saying):
    """Of a year that is not known, 1 January must be among the days."""

    year: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TermMoves(Saying):
    """A term that runs ends on another day."""

    number: str
    before: date
    due: date


@dataclass(frozen=True, slots=True, kw_only=True)
class YearDifference(Saying):
    """What would be another day than now, and whose terms would move. `off` and `works` leave the plain week, the others go back to it."""

    years: tuple[str, ...]
    off: tuple[date, ...]
    works: tuple[date, ...]
    works_again: tuple[date, ...]
    off_again: tuple[date, ...]
    moves: tuple[TermMoves, ...]
    more: int
    left: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeQuestion(Saying):
    """Shall all of it be taken?"""


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherDifference(Saying):
    """Something has changed since the difference was shown; it is shown anew."""


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
    """A rule, or what the office says of itself, cannot count from a day that is over."""

    day: date
