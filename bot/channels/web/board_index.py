"""What stands on the public board, in the orders in which it is read: by unit, by period and year, by section, and what answers what.

Pure: made of what storage says was told there, and of the tables that were told with it.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo

from bot.publishing.tables import PublishedTable
from domain import months, public_kinds
from storage.board import Headline

CORRECTIONS = "corrections"  # the section of all that puts something right; the others are called as the matters that announce them
_SPAN = re.compile(r"([0-9]{4})(?:-(?:(0[1-9]|1[0-2])|Q([1-4])|(Y1)))?")
_CODE = re.compile(r"[0-9]{4}-(?:0[1-9]|1[0-2]|[PQHY][0-9])")
Keys = Mapping[str, PublishedTable]


@dataclass(frozen=True, slots=True, kw_only=True)
class Thread:
    """An announcement and, under it, what was said later to put it right, oldest first."""

    told: Headline
    later: tuple["Thread", ...] = ()

    @property
    def number(self) -> str:
        """By which it is cited."""
        return self.told.number


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitRow:
    """A row of a published table that is about a unit, its cells by the headings of their columns."""

    told: Headline
    table: PublishedTable
    cells: Mapping[str, str]


Shown = TypeVar("Shown", Headline, Thread)


@dataclass(frozen=True)
class BoardIndex:
    """Every announcement on the board, newest first; days are those of the time zone."""

    told: Sequence[Headline]
    timezone: ZoneInfo
    by_number: Mapping[str, Headline] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_number", {each.number: each for each in self.told})

    def day_of(self, told: Headline) -> date:
        """The day on which it was said."""
        return told.published_at.astimezone(self.timezone).date()

    def of_unit(self, code: str) -> list[Headline]:
        """What names a unit, and what answers that."""
        return self._with_answers(each for each in self.told if code in each.named)

    def of_code(self, code: str) -> list[Headline]:
        """What is about a period, a quarter, a month or a year, and what answers that."""
        return self._with_answers(each for each in self.told if each.about in (code, f"{code}-Y1"))

    def of_section(self, name: str) -> list[Headline]:
        """What is read in a section; none where there is no such section."""
        kinds = public_kinds.CORRECTING if name == CORRECTIONS else public_kinds.SECTIONS.get(name, frozenset())
        return [each for each in self.told if each.kind in kinds]

    def said_in(self, first: date, last: date) -> list[Headline]:
        """What was said in these days, both included."""
        return [each for each in self.told if first <= self.day_of(each) <= last]

    def sections(self) -> list[str]:
        """The sections in which something stands."""
        there = {each.kind for each in self.told}
        found = [name for name, kinds in public_kinds.SECTIONS.items() if kinds & there]
        return found + [CORRECTIONS] * bool(there & public_kinds.CORRECTING)

    def codes(self) -> list[str]:
        """The codes of every period, quarter and month that something is about, the one told last first."""
        return list(dict.fromkeys(each.about for each in self.told if _CODE.fullmatch(each.about)))

    def years(self) -> list[str]:
        """The years in which something was said, or about which, the last first."""
        said = {f"{self.day_of(each).year}" for each in self.told}
        return sorted(said | {code[:4] for code in self.codes()}, reverse=True)

    def units(self, mentions: Mapping[str, Sequence[UnitRow]]) -> list[str]:
        """The codes of all units that are named, or stand in a table."""
        return sorted({unit for each in self.told for unit in each.named} | set(mentions))

    def threads(self, found: Iterable[Headline]) -> list[Thread]:
        """The same, what puts something right under what it puts right."""
        there = {each.number: each for each in found}
        roots = [each for each in there.values() if each.answers not in there]
        return [self._thread(each, there) for each in roots]

    def _thread(self, told: Headline, there: Mapping[str, Headline]) -> Thread:
        later = [there[number] for number in told.answered_by if number in there]
        later.sort(key=lambda each: (each.published_at, each.number))
        return Thread(told=told, later=tuple(self._thread(each, there) for each in later))

    def _with_answers(self, found: Iterable[Headline]) -> list[Headline]:
        numbers: set[str] = set()
        waiting = [each.number for each in found]
        while waiting:
            number = waiting.pop()
            if number not in numbers:
                numbers.add(number)
                waiting += self.by_number[number].answered_by
        return [each for each in self.told if each.number in numbers]


def mentions(told: Iterable[Headline], locale: str, tables: Keys) -> dict[str, list[UnitRow]]:
    """The rows of all tables by the unit that they are about, in one language, the newest first."""
    found: dict[str, list[UnitRow]] = {}
    shown = [(each, tables[key]) for each in told for key in keys(each, locale) if key in tables]
    for each, table in shown:
        for row, unit in zip(table.rows, table.units, strict=False):
            cells = dict(zip(table.columns, row, strict=False))
            found.setdefault(unit, []).append(UnitRow(told=each, table=table, cells=cells))
    return found


def keys(told: Headline, locale: str) -> list[str]:
    """The keys of its tables in a language, or in the one that it has."""
    theirs = [key for language, key in told.figures if language == locale]
    return theirs or [key for _, key in told.figures]


def title(told: Headline, locale: str) -> str:
    """Its title in a language, or in the one that it has."""
    titles = dict(told.titles)
    return titles.get(locale) or next(iter(titles.values()), "")


def page(found: Sequence[Shown], before: str, most: int) -> tuple[list[Shown], str]:
    """At most so many of what comes after the announcement `before`, and the number by which the next are had; empty where none are."""
    numbers = [each.number for each in found]
    later = numbers.index(before) + 1 if before in numbers else 0
    return list(found[later : later + most]), numbers[later + most - 1] if later + most < len(found) else ""


def days(code: str) -> tuple[date, date] | None:
    """The first and the last day of a month, a quarter or a year by its code; None where it is none of these."""
    fitting = _SPAN.fullmatch(code)
    if fitting is None or not int(fitting[1]):
        return None
    first, length = (
        (int(fitting[2]), 1) if fitting[2] else (3 * int(fitting[3] or 1) - 2, 3 if fitting[3] else months.YEAR)
    )
    begins = f"{fitting[1]}-{first:02}"
    after = months.last_day(months.later(begins, length - 1))
    return date(int(fitting[1]), first, 1), after


def days_left(ends_on: date, today: date) -> int:
    """How many days are left until the end of a day, this one counted."""
    return (ends_on - today + timedelta(days=1)).days
