"""Projects: taken from a file, opened month by month, entered by their owners; what their cards show beside the plan (the law §6.4)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from types import MappingProxyType

from domain import months
from domain.cards import Names
from domain.importing.progress import YES, ProgressRow
from domain.importing.projects import ProjectRow
from domain.matters.projects import exemptions, project_months
from domain.matters.projects import projects as law
from domain.matters.scoring import periods
from domain.mechanism.standing import Event, Outcome, Standing
from domain.mechanism.table import Facts
from domain.people import CLOCK, Actor
from domain.saying import Choice, Term
from domain.sayings.scoring import projects as sayings
from domain.scoring import lights
from handlers.conversation.procedures import beginnings, cards, derived, moves, relatives
from handlers.conversation.procedures.derived import Adds
from handlers.conversation.procedures.views import Found
from handlers.conversation.room import Room
from handlers.programmes import difficulties
from storage import matters, shapes, units

ENTRY = frozenset({"due", "reported"})
_NEWEST = 3  # months that a project's card leads to
_MOST = 100  # months of one unit's projects that are looked at


def known(room: Room) -> list[ProjectRow]:
    """What the register has of the projects that are under way, as a file would say it: a row for each year."""
    return [row for project in matters.waiting(room.tx, "project", law.OPEN) for row in _rows(project)]


def take(room: Room, rows: Sequence[ProjectRow]) -> int:
    """Register the projects that are new, and revise those that change, a year at a time: what waits for a signature where nothing
    changes goes on waiting. Return how many rows were taken."""
    clock = room.acting_as(CLOCK)
    by_code = {each.own["code"]: each for each in matters.waiting(room.tx, "project", law.OPEN)}
    before = {row.key: row for row in known(room)}
    for row in rows:
        if before.get(row.key) == row:
            continue
        project = by_code.get(row.code)
        given = _given(row, project)
        if project is None:
            by_code[row.code] = beginnings.create(clock, "project", "register", given)
            continue
        matters.set_unit(room.tx, project.id, row.owner)
        made = moves.carry_out(clock, project, "revise", given)
        by_code[row.code] = project if made is None else made.after
    units.note_import(room.tx, "projects", {"codes": [row.code for row in rows]}, CLOCK, room.at)
    return len(rows)


def may_enter(room: Room, by: Actor) -> list[ProgressRow]:
    """The months that may be entered now: those of one's own unit; at the machine all of them."""
    every = matters.waiting(room.tx, "project_month", ENTRY)
    mine = [each for each in every if by == CLOCK or each.unit == by.unit]
    codes = {each.id: each.own["code"] for each in matters.of_ids(room.tx, [each.parent_id or 0 for each in mine])}
    return [_progress_row(codes[each.parent_id or 0], each) for each in mine]


def take_progress(room: Room, rows: Sequence[ProgressRow]) -> int:
    """Enter what a file says, as if it had been entered at the cards of the months. Return how many were entered."""
    wanted = {row.key: row for row in rows}
    every = matters.waiting(room.tx, "project_month", ENTRY)
    codes = {each.id: each.own["code"] for each in matters.of_ids(room.tx, [each.parent_id or 0 for each in every])}
    taken = 0
    for each in every:
        row = wanted.get((codes[each.parent_id or 0], each.category))
        if row is not None and row.actual is not None:
            given = {"actual": f"{row.actual:f}", "begun": row.begun, "note": row.note}
            taken += moves.carry_out(room, each, "report", given) is not None
    units.note_import(room.tx, "progress", {"months": [" ".join(row.key) for row in rows]}, room.actor, room.at)
    return taken


def _progress_row(code: str, month: Standing) -> ProgressRow:
    actual = month.own.get("actual")
    return ProgressRow(
        code=code,
        month=month.category,
        actual=None if actual is None else Decimal(actual),
        begun=month.own.get("begun", YES),
        note=month.own.get("note", ""),
    )


def open_month(room: Room, month: str) -> int:
    """Let the owners of all projects under way enter what was done in a month of their years. Return how many there are."""
    rules, calendar = room.office.rules, room.office.calendar
    until = project_months.entry_closes(month, rules, calendar)
    open_ones = matters.waiting(room.tx, "project", law.OPEN) if room.today <= until else []
    every = [each for each in open_ones if min(law.goals_of(each)) <= months.year(month)]
    for project in every:
        given = {"month": month, "until": until.isoformat()}
        relatives.open_child(room, project, "project_month", "open", given)
    return len(every)


def show_months(room: Room, rest: str) -> None:
    """月度进度: the months of one's own projects that may be entered; a single one is asked for at once."""
    every = matters.of_unit(room.tx, "project_month", room.actor.unit, _MOST) if room.actor.unit else []
    found = [each for each in reversed(every) if each.stage in ENTRY]
    if len(found) == 1:
        moves.begin(room.acting_as(cards.as_staff(room.actor)), "project_month", found[0].id, "report")
        return
    projects = {each.id: each for each in matters.of_ids(room.tx, [each.parent_id or 0 for each in found])}
    lines = tuple(
        sayings.MonthToEnter(
            place=place,
            code=projects[each.parent_id or 0].own["code"],
            title=projects[each.parent_id or 0].own["title"],
            month=periods.name_of(each.category),
            until=date.fromisoformat(each.own["until"]),
            actual=each.own.get("actual", ""),
        )
        for place, each in enumerate(found, start=1)
    )
    if not lines:
        room.reply(sayings.NothingToEnter())
        return
    choices = tuple(
        Choice(value=derived.place_of(each), text=str(place), parts=(line.code,))
        for place, (each, line) in enumerate(zip(found, lines, strict=True), start=1)
    )
    room.reply(sayings.MonthsToEnter(lines=lines), choices)


def exempted(room: Room) -> dict[int, frozenset[str]]:
    """The months for which an exemption was granted, by project."""
    found: dict[int, frozenset[str]] = {}
    for each in matters.waiting(room.tx, "exemption", (exemptions.GRANTED,)):
        project = each.parent_id or 0
        found[project] = found.get(project, frozenset()) | set(exemptions.months_of(each, room.office.calendar))
    return found


def progress_of(
    project: Standing, month: Standing, exempt: Mapping[int, frozenset[str]] = MappingProxyType({})
) -> lights.Progress:
    """What is known of a project for a month; once its light was announced, as it was known then. `exempt`: the months for which an
    exemption was granted, by project."""
    if month.own.get("frozen"):
        known: lights.Progress = shapes.decode(month.own["frozen"].encode(), lights.Progress)
        return known
    actual, code = month.own.get("actual"), month.category
    return replace(
        planned_of(project, code),
        actual=None if actual is None else Decimal(actual),
        is_started=month.own.get("begun") != "no",
        is_exempt=code in exempt.get(project.id, ()),
    )


def planned_of(project: Standing, month: str) -> lights.Progress:
    """What is wanted of a project by the end of a month, of which nothing was reported."""
    goals = law.goals_of(project)
    year = max((each for each in goals if each <= months.year(month)), default=min(goals))
    return lights.Progress(
        month=month,
        goal=goals[year],
        plan=law.plan_of(project),
        actual=None,
        starts=project.own.get("starts", ""),
    )


def _frozen(room: Room, event: Event) -> Event:
    """A month whose light is announced keeps what that was found from: a plan that changes later changes nothing that was said."""
    if event.move != "show_light":
        return event
    project = matters.of_id(room.tx, event.after.parent_id or 0)
    assert project is not None, "a month is one of a project"
    frozen = shapes.encode(progress_of(project, event.before, exempted(room))).decode()
    return replace(event, after=replace(event.after, own={**event.after.own, "frozen": frozen}))


def _rows(project: Standing) -> Iterator[ProjectRow]:
    plan = law.plan_of(project)
    for year, goal in law.goals_of(project).items():
        yield ProjectRow(
            code=project.own["code"],
            name=project.own["title"],
            kind=project.category,
            owner=project.unit,
            lead=project.own.get("lead", ""),
            team=project.own.get("team", ""),
            starts=project.own.get("starts", ""),
            year=year,
            goal=goal,
            plan={month: amount for month, amount in plan.items() if months.year(month) == year},
        )


def _given(row: ProjectRow, project: Standing | None) -> dict[str, str]:
    goals = {} if project is None else {str(year): goal for year, goal in law.goals_of(project).items()}
    plan = {} if project is None else law.plan_of(project)
    kept = {month: amount for month, amount in plan.items() if months.year(month) != row.year}
    return {
        "owner": row.owner,
        "kind": row.kind,
        "code": row.code,
        "title": row.name,
        "goal": law.written({**goals, str(row.year): row.goal}),
        "lead": row.lead,
        "team": row.team,
        "starts": row.starts,
        "plan": law.written(kept | dict(row.plan)),
    }


def _case(room: Room, standing: Standing) -> law.ProjectFacts:
    return law.ProjectFacts(month=months.of_day(room.today))


def _replanned(room: Room, event: Event) -> Event:
    if event.move not in ("set_plan", "change_plan") or event.outcome is not Outcome.MOVED:
        return event
    return law.replanned(event, room.today.year)


def _found(room: Room, standing: Standing, facts: Facts) -> Found:
    """A project with its plan of this year, and its months beside it."""
    own, year = standing.own, str(room.today.year)
    measured, goals = Term("project_unit", standing.category), law.goals_of(standing)
    plan = law.plan_of(standing)
    every = matters.children(room.tx, standing.id, "project_month")
    return Found(
        values={
            "kind": Term("project_kind", standing.category),
            "lead": Names(tuple(filter(None, (room.office.name_of(own.get("lead", "")),)))),
            "starts": periods.name_of(own["starts"]) if own.get("starts") else None,
            "started": Term("project_begun", _begun(standing, every)),
            "goal": sayings.Amount(amount=f"{goals[max(goals)]:f}", measured=measured),
            "plan": tuple(
                sayings.PlanLine(month=months.number(month), amount=f"{amount:f}")
                for month, amount in plan.items()
                if month.startswith(year)
            ),
            "progress": tuple(line(standing, each) for each in every[-months.YEAR :]),
            "difficulties": difficulties.of(room, standing),
        },
        buttons=(
            *(Choice(value=derived.place_of(each), text=each.category) for each in every[-_NEWEST:]),
            Choice(value=f"/curve {standing.number}", label=Term("menu", "curve")),
        ),
    )


def _month_found(room: Room, standing: Standing, facts: Facts) -> Found:
    """A month beside what the plan wants by its end."""
    project = matters.of_id(room.tx, standing.parent_id or 0)
    assert project is not None, "a month is one of a project"
    measured, progress = Term("project_unit", project.category), progress_of(project, standing)
    return Found(
        values={
            "title": project.own["title"],
            "month": periods.name_of(progress.month),
            "until": None,  # its term says so
            "who_talks": _who_talks(room, standing),
            "planned": sayings.Amount(amount=lights.shown(progress.planned), measured=measured),
            "behind": lights.shown(progress.gap) if progress.actual is not None else "",
            "light": Term("light", standing.own["light"]) if standing.stage == "shown" else None,
            "actual": sayings.Amount(amount=standing.own["actual"], measured=measured)
            if progress.actual is not None
            else None,
        }
    )


def _who_talks(room: Room, month: Standing) -> Term | None:
    """Who is to talk with the owner about a light that was announced."""
    if month.stage != "shown":
        return None
    code = months.later(month.category, -1)
    before = [
        each for each in matters.children(room.tx, month.parent_id or 0, "project_month") if each.category == code
    ]
    known = lights.Light(before[0].own["light"]) if before and before[0].stage == "shown" else None
    who = lights.who_talks(lights.Light(month.own["light"]), known)
    return Term("who_talks", who) if who else None


def _begun(project: Standing, every: Sequence[Standing]) -> str:
    """What was last reported of the start; what goes on from before has begun."""
    told = [each.own["begun"] for each in every if each.own.get("begun")]
    return told[-1] if told else ("no" if project.own.get("starts") else "yes")


def _exemption_found(room: Room, standing: Standing, facts: Facts) -> Found:
    """The months that an exemption names, in place of how they were asked for."""
    named = exemptions.months_of(standing, room.office.calendar)
    return Found(values={"months": tuple(map(periods.name_of, named)), "first": None, "many": None})


def _exemption_case(room: Room, standing: Standing) -> exemptions.ExemptionFacts:
    return exemptions.ExemptionFacts(most=room.office.rules_of(standing.rules).light_exemption)


def line(project: Standing, month: Standing) -> sayings.MonthLine:
    """A month beside its plan, in words."""
    progress = progress_of(project, month)
    is_open = month.stage in ENTRY
    return sayings.MonthLine(
        month=periods.name_of(progress.month),
        planned=lights.shown(progress.planned),
        actual=month.own.get("actual", ""),
        measured=Term("project_unit", project.category),
        missing=Term("remark", "not_entered" if is_open else "missing_figure") if progress.actual is None else None,
        light=Term("light", month.own["light"]) if month.stage == "shown" else None,
    )


ADDS: Mapping[str, Adds] = {
    "project": Adds(finds=_found, case=_case, changes=_replanned),
    "exemption": Adds(finds=_exemption_found, case=_exemption_case),
    "project_month": Adds(finds=_month_found, changes=_frozen),
}
