"""The reviewer's 待办 and 下一条: what waits, by term, and the next card of it.

What a reviewer must not see is neither listed nor counted; a card asks again when it is shown.
"""

from collections.abc import Callable, Sequence
from datetime import date, timedelta

from domain.mechanism.standing import Event, Outcome, Standing
from domain.people import Role
from domain.saying import Choice, Style, Term
from domain.sayings import cards as card_sayings
from domain.sayings.desk import queue as sayings
from handlers.conversation import steps
from handlers.conversation.procedures import cards, derived
from handlers.conversation.room import Room
from storage import people as accounts
from storage import submissions
from storage.desk import cards as card_rows
from storage.desk import desks, queue
from storage.desk.queue import EVERYTHING, Wanted
from storage.desk.viewing import Viewer

PAGE = 8
PARTS = ("mine", "unclaimed", "overdue", "today", "to_sign")
MOST_PARTS = 20
MOST_NOMINATIONS = 80
A_MOMENT = timedelta(seconds=1)  # what is due tonight is due before the moment after


def todo_of(*parts: Callable[[Room, str], bool]) -> Callable[[Room, str], None]:
    """Make 待办 of what each role has to do: a part says its own and answers True, or False where it has nothing."""

    def todo(room: Room, rest: str) -> None:
        desks.put_out(room.tx, room.actor.account_id)
        said = [part(room, rest) for part in parts]
        if not any(said):
            room.reply(sayings.NothingToDo(), (Choice(value="/menu", label=Term("menu", "menu")),))

    return todo


def reviewers_todo(room: Room, rest: str) -> bool:
    """待办 of a reviewer: `rest` narrows it (one of PARTS, kind t05, unit U01, nominations) and pages it (+8)."""
    if Role.REVIEWER not in room.actor.roles:
        return False
    if rest in ("kinds", "units"):
        _ask_part(room, rest)
        return True
    part, after = _read(rest)
    if part == "nominations":
        _list_nominations(room, queue.nominations(room.tx, viewer_of(room), after=after, limit=PAGE + 1), after)
        return True
    viewer = viewer_of(room)
    narrowed = wanted(room, part)
    found = queue.waiting(room.tx, viewer, narrowed, after=after, limit=PAGE)
    if part == "to_sign" and (signing := queue.nominations_to_sign(room.tx, viewer)):
        _list_nominations(room, signing[: PAGE + 1], 0)
        if not found:
            return True
    shown, *counts = queue.count(room.tx, viewer, narrowed, EVERYTHING, *(wanted(room, name) for name in PARTS))
    more = max(0, shown - after - len(found))
    nominations = len(queue.nominations(room.tx, viewer, limit=MOST_NOMINATIONS))
    everything, mine, unclaimed, overdue, today, to_sign = counts
    if not (rest or everything or nominations) and derived.waiting(room):
        return False  # what waits is shown by its card
    room.reply(
        sayings.Todo(
            waiting=everything,
            mine=mine,
            unclaimed=unclaimed,
            due_today=today - overdue,
            overdue=overdue,
            to_sign=to_sign,
            nominations=nominations,
            part=Term("queue_part", part) if part in PARTS else None,
            unit=room.office.name_of(narrowed.unit),
            kind=Term("kind", narrowed.kind) if narrowed.kind else None,
            none=None if found else _none(part),
            lines=lines(room, found, after),
            more=more,
        ),
        (
            *openings(room, found, after),
            *_ways(part, after, more, dict(zip(PARTS, counts[1:], strict=True)), nominations),
        ),
    )
    return True


def show_next(room: Room, rest: str) -> None:
    """下一条: the card that follows the one shown last: own ones by term, then unclaimed ones, then nominations."""
    desks.put_out(room.tx, room.actor.account_id)
    if not offer_next(room):
        room.reply(sayings.NothingNext(), (Choice(value="/todo", label=Term("menu", "todo")),))


def offer_next(room: Room) -> bool:
    """Show the card that follows the one shown last; False where there is no other."""
    card = next_card(room)
    if card is not None:
        card_rows.put(room.tx, card, room.now)
    return card is not None


def next_card(room: Room) -> int | None:
    """Take up the card that follows the one shown last; return its number."""
    account = room.actor.account_id
    sql, given = queue.following(viewer_of(room), account, free_at=room.at, at_most=PAGE * 10)
    return card_rows.take_up(room.tx, sql, account, room.now, **given)


def next_after(room: Room, event: Event) -> int | None:
    """The same for a reviewer who has just decided something."""
    is_decided = event.outcome is not Outcome.MOVED or event.before.stage != event.after.stage
    is_reviewers = room.actor.person_id is not None and Role.REVIEWER in room.actor.roles
    return next_card(room) if is_reviewers and is_decided and event.outcome is not Outcome.ACTED else None


def show_card(room: Room, rest: str) -> None:
    """Show the card of a number, to whoever may see it."""
    found = submissions.of_number(room.tx, rest)
    reader = room.acting_as(cards.as_staff(room.actor))
    if found is None or cards.sight(reader, found.matter, found.id) is None:
        room.reply(card_sayings.NotForYou())
        return
    desks.put_out(room.tx, room.actor.account_id)
    cards.show(room, found.matter, found.id, room.actor.account_id)


def viewer_of(room: Room) -> Viewer:
    """Say who looks, and what is hidden from them."""
    mine = room.units_of(room.actor.unit, room.actor.earlier)
    in_line = (unit.code for unit in room.office.register if any(mine) and room.is_in_line(unit.code))
    return Viewer(person_id=room.actor.person_id or 0, hidden_units=tuple(in_line))


def lines(room: Room, found: Sequence[Standing], after: int = 0) -> tuple[sayings.QueueLine, ...]:
    """Clues as the lines of a list, numbered on from `after`."""
    return tuple(_line(room, clue, after + place) for place, clue in enumerate(found, 1))


def openings(room: Room, found: Sequence[Standing], after: int = 0) -> tuple[Choice, ...]:
    """The buttons that show the cards of a list: each says its number in the list, the kind, the unit and the age in days."""
    return tuple(
        Choice(
            value=f"/card {clue.number}",
            text=str(after + place),
            parts=(
                Term("kind", clue.category),
                room.shown(_short(room, clue.unit)),
                (room.today - _day(room, clue)).days,
            ),
            style=Style.DANGER if clue.due_at and clue.due_at < room.at else Style.PLAIN,
        )
        for place, clue in enumerate(found, 1)
    )


def wanted(room: Room, part: str) -> Wanted:
    """What a part of the queue narrows it to; everything for a part that there is not."""
    name, _, value = part.partition(" ")
    calendar = room.office.calendar
    tonight = calendar.end_of(room.today)
    narrowed: dict[str, Wanted] = {
        "mine": Wanted(is_mine=True),
        "unclaimed": Wanted(free_at=room.at, is_undecided=True),
        "to_sign": Wanted(is_for_me_to_sign=True),
        "overdue": Wanted(due_before=room.at),
        "today": Wanted(due_before=tonight + A_MOMENT),
        "soon": Wanted(due_before=calendar.end_of(calendar.add_working_days(room.today, 1)) + A_MOMENT),
        "kind": Wanted(kind=value),
        "unit": Wanted(unit=value),
    }
    return narrowed.get(name, EVERYTHING)


def _line(room: Room, clue: Standing, place: int) -> sayings.QueueLine:
    return sayings.QueueLine(
        place=place,
        number=clue.number,
        unit=_short(room, clue.unit),
        kind=Term("kind", clue.category),
        stage=Term("stage.clue", clue.stage),
        due=room.office.calendar.local_day(clue.due_at) if clue.due_at else None,
        is_overdue=Term("overdue", "yes") if clue.due_at and clue.due_at < room.at else None,
        owner=accounts.label_of(room.tx, clue.owner_id),
    )


def _ways(part: str, after: int, more: int, counts: dict[str, int], nominations: int) -> list[Choice]:
    """The ways on from a list: its other pages, the next card, and the parts that hold anything."""
    found = []
    if after:
        found.append(Choice(value=_paged(part, max(0, after - PAGE)), label=Term("queue", "back")))
    if more:
        found.append(steps.further(_paged(part, after + PAGE)))
    found.append(Choice(value="/next", label=Term("menu", "next"), style=Style.PRIMARY))
    parts = [name for name in PARTS if counts[name] and name != part]
    if part:
        parts.insert(0, "all")
    found += [Choice(value=f"/todo {name}".removesuffix(" all"), label=Term("queue", name)) for name in parts]
    found += [Choice(value=f"/todo {name}", label=Term("queue", name)) for name in ("kinds", "units")]
    if nominations:
        found.append(Choice(value="/todo nominations", label=Term("queue", "nominations")))
    return found


def _none(part: str) -> Term | None:
    """Say that a part of the queue is empty."""
    name = part.partition(" ")[0]
    return Term("queue_none", name) if name in (*PARTS, "kind", "unit") else None


def _paged(part: str, after: int) -> str:
    return " ".join(filter(None, ("/todo", part, f"+{after}" if after else "")))


def _list_nominations(room: Room, shown: list[Standing], after: int) -> None:
    if not shown:
        room.reply(sayings.NothingToDo(), (Choice(value="/todo", label=Term("queue", "all")),))
        return
    found = shown[:PAGE]
    buttons = [
        Choice(
            value=f"/card {each.number}",
            text=str(after + place),
            parts=(Term("striver_field", each.category), room.shown(_short(room, each.unit))),
        )
        for place, each in enumerate(found, 1)
    ]
    if after:
        buttons.append(Choice(value=_paged("nominations", max(0, after - PAGE)), label=Term("queue", "back")))
    if len(shown) > PAGE:
        buttons.append(steps.further(_paged("nominations", after + PAGE)))
    told = tuple(_nomination(room, striver, after + place) for place, striver in enumerate(found, 1))
    room.reply(sayings.SearchFound(lines=told), (*buttons, Choice(value="/todo", label=Term("queue", "all"))))


def _ask_part(room: Room, what: str) -> None:
    viewer = viewer_of(room)
    if what == "kinds":
        kinds = queue.kinds(room.tx, viewer)[:MOST_PARTS]
        choices = tuple(Choice(value=f"/todo kind {kind}", label=Term("kind", kind)) for kind in kinds)
    else:
        codes = queue.units(room.tx, viewer)[:MOST_PARTS]
        choices = tuple(
            Choice(value=f"/todo unit {code}", text=room.shown(room.office.name_of(code)) or code) for code in codes
        )
    if not choices:
        room.reply(sayings.NothingToDo())
        return
    room.reply(sayings.AskPart(what=Term("queue", what)), choices)


def _read(rest: str) -> tuple[str, int]:
    """Read `kind t05 +8` as what it narrows to and how many were shown before."""
    part, _, after = rest.partition("+")
    return part.strip(), int(after) if after.isascii() and after.isdecimal() and len(after) < 7 else 0


def _nomination(room: Room, striver: Standing, place: int) -> sayings.QueueLine:
    return sayings.QueueLine(
        place=place,
        number=striver.number,
        unit=_short(room, striver.unit),
        kind=Term("striver_field", striver.category),
        stage=Term("stage.striver", striver.stage),
        due=room.office.calendar.local_day(striver.due_at) if striver.due_at else None,
        is_overdue=Term("overdue", "yes") if striver.due_at and striver.due_at < room.at else None,
        owner="",
    )


def _day(room: Room, clue: Standing) -> date:
    return room.office.calendar.local_day(clue.made_at or clue.since)


def _short(room: Room, code: str) -> str:
    unit = room.office.register.get(code)
    return (unit.short or unit.name) if unit else ""
