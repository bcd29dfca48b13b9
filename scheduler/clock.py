"""What happens because time has passed, decided by our own tables each time the clock rings (the design §8).

Lives here: `due`, one look at everything that is due, `do`, which does one of it, and `upcoming`, what comes next. It knows
no handler: what the clock makes happen is done by the `Hands` it is given. Each task is a transaction of its own, so that one
that fails holds up no other.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from domain import announcements as law
from domain.mechanism.calendar import Calendar
from domain.mechanism.rules import RuleSet
from storage import announcements, matters, reminders, staff
from storage.database import Tx
from storage.reminders import Reminder
from storage.road import occurrences
from storage.upkeep import restoring

RulesOf = Callable[[int], RuleSet]  # the version of this number: what began under it is judged by it
A_MOMENT = timedelta(seconds=1)  # a term is over once its last second has passed


@dataclass(frozen=True, slots=True, kw_only=True)
class Hands:
    """What the clock makes happen; the handlers' side of it is `handlers/clockwork.py`."""

    move: Callable[[Tx, str, int, str], bool]
    """Make a move of a matter as the clock; False where it was not possible."""
    remind: Callable[[Tx, Reminder], None]
    """Tell whoever must know that a moment of a term has come."""
    missed: Callable[[Tx, int], None]
    """Ask about an announcement whose moment was missed by more than its window."""
    deputy: Callable[[Tx, int], bool]
    """Begin or end that somebody stands in for another; False where nothing was due."""


class Kind(StrEnum):
    """What kind of thing happens by itself."""

    LAPSE = "lapse"
    LOSS = "loss"
    PUBLICATION = "publication"
    REMINDER = "reminder"
    DEPUTY = "deputy"


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One thing that is due: a matter's term that is over, lost approvals, a publication, a reminder, a deputy (by number)."""

    kind: Kind
    id: int
    matter: str = ""
    move: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Upcoming:
    """The next thing that happens by itself."""

    at: datetime
    kind: Kind


def due(tx: Tx, *, rules: RulesOf, calendar: Calendar, at: datetime) -> list[Task]:
    """List what is due at the legal time `at`. What speaks to people waits for the hours in which the office may."""
    tasks = [Task(kind=Kind.DEPUTY, id=number) for number in staff.due_deputies(tx, at)]
    tasks += [
        Task(kind=Kind.LAPSE, id=number, matter=matter, move=move) for matter, number, move in matters.lapsing(tx, at)
    ]
    tasks += [
        Task(kind=Kind.LOSS, id=each.id, matter="announcement", move=law.Move.LOSE)
        for each in announcements.awaiting(tx, law.Stage.APPROVED)
        if not _is_signed(tx, each, rules)
    ]
    if calendar.may_speak(at):
        tasks += [Task(kind=Kind.PUBLICATION, id=each.id) for each in announcements.due(tx, at)]
        tasks += [Task(kind=Kind.REMINDER, id=number) for number in reminders.due(tx, at)]
    return tasks


def do(tx: Tx, task: Task, hands: Hands, *, rules: RulesOf, at: datetime, now: datetime) -> bool:
    """Do one task, once: done before, or not due any more, it changes nothing and returns False.

    `now` is real time, by which words are sent.
    """
    if task.kind is Kind.REMINDER:
        reminder = reminders.take(tx, task.id, at)
        if reminder is not None:
            hands.remind(tx, reminder)
        return reminder is not None
    if task.kind is Kind.DEPUTY:
        return hands.deputy(tx, task.id)
    if task.kind is Kind.PUBLICATION:
        found = announcements.of_id(tx, task.id)
        return found is not None and _publish(tx, hands, found, rules, at, now)
    return hands.move(tx, task.matter, task.id, task.move)


def upcoming(tx: Tx, calendar: Calendar, at: datetime) -> Upcoming | None:
    """Say what happens next by itself after this moment, and when; None where nothing waits."""
    waiting = []
    lapse = matters.next_lapse_at(tx)
    if lapse is not None:
        waiting.append(Upcoming(at=lapse + A_MOMENT, kind=Kind.LAPSE))
    reminder, publication = reminders.next_at(tx), announcements.next_publication_at(tx)
    deputy = staff.next_deputy_at(tx)
    if deputy is not None:
        waiting.append(Upcoming(at=deputy + A_MOMENT, kind=Kind.DEPUTY))
    if reminder is not None:
        waiting.append(Upcoming(at=calendar.next_speaking_moment(max(reminder, at)), kind=Kind.REMINDER))
    if publication is not None:
        waiting.append(Upcoming(at=calendar.next_speaking_moment(max(publication, at)), kind=Kind.PUBLICATION))
    return min(waiting, key=lambda each: each.at, default=None)


def _publish(
    tx: Tx, hands: Hands, found: announcements.Announcement, rules: RulesOf, at: datetime, now: datetime
) -> bool:
    """Say an announcement: its occurrence, its words and its move are one transaction."""
    if found.stage is not law.Stage.APPROVED or found.publish_at > at or not _is_signed(tx, found, rules):
        return False
    job = occurrences.publication(found.id)
    if at - found.publish_at > law.CATCH_UP or _may_have_been_said(tx, found.publish_at):
        is_first = occurrences.claim(tx, job, found.publish_at, at, occurrences.State.SKIPPED)
        if is_first:
            hands.missed(tx, found.id)
        return is_first
    if not occurrences.claim(tx, job, found.publish_at, at):
        return False
    announcements.publish(tx, found.id, at, now)
    return hands.move(tx, "announcement", found.id, law.Move.PUBLISH)


def _may_have_been_said(tx: Tx, publish_at: datetime) -> bool:
    """Whether this database came back from a copy after that moment: what was said meanwhile, the copy does not know."""
    restored_at = restoring.restored_at(tx)
    return restored_at is not None and publish_at <= restored_at


def _is_signed(tx: Tx, found: announcements.Announcement, rules: RulesOf) -> bool:
    return law.is_enough(announcements.approvals(tx, found.id), rules(found.rules).announcement_approvers)
