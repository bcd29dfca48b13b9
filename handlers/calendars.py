"""日历: the office's own working days, shown and corrected in chat or by `flagpost calendar`; running terms follow."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from domain import lifecycles
from domain.mechanism import procedure, reminders
from domain.mechanism.calendar import FRIDAY, Calendar, TermUnit
from domain.mechanism.standing import Standing
from domain.saying import Choice, SaidNo, Saying, Term
from domain.sayings import dialogues as dialogue_sayings
from domain.sayings import office as sayings
from domain.sayings import people as people_sayings
from handlers import office
from handlers.conversation import cards, dialogues
from handlers.conversation.room import Room
from handlers.conversation.steps import Again, Ask, Done, Heard, Known, Outcome, Question, Step
from handlers.understanding import days as spoken_days
from storage import offices
from storage.mechanism import terms
from storage.road import history


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectDay:
    """A day as it shall be."""

    day: str
    works: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AskDay(Step):
    """Which day?"""

    def question(self, known: Known) -> Question:
        """Ask."""
        return Question(saying=sayings.AskDay())

    def answer(self, heard: Heard, known: Known) -> Outcome:
        """Take a day of a year that is known as a whole."""
        day = spoken_days.coming_day(heard.text, known.today)
        if day is None:
            return Again(people_sayings.NotADay())
        if not known.office.calendar.is_known(day.year):
            return Again(sayings.YearUnknown(year=day.year))
        return Ask(AskWorks(day=day.isoformat()))

    def has_work(self) -> bool:
        """Nothing is lost by leaving."""
        return False


@dataclass(frozen=True, slots=True, kw_only=True)
class AskWorks(Step):
    """Do people work then?"""

    day: str

    def question(self, known: Known) -> Question:
        """Ask."""
        day = date.fromisoformat(self.day)
        choices = tuple(Choice(value=name, label=Term("day_kind", name)) for name in ("off", "work"))
        return Question(
            saying=sayings.AskWorks(day=day, now=_kind(known.office.calendar.is_working_day(day))), choices=choices
        )

    def answer(self, heard: Heard, known: Known) -> Outcome:
        """Take one of the two."""
        if heard.choice not in ("off", "work"):
            return Again(dialogue_sayings.NotAChoice())
        return Done(CorrectDay(day=self.day, works=heard.choice == "work"))

    def has_work(self) -> bool:
        """Nothing is lost by leaving."""
        return False


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What deciding about days would do: nothing of it is done yet. `days` are kept, `changed` are other days than now."""

    calendar: Calendar
    days: Mapping[date, bool]
    changed: Mapping[date, bool]
    years: frozenset[int]
    moves: tuple[tuple[Standing, datetime], ...]
    left: int


def plan(room: Room, days: Mapping[date, bool]) -> Plan:
    """Say what these days (True: people work) would change.

    Raises SaidNo where nothing changes, and for a year that is not known as a whole: neither by the library nor by these days,
    among which its 1 January would be.
    """
    now = room.office.calendar
    new = now.changed(days)
    unknown = next((day.year for day in sorted(days) if not new.is_known(day.year)), None)
    if unknown is not None:
        raise SaidNo(sayings.NewYearMissing(year=unknown) if len(days) > 1 else sayings.YearUnknown(year=unknown))
    changed = {day: works for day, works in days.items() if now.is_working_day(day) != works}
    years = new.known_years - now.known_years
    if not changed and not years:
        raise SaidNo(sayings.NothingChanged())
    moves, left = _moves(replace(room, office=replace(room.office, calendar=new)), min(changed or days))
    return Plan(calendar=new, days=days, changed=changed, years=years, moves=tuple(moves), left=left)


def change(room: Room, days: Mapping[date, bool]) -> sayings.CalendarChanged:
    """Decide about days, and give the terms that run the ends they have by the new calendar. Raises what `plan` raises."""
    planned = plan(room, days)
    offices.set_days(room.tx, planned.days, room.actor.name, room.at)
    new = replace(room, office=replace(room.office, calendar=planned.calendar))
    for standing, due in planned.moves:
        _move(new, standing, due)
    return sayings.CalendarChanged(
        days=len(planned.changed),
        years=tuple(str(year) for year in sorted(planned.years)),
        moved=len(planned.moves),
        left=planned.left,
    )


def year(room: Room, number: int) -> Saying:
    """One year of the calendar, or that it is not known."""
    calendar = room.office.calendar
    if not calendar.is_known(number):
        return sayings.YearUnknown(year=number)
    return sayings.Year(
        year=number,
        off=tuple(sorted(day for day in calendar.days_off if day.year == number and day.weekday() <= FRIDAY)),
        made_up=tuple(sorted(day for day in calendar.made_up_days if day.year == number)),
        own=tuple(day for day in offices.own_days(room.tx) if day.year == number),
    )


def show(room: Room, rest: str) -> None:
    """日历: this year and, from October on or where asked for (`2027`), the next; `correct` asks for a day."""
    if rest == "correct":
        dialogues.begin(room, AskDay())
        return
    asked = int(rest) if rest.isascii() and rest.isdecimal() and len(rest) == 4 else room.today.year
    coming = asked if rest or not room.office.calendar.is_known(asked) else asked + 1
    choices = [Choice(value="/calendar correct", label=Term("day_kind", "correct"))]
    choices += [Choice(value=f"/calendar {number}", text=str(number)) for number in (asked - 1, asked + 1)]
    whole_year = Choice(value=f"/calendar import {coming}", label=Term("day_kind", "import"), parts=(str(coming),))
    room.reply(year(room, asked), (*choices, whole_year))


def carry_out(room: Room, command: CorrectDay) -> None:
    """Make the correction that was answered."""
    day = {date.fromisoformat(command.day): command.works}
    office.answered(room, lambda: room.reply(change(room, day)), "calendar")


def _moves(room: Room, first: date) -> tuple[list[tuple[Standing, datetime]], int]:
    """Every running term in working days that ends after a day, with its end by the room's calendar where that is another;
    and how many rested in between and are to be looked at by hand."""
    moves, left = [], 0
    for standing in terms.running(room.tx, room.office.calendar.end_of(first)):
        due = _due(room, standing)
        if due is None or due == standing.due_at:
            continue
        if standing.interrupted is not None:
            left += 1
        else:
            moves.append((standing, due))
    return moves, left


def _move(room: Room, standing: Standing, due: datetime) -> None:
    moments = reminders.moments(standing.begun_at, due, room.office.calendar, after=room.at)
    terms.move(room.tx, standing, due, moments)
    before = standing.due_at.isoformat() if standing.due_at else ""
    body: dict[str, object] = {"due": due.isoformat(), "before": before}
    line = history.Line(at=room.at, actor=room.actor.name, what="retime", body=body)
    history.write(room.tx, standing.matter, standing.id, line)
    cards.refresh(room, standing.matter, standing.id)


def _due(room: Room, standing: Standing) -> datetime | None:
    table = lifecycles.PROCEDURES[standing.matter]
    rules = room.office.rules_of(standing.rules)
    name = table.terms.get(standing.stage)
    if name is None or getattr(rules, name).unit is not TermUnit.WORKING_DAYS:
        return None
    return procedure.term_of(table, standing.stage, rules, room.office.calendar, standing.since)


def _kind(works: bool) -> Term:
    return Term("day_kind", "work" if works else "off")
