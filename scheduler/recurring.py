"""What recurs by the calendar, as one readable timetable (the law §9, the design §8): a line for each job, with when it is due.

Lives here: `Recurring`, a line of it, `TIMETABLE`, and `due` and `coming`, what is due now and next. A day that is no working day moves
a job to the next one, and nothing happens in quiet hours. Each occurrence claims its row in the transaction of what it causes.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from domain import months
from domain.matters.projects import project_months
from domain.matters.projects import projects as project_law
from handlers import light_lists, pledge_boards, project_quarters, projects, snails
from handlers.conversation.room import Office, Room
from storage import matters
from storage.road import occurrences

MISSED_BY = 2  # months back in which what was missed is still caught up


@dataclass(frozen=True, slots=True, kw_only=True)
class Recurring:
    """One line, which is due once for each month, or after those `of` the year that it names: `when` it is, `is_wanted` where there is
    anything to do, and what it does."""

    name: str
    when: Callable[[Office, str], datetime]
    is_wanted: Callable[[Room], bool]
    do: Callable[[Room, str], object]
    of: frozenset[int] = frozenset(range(1, 13))


def _month_ends(office: Office, month: str) -> datetime:
    """The morning of the last day of a month, or the next on which the office speaks."""
    opening = datetime.combine(months.last_day(month), office.calendar.speaks_from, office.calendar.timezone)
    return office.calendar.next_speaking_moment(opening.astimezone(UTC))


def _month_is_over(office: Office, month: str) -> datetime:
    """The first morning after a month."""
    return office.calendar.next_speaking_moment(office.calendar.end_of(months.last_day(month)))


def _entry_has_closed(office: Office, month: str) -> datetime:
    """The first morning after entry has closed."""
    closes = project_months.entry_closes(month, office.rules, office.calendar)
    return office.calendar.next_speaking_moment(office.calendar.end_of(closes))


def _has_projects(room: Room) -> bool:
    return matters.is_any(room.tx, "project", project_law.OPEN)


TIMETABLE: tuple[Recurring, ...] = (
    Recurring(name="open_months", when=_month_ends, is_wanted=_has_projects, do=projects.open_month),
    Recurring(
        name="quarter",
        when=_entry_has_closed,
        is_wanted=_has_projects,
        do=project_quarters.propose,
        of=frozenset({3, 6, 9, 12}),
    ),
    Recurring(
        name="project_year",
        when=_month_ends,
        is_wanted=project_quarters.is_any,
        do=project_quarters.propose_year,
        of=frozenset({1}),
    ),
    Recurring(
        name="snail_year", when=_month_is_over, is_wanted=snails.is_any, do=snails.propose_year, of=frozenset({12})
    ),
    Recurring(
        name="pledge_quarter",
        when=_month_is_over,
        is_wanted=pledge_boards.is_any,
        do=pledge_boards.propose,
        of=frozenset({3, 6, 9, 12}),
    ),
    Recurring(name="lights", when=_entry_has_closed, is_wanted=_has_projects, do=light_lists.propose),
)


def due(room: Room) -> list[tuple[int, str]]:
    """The lines that are due now and were not done, by their places, each with its month."""
    return [
        (place, month)
        for place, line in enumerate(TIMETABLE)
        for month in _months(room, line, -MISSED_BY, 0)
        if line.when(room.office, month) <= room.at and line.is_wanted(room) and not _is_done(room, line, month)
    ]


def coming(room: Room) -> datetime | None:
    """When a line is due next; None where there is nothing to do."""
    found = [
        when
        for line in TIMETABLE
        for month in _months(room, line, -MISSED_BY, 1)
        if (when := line.when(room.office, month)) > room.at and line.is_wanted(room)
    ]
    return min(found, default=None)


def do(room: Room, place: int, month: str) -> bool:
    """Do one, once."""
    line = TIMETABLE[place]
    if not occurrences.claim(room.tx, _job(line), _of_month(month), room.at):
        return False
    line.do(room, month)
    return True


def _months(room: Room, line: Recurring, first: int, last: int) -> list[str]:
    now = months.of_day(room.today)
    every = (months.later(now, by) for by in range(first, last + 1))
    return [month for month in every if months.number(month) in line.of]


def _is_done(room: Room, line: Recurring, month: str) -> bool:
    return occurrences.state_of(room.tx, _job(line), _of_month(month)) is not None


def _of_month(month: str) -> datetime:
    """By which an occurrence is known again, whatever becomes of the calendar meanwhile."""
    return datetime(months.year(month), months.number(month), 1, tzinfo=UTC)


def _job(line: Recurring) -> str:
    return f"recurring:{line.name}"
