"""Which of the approved announcements may be said now, and when the others will be (`domain/matters/parts/announcement_days.py`).

The day of a place is claimed in the transaction in which something is said there: whatever else rings, it is used up once.
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time

from domain.matters import announcements as law_of
from domain.matters.corrections import WITHDRAWN
from domain.matters.parts import announcement_days as law
from domain.matters.parts.announcement_days import Queued
from domain.mechanism.recurring import notice_days
from domain.mechanism.rules import LEAST_APPROVALS
from domain.public_kinds import BY_HAND, LASTING
from handlers.conversation.room import Room
from storage import announcements as store
from storage import matters
from storage.road import occurrences


def free(room: Room) -> list[int]:
    """Those that may be said now, by number, in their order."""
    every = store.waiting(room.tx)
    if not any(each.publish_at <= room.at or each.published_at for each in every):
        return []
    waiting = [_of(room, each) for each in every]
    return law.free(waiting, _said(room, waiting), room.office.calendar, room.at)


def expected(room: Room) -> dict[int, datetime]:
    """When each that waits for its moment will be said, as things stand; in that order."""
    waiting = _waiting(room)
    found = law.expected(waiting, _said(room, waiting), room.office.calendar, room.at)
    return dict(sorted(found.items(), key=lambda each: (each[1], each[0])))


def opened_at(room: Room, found: store.Announcement) -> datetime:
    """From when it might have been said: its moment, or the morning after the day that somebody else had."""
    each = _of(room, found)
    return law.opens_at(each, _said(room, [each]), room.office.calendar)


def use_up(room: Room, found: store.Announcement) -> None:
    """Today belongs to this announcement in every place to which it is pushed."""
    for place in sorted(store.pushed_to(room.tx, found.id)):
        occurrences.claim(room.tx, occurrences.said_to(place), _of_day(room.today), room.at)


def later_of(room: Room, found: store.Announcement) -> int:
    """On which of its occasions something is said of it next: 0 where it was not said yet."""
    if found.published_at is None:
        return 0
    last = occurrences.last(room.tx, occurrences.publication(found.id))
    return law_of.REMINDER if last is None or last <= found.published_at else law_of.CLOSE


def later_on(room: Room, found: store.Announcement, later: int) -> date:
    """The day on which that is said of a notice, by the calendar as it is now."""
    rules, calendar = room.office.rules_of(found.rules), room.office.calendar
    given_on = calendar.local_day(found.published_at or room.at)
    days = notice_days(getattr(rules, LASTING[found.kind].lasts).amount)
    return calendar.add_working_days(given_on, days[later - 1])


def plan_later(room: Room, found: store.Announcement, later: int) -> None:
    """Let what follows a notice be said in the morning of its day."""
    store.plan(room.tx, found.id, _morning_of(room, found, later))


def _morning_of(room: Room, found: store.Announcement, later: int) -> datetime:
    calendar = room.office.calendar
    eve = calendar.add_working_days(later_on(room, found, later), -1)
    return calendar.next_speaking_moment(calendar.end_of(eve))


def may_follow(room: Room, found: store.Announcement) -> bool:
    """Whether what follows a notice is so still: somebody whom it names stands, it was not withdrawn, and no signature has fallen."""
    named = matters.of_ids(room.tx, store.names(room.tx, found.id))
    return (
        found.kind in LASTING
        and any(each.stage in LASTING[found.kind].stands for each in named)
        and len(store.valid_approvals(room.tx, found.id)) >= LEAST_APPROVALS
        and not is_withdrawn(room, found.id)
    )


def is_withdrawn(room: Room, announcement_id: int) -> bool:
    """Whether what was said was withdrawn in public by somebody, and that withdrawal stands."""
    said = [each for each in store.answers_to(room.tx, announcement_id) if each.kind in BY_HAND]
    hows = {each.id: each.own.get("how") for each in matters.of_ids(room.tx, [each.about_id or 0 for each in said])}
    return any(hows.get(each.about_id or 0) == WITHDRAWN and not is_withdrawn(room, each.id) for each in said)


def _waiting(room: Room) -> list[Queued]:
    return [_of(room, each) for each in store.waiting(room.tx)]


def _of(room: Room, found: store.Announcement) -> Queued:
    """It in the queue. A reminder has its day by the calendar as it is now, also where that has come nearer."""
    is_fixed = later_of(room, found) == law_of.REMINDER
    by_now = _morning_of(room, found, law_of.REMINDER) if is_fixed else found.publish_at
    return Queued(
        id=found.id,
        publish_at=min(found.publish_at, by_now),
        places=store.pushed_to(room.tx, found.id),
        is_answer=found.answers_id is not None,
        is_fixed=is_fixed,
    )


def _said(room: Room, waiting: Iterable[Queued]) -> dict[str, date]:
    places = {place for each in waiting for place in each.places}
    last = {place: occurrences.last(room.tx, occurrences.said_to(place)) for place in sorted(places)}
    return {place: day.date() for place, day in last.items() if day is not None}


def _of_day(day: date) -> datetime:
    """By which a day is known again, whatever becomes of the time zone meanwhile."""
    return datetime.combine(day, time(), UTC)
