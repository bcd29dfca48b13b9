"""The board of task forces (狮团榜): counted by milestones that were reached, never by who was there. The law §8."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from domain import months
from domain.matters.programmes import milestones as law
from domain.matters.programmes.breakthroughs import OPEN
from domain.matters.scoring import periods
from domain.mechanism.standing import Standing
from domain.people import Role
from domain.saying import Choice, Term
from domain.sayings.programmes import breakthroughs as sayings
from handlers.conversation.procedures import derived
from handlers.conversation.room import Room
from handlers.programmes import breakthroughs, monthly
from storage import matters

_MOST = 12  # lines of one list in chat, and buttons that lead to cards
_READERS = frozenset({Role.REVIEWER, Role.COMMITTEE, Role.LEADER})


def show(room: Room, rest: str) -> None:
    """狮团榜: every project by what it reached, this month first; and the milestones that are red."""
    every = _every(room)
    seen = [each for each in every if room.actor.roles & _READERS or each.unit == room.actor.unit]
    board = _board(room, every, months.of_day(room.today), Term("menu", "taskforces"))
    room.reply(board, tuple(_card(each) for each in seen[:_MOST]))


def is_any(room: Room) -> bool:
    """Whether any is under way."""
    return matters.is_any(room.tx, "breakthrough", OPEN)


def sum_up(room: Room, month: str) -> None:
    """Tell leaders what was reached in a month that is over, and by whom most (当月先进狮团); nothing, where none was listed by then."""
    title, way = Term("task_force_title", "month"), Choice(value="/taskforces", label=Term("menu", "taskforces"))
    monthly.tell_leaders(room, _every(room), month, lambda every: _board(room, every, month, title), way)


def _every(room: Room) -> list[Standing]:
    """Those under way, and those finished in this year: what a task force reached with the last of its milestones counts, too."""
    done = matters.waiting(room.tx, "breakthrough", ("finished",))
    return [*breakthroughs.every(room), *(each for each in done if each.since.year == room.today.year)]


def _board(room: Room, every: Sequence[Standing], month: str, title: Term) -> sayings.TaskForceBoard:
    planned = breakthroughs.milestones(room)
    lines = [_line(room, each, planned.get(each.id, ()), month) for each in every]
    lines.sort(key=lambda each: (-each.month, each.red, -each.reached))
    most = max((each.month for each in lines), default=0)
    open_ones = [(project, each) for project in every for each in planned.get(project.id, ())]
    late = [(project, each) for project, each in open_ones if each.stage in law.RED]
    late.sort(key=lambda pair: pair[1].own["until"])
    stages = [each.stage for _, each in open_ones]
    return sayings.TaskForceBoard(
        title=title,
        month=periods.name_of(month),
        day=room.today,
        projects=len(every),
        total=len(stages),
        reached=sum(stage in law.REACHED for stage in stages),
        reported=stages.count("reported"),
        red=len(late),
        escalated=stages.count("escalated"),
        best=tuple(each.team or each.title for each in lines if most and each.month == most),
        lines=tuple(replace(each, place=place) for place, each in enumerate(lines[:_MOST], start=1)),
        more=max(0, len(lines) - _MOST),
        late=tuple(
            breakthroughs.line(each, title=project.own["title"], unit=room.office.name_of(project.unit))
            for project, each in late[:_MOST]
        ),
        more_late=max(0, len(late) - _MOST),
    )


def _line(room: Room, project: Standing, planned: Sequence[Standing], month: str) -> sayings.TaskForceLine:
    following = next((each for each in planned if each.stage == "planned"), None)
    return sayings.TaskForceLine(
        place=0,
        title=project.own["title"],
        team=project.own.get("team", ""),
        unit=room.office.name_of(project.unit),
        reached=sum(each.stage in law.REACHED for each in planned),
        total=len(planned),
        month=sum(each.own.get("reached_on", "").startswith(month) for each in planned),
        red=sum(each.stage in law.RED for each in planned),
        next=following.own["milestone"] if following else "",
        until=date.fromisoformat(following.own["until"]) if following else None,
    )


def _card(project: Standing) -> Choice:
    return Choice(value=derived.place_of(project), text=project.own["title"][:20])
