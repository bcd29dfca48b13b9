"""Says what is approved at its moment, and of a notice that stands what follows it: the reminder and the close (the law §9).

Its occurrence, its words and its move are one transaction; the day of each place is used up in the same.
"""

from datetime import datetime

from domain.matters import announcements as law
from domain.public_kinds import LASTING
from handlers import announcement_days
from handlers import announcements as announcing
from handlers.conversation.procedures import moves
from handlers.conversation.room import Room
from storage import announcements, matters
from storage.database import Tx
from storage.road import occurrences
from storage.road.occurrences import OccurrenceState
from storage.upkeep import restoring


def publish(room: Room, announcement_id: int) -> bool:
    """Say an announcement, or what follows a notice, once; False where it is not its turn any more."""
    found = announcements.of_id(room.tx, announcement_id)
    if found is None or found.id not in announcement_days.free(room):
        return False
    return _say(room, found) if found.published_at is None else _say_later(room, found)


def _say(room: Room, found: announcements.Announcement) -> bool:
    tx, at = room.tx, room.at
    if not _is_signed(room, found):
        return False
    job = occurrences.publication(found.id)
    if _is_missed(room, found):
        is_first = occurrences.claim(tx, job, found.publish_at, at, OccurrenceState.SKIPPED)
        if is_first:
            announcing.missed(room, found.id)
        return is_first
    if _move(room, found.id, law.AnnouncementMove.OVERTAKE):
        return True
    if not occurrences.claim(tx, job, found.publish_at, at):
        return False
    announcement_days.use_up(room, found)
    announcements.publish(tx, found.id, at, room.now)
    is_said = _move(room, found.id, law.AnnouncementMove.PUBLISH)
    if is_said and found.kind in LASTING:
        announcement_days.plan_later(room, found, law.REMINDER)
    return is_said


def _say_later(room: Room, found: announcements.Announcement) -> bool:
    """A reminder on its very day or not at all, a close when its place is free; neither where nobody stands any more whom the notice
    names, where it was withdrawn, or where a signature has fallen meanwhile. What comes after it is planned; of a close that was missed
    leaders hear, and say when."""
    later = announcement_days.later_of(room, found)
    if room.today < announcement_days.later_on(room, found, later):  # the calendar was changed meanwhile
        announcement_days.plan_later(room, found, later)
        return True
    is_true, is_missed = announcement_days.may_follow(room, found), _is_missed(room, found)
    is_late = later == law.REMINDER and room.today > announcement_days.later_on(room, found, later)
    is_said = is_true and not is_missed and not is_late
    state = OccurrenceState.DONE if is_said else OccurrenceState.SKIPPED
    if not occurrences.claim(room.tx, occurrences.publication(found.id), found.publish_at, room.at, state):
        return False
    if is_said:
        announcement_days.use_up(room, found)
        announcements.publish_later(room.tx, found.id, later, room.now)
    if later == law.REMINDER:
        announcement_days.plan_later(room, found, law.CLOSE)
    elif is_true and is_missed:
        announcing.missed(room, found.id)
    return True


def _is_missed(room: Room, found: announcements.Announcement) -> bool:
    """Whether its moment was missed by so much that it is not made up for, or may have been said already."""
    waited = room.at - announcement_days.opened_at(room, found)
    return waited > law.CATCH_UP or _may_have_been_said(room.tx, found.publish_at)


def _may_have_been_said(tx: Tx, publish_at: datetime) -> bool:
    """Whether this database came back from a copy after that moment: what was said meanwhile, the copy does not know."""
    restored_at = restoring.restored_at(tx)
    return restored_at is not None and publish_at <= restored_at


def _is_signed(room: Room, found: announcements.Announcement) -> bool:
    standing = matters.standing(room.tx, "announcement", found.id)
    poll = None if standing is None else moves.facts_of(room, standing).poll
    return poll is not None and poll.is_complete


def _move(room: Room, announcement_id: int, name: str) -> bool:
    standing = matters.standing(room.tx, "announcement", announcement_id)
    return standing is not None and moves.carry_out(room, standing, name, {}) is not None
