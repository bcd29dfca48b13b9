"""日历: the office's own working days, shown and corrected in chat or by `flagpost calendar`; running terms follow."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from domain import lifecycles
from domain.mechanism import limits, reminders
from domain.mechanism.calendar import Calendar, TermUnit
from domain.mechanism.standing import Event, Running, Standing
from domain.mechanism.table import Facts
from domain.saying import Choice, SaidNo, Saying, Term
from domain.sayings import office as sayings
from handlers.conversation.procedures import beginnings, cards, views
from handlers.conversation.room import Room
from storage import matters, offices
from storage.mechanism import terms
from storage.road import history

MATTER = "calendar"
_KINDS = {"off": False, "work": True}


@dataclass(frozen=True, slots=True, kw_only=True)
class MovedTerms:
    """A matter of which terms end at other moments: those that it shall have."""

    standing: Standing
    terms: tuple[Running, ...]

    @property
    def changed(self) -> list[tuple[Running, Running]]:
        """Each term that ends at another moment, as it was and as it shall be."""
        return [(now, new) for now, new in zip(self.standing.terms, self.terms, strict=True) if now != new]


@dataclass(frozen=True, slots=True, kw_only=True)
class DayPlan:
    """What deciding about days would do: nothing of it is done yet. `days` are kept, `changed` are other days than now."""

    calendar: Calendar
    days: Mapping[date, bool]
    changed: Mapping[date, bool]
    years: frozenset[int]
    moves: tuple[MovedTerms, ...]
    left: int


def plan(room: Room, days: Mapping[date, bool]) -> DayPlan:
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
    moves, left = _moves(room, new, min(changed or days))
    return DayPlan(calendar=new, days=days, changed=changed, years=years, moves=tuple(moves), left=left)


def change(room: Room, days: Mapping[date, bool], number: str = "") -> sayings.CalendarChanged:
    """Decide about days, and give the terms that run the ends they have by the new calendar. `number`: of the matter that decided it.

    Raises what `plan` raises.
    """
    planned = plan(room, days)
    offices.set_days(room.tx, planned.days, room.actor.name, room.at, number)
    new = replace(room, office=replace(room.office, calendar=planned.calendar))
    for moved in planned.moves:
        _move(new, moved)
    return sayings.CalendarChanged(
        days=len(planned.changed),
        years=tuple(str(year) for year in sorted(planned.years)),
        moved=len(planned.moves),
        left=planned.left,
    )


def propose(room: Room, days: Mapping[date, bool]) -> list[Saying]:
    """Propose these days at the machine for somebody else to sign; where nobody can, it is done at once. Raises what `plan` raises."""
    plan(room, days)
    return beginnings.at_the_machine(room, MATTER, "propose", _given(days))


def propose_here(room: Room, days: Mapping[date, bool]) -> None:
    """The same in chat. Raises what `plan` raises."""
    plan(room, days)
    beginnings.begin_with(room, MATTER, "propose", _given(days))


def enact(room: Room, event: Event) -> None:
    """Let the days be what was decided; another decision may have made them so meanwhile."""
    after = event.after
    try:
        room.answer(after.account_id, change(room, _days(after), after.number))
    except SaidNo as no:
        room.answer(after.account_id, no.why)


def touched(room: Room, standing: Standing, facts: Facts) -> views.Found:
    """Whom a decision touches that is not made yet: how many terms that run would end on another day."""
    if standing.stage != "proposed":
        return views.Found()
    try:
        number = len(plan(room, _days(standing)).moves)
    except SaidNo:
        number = 0
    return views.Found(values={"moves": str(number)})


def _given(days: Mapping[date, bool]) -> dict[str, str]:
    """Days as answers: those off, and those on which people work."""
    return {
        name: ",".join(day.isoformat() for day, does in sorted(days.items()) if does == works)
        for name, works in _KINDS.items()
    }


def _days(standing: Standing) -> dict[date, bool]:
    own = standing.own
    if "day" in own:
        return {date.fromisoformat(own["day"]): _KINDS[own["kind"]]}
    return {
        date.fromisoformat(day): works for name, works in _KINDS.items() for day in own.get(name, "").split(",") if day
    }


def year(room: Room, number: int) -> Saying:
    """One year of the calendar, or that it is not known."""
    calendar = room.office.calendar
    if not calendar.is_known(number):
        return sayings.YearUnknown(year=number)
    return sayings.Year(
        year=number,
        off=tuple(sorted(day for day in calendar.days_off if day.year == number)),
        made_up=tuple(sorted(day for day in calendar.made_up_days if day.year == number)),
        own=tuple(day for day in offices.own_days(room.tx) if day.year == number),
    )


def show(room: Room, rest: str) -> None:
    """日历: this year and, from October on or where asked for (`2027`), the next; `correct` asks for a day."""
    if rest == "correct":
        beginnings.begin_with(room, MATTER, "correct", {})
        return
    asked = int(rest) if rest.isascii() and rest.isdecimal() and len(rest) == 4 else room.today.year
    coming = asked if rest or not room.office.calendar.is_known(asked) else asked + 1
    choices = [Choice(value="/calendar correct", label=Term("day_kind", "correct"))]
    choices += [Choice(value=f"/calendar {number}", text=str(number)) for number in (asked - 1, asked + 1)]
    choices.append(Choice(value="/coming", label=Term("menu", "coming")))
    whole_year = Choice(value=f"/calendar import {coming}", label=Term("day_kind", "import"), parts=(str(coming),))
    room.reply(year(room, asked), (*choices, whole_year))


def _moves(room: Room, new: Calendar, first: date) -> tuple[list[MovedTerms], int]:
    """Every matter with terms in working days that run and end after a day, with the ends that they have by the new calendar
    where those are others; and how many terms rested or were extended meanwhile and are to be looked at by hand."""
    found, left = [], 0
    since = new.end_of(first)
    for standing in matters.of_ids(room.tx, terms.running(room.tx, since)):
        ends = [_by_calendar(room, new, standing, term, since) for term in standing.terms]
        left += sum(end is None for end in ends)
        kept = tuple(end or term for end, term in zip(ends, standing.terms, strict=True))
        if kept != standing.terms:
            found.append(MovedTerms(standing=standing, terms=kept))
    return found, left


def _move(room: Room, moved: MovedTerms) -> None:
    standing, calendar = moved.standing, room.office.calendar
    rings = {new.name: reminders.of_term(new, calendar, after=room.at) for _, new in moved.changed}
    matters.give_ends(room.tx, standing, moved.terms, rings)
    for now, new in moved.changed:
        body: dict[str, object] = {"due": new.due_at.isoformat(), "before": now.due_at.isoformat()}
        line = history.HistoryLine(at=room.at, actor=room.actor.name, what="retime", body=body)
        history.write(room.tx, standing.matter, standing.id, line)
    cards.refresh(room, standing.matter, standing.id)


def _by_calendar(room: Room, new: Calendar, standing: Standing, term: Running, since: datetime) -> Running | None:
    """A term with the end that it has by a new calendar; None where somebody must look at it: it does not end so many days after
    it began, because it rested or was extended."""
    limit = limits.found(lifecycles.PROCEDURES[standing.matter].terms, term.name, standing.stage)
    rules = room.office.rules_of(standing.rules)
    if limit is None or term.stopped_at is not None or term.due_at < since:
        return term
    if getattr(rules, term.name).unit is not TermUnit.WORKING_DAYS:
        return term
    is_whole = limit.begun(term.begun_at, rules, room.office.calendar).due_at == term.due_at
    return limit.begun(term.begun_at, rules, new) if is_whole else None
