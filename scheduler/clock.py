"""What happens because time has passed, decided by our own tables each time the clock rings (the design §8).

Lives here: `due`, one look at everything that is due, `do`, which does one of it, and `upcoming`, what comes next. Each task is
a transaction of its own, so that one that fails holds up no other; one of several people that fails is done for each apart.
Everything is looked at and done in the room of the clock: its `at` is legal time, by which things are due, its `now` real
time, by which words are sent.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol, runtime_checkable

from domain.mechanism.standing import Running, Standing
from handlers import announcement_days
from handlers.administration import people
from handlers.conversation.procedures import moves, polls, refused
from handlers.conversation.room import Room
from handlers.desk import listing
from scheduler import publications, recurring
from storage import matters, staff
from storage.mechanism import terms

TOGETHER = 32  # lists of a morning in one transaction: they look at the same, and others who write do not wait long
A_MOMENT = timedelta(seconds=1)  # a term is over once its last second has passed


@runtime_checkable
class Mindful(Protocol):
    """A matter that reminds somebody when a moment of its term has come: half, overdue."""

    def reminded(self, room: Room, standing: Standing, term: Running, kind: str) -> None:
        """Tell whoever must know that a moment of this term has come (the law §13A)."""
        ...


class TaskKind(StrEnum):
    """What kind of thing happens by itself."""

    LAPSE = "lapse"
    LOSS = "loss"
    PUBLICATION = "publication"
    REMINDER = "reminder"
    LIST = "list"
    DEPUTY = "deputy"
    RECURRING = "recurring"


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One thing that is due, by number: a matter's term that is over, a voice that was lost, a publication, a reminder, a deputy, a line of
    the timetable (then `period` is the code of the month or period that it is of); or the lists of the morning of several `people`."""

    kind: TaskKind
    id: int = 0
    matter: str = ""
    move: str = ""
    period: str = ""
    people: tuple[int, ...] = ()

    @property
    def apart(self) -> list["Task"]:
        """The same as a task for each of the people, where it is of several."""
        return [replace(self, people=(each,)) for each in self.people] if len(self.people) > 1 else []


@dataclass(frozen=True, slots=True, kw_only=True)
class Upcoming:
    """The next thing that happens by itself."""

    at: datetime
    kind: TaskKind


def due(room: Room) -> list[Task]:
    """List what is due now. What speaks to people waits for the hours in which the office may."""
    tx, at = room.tx, room.at
    may_speak = room.office.calendar.may_speak(at)
    due_terms = terms.due(tx, at, may_speak=may_speak)
    tasks = [Task(kind=TaskKind.DEPUTY, id=number) for number in staff.due_deputies(tx, at)]
    tasks += [
        Task(kind=TaskKind.LAPSE, id=each.matter_id, matter=each.matter, move=each.lapse)
        for each in due_terms
        if each.lapse
    ]
    tasks += [
        Task(kind=TaskKind.LOSS, id=each.id, matter=each.matter, move=falls) for each, falls in polls.fallen(room)
    ]
    if may_speak:
        tasks += [Task(kind=TaskKind.RECURRING, id=place, period=span) for place, span in recurring.due(room)]
        tasks += [Task(kind=TaskKind.PUBLICATION, id=number) for number in announcement_days.free(room)]
        tasks += [Task(kind=TaskKind.REMINDER, id=each.id) for each in due_terms if not each.lapse]
        unlisted = listing.unlisted(room)
        tasks += [
            Task(kind=TaskKind.LIST, people=tuple(unlisted[first : first + TOGETHER]))
            for first in range(0, len(unlisted), TOGETHER)
        ]
    return tasks


def do(room: Room, task: Task) -> bool:
    """Do one task, once: done before, or not due any more, it changes nothing and returns False. Of a lapse that the law refuses those
    who can act hear once."""
    match task.kind:
        case TaskKind.REMINDER:
            return _remind(room, task.id)
        case TaskKind.LIST:
            return listing.put(room, task.people)
        case TaskKind.DEPUTY:
            return people.turn(room, task.id)
        case TaskKind.PUBLICATION:
            return publications.publish(room, task.id)
        case TaskKind.LAPSE:
            return _move(room, task.matter, task.id, task.move) or refused.tell(room, task.matter, task.id, task.move)
        case TaskKind.RECURRING:
            return recurring.do(room, task.id, task.period)
        case TaskKind.LOSS:
            return _move(room, task.matter, task.id, task.move)


def upcoming(room: Room) -> Upcoming | None:
    """Say what happens next by itself after this moment, and when; None where nothing waits."""
    tx, calendar = room.tx, room.office.calendar
    waiting = []
    for kind, over_at in ((TaskKind.LAPSE, terms.next_lapse_at(tx)), (TaskKind.DEPUTY, staff.next_deputy_at(tx))):
        if over_at is not None:
            waiting.append(Upcoming(at=over_at + A_MOMENT, kind=kind))
    rings_at = terms.next_reminder_at(tx)
    if rings_at is not None:
        rings_at = calendar.next_speaking_moment(max(rings_at, room.at))
        waiting.append(Upcoming(at=rings_at, kind=TaskKind.REMINDER))
    waiting += [
        Upcoming(at=said_at, kind=TaskKind.PUBLICATION) for said_at in announcement_days.expected(room).values()
    ]
    recurs_at = recurring.coming(room)
    if recurs_at is not None:
        waiting.append(Upcoming(at=recurs_at, kind=TaskKind.RECURRING))
    listed_at = listing.next_at(room)
    if listed_at is not None:
        waiting.append(Upcoming(at=listed_at, kind=TaskKind.LIST))
    return min(waiting, key=lambda each: each.at, default=None)


def _move(room: Room, matter: str, matter_id: int, name: str) -> bool:
    """Make a move as the clock; False where the matter has moved on meanwhile and stays as it is."""
    standing = matters.standing(room.tx, matter, matter_id)
    return standing is not None and moves.carry_out(room, standing, name, {}) is not None


def _remind(room: Room, number: int) -> bool:
    reminder = terms.take(room.tx, number, room.at)
    if reminder is None:
        return False
    standing = matters.standing(room.tx, reminder.matter, reminder.matter_id)
    term = None if standing is None else standing.term(reminder.term)
    matter = room.office.matters[reminder.matter]
    if standing is not None and term is not None and isinstance(matter, Mindful):
        for kind in reminder.kinds:
            matter.reminded(room, standing, term, kind)
    return True
