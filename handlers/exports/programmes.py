"""Difficulties, patrol issues and milestones of breakthrough projects as rows: with whom each is and where it stands, and none of the words
that were written of it."""

from collections.abc import Iterator
from functools import partial

from handlers.conversation.room import Room
from handlers.exports.columns import COURSE, WHERE, ExportKind, Row, course, term, where, written_day
from storage import matters
from storage.upkeep import exporting


def _dispatched(kind: str, sorts: str, room: Room) -> Iterator[Row]:
    """Every one that a unit was given to solve, or is to be given."""
    for each in exporting.standings(room.tx, kind):
        yield {
            "number": each.number,
            **where(room, each.unit),
            "kind": term(sorts, each.category),
            **course(room, each),
        }


def _milestones(room: Room) -> Iterator[Row]:
    """Every milestone with its project."""
    for some in exporting.pages(room.tx, "milestone"):
        of = {each.id: each for each in matters.of_ids(room.tx, sorted({each.parent_id or 0 for each in some}))}
        for each in some:
            project = of[each.parent_id or 0]
            yield {
                "number": each.number,
                "about": project.number,
                "title": project.own["title"],
                **where(room, each.unit),
                "milestone": each.own["milestone"],
                "until": written_day(each.own["until"]),
                "reached_on": written_day(each.own.get("reached_on")),
                **{name: cell for name, cell in course(room, each).items() if name != "due"},
            }


_DISPATCHED = ("number", *WHERE, "kind", *COURSE)
EXPORTS = {
    "difficulties": ExportKind(
        columns=_DISPATCHED,
        rows=partial(_dispatched, "difficulty", "difficulty_sort"),
        size=partial(exporting.counted, kind="difficulty"),
    ),
    "patrols": ExportKind(
        columns=_DISPATCHED,
        rows=partial(_dispatched, "patrol_issue", "patrol_sort"),
        size=partial(exporting.counted, kind="patrol_issue"),
    ),
    "milestones": ExportKind(
        columns=("number", "about", "title", *WHERE, "milestone", "until", "reached_on", *COURSE[:-1]),
        rows=_milestones,
        size=partial(exporting.counted, kind="milestone"),
    ),
}
