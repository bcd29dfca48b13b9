"""Who of the staff is rung: the desk (`handlers/desk/digest.py`) is put before them, one message a day.

Nothing is said here: what waits is counted when the message is sent.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, time

from domain import units
from domain.mechanism.standing import Standing
from domain.people import Role
from handlers.conversation.room import Room
from storage.desk import desks
from storage.desk.desks import Addressees


def ring_reviewers(
    room: Room,
    matter: str,
    matter_id: int,
    *,
    unit: str,
    brought_by: int,
    without: Sequence[int] = (),
    person_id: int | None = None,
) -> None:
    """Let the reviewers whom nothing keeps away from a matter hear that something waits: all of them, or one person."""
    audience = Addressees(
        roles=(Role.REVIEWER,),
        matter=matter,
        matter_id=matter_id,
        brought_by=brought_by,
        units=_in_line(room, unit),
        without=without,
        person_id=person_id,
    )
    _ring(room, audience)


def ring_roles(room: Room, roles: Iterable[Role], standing: Standing, *, without: Sequence[int] = ()) -> None:
    """Let whoever holds one of the roles hear that a matter waits, except those whom something keeps away from it, and those people for
    whom it does not wait."""
    audience = Addressees(
        roles=tuple(roles),
        matter=standing.matter,
        matter_id=standing.id,
        brought_by=standing.account_id or 0,
        units=() if room.office.matters[standing.matter].procedure.is_apart else _in_line(room, standing.unit),
        without=without,
    )
    if audience.roles:
        _ring(room, audience)


def _in_line(room: Room, unit: str) -> list[str]:
    """The units whose people must not see a matter of this unit."""
    register = room.office.register
    return [each.code for each in register if units.is_in_line(register, unit, each.code)] if unit in register else []


def _ring(room: Room, audience: Addressees) -> None:
    calendar = room.office.calendar
    midnight = datetime.combine(room.today, time(), calendar.timezone)
    wait = calendar.next_speaking_moment(room.at) - room.at
    desks.ring(room.tx, audience, since=midnight, at=room.at, now=room.now, not_before=room.now + wait)
