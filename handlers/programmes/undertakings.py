"""Undertakings (实施意见): taken from a file, shown as a board of aspects, nudged each month, summed up each quarter. The law §8."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from domain.importing.undertakings import UndertakingRow
from domain.matters.programmes import undertakings as law
from domain.matters.programmes.undertakings import UndertakingStatus
from domain.mechanism.standing import Event, Outcome, Standing
from domain.mechanism.table import Facts
from domain.people import CLOCK, Actor, Role
from domain.saying import Choice, Term
from domain.sayings.programmes import undertakings as sayings
from handlers.conversation.procedures import beginnings, derived, moves
from handlers.conversation.procedures.derived import Adds
from handlers.conversation.procedures.views import Found
from handlers.conversation.room import Room
from handlers.programmes import difficulties, monthly
from storage import matters, units

_MOST = 12  # lines of one list in chat, and buttons that lead to cards
_READERS = frozenset({Role.REVIEWER, Role.COMMITTEE, Role.LEADER})
_BOARD = Choice(value="/checklist", label=Term("menu", "checklist"))


def known(room: Room) -> list[UndertakingRow]:
    """Whatever was listed, as a file would say it; what was dropped too, for a file brings back nothing."""
    return [_row(each) for each in _listed(room)]


def _listed(room: Room) -> list[Standing]:
    """What was dropped, and what stands, which counts where both have a key."""
    return [*matters.waiting(room.tx, "undertaking", ("dropped",)), *_every(room)]


def take(room: Room, rows: Sequence[UndertakingRow], by: Actor) -> int:
    """List those that are new; of those that are open, revise wording and owner. Return how many rows were taken."""
    clock, before, taken = room.acting_as(CLOCK), {_row(each).key: each for each in _listed(room)}, 0
    for row in rows:
        there = before.get(row.key)
        given = {name: getattr(row, name) for name in ("owner", "aspect", "number", "undertaking")}
        if there is None:
            beginnings.create(clock, "undertaking", "list", {**given, "until": row.due})
        elif _row(there) == row or there.stage not in law.OPEN:
            continue
        else:
            matters.set_unit(room.tx, there.id, row.owner)
            moves.carry_out(clock, replace(there, unit=row.owner), "revise", given)
        taken += 1
    units.note_import(room.tx, "undertakings", {"number": taken}, by, room.at)
    return taken


def show(room: Room, rest: str) -> None:
    """实施意见: a row for each aspect; of an aspect that is named, each undertaking."""
    every = _every(room)
    chosen = [each for each in every if each.own["aspect"] == rest]
    if chosen:
        room.reply(_list(room, chosen, rest), (*_cards(room, chosen), _BOARD))
        return
    aspects = dict.fromkeys(each.own["aspect"] for each in every)
    own = [each for each in every if each.unit == room.actor.unit and each.stage != "done"]
    ways = tuple(Choice(value=f"/checklist {aspect}", text=aspect) for aspect in aspects)
    room.reply(_board(room, every, Term("menu", "checklist")), (*ways, *_cards(room, own)))


def is_any(room: Room) -> bool:
    """Whether any stands."""
    return matters.is_any(room.tx, "undertaking", law.STANDING)


def nudge(room: Room, month: str) -> None:
    """Tell each owner, once a month, which of theirs are open."""
    opened = [each for each in monthly.there_by(room, _every(room), month) if each.stage in law.OPEN]
    for unit in dict.fromkeys(each.unit for each in opened):
        every = [each for each in opened if each.unit == unit]
        told, ways = _list(room, every, Term("undertaking_title", "nudge")), tuple(map(_card, every[:_MOST]))
        monthly.tell_unit(room, unit, told, ways)


def sum_up(room: Room, month: str) -> None:
    """Tell leaders, when a quarter is over, how all of them stand that morning."""
    title = Term("undertaking_title", "quarter")
    monthly.tell_leaders(room, _every(room), month, lambda every: _board(room, every, title), _BOARD)


def _every(room: Room) -> list[Standing]:
    """All that stand, aspects in the order in which the file had them."""
    found = sorted(matters.waiting(room.tx, "undertaking", law.STANDING), key=lambda each: each.id)
    aspects = list(dict.fromkeys(each.own["aspect"] for each in found))
    return sorted(found, key=lambda each: (aspects.index(each.own["aspect"]), int(each.own["number"])))


def _row(standing: Standing) -> UndertakingRow:
    own = {name: standing.own[name] for name in ("aspect", "number", "undertaking")}
    return UndertakingRow(owner=standing.unit, due=standing.own["until"], **own)


def _board(room: Room, every: Sequence[Standing], title: Term) -> sayings.UndertakingBoard:
    found: dict[str, dict[str, tuple[str, ...]]] = {}
    status = {each.id: law.status_on(each, room.today) for each in every}
    for each in every:
        row = found.setdefault(each.own["aspect"], {one.value: () for one in UndertakingStatus})
        row[status[each.id]] += (each.own["number"],)
    late = [each for each in every if status[each.id] is UndertakingStatus.OVERDUE]
    late.sort(key=lambda each: each.own["until"])
    counts = Counter(status.values())
    return sayings.UndertakingBoard(
        title=title,
        day=room.today,
        total=len(every),
        **{one.value: counts[one] for one in UndertakingStatus},
        aspects=tuple(sayings.AspectLine(aspect=aspect, **row) for aspect, row in found.items()),
        late=tuple(_line(room, each) for each in late[:_MOST]),
        more=max(0, len(late) - _MOST),
    )


def _list(room: Room, every: Sequence[Standing], title: Term | str) -> sayings.UndertakingList:
    """Of one aspect, which is the title, or of one owner, who reads it."""
    shown = [_line(room, each) for each in every[:_MOST]]
    lines = tuple(replace(each, aspect="") if isinstance(title, str) else replace(each, unit="") for each in shown)
    return sayings.UndertakingList(title=title, lines=lines, more=max(0, len(every) - _MOST))


def _line(room: Room, standing: Standing) -> sayings.UndertakingLine:
    status = law.status_on(standing, room.today)
    return sayings.UndertakingLine(
        mark=Term("undertaking_mark", status),
        unit=room.office.name_of(standing.unit),
        until=date.fromisoformat(standing.own["until"]),
        status=Term("stage.undertaking", status),
        **{name: standing.own[name] for name in ("aspect", "number", "undertaking")},
    )


def _cards(room: Room, every: Sequence[Standing]) -> tuple[Choice, ...]:
    """Buttons that lead to those that this reader may see."""
    seen = [each for each in every if room.actor.roles & _READERS or each.unit == room.actor.unit]
    return tuple(map(_card, seen[:_MOST]))


def _card(standing: Standing) -> Choice:
    parts = (standing.own["aspect"], standing.own["number"])
    return Choice(value=derived.place_of(standing), label=Term("matter", "undertaking"), parts=parts)


def _found(room: Room, standing: Standing, facts: Facts) -> Found:
    status = Term("stage.undertaking", law.status_on(standing, room.today))
    return Found(values={"status": status, "difficulties": difficulties.of(room, standing)})


def _changed(room: Room, event: Event) -> Event:
    """It keeps the day on which it was reported: what was reported in time is not late while the office looks at it."""
    if event.move != "report_done" or event.outcome is not Outcome.MOVED:
        return event
    own = {**event.after.own, "reported_on": room.today.isoformat()}
    return replace(event, after=replace(event.after, own=own))


ADDS: Mapping[str, Adds] = {"undertaking": Adds(finds=_found, case=lambda room, standing: room.today, changes=_changed)}
