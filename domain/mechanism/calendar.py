"""Working days, terms and the hours in which the office may speak.

Lives here: `TermLength` (a length of time as the law writes it) and `Calendar` (the office's days). A calendar is a value:
it is filled in `bot/office_calendar.py` and handed to whoever must know when something is due. Calls nobody.
"""

import calendar as months
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Self
from zoneinfo import ZoneInfo

from domain import errors

ONE_DAY = timedelta(days=1)
DAY_ENDS = time(23, 59, 59)  # the last second that still belongs to the day, so that a printed due date is right
FRIDAY = 4


class TermUnreadable(errors.FlagpostError):
    """A term is a whole number above zero and one of wd (working days), d (days), months, min (minutes)."""


class TermUnit(StrEnum):
    """What a term is counted in."""

    WORKING_DAYS = "wd"
    DAYS = "d"
    MONTHS = "months"
    MINUTES = "min"


@dataclass(frozen=True, slots=True)
class TermLength:
    """A length of time as the law writes it: `Term(5, "wd")`, `Term(15, "d")`, `Term(3, "months")`, `Term(3, "min")`."""

    amount: int
    unit: TermUnit

    def __init__(self, amount: int, unit: TermUnit | str) -> None:
        known = {member.value: member for member in TermUnit}
        if isinstance(amount, bool) or amount < 1 or unit not in known:
            raise TermUnreadable
        object.__setattr__(self, "amount", amount)
        object.__setattr__(self, "unit", known[unit])

    @classmethod
    def from_text(cls, text: str) -> Self:
        """The term written as `5 wd`, `15 d`, `3 months` or `3 min`; raises `TermUnreadable` for anything else."""
        found = re.fullmatch(r"([0-9]{1,4}) ?(wd|d|months|min)", text)
        if not found:
            raise TermUnreadable
        return cls(int(found[1]), found[2])

    def __str__(self) -> str:
        return f"{self.amount} {self.unit.value}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """The office's days: its time zone, the days off and the made-up working days (调休) of the years it knows.

    For a year that is not known weekends are assumed (the design §5); `is_known` tells, so that somebody can be warned.
    """

    timezone: ZoneInfo
    known_years: frozenset[int] = field(default_factory=frozenset)
    days_off: frozenset[date] = field(default_factory=frozenset)
    """Weekdays on which nobody works."""
    made_up_days: frozenset[date] = field(default_factory=frozenset)
    """Saturdays and Sundays on which everybody works."""
    speaks_from: time = time(8)
    speaks_until: time = time(20)

    def is_known(self, year: int) -> bool:
        """Whether the holidays of this year are known, or weekends only assumed."""
        return year in self.known_years

    def is_working_day(self, day: date) -> bool:
        """Whether the office works on this day."""
        if day in self.made_up_days:
            return True
        return day.weekday() <= FRIDAY and day not in self.days_off

    def changed(self, days: Mapping[date, bool]) -> Self:
        """The same calendar with these days decided anew (True: people work). A year whose 1 January is among them is known."""
        off = {day for day, works in days.items() if not works and day.weekday() <= FRIDAY}
        made_up = {day for day, works in days.items() if works and day.weekday() > FRIDAY}
        return replace(
            self,
            known_years=self.known_years | {day.year for day in days if (day.month, day.day) == (1, 1)},
            days_off=(self.days_off - set(days)) | off,
            made_up_days=(self.made_up_days - set(days)) | made_up,
        )

    def local_day(self, at: datetime) -> date:
        """The office's date at this moment."""
        return at.astimezone(self.timezone).date()

    def add_working_days(self, day: date, number: int) -> date:
        """The working day so many after `day` (before it, where `number` is negative).

        Day 1 is the next working day after the event (the law §13A), so `day` itself never counts.
        """
        step = ONE_DAY if number > 0 else -ONE_DAY
        left = abs(number)
        while left:
            day += step
            left -= self.is_working_day(day)
        return day

    def working_days_between(self, start: date, end: date) -> int:
        """How many working days lie after `start`, up to and including `end`; negative where `end` is earlier."""
        if end < start:
            return -self.working_days_between(end, start)
        days = (start + timedelta(days=number) for number in range(1, (end - start).days + 1))
        return sum(map(self.is_working_day, days))

    def due_on(self, begun_at: datetime, term: TermLength) -> date:
        """The last local day of a term.

        Terms in days and months run through days off and may end on one: they are upper bounds, and what binds the
        office is not made longer by a holiday. A month ends on the same day of the month, or on the month's last day.
        """
        if term.unit is TermUnit.MINUTES:
            return self.local_day(self.due_at(begun_at, term))
        begun_on = self.local_day(begun_at)
        if term.unit is TermUnit.WORKING_DAYS:
            return self.add_working_days(begun_on, term.amount)
        if term.unit is TermUnit.DAYS:
            return begun_on + timedelta(days=term.amount)
        return _months_later(begun_on, term.amount)

    def due_at(self, begun_at: datetime, term: TermLength) -> datetime:
        """The last second of the term's last local day, in UTC; of a term in minutes, its very moment. Overdue is what is open after it
        (`at > due_at`)."""
        if term.unit is TermUnit.MINUTES:
            return begun_at.astimezone(UTC) + timedelta(minutes=term.amount)
        return self.end_of(self.due_on(begun_at, term))

    def resumed(self, term: TermLength, *, stopped_at: datetime, due_at: datetime, at: datetime) -> datetime:
        """When a term ends that rested from `stopped_at`, when it was due at `due_at`, until `at`.

        What was left goes on: so many working days for a term in working days, else so many days. A term that was overdue
        stays overdue by as much.
        """
        if term.unit is TermUnit.MINUTES:
            return at + (due_at - stopped_at)
        left_on, due_on, day = self.local_day(stopped_at), self.local_day(due_at), self.local_day(at)
        if term.unit is not TermUnit.WORKING_DAYS:
            return self.end_of(day + (due_on - left_on))
        left = self.working_days_between(left_on, due_on)
        if left == 0 and not self.is_working_day(day):
            left = 1  # asked on its last day, and answered on a day off: the next day is the last
        return self.end_of(self.add_working_days(day, left))

    def end_of(self, day: date) -> datetime:
        """The last second of a local day, in UTC."""
        return self._moment(day, DAY_ENDS)

    def opening_of(self, day: date) -> datetime:
        """The moment of a local day from which the office speaks, whether or not it works then, in UTC."""
        return self._moment(day, self.speaks_from)

    def moved(self, at: datetime, working_days: int) -> datetime:
        """The same local time so many working days later (earlier, where negative): reminders around a due moment."""
        local = at.astimezone(self.timezone)
        return self._moment(self.add_working_days(local.date(), working_days), local.time())

    def may_speak(self, at: datetime) -> bool:
        """Whether the office may push a word at this moment: a working day, outside the quiet hours (the law §9)."""
        local = at.astimezone(self.timezone)
        return self.is_working_day(local.date()) and self.speaks_from <= local.time() < self.speaks_until

    def next_speaking_moment(self, at: datetime) -> datetime:
        """This moment if the office may speak, else the next morning on which it may, in UTC."""
        if self.may_speak(at):
            return at.astimezone(UTC)
        local = at.astimezone(self.timezone)
        opens_today = local.time() < self.speaks_until and self.is_working_day(local.date())
        day = local.date() if opens_today else self.add_working_days(local.date(), 1)
        return self._moment(day, self.speaks_from)

    def said_at(self, last_day: date, term: TermLength, at: datetime) -> datetime:
        """When what is over with a day is said, in UTC: in the morning of the last day of the term after it (the law §9). Where that has
        passed, or is no day on which the office speaks, the next moment at which it may."""
        morning = self._moment(self.due_on(self.end_of(last_day), term), self.speaks_from)
        return self.next_speaking_moment(max(morning, at))

    def _moment(self, day: date, local_time: time) -> datetime:
        return datetime.combine(day, local_time, self.timezone).astimezone(UTC)


def _months_later(day: date, number: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + number, 12)
    return date(year, month + 1, min(day.day, months.monthrange(year, month + 1)[1]))
