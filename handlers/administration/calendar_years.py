"""工作日历, a whole year: the days of the official notice are read, what they would change is shown, and taken whole or not at all.

The same functions in chat and behind `flagpost calendar import`. In chat the notice is pasted, or comes as a file: then reading it is a
chore (`bot/importing/calendar_in_chat.py`), and so is writing an empty one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date

from domain.mechanism.calendar import FRIDAY, Calendar
from domain.said import FileRef
from domain.saying import Choice, SaidNo, Saying, Term
from domain.sayings import dialogues as dialogue_sayings
from domain.sayings import office as sayings
from domain.sayings import spreadsheets as file_sayings
from handlers.administration import calendars, office
from handlers.conversation import dialogues, gathering
from handlers.conversation.room import Room
from handlers.conversation.steps import Again, Done, Heard, Known, Outcome, Question, Step
from handlers.understanding import holidays
from storage.road import chores

READ, EMPTY = "read_calendar", "empty_calendar"  # the chores
MOST_NAMED = 20  # bad lines, and terms that move, in one message
FIRST_YEAR, LAST_YEAR = 2004, 2099


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowYear:
    """Days of a year that were read, by their ISO form; True: people work."""

    days: Mapping[str, bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadYear:
    """Read the days of a year from a file; 0: of whichever it says."""

    year: int
    file: FileRef


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteYear:
    """Write an empty file for the days of a year."""

    year: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeYear:
    """The same, after the difference was shown: `shown` is what it was."""

    days: Mapping[str, bool]
    shown: sayings.YearDifference


@dataclass(frozen=True, slots=True, kw_only=True)
class AskNotice(Step):
    """Which days of the year are off, and which weekends worked? In words, or as a file."""

    takes_files = True
    year: int

    def question(self, known: Known) -> Question:
        """Ask, and offer an empty file."""
        empty = Choice(value="empty", label=Term("answer", "empty_file"))
        return Question(saying=sayings.NoticeQuestion(year=self.year), choices=(empty,))

    def answer(self, heard: Heard, known: Known) -> Outcome:
        """Take a text all of whose lines are understood; have a file read, or an empty one written."""
        if heard.choice == "empty":
            return Done(WriteYear(year=self.year))
        if heard.files:
            read = Done(ReadYear(year=self.year, file=heard.files[0]))
            return read if len(heard.files) == 1 else Again(file_sayings.OneFileOnly())
        try:
            return Done(ShowYear(days=_by_iso(days_of(heard.text.splitlines(), self.year))))
        except SaidNo as no:
            return Again(no.why)

    def has_work(self) -> bool:
        """Nothing is lost by leaving."""
        return False


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmYear(Step):
    """Shall all of it be taken? Another file takes its place."""

    takes_files = True
    days: Mapping[str, bool]
    shown: sayings.YearDifference

    def question(self, known: Known) -> Question:
        """Show what would change, and ask once."""
        asked = gathering.together(self.shown, sayings.TakeQuestion()) or self.shown
        return Question(saying=asked, choices=(Choice(value="take", label=Term("day_kind", "take")),))

    def answer(self, heard: Heard, known: Known) -> Outcome:
        """Take it, or ask again."""
        if len(heard.files) == 1:
            return Done(ReadYear(year=0, file=heard.files[0]))
        if heard.choice != "take":
            return Again(dialogue_sayings.NotAChoice())
        return Done(TakeYear(days=self.days, shown=self.shown))


def days_of(lines: Sequence[str], year: int | None = None) -> dict[date, bool]:
    """The days that a notice or a table names; raises SaidNo with every line that cannot be taken, or where there is none."""
    found = holidays.read(lines, year)
    if found.bad:
        named = tuple(_bad(line) for line in found.bad[:MOST_NAMED])
        raise SaidNo(sayings.BadLines(lines=named, more=len(found.bad) - len(named)))
    if not found.days:
        raise SaidNo(sayings.NoDays())
    return found.days


def difference(room: Room, days: Mapping[date, bool]) -> sayings.YearDifference:
    """What taking these days would change; raises what `calendars.plan` raises."""
    planned = calendars.plan(room, whole(room.office.calendar, days))
    named = [
        sayings.TermMoves(
            number=moved.standing.number,
            before=room.office.calendar.local_day(now.due_at),
            due=planned.calendar.local_day(new.due_at),
        )
        for moved in planned.moves
        for now, new in moved.changed
    ]

    def those(*, works: bool, is_plain: bool) -> tuple[date, ...]:
        """A weekday off and a weekend worked are not plain."""
        found = (day for day, does in planned.changed.items() if does == works)
        return tuple(sorted(day for day in found if (works == (day.weekday() <= FRIDAY)) == is_plain))

    return sayings.YearDifference(
        years=tuple(str(year) for year in sorted(planned.years)),
        off=those(works=False, is_plain=False),
        works=those(works=True, is_plain=False),
        works_again=those(works=True, is_plain=True),
        off_again=those(works=False, is_plain=True),
        moves=tuple(named[:MOST_NAMED]),
        more=max(0, len(named) - MOST_NAMED),
        left=planned.left,
    )


def shown_still(room: Room, days: Mapping[date, bool], shown: sayings.YearDifference) -> dict[date, bool]:
    """What is to be decided of them. Raises what `calendars.plan` raises, and SaidNo where the difference is no longer what was `shown`."""
    if difference(room, days) != shown:
        raise SaidNo(sayings.OtherDifference())
    return whole(room.office.calendar, days)


def whole(now: Calendar, days: Mapping[date, bool]) -> dict[date, bool]:
    """What is to be kept of these days. With 1 January they are a whole year: its other days are those of a plain week again."""
    years = {day.year for day in days if _is_new_year(day)}
    others = {day for day in now.days_off | now.made_up_days if day.year in years and day not in days}
    asked = {**{day: day.weekday() <= FRIDAY for day in others}, **days}
    return {
        day: works for day, works in sorted(asked.items()) if _is_new_year(day) or now.is_working_day(day) != works
    } or dict(days)


def command(room: Room, rest: str) -> None:
    """日历: `import 2027` asks for a year's days; everything else is about one day or shows (`calendars.show`)."""
    name, _, rest_of_it = rest.partition(" ")
    if name != "import":
        calendars.show(room, rest)
        return
    rest = rest_of_it.strip()
    year = int(rest) if rest.isascii() and rest.isdecimal() else room.today.year + 1
    dialogues.begin(room, AskNotice(year=min(max(year, FIRST_YEAR), LAST_YEAR)))


def show(room: Room, command: ShowYear) -> None:
    """Show what the days would change, and ask."""
    office.answered(room, lambda: _ask(room, command.days), "calendar")


def read(room: Room, command: ReadYear) -> None:
    """Have a file read."""
    chores.put(room.tx, READ, room.actor.account_id, {**asdict(command), "channel": room.channel}, room.now)
    room.reply(file_sayings.FileBeingRead(name=gathering.name_of(command.file)))


def write_empty(room: Room, command: WriteYear) -> None:
    """Have an empty file written, and wait for the filled one."""
    chores.put(room.tx, EMPTY, room.actor.account_id, asdict(command), room.now)
    dialogues.begin(room, AskNotice(year=command.year))


def confirm(room: Room, lines: Sequence[str], year: int | None) -> None:
    """Show what the days of a file would change and ask, before whatever is asked now; or say what is wrong with it."""

    def work() -> None:
        days = days_of(lines, year)
        step = ConfirmYear(days=_by_iso(days), shown=difference(room, days))
        dialogues.bring(room, step, AskNotice, ConfirmYear)

    office.answered(room, work, "calendar")


def carry_out(room: Room, command: TakeYear) -> None:
    """Take what was shown; where something else has changed meanwhile, show it again."""

    def work() -> None:
        try:
            calendars.propose_here(room, shown_still(room, _by_day(command.days), command.shown))
        except SaidNo as no:
            if not isinstance(no.why, sayings.OtherDifference):
                raise
            _ask(room, command.days, no.why)

    office.answered(room, work, "calendar")


def _ask(room: Room, days: Mapping[str, bool], first: Saying | None = None) -> None:
    shown = difference(room, _by_day(days))
    dialogues.begin(room, ConfirmYear(days=days, shown=shown), first)


def _bad(line: holidays.BadLine) -> sayings.BadCalendarLine:
    fault, day = line.fault, line.day
    shows_weekday = fault in (holidays.DayFault.NOT_A_WEEKEND, holidays.DayFault.OTHER_WEEKDAY)
    return sayings.BadCalendarLine(
        line=line.line,
        found=line.found,
        why=Term("day_fault", fault.value),
        day=day,
        first_line=line.number if fault is holidays.DayFault.TWICE else 0,
        year=line.number if fault is holidays.DayFault.OTHER_YEAR else 0,
        weekday=Term("weekday", f"d{day.weekday()}") if day and shows_weekday else None,
        number=str(line.number) if fault is holidays.DayFault.OTHER_COUNT else "",
    )


def _is_new_year(day: date) -> bool:
    return (day.month, day.day) == (1, 1)


def _by_iso(days: Mapping[date, bool]) -> dict[str, bool]:
    return {day.isoformat(): works for day, works in days.items()}


def _by_day(days: Mapping[str, bool]) -> dict[date, bool]:
    return {date.fromisoformat(day): works for day, works in days.items()}
