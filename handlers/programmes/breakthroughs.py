"""Breakthrough projects (破难攻坚项目): taken from a file, who is of their task forces, and what their cards add. The law §8."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from domain import items
from domain.importing.breakthroughs import BreakthroughRow
from domain.matters.programmes import breakthroughs as law
from domain.matters.programmes import milestones as milestone_law
from domain.mechanism.standing import Event, Standing
from domain.mechanism.table import Facts
from domain.people import CLOCK, Actor
from domain.saying import Choice, Term
from domain.sayings.programmes import breakthroughs as sayings
from handlers.conversation.procedures import beginnings, derived, moves, relatives
from handlers.conversation.procedures.derived import Adds
from handlers.conversation.procedures.views import Found
from handlers.conversation.room import Room
from handlers.programmes import difficulties
from storage import matters, units

MEMBERS, WEEKS = "members", "weeks"  # under which names a project keeps who is and was of its task force, and its lines
_NEWEST = 4  # lines that a card shows
_MOST = 12  # milestones to which a card leads


def every(room: Room) -> list[Standing]:
    """All that are under way, in the order in which they were listed."""
    return sorted(matters.waiting(room.tx, "breakthrough", law.OPEN), key=lambda each: each.id)


def _over(room: Room) -> list[Standing]:
    """What was dropped and what is finished, and is not listed again."""
    there = {each.own["title"] for each in every(room)}
    over = [each for stage in ("dropped", "finished") for each in matters.waiting(room.tx, "breakthrough", (stage,))]
    return [each for each in over if each.own["title"] not in there]


def milestones(room: Room) -> dict[int, list[Standing]]:
    """Every milestone that was not dropped, by its project, the nearest day first."""
    found: dict[int, list[Standing]] = {}
    for each in matters.waiting(room.tx, "milestone", milestone_law.STANDING):
        found.setdefault(each.parent_id or 0, []).append(each)
    return {project: sorted(some, key=_by_day) for project, some in found.items()}


def known(room: Room) -> list[BreakthroughRow]:
    """Whatever was listed, as a file would say it: a row for each milestone. What was dropped is among it, for a file brings back
    nothing; where it is planned again, that counts."""
    planned: dict[int, list[Standing]] = {}
    for stages in (("dropped",), tuple(milestone_law.STANDING)):
        for each in matters.waiting(room.tx, "milestone", stages):
            planned.setdefault(each.parent_id or 0, []).append(each)
    return [_row(project, each) for project in (*_over(room), *every(room)) for each in planned.get(project.id, ())]


def take(room: Room, rows: Sequence[BreakthroughRow], by: Actor) -> int:
    """List those that are new with their milestones; of those that are under way, revise the words and add what milestones are new; what
    is finished or dropped stays as it is. Return how many rows were taken."""
    clock, there, planned = room.acting_as(CLOCK), {each.own["title"]: each for each in every(room)}, milestones(room)
    before = {row.key: row for row in known(room)}
    over = {each.own["title"] for each in _over(room)}
    is_over = {row.key for row in rows if row.key in before and row.title in over}
    changed = [row for row in rows if before.get(row.key) != row and row.key not in is_over]
    for title in dict.fromkeys(row.title for row in changed):
        of_it = [row for row in changed if row.title == title]
        given = {"owner": of_it[0].owner, **{name: getattr(of_it[0], name) for name in law.FIELDS}}
        new = [{"milestone": row.milestone, "until": row.due} for row in of_it if row.key not in before]
        project = there.get(title)
        if project is None:
            beginnings.create(clock, "breakthrough", "list", {**given, "milestones": items.write(new)})
            continue
        for each in (project, *planned.get(project.id, ())):
            matters.set_unit(room.tx, each.id, of_it[0].owner)
        project = replace(project, unit=of_it[0].owner)
        moves.carry_out(clock, project, "revise", given)
        for milestone in new:
            relatives.open_child(clock, project, "milestone", "plan", milestone)
    units.note_import(room.tx, "breakthroughs", {"number": len(changed)}, by, room.at)
    return len(changed)


def line(standing: Standing, *, title: str = "", unit: str = "") -> sayings.MilestoneLine:
    """A milestone in words."""
    return sayings.MilestoneLine(
        mark=Term("milestone_mark", standing.stage),
        title=title,
        unit=unit,
        milestone=standing.own["milestone"],
        until=date.fromisoformat(standing.own["until"]),
        stage=Term("stage.milestone", standing.stage),
    )


def _by_day(milestone: Standing) -> tuple[str, int]:
    return milestone.own["until"], milestone.id


def _row(project: Standing, milestone: Standing) -> BreakthroughRow:
    own = {name: project.own.get(name, "") for name in law.FIELDS}
    return BreakthroughRow(owner=project.unit, milestone=milestone.own["milestone"], due=milestone.own["until"], **own)


def _members(project: Standing) -> list[dict[str, str]]:
    return items.read(project.own.get(MEMBERS, ""))


def _changed(room: Room, event: Event) -> Event:
    """Who has joined is kept with the day, and stays on the list with the day on which they left; of the lines the newest are kept."""
    members, today = _members(event.before), room.today.isoformat()
    if event.move == "report_week":
        weeks = [*items.read(event.before.own.get(WEEKS, "")), {"day": today, "text": event.given["progress"]}]
        return replace(event, after=replace(event.after, own={**event.after.own, WEEKS: items.write(weeks[-_NEWEST:])}))
    if event.move == "join":
        members += [
            {"of": each["of"], "post": each["post"], "since": today} for each in items.read(event.given["joining"])
        ]
    elif event.move == "leave":
        left = set(event.given["leaving"].split(","))
        members = [each | {"until": today} if str(n) in left else each for n, each in enumerate(members, start=1)]
    else:
        return event
    return replace(event, after=replace(event.after, own={**event.after.own, MEMBERS: items.write(members)}))


def _options(room: Room, project_id: int, asked: str) -> tuple[str, ...]:
    """Who is of the task force now."""
    found = matters.of_id(room.tx, project_id) if asked == "leaving" else None
    members = _members(found) if found is not None else []
    return tuple(
        f"{n}|{n}．{each['of']}{each['post']}" for n, each in enumerate(members, start=1) if "until" not in each
    )


def _found(room: Room, standing: Standing, facts: Facts) -> Found:
    members = tuple(_member(each) for each in _members(standing))
    planned = sorted(matters.children(room.tx, standing.id, "milestone"), key=_by_day)
    return Found(
        values={
            "members": tuple(each for each in members if each.until is None),
            "former": tuple(each for each in members if each.until is not None),
            "plan": tuple(line(each) for each in planned if each.stage in milestone_law.STANDING),
            "progress": tuple(
                sayings.WeekLine(day=date.fromisoformat(each["day"]), text=each["text"])
                for each in reversed(items.read(standing.own.get(WEEKS, "")))
            ),
            "difficulties": difficulties.of(room, standing),
        },
        buttons=tuple(
            Choice(value=derived.place_of(each), text=each.own["milestone"][:12])
            for each in planned
            if each.stage in milestone_law.STANDING - milestone_law.REACHED
        )[:_MOST],
    )


def _member(each: Mapping[str, str]) -> sayings.MemberLine:
    until = date.fromisoformat(each["until"]) if "until" in each else None
    return sayings.MemberLine(unit=each["of"], post=each["post"], since=date.fromisoformat(each["since"]), until=until)


def _milestone_found(room: Room, standing: Standing, facts: Facts) -> Found:
    project = matters.of_id(room.tx, standing.parent_id or 0)
    told = {"project": project.own["title"] if project else None}
    return Found(values=told | ({"until": None} if standing.stage == "planned" else {}))  # its term says so


ADDS: Mapping[str, Adds] = {
    "breakthrough": Adds(finds=_found, options=_options, changes=_changed),
    "milestone": Adds(finds=_milestone_found, case=lambda room, standing: room.today),
}
