"""When something recurs by the calendar, in the words of the law (the law §9): `Recurs`, a line of the timetable as a value.

"Month end + 5 d, next working day" is `Recurs(Span.MONTH, Begins.AFTER, "light_entry")`. Whatever day that is, nothing happens in quiet
hours or on a day that is no working day: it waits for the next morning on which the office speaks.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from enum import StrEnum

from domain.mechanism.calendar import Calendar, TermLength
from domain.mechanism.rules import RuleSet

EVERY_MONTH = frozenset(range(1, 13))
QUARTER_ENDS = frozenset({3, 6, 9, 12})


class Span(StrEnum):
    """What it recurs with."""

    WORKING_DAY = "working_day"
    MONTH = "month"
    PERIOD = "period"  # 期次: of the rule `flag.period`


class Begins(StrEnum):
    """On which morning, as the span ends."""

    LAST_DAY = "last_day"  # of its last day
    OVER = "over"  # of the first day after it
    AFTER = "after"  # of the first day after a term that counts from its end, and ends on a working day


@dataclass(frozen=True, slots=True)
class Recurs:
    """With each `span`, on which morning; `rule` is the term of `AFTER`. `of`: with which months of a year. `hour`: of a working day."""

    span: Span
    begins: Begins = Begins.OVER
    rule: str = ""
    of: frozenset[int] = EVERY_MONTH
    hour: time = time(8)

    def at(self, last_day: date, rules: RuleSet, calendar: Calendar) -> datetime:
        """The moment for the span that ends with a day."""
        if self.begins is Begins.LAST_DAY:
            morning = datetime.combine(last_day, calendar.speaks_from, calendar.timezone)
            return calendar.next_speaking_moment(morning.astimezone(UTC))
        closes = closes_on(last_day, getattr(rules, self.rule), calendar) if self.rule else last_day
        return calendar.next_speaking_moment(calendar.end_of(closes))


def notice_days(length: int) -> tuple[int, int]:
    """Of a notice of so many working days: how many after it was given people are reminded of it, and how many after that it is over. The
    law §9: day 4 and day 6 of five, where day 1 is the working day after it was given (§13A)."""
    return length - 1, length + 1


def closes_on(last_day: date, term: TermLength, calendar: Calendar) -> date:
    """The last day of a term that counts from the end of a day: the next working day, where that is none."""
    day = calendar.due_on(calendar.end_of(last_day), term)
    return day if calendar.is_working_day(day) else calendar.add_working_days(day, 1)
