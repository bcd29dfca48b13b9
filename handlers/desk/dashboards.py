"""看板 for those who lead: what is under way, by kind and stage and by unit, how long it stands there, and what is late.

Counting a whole office takes its time: it is a chore, and the answer comes with a picture (`bot/publishing/drawings/`).
"""

from collections import Counter, defaultdict
from statistics import median

from domain.mechanism.table import Procedure
from domain.people import Role
from domain.saying import Term
from domain.sayings.desk import dashboards as sayings
from handlers.conversation.room import Room
from handlers.desk.drawings import Drawable, ToDraw
from storage.desk import counting
from storage.desk.counting import OpenMatter

MOST_UNITS = 10


def counted(room: Room) -> sayings.Dashboard:
    """Count what is under way; the kinds in the order of their tables, the stages in theirs, of units those with most."""
    tables = {kind: matter.procedure for kind, matter in room.office.matters.items()}
    places = [
        (kind, stage) for kind, table in tables.items() if kind != "clue" and not table.is_apart for stage in table.todo
    ]
    every = counting.under_way(room.tx, places)
    late = {id(each) for each in every if _is_late(room, tables[each.kind], each)}
    of_stage: dict[tuple[str, str], list[OpenMatter]] = defaultdict(list)
    for each in every:
        of_stage[each.kind, each.stage].append(each)
    units = Counter(each.unit for each in every if each.unit)
    late_of = Counter(each.unit for each in every if id(each) in late)
    return sayings.Dashboard(
        day=room.today,
        number=str(len(every)),
        overdue=str(len(late)),
        stages=tuple(
            sayings.DashboardStage(
                kind=Term("matter", kind),
                stage=Term(f"stage.{kind}", stage),
                number=len(found),
                days=f"{median((room.at - each.since).days for each in found):g}",
                overdue=sum(id(each) in late for each in found),
            )
            for (kind, stage), found in sorted(of_stage.items(), key=lambda item: list(tables).index(item[0][0]))
        ),
        units=tuple(
            sayings.DashboardUnit(unit=room.office.name_of(unit), number=number, overdue=late_of[unit])
            for unit, number in sorted(units.items(), key=lambda item: (-item[1], item[0]))[:MOST_UNITS]
        ),
    )


def _is_late(room: Room, table: Procedure, each: OpenMatter) -> bool:
    return each.due_at is not None and each.due_at < room.at and each.stage not in table.rights


DRAWABLE = Drawable(
    name="dashboard",
    may=lambda room, rest: Role.LEADER in room.actor.roles,
    find=lambda room, rest: ToDraw(counted(room)),
    meanwhile=sayings.DashboardDrawing(),
)
