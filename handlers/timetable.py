"""THE TIMETABLE: everything that the house does by itself as the calendar goes on, a line each (the law §9, the design §8).

`scheduler/recurring.py` does the lines; each occurrence claims its row in the transaction of what it causes. `docs/timetable.md` is printed
from here. Terms of single matters (plans, visits, notices) are columns of their tables (`docs/lifecycle.md`).
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time

from domain import months
from domain.matters.projects import projects as project_law
from domain.matters.scoring import periods
from domain.mechanism.modules import Module
from domain.mechanism.recurring import QUARTER_ENDS, Begins, Recurs, Span
from handlers import pledge_boards
from handlers.conversation.room import Room
from handlers.desk import listing
from handlers.programmes import discussions, task_forces, undertakings
from handlers.projects import light_lists, project_quarters, project_years, projects, snails
from handlers.scoring import filings
from storage import matters
from storage.scoring import figures

MISSED_BY = 2  # months back in which what was missed is still caught up


@dataclass(frozen=True, slots=True, kw_only=True)
class Recurring:
    """One line: `when`, of which section of the law (`law`), whether there `is_wanted` anything to do, and what it does for a span that is
    named by its code; None where it is done for each person by itself (`scheduler/clock.py`).

    `says`: the rule of the term, from the end of the span, on whose last day what it proposes is said in public, once two have signed
    it. `lasts`: the last day on which what was missed is caught up, and before whose end nothing is said; `until`: the rule of the term
    whose last day that is, where nothing has one of its own. `module`: of which part of the house it is; where that is off, the line
    rests.
    """

    name: str
    when: Recurs
    law: str
    is_wanted: Callable[[Room], bool]
    do: Callable[[Room, str], object] | None
    says: str = ""
    until: str = ""
    lasts: Callable[[Room, date], date] | None = None
    module: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """Once of a line: of which span, by its code and last day, and when."""

    code: str
    last_day: date
    at: datetime

    @property
    def key(self) -> datetime:
        """By which it is known again, whatever becomes of the calendar meanwhile."""
        return datetime.combine(self.last_day, time(), UTC)


def _has_projects(room: Room) -> bool:
    return matters.is_any(room.tx, "project", project_law.OPEN)


def _is_measured(room: Room) -> bool:
    return figures.is_anything_measured(room.tx)


TIMETABLE: tuple[Recurring, ...] = (
    Recurring(
        name="morning_list",
        when=Recurs(Span.WORKING_DAY, hour=listing.LISTED_FROM),
        law="§9, §13A",
        is_wanted=lambda room: True,
        do=None,
    ),
    Recurring(
        name="filings",
        module=Module.FLAGS,
        when=Recurs(Span.PERIOD),
        law="§6.1, §9",
        is_wanted=_is_measured,
        do=filings.open_for,
        says="announcement_after_period",
        until="filing_freeze",
        lasts=filings.frozen_on,
    ),
    Recurring(
        name="open_months",
        module=Module.PROJECT,
        when=Recurs(Span.MONTH, Begins.LAST_DAY),
        law="§6.4, §9",
        is_wanted=_has_projects,
        do=projects.open_month,
    ),
    Recurring(
        name="quarter",
        module=Module.PROJECT,
        when=Recurs(Span.MONTH, Begins.AFTER, "light_entry", of=QUARTER_ENDS),
        law="§6.5, §9",
        is_wanted=_has_projects,
        do=project_quarters.propose,
        says="project_quarter",
    ),
    Recurring(
        name="project_year",
        module=Module.PROJECT,
        when=Recurs(Span.MONTH, Begins.LAST_DAY, of=frozenset({1})),
        law="§6.5, §9",
        is_wanted=project_years.is_any,
        do=project_years.propose,
    ),
    Recurring(
        name="snail_year",
        module=Module.SNAIL,
        when=Recurs(Span.MONTH, of=frozenset({12})),
        law="§5",
        is_wanted=snails.is_any,
        do=snails.propose_year,
    ),
    Recurring(
        name="pledge_quarter",
        module=Module.RACE,
        when=Recurs(Span.MONTH, of=QUARTER_ENDS),
        law="§1 row 7, §9",
        is_wanted=pledge_boards.is_any,
        do=pledge_boards.propose,
        says="pledge_quarter",
    ),
    Recurring(
        name="undertakings",
        module=Module.HUANGYAN,
        when=Recurs(Span.MONTH),
        law="§8",
        is_wanted=undertakings.is_any,
        do=undertakings.nudge,
    ),
    Recurring(
        name="undertaking_quarter",
        module=Module.HUANGYAN,
        when=Recurs(Span.MONTH, of=QUARTER_ENDS),
        law="§8",
        is_wanted=undertakings.is_any,
        do=undertakings.sum_up,
    ),
    Recurring(
        name="task_forces",
        module=Module.HUANGYAN,
        when=Recurs(Span.MONTH),
        law="§8",
        is_wanted=task_forces.is_any,
        do=task_forces.sum_up,
    ),
    Recurring(
        name="discussion_half",
        module=Module.HUANGYAN,
        when=Recurs(Span.MONTH, of=frozenset({6, 12})),
        law="§8",
        is_wanted=discussions.is_any,
        do=discussions.sum_up,
    ),
    Recurring(
        name="lights",
        module=Module.PROJECT,
        when=Recurs(Span.MONTH, Begins.AFTER, "light_entry"),
        law="§6.4, §9",
        is_wanted=_has_projects,
        do=light_lists.propose,
        says="light_push",
    ),
)


def is_on(room: Room, line: Recurring) -> bool:
    """Whether there is anything of a line at all in this office."""
    return line.do is not None and room.office.rules.is_on(line.module)


def occasions(room: Room, line: Recurring, until: datetime) -> Iterator[Occasion]:
    """The occasions of a line, from those that may still be caught up to those that begin `until` a moment. What is done for each person
    has none here."""
    for each in _every(room, line, until):
        ends_at = _ends_at(room, line, each)
        if each.at <= until and (ends_at is None or room.at <= ends_at):
            yield each


def sayings_of(room: Room, line: Recurring, until: datetime) -> Iterator[Occasion]:
    """When what a line proposes is to be said in public, from now `until` a moment."""
    rules, calendar = room.office.rules, room.office.calendar
    for each in _every(room, line, until) if line.says else ():
        not_before = max(each.at, _ends_at(room, line, each) or each.at)
        said_at = calendar.said_at(each.last_day, getattr(rules, line.says), not_before)
        if room.at < said_at <= until:
            yield replace(each, at=said_at)


def _ends_at(room: Room, line: Recurring, of: Occasion) -> datetime | None:
    """When an occasion ends; None where it may be caught up at any time."""
    return None if line.lasts is None else room.office.calendar.end_of(line.lasts(room, of.last_day))


def _every(room: Room, line: Recurring, until: datetime) -> Iterator[Occasion]:
    calendar, rules = room.office.calendar, room.office.rules
    if not is_on(room, line):
        return
    for code, last_day in _spans(room, line.when, calendar.local_day(until)):
        yield Occasion(code=code, last_day=last_day, at=line.when.at(last_day, rules, calendar))


def _spans(room: Room, when: Recurs, last: date) -> Iterator[tuple[str, date]]:
    """The spans that end by a day, with their last days."""
    if when.span is Span.MONTH:
        now = months.of_day(room.today)
        for by in range(-MISSED_BY, months.between(now, months.of_day(last)) + 1):
            month = months.later(now, by)
            if months.number(month) in when.of:
                yield month, months.last_day(month)
    elif when.span is Span.PERIOD:
        ended = periods.last_ended(room.today, room.office.rules)
        if ended is not None:
            yield ended
            yield from periods.ending(ended[1], last, room.office.rules)
