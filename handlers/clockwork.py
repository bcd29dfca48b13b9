"""The clock's hands: moves that are made and people who are told because time has passed.

Given to `scheduler/clock.py` by the wiring (`bot/house/ticker.py`): the scheduler decides when, these do what.
"""

from typing import Protocol, runtime_checkable

from domain.people import CLOCK
from handlers import announcements, people
from handlers.conversation import moves
from handlers.conversation.room import Room
from storage import matters
from storage.reminders import Reminder


@runtime_checkable
class Mindful(Protocol):
    """A matter that reminds somebody when a moment of its term has come: half, eve, due, overdue, escalate."""

    def reminded(self, room: Room, matter_id: int, kind: str) -> None:
        """Tell whoever must know (the law §13A)."""
        ...


def move(room: Room, matter: str, matter_id: int, name: str) -> bool:
    """Make a move as the clock; False where the matter has moved on meanwhile and stays as it is."""
    standing = matters.standing(room.tx, matter, matter_id)
    if standing is None:
        return False
    return moves.carry_out(room.acting_as(CLOCK), standing, name, {}) is not None


def remind(room: Room, reminder: Reminder) -> None:
    """Let the matter remind whom it must."""
    matter = room.office.matters[reminder.matter]
    if isinstance(matter, Mindful):
        matter.reminded(room.acting_as(CLOCK), reminder.matter_id, reminder.kind)


def missed(room: Room, announcement_id: int) -> None:
    """Ask about an announcement whose moment was missed."""
    announcements.missed(room.acting_as(CLOCK), announcement_id)


def deputy(room: Room, number: int) -> bool:
    """Begin or end that somebody stands in for another."""
    return people.turn(room.acting_as(CLOCK), number)
