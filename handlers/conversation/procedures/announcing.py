"""What a move proposes to be said in public, by the column `announces` of its table.

Lives here: `announce`, which asks for it to be worded and drawn, and calls off what is not true any more. What becomes of it then is
the life of an announcement (`handlers/announcements.py`).
"""

from collections.abc import Collection, Iterable

from domain.lifecycles import PROCEDURES
from domain.matters.announcements import AnnouncementMove
from domain.mechanism.columns import Announces
from domain.mechanism.kin import Also
from domain.mechanism.procedure import hindrance
from domain.mechanism.standing import Event, Standing
from domain.people import CLOCK
from handlers.conversation.procedures import moves, relatives
from handlers.conversation.room import Room
from storage import announcements, matters
from storage.road import chores

_NAMED = frozenset(
    rule.announces.names.kind
    for table in PROCEDURES.values()
    for rule in table.moves.values()
    if rule.announces is not None and rule.announces.names is not None
)
"""The kinds of matters that an announcement about another one may name."""
RENDER = "render_announcement"  # the chore that words and draws what is to be said


def announce(room: Room, event: Event) -> None:
    """Let the announcement of a move that was made be worded and drawn, where its table says that there is one."""
    after = event.after
    column = room.office.matters[after.matter].procedure.moves[event.move].announces
    if column is None or not column.follows(after.own):
        return
    line = room.family.line if room.family else matters.line(room.tx, after.id)
    if not column.with_consent and any(each.is_personal for each in line):
        return
    for number in _open_about(room, after, column.answers):
        standing = matters.standing(room.tx, "announcement", number)
        if standing is not None:
            moves.carry_out(room.acting_as(CLOCK), standing, AnnouncementMove.CANCEL, {})
    named = _named(room, event, column)
    if named or column.names is None:
        want(room, after, event.move, named)


def _open_about(room: Room, about: Standing, kinds: Collection[str]) -> list[int]:
    """The announcements of these kinds about a matter that may still go out. What none names is about its own children alone, and those may
    be known already."""
    if room.family is None or about.matter in _NAMED:
        return announcements.open_about(room.tx, about.id, kinds)
    return [
        each.id
        for each in room.family.children
        if each.matter == "announcement" and each.stage in announcements.OPEN and each.category in kinds
    ]


def want(room: Room, about: Standing, move: str, named: Iterable[Standing]) -> None:
    """Ask for what a move announces to be worded and drawn, of those that it names as they stand now."""
    those = [[each.id, each.epoch] for each in named]
    body = {"matter": about.matter, "id": about.id, "epoch": about.epoch, "move": move, "named": those}
    chores.put(room.tx, RENDER, 0, body, room.now)


def nameable(room: Room, standing: Standing, names: Also) -> list[Standing]:
    """The relatives of a matter that an announcement would name now: those of whom the clock may make the move that puts them up."""
    clock = room.acting_as(CLOCK)
    table = room.office.matters[names.kind].procedure
    return [
        each
        for each in relatives.of(room, standing, names.of, names.kind, names.how)
        if each.stage in table.moves[names.move].start
        and hindrance(table, each, names.move, CLOCK, moves.facts_of(clock, each)) is None
    ]


def _named(room: Room, event: Event, column: Announces) -> list[Standing]:
    """The relatives that an announcement names, once the clock has put them up; the table says that they may be named."""
    names = column.names
    if names is None:
        return []
    clock, given = room.acting_as(CLOCK), {**event.given, "matter": event.after.number}
    made = (moves.carry_out(clock, each, names.move, given) for each in nameable(room, event.after, names))
    return [each.after for each in made if each is not None]
