"""The reviewer's 待办 and 下一条: what waits, by term, and the next card of it.

Called through THE TABLE and by `handlers/search.py`. What a reviewer must not see is neither listed nor counted; a card
asks again when it is shown.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from domain import units
from domain.people import Role
from domain.saying import Choice, Term
from domain.sayings import cards as card_sayings
from domain.sayings import queue as sayings
from handlers import cards, submissions
from handlers.room import Room
from storage import cards as card_rows
from storage import clues as clue_rows
from storage import people as accounts
from storage import queue
from storage import strivers as striver_rows
from storage import submissions as brought_in
from storage.queue import EVERYTHING, Wanted
from storage.viewing import Viewer

PAGE = 8
PARTS = ("mine", "unclaimed", "overdue", "today", "to_sign")
MOST_PARTS = 20
A_MOMENT = timedelta(seconds=1)  # what is due tonight is due before the moment after


def todo_of(*parts: Callable[[Room, str], bool]) -> Callable[[Room, str], None]:
    """Make 待办 of what each role has to do: a part says its own and answers True, or False where it has nothing."""

    def todo(room: Room, rest: str) -> None:
        said = [part(room, rest) for part in parts]
        if not any(said):
            room.reply(sayings.NothingToDo(), (Choice(value="/menu", label=Term("menu", "menu")),))

    return todo


def reviewers_todo(room: Room, rest: str) -> bool:
    """待办 of a reviewer: `rest` narrows it (one of PARTS, kind t05, unit U01) and pages it (+8)."""
    if Role.REVIEWER not in room.actor.roles:
        return False
    if rest in ("kinds", "units"):
        _ask_part(room, rest)
        return True
    if rest == "nominations":
        _list_nominations(room)
        return True
    viewer = viewer_of(room)
    part, after = _read(rest)
    wanted = _wanted(room, part)
    lines = queue.waiting(room.tx, viewer, wanted, after=after, limit=PAGE)
    shown, *counts = queue.count(room.tx, viewer, wanted, EVERYTHING, *(_wanted(room, name) for name in PARTS))
    more = max(0, shown - after - len(lines))
    room.reply(_todo(room, viewer, part, wanted, lines, more, counts), _choices(lines, part, after, more))
    return True


def show_next(room: Room, rest: str) -> None:
    """下一条: the card that follows the one shown last: own ones by term, then unclaimed ones, then nominations."""
    viewer = viewer_of(room)
    own = queue.waiting(room.tx, viewer, replace(EVERYTHING, is_mine=True), limit=PAGE * 10)
    free = queue.waiting(room.tx, viewer, replace(EVERYTHING, is_unclaimed=True), limit=PAGE * 10)
    waiting = [("clue", clue.id) for clue in (*own, *free)]
    waiting += [("striver", striver.id) for striver in queue.nominations(room.tx, viewer, limit=PAGE * 10)]
    last = card_rows.last_shown(room.tx, room.actor.account_id)
    start = waiting.index(last) + 1 if last in waiting else 0
    following = [each for each in (*waiting[start:], *waiting[:start]) if each != last]
    if not following:
        room.reply(sayings.NothingNext(), (Choice(value="/todo", label=Term("menu", "todo")),))
        return
    cards.show(room, *following[0], room.actor.account_id)


def show_card(room: Room, rest: str) -> None:
    """Show the card of a number, to whoever may see it."""
    found = brought_in.of_number(room.tx, rest)
    if found is None or room.office.matters[found.matter].face(room, found.id) is None:
        room.reply(card_sayings.NotForYou())
        return
    cards.show(room, found.matter, found.id, room.actor.account_id)


def viewer_of(room: Room) -> Viewer:
    """Say who looks, and what is hidden from them."""
    mine, register = room.actor.unit, room.office.register
    in_line = (unit.code for unit in register if units.is_in_line(register, mine, unit.code)) if mine else ()
    return Viewer(person_id=room.actor.person_id or 0, hidden_units=tuple(in_line))


def line(room: Room, clue: clue_rows.Clue) -> sayings.Line:
    """A clue as one line of a list."""
    return sayings.Line(
        number=clue.number,
        unit=_short(room, clue.unit),
        kind=Term("kind", clue.kind),
        stage=Term("stage.clue", clue.stage.value),
        due=room.office.calendar.local_day(clue.due_at) if clue.due_at else None,
        is_overdue=submissions.overdue(room, clue.submission),
        owner=accounts.label_of(room.tx, clue.owner_id),
    )


def opening(number: str) -> Choice:
    """The button that shows a card."""
    return Choice(value=f"/card {number}", text=number)


def _todo(
    room: Room,
    viewer: Viewer,
    part: str,
    wanted: Wanted,
    shown: list[clue_rows.Clue],
    more: int,
    counts: list[int],
) -> sayings.Todo:
    """`counts` are those of everything and of PARTS."""
    everything, mine, unclaimed, overdue, today, to_sign = counts
    return sayings.Todo(
        waiting=everything,
        mine=mine,
        unclaimed=unclaimed,
        due_today=today - overdue,
        overdue=overdue,
        to_sign=to_sign,
        nominations=len(queue.nominations(room.tx, viewer, limit=PAGE * 10)),
        part=Term("queue_part", part) if part in PARTS else None,
        unit=room.office.name_of(wanted.unit),
        kind=Term("kind", wanted.kind) if wanted.kind else None,
        lines=tuple(line(room, clue) for clue in shown),
        more=more,
    )


def _choices(shown: list[clue_rows.Clue], part: str, after: int, more: int) -> tuple[Choice, ...]:
    found = [opening(clue.number) for clue in shown]
    if more:
        found.append(Choice(value=f"/todo {part} +{after + PAGE}".replace("  ", " "), label=Term("queue", "more")))
    if after == 0:
        found.append(Choice(value="/next", label=Term("menu", "next")))
        narrower = (name for name in ("", *PARTS, "kinds", "units", "nominations") if name != part)
        found += [Choice(value=f"/todo {name}".strip(), label=Term("queue", name or "all")) for name in narrower]
    return tuple(found)


def _list_nominations(room: Room) -> None:
    shown = queue.nominations(room.tx, viewer_of(room), limit=PAGE)
    if not shown:
        room.reply(sayings.NothingToDo(), (Choice(value="/todo", label=Term("queue", "all")),))
        return
    lines = tuple(_nomination(room, striver) for striver in shown)
    room.reply(sayings.Found(lines=lines), tuple(opening(striver.number) for striver in shown))


def _ask_part(room: Room, what: str) -> None:
    viewer = viewer_of(room)
    if what == "kinds":
        kinds = queue.kinds(room.tx, viewer)[:MOST_PARTS]
        choices = tuple(Choice(value=f"/todo kind {kind}", label=Term("kind", kind)) for kind in kinds)
    else:
        codes = queue.units(room.tx, viewer)[:MOST_PARTS]
        choices = tuple(Choice(value=f"/todo unit {code}", text=room.office.name_of(code) or code) for code in codes)
    if not choices:
        room.reply(sayings.NothingToDo())
        return
    room.reply(sayings.AskPart(what=Term("queue", what)), choices)


def _read(rest: str) -> tuple[str, int]:
    """Read `kind t05 +8` as what it narrows to and how many were shown before."""
    part, _, after = rest.partition("+")
    return part.strip(), int(after) if after.isascii() and after.isdecimal() and len(after) < 7 else 0


def _wanted(room: Room, part: str) -> Wanted:
    name, _, value = part.partition(" ")
    tonight = room.office.calendar.end_of(room.today)
    narrowed: dict[str, Wanted] = {
        "mine": Wanted(is_mine=True),
        "unclaimed": Wanted(is_unclaimed=True),
        "to_sign": Wanted(is_for_me_to_sign=True),
        "overdue": Wanted(due_before=room.at),
        "today": Wanted(due_before=tonight + A_MOMENT),
        "kind": Wanted(kind=value),
        "unit": Wanted(unit=value),
    }
    return narrowed.get(name, EVERYTHING)


def _nomination(room: Room, striver: striver_rows.Striver) -> sayings.Line:
    return sayings.Line(
        number=striver.number,
        unit=_short(room, striver.unit),
        kind=Term("striver_field", striver.field),
        stage=Term("stage.striver", striver.stage.value),
        due=room.office.calendar.local_day(striver.due_at) if striver.due_at else None,
        is_overdue=Term("overdue", "yes") if striver.due_at and striver.due_at < room.at else None,
        owner="",
    )


def _short(room: Room, code: str) -> str:
    unit = room.office.register.get(code)
    return (unit.short or unit.name) if unit else ""
