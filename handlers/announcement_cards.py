"""What an announcement's card shows, and its preview page by page."""

from collections.abc import Iterable
from datetime import date, datetime

from domain.cards import Names
from domain.matters import announcements as law
from domain.matters.announcements import AnnouncementStage, Rendering
from domain.mechanism import ballots
from domain.mechanism.ballots import Slots
from domain.mechanism.standing import Standing
from domain.mechanism.table import Facts
from domain.people import Role
from domain.saying import Term
from domain.sayings import announcements as sayings
from handlers import announcement_days
from handlers.conversation.procedures.views import Found
from handlers.conversation.room import Room
from handlers.scoring import flags
from handlers.scoring.period_cards import SHOWN_HASH
from storage import announcements as store
from storage import people as accounts
from storage.road import occurrences


def found(room: Room, standing: Standing, facts: Facts) -> Found:
    """The words in the reader's language, to the letter, the first picture, the signatures, and whom its notices have not reached."""
    about = store.of_id(room.tx, standing.id)
    assert about is not None, "it stands somewhere"
    words = [each for _, each in store.renderings(room.tx, about.id)]
    shown = _in_language(words, room.actor.locale)
    is_out = about.stage in (AnnouncementStage.APPROVED, AnnouncementStage.PUBLISHED)
    told, untold = reached(room, about, words)
    waiting = flags.unread(room, about.about_id) if about.about_id is not None and is_out else []
    signed, needed = store.valid_approvals(room.tx, about.id), room.office.rules_of(about.rules).announcement_approvers
    is_open = about.stage is AnnouncementStage.PROPOSED
    is_all_read = is_out and told and not waiting and not untold
    return Found(
        values={
            "where": tuple(Term("audience", kind) for kind in sorted({_place(each) for each in words})),
            "publish_at": announcement_days.expected(room).get(
                about.id, about.publish_at if about.published_at is None else None
            ),
            "published_at": about.published_at,
            "approvals": sayings.Approvals(
                signatures=len(signed),
                needed=len(needed),
                awaited=awaited(facts.poll.left) if is_open and facts.poll is not None else (),
            ),
            "signed": tuple(_signed(room, each) for each in signed),
            "recused": Term("refused", "recused") if facts.is_recused and is_open else None,
            "unread": Names(tuple(waiting)),
            "untold": Names(tuple(flags.names(room, untold))),
            "all_read": Term("remark", "all_read") if is_all_read else None,
            "words": sayings.Whole(
                pictures=sum(bool(each.picture) for each in shown),
                parts=tuple(sayings.PartLine(title=each.title, text=each.text) for each in shown),
            ),
            "later": tuple(
                sayings.PartLine(title=each.title, text=each.text) for each in _later(words, room.actor.locale)
            ),
            "hash": about.hash[:SHOWN_HASH],
        },
        picture=next((each.picture for each in shown if each.picture), ""),
    )


def line(room: Room, about: store.Announcement, place: int, moment: datetime | None) -> sayings.ToPublishLine:
    """It in the list of what will be said; `moment`: when, as things stand, None where it is not approved yet."""
    words = [each for _, each in store.renderings(room.tx, about.id)]
    shown = _in_language(words, room.actor.locale)
    signed = store.valid_approvals(room.tx, about.id)
    needed = room.office.rules_of(about.rules).announcement_approvers
    left = ballots.left([each.role for each in signed], needed)
    return sayings.ToPublishLine(
        place=place,
        publish_at=moment or about.publish_at,
        title=title(room, about),
        number=about.number,
        where=tuple(Term("audience", kind) for kind in sorted({_place(each) for each in words})),
        pictures=sum(bool(each.picture) for each in shown) or None,
        signed=tuple(accounts.label_of(room.tx, each.person_id) for each in signed),
        awaited=awaited(left),
        held=Term("remark", "held")
        if moment is not None and _day(room, moment) > _day(room, about.publish_at)
        else None,
    )


def title(room: Room, about: store.Announcement) -> str:
    """The title of what is said of it next."""
    later, words = announcement_days.later_of(room, about), [each for _, each in store.renderings(room.tx, about.id)]
    following = [each for each in _later(words, room.actor.locale) if each.later == later]
    return next((each.title for each in (*following, *_in_language(words, room.actor.locale))), about.about)


def _day(room: Room, at: datetime) -> date:
    return room.office.calendar.local_day(at)


def reached(room: Room, about: store.Announcement, words: Iterable[Rendering]) -> tuple[list[str], list[str]]:
    """The units, by code, whose contacts have a notice of a flag; and those that have nobody to whom a notice or a copy could go."""
    told, untold = flags.reached(room, about.about_id) if about.about_id is not None else ([], [])
    with_contact = accounts.units_with(room.tx, Role.UNIT_CONTACT)
    copies = {law.unit_of(each.audience) for each in words} - {""}
    return told, [*untold, *sorted(copies - with_contact - set(untold))]


def awaited(slots: Slots) -> tuple[Term, ...]:
    """Whose signatures are still missing."""
    return tuple(Term("signer", "_or_".join(sorted(slot))) for slot in slots)


def preview(room: Room, announcement_id: int) -> None:
    """Show every message as it will be seen, each distinct one once."""
    seen: set[tuple[str, str, str]] = set()
    for _, each in store.renderings(room.tx, announcement_id):
        content = (each.title, each.text, each.picture)
        if content not in seen:
            seen.add(content)
            where = Term("audience", _place(each))
            room.reply(sayings.Page(where=where, title=each.title, text=each.text), picture=each.picture)


def is_missed(room: Room, found: store.Announcement) -> bool:
    """Whether the moment of an announcement was missed by so much that a person must say when."""
    state = occurrences.state_of(room.tx, occurrences.publication(found.id), found.publish_at)
    return state is occurrences.OccurrenceState.SKIPPED


def _place(words: Rendering) -> str:
    """What kind of place it is said in; a group and a unit have names of their own."""
    return words.audience.partition(":")[0]


def _in_language(words: list[Rendering], locale: str) -> list[Rendering]:
    """The messages for the board in the reader's language, or in the one there is."""
    board = [each for each in words if each.audience == law.BOARD] or [each for each in words if not each.later]
    theirs = [each for each in board if each.locale == locale]
    return sorted(theirs or board, key=lambda each: each.part)


def _later(words: list[Rendering], locale: str) -> list[Rendering]:
    """What follows a notice, each once, in the reader's language or in the one there is."""
    found = {each.later: each for each in sorted(words, key=lambda each: each.locale == locale) if each.later}
    return [found[later] for later in sorted(found)]


def _signed(room: Room, each: store.Signature) -> sayings.SignedLine:
    return sayings.SignedLine(
        who=accounts.label_of(room.tx, each.person_id),
        role=Term("role", each.role),
        day=room.office.calendar.local_day(each.at),
    )
