"""The days off and worked weekends of a year, as an official notice writes them or as two columns (2027-02-06,休).

A line is read word by word: days gather until a word says whether people work then. What only looks like such a line is a fault,
never passed over; prose without a number is (a notice has a heading and good advice).
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from domain.mechanism.calendar import FRIDAY

WORKS = {"off": False, "work": True, "放假": False, "上班": True, "休": False, "班": True}
"""What a day may be called, and whether people work then."""

_TOKEN = re.compile(
    r"(?:(?P<year>20[0-9]{2})\s*[-/.年]\s*)?(?<![0-9])(?P<month>[0-9]{1,2})\s*[-/.月]\s*(?P<day>[0-9]{1,2})(?![0-9])\s*[日号]?"
    r"|(?P<alone>[0-9]{1,2})\s*[日号]"
    r"|(?P<context>20[0-9]{2})\s*年"
    r"|\((?P<note>[^)]*)\)"
    r"|共\s*(?P<count>[0-9]{1,3})\s*天"
    r"|(?P<range>至|到|~|—+|–|\s-\s)"
    r"|(?P<off>放假|调休|\boff\b|(?<=[\s,:;])休(?=\s*$))"
    r"|(?P<work>上班|补班|\bwork\b|(?<=[\s,:;])班(?=\s*$))",
    re.IGNORECASE,
)
_WEEKDAY = re.compile(r"(?:周|星期)([一二三四五六日天])")
_SIGNED = re.compile(r"20[0-9]{2}年[0-9]{1,2}月[0-9]{1,2}日")
_NO_DAYS = re.compile(r"通知|〔20[0-9]{2}〕")  # a notice's heading and its number
_HEADERS = ("day", "日期", "date")


class DayFault(StrEnum):
    """What may be wrong with a line."""

    HALF = "half"
    NO_DAY = "no_day"
    NO_YEAR = "no_year"
    OTHER_YEAR = "other_year"
    BACKWARDS = "backwards"
    TWICE = "twice"
    NOT_A_WEEKEND = "not_a_weekend"
    OTHER_WEEKDAY = "other_weekday"
    OTHER_COUNT = "other_count"


@dataclass(frozen=True, slots=True, kw_only=True)
class BadLine:
    """A line that cannot be taken. `day` is which of its days is meant, `number` what it is counted, or the line that was first."""

    line: int
    found: str
    fault: DayFault
    day: date | None = None
    number: int = 0


@dataclass(slots=True)
class Holidays:
    """What was read: each day with whether people work, and the lines that cannot be taken."""

    days: dict[date, bool] = field(default_factory=dict)
    bad: list[BadLine] = field(default_factory=list)


class _Wrong(Exception):
    def __init__(self, fault: DayFault, day: date | None = None, number: int = 0) -> None:
        super().__init__(fault)
        self.fault, self.day, self.number = fault, day, number


def read(lines: Iterable[str], year: int | None = None) -> Holidays:
    """Read the lines of a notice or a table. With a `year`, days of another one are faults (save December before it).

    Where no year stands with a day, it is the one that the notice named last, else `year`.
    """
    reading = _NoticeReading(year)
    for number, line in enumerate(lines, 1):
        plain = unicodedata.normalize("NFKC", line).replace('"', "").strip()
        if plain:
            reading.take(number, line.strip(), plain)
    return reading.found


class _NoticeReading:
    """One text on its way through."""

    def __init__(self, year: int | None) -> None:
        self.found = Holidays()
        self._wanted, self._year = year, year
        self._first: dict[date, int] = {}
        self._has_heading = False

    def take(self, number: int, line: str, plain: str) -> None:
        """Take one line whole, or name what is wrong with it."""
        try:
            decided = list(self._decided(plain))
            for day, works in decided:
                self._check(day, works)
        except _Wrong as wrong:
            self.found.bad.append(
                BadLine(line=number, found=line[:60], fault=wrong.fault, day=wrong.day, number=wrong.number)
            )
            return
        self.found.days.update(decided)
        self._first.update((day, number) for day, _ in decided)

    def _check(self, day: date, works: bool) -> None:
        if self._wanted and day.year != self._wanted and (day.year, day.month) != (self._wanted - 1, 12):
            raise _Wrong(DayFault.OTHER_YEAR, day, self._wanted)
        if day in self._first:
            raise _Wrong(DayFault.TWICE, day, self._first[day])
        if works and day.weekday() <= FRIDAY:
            raise _Wrong(DayFault.NOT_A_WEEKEND, day)

    def _decided(self, line: str) -> Iterator[tuple[date, bool]]:
        if _NO_DAYS.search(line):
            self._heading(line)
            return
        if (self._has_heading and _SIGNED.fullmatch(line)) or line.casefold().startswith(_HEADERS):
            return
        words = _Words(line, self)
        for token in _TOKEN.finditer(line):
            words.take(token)
        looks_like_days = words.has_kind or (not words.is_heading and re.search("[0-9]", line))
        if words.waiting or words.is_open or (looks_like_days and not words.decided):
            raise _Wrong(DayFault.HALF)
        seen: set[date] = set()
        for day, works in words.decided:
            if day in seen:
                raise _Wrong(DayFault.TWICE, day, 0)
            seen.add(day)
            yield day, works

    def _heading(self, line: str) -> None:
        self._has_heading = True
        if named := re.search(r"(20[0-9]{2})年", line):
            self.name_year(int(named[1]))

    def name_year(self, year: int) -> None:
        """The notice says of which year it is."""
        if self._wanted and year != self._wanted:
            raise _Wrong(DayFault.OTHER_YEAR, None, self._wanted)
        self._year = year

    def day_of(self, year: str | None, month: int, day: int) -> date:
        """A day as it was written."""
        if year is None and self._year is None:
            raise _Wrong(DayFault.NO_YEAR)
        try:
            return date(int(year or self._year or 0), month, day)
        except ValueError:
            raise _Wrong(DayFault.NO_DAY) from None


class _Words:
    """One line, word by word."""

    def __init__(self, line: str, reading: _NoticeReading) -> None:
        self.decided: list[tuple[date, bool]] = []
        self.waiting: list[date] = []  # until a word says what they are
        self.is_open = False  # a range without its end
        self.has_kind = False
        self.is_heading = False
        self._reading = reading
        self._last: date | None = None
        self._together = 0  # days that one word decided: what 共7天 counts

    def take(self, token: re.Match[str]) -> None:
        """Take the next word of the line."""
        if token["month"]:
            self._day(
                self._reading.day_of(token["year"] or self._year_so_far(), int(token["month"]), int(token["day"]))
            )
        elif token["alone"]:
            if self._last is None:
                raise _Wrong(DayFault.NO_DAY)
            self._day(self._reading.day_of(str(self._last.year), self._last.month, int(token["alone"])))
        elif token["context"]:
            self._reading.name_year(int(token["context"]))
            self.is_heading = True
        elif token["note"]:
            self._note(token["note"])
        elif token["count"]:
            self._count(int(token["count"]))
        elif token["range"]:
            self.is_open = bool(self.waiting)
        else:
            self._kind(works=bool(token["work"]))

    def _year_so_far(self) -> str | None:
        return str(self._last.year) if self._last and self.is_open else None

    def _day(self, day: date) -> None:
        if self.is_open and self._last is not None:
            if day <= self._last:
                raise _Wrong(DayFault.BACKWARDS, day)
            self.waiting += [self._last + timedelta(days=step) for step in range(1, (day - self._last).days + 1)]
        else:
            self.waiting.append(day)
        self.is_open, self._last = False, day

    def _note(self, note: str) -> None:
        named = _WEEKDAY.search(note)
        if named and self._last and self._last.weekday() != "一二三四五六日".index(named[1].replace("天", "日")):
            raise _Wrong(DayFault.OTHER_WEEKDAY, self._last)

    def _count(self, number: int) -> None:
        if number != self._together:
            raise _Wrong(DayFault.OTHER_COUNT, None, self._together)

    def _kind(self, *, works: bool) -> None:
        if self.is_open:
            raise _Wrong(DayFault.HALF)
        self.has_kind = True
        self._together = len(self.waiting) or self._together
        self.decided += [(day, works) for day in self.waiting]
        self.waiting = []
