"""An announcement before those who approve it, and what follows from their signatures.

`handlers/proposing.py` begins one. Two different people approve, neither the author nor of a unit that is named; then the matter it
is about moves as its table says, and at its moment the clock publishes.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime

from domain.matters import announcements as law
from domain.matters.announcements import AnnouncementCase, AnnouncementStage
from domain.matters.corrections import WITHDRAWN
from domain.mechanism import procedure
from domain.mechanism.columns import Announces
from domain.mechanism.parts import Holder
from domain.mechanism.standing import Event, Standing
from domain.people import CLOCK, Role
from domain.saying import Choice, Term
from domain.sayings import announcements as sayings
from domain.sayings import matters as matter_sayings
from handlers import announcement_cards, announcement_days
from handlers.conversation.procedures import announcing, cards, derived, moves
from handlers.conversation.procedures.derived import Adds, Effect
from handlers.conversation.procedures.polls import Voting
from handlers.conversation.room import Room
from handlers.scoring import flags
from storage import announcements as store
from storage import board, matters
from storage import people as accounts
from storage.mechanism import holders
from storage.road import history, reach

READERS = (Role.LEADER, Role.COMMITTEE)
MOST_LISTED = 12


def missed(room: Room, announcement_id: int) -> None:
    """Its moment, or that of what follows it, was missed by more than the window: leaders are asked, nothing is said by itself."""
    found = _of(room, announcement_id)
    for account in reach.of_roles(room.tx, room.now, (Role.LEADER,)):
        title = announcement_cards.title(room.acting_as(accounts.actor_of(room.tx, account) or CLOCK), found)
        room.tell(account, sayings.MomentMissed(number=found.number, title=title, publish_at=found.publish_at))
        cards.show(room, "announcement", announcement_id, account)


def case(room: Room, standing: Standing) -> AnnouncementCase:
    """What the law looks at when somebody wants to sign."""
    found = _of(room, standing.id)
    return AnnouncementCase(
        hash=found.hash,
        author_id=found.author_id,
        named=found.named,
        apart_id=found.apart_id,
        away=_away(room, found),
        is_missed=_is_to_come(room, found) and announcement_cards.is_missed(room, found),
        is_overtaken=_is_due(room, found) and _is_overtaken(room, found),
    )


def _is_to_come(room: Room, found: store.Announcement) -> bool:
    """Whether it, or what follows a notice, may be said once a person says when."""
    is_out = found.stage is AnnouncementStage.PUBLISHED
    return found.stage is AnnouncementStage.APPROVED or (is_out and announcement_days.may_follow(room, found))


def _is_due(room: Room, found: store.Announcement) -> bool:
    """Whether the clock is about to say it: before, nobody asks."""
    return found.stage is AnnouncementStage.APPROVED and room.actor == CLOCK and found.publish_at <= room.at


def _is_overtaken(room: Room, found: store.Announcement) -> bool:
    """Whether one of those that an announcement is about may not become what it says of them, or does not stand any more as it says."""
    about = None if found.about_id is None else matters.of_id(room.tx, found.about_id)
    column = None if about is None else _column(room, about, found.kind)
    if about is None or column is None:
        return False
    if board.names_withheld(room.tx, found):
        return True
    named = matters.of_ids(room.tx, store.names(room.tx, found.id))
    if column.keeps:
        return any(each.stage not in column.keeps for each in named)
    return bool(column.said) and any(
        procedure.hindrance(
            room.office.matters[each.matter].procedure, each, column.said, CLOCK, moves.facts_of(room, each)
        )
        is not None
        for each in (named if column.names else (about,))
    )


def _away(room: Room, found: store.Announcement) -> frozenset[int]:
    """Who has declared a conflict of interest in what is announced, or in one of those whom it names; and who reported or nominated
    what that came from (the law §2 rule 2). So it is of what puts that right in somebody's own words."""
    those = (found, *store.put_right(room.tx, found))
    about = [each.about_id for each in those if each.about_id is not None]
    every = (*about, *(number for each in those for number in store.names(room.tx, each.id)))
    declared = (holders.recused(room.tx, number) for number in every)
    return holders.told_of(room.tx, every).union(*declared)


def _is_recused(room: Room, looked_at: object) -> bool:
    """Whether the actor is of a unit that is named, or keeps away from what is announced."""
    assert isinstance(looked_at, AnnouncementCase)
    by = room.actor
    return by.person_id in looked_at.away or looked_at.names(room.units_of(by.unit, by.earlier))


def _keeps_away(room: Room, looked_at: object, signer: Holder) -> bool:
    assert isinstance(looked_at, AnnouncementCase)
    units = room.units_of(signer.unit, signer.earlier)
    return signer.has_recused or looked_at.keeps_away(signer.person_id, units)


def _subject(looked_at: object) -> str:
    """An approval covers every word."""
    assert isinstance(looked_at, AnnouncementCase)
    return looked_at.hash


def show_open(room: Room, rest: str) -> None:
    """签发: the announcements that wait for signatures or for their moment."""
    for number in [
        each.id
        for stage in (AnnouncementStage.PROPOSED, AnnouncementStage.APPROVED)
        for each in store.awaiting(room.tx, stage)
    ]:
        cards.show(room, "announcement", number, room.actor.account_id)


def show_next(room: Room, rest: str) -> None:
    """待发布: what will be said, in its order, and the card of what comes first. Nothing that is not signed is shown to whoever publishes
    alone (the law §2)."""
    stages = store.OPEN if room.actor.roles & set(READERS) else (AnnouncementStage.APPROVED,)
    moments = announcement_days.expected(room)
    waiting = [each for stage in stages for each in store.awaiting(room.tx, stage)]
    waiting += [each for each in store.waiting(room.tx) if each.stage is AnnouncementStage.PUBLISHED]
    waiting.sort(key=lambda each: (moments.get(each.id, each.publish_at), each.id))
    listed = waiting[:MOST_LISTED]
    if not waiting:
        room.reply(sayings.NothingApproved())
        return
    lines = tuple(
        announcement_cards.line(room, each, place, moments.get(each.id)) for place, each in enumerate(listed, 1)
    )
    buttons = tuple(
        Choice(value=f"/matter announcement {each.id}", text=str(line.place), parts=(line.title, each.number))
        for each, line in zip(listed, lines, strict=True)
    )
    room.reply(sayings.ToPublish(lines=lines, more=len(waiting) - len(listed) or None), buttons)
    cards.show(room, "announcement", waiting[0].id, room.actor.account_id)


def _signed(room: Room, event: Event) -> None:
    """Tell the signer that it was kept, and whose are still missing."""
    poll = moves.facts_of(room, event.after).poll
    assert poll is not None, "it was signed a moment ago"
    awaited = announcement_cards.awaited(poll.left)
    signatures, needed = len(poll.signed), len(poll.needed)
    room.reply(sayings.Signed(number=event.after.number, signatures=signatures, needed=needed, awaited=awaited))


def _set_moment(room: Room, event: Event) -> None:
    """The next moment at which the office may speak, not before the one that was planned; of the day that was named, if one was."""
    found, calendar = _of(room, event.after.id), room.office.calendar
    wanted = max(found.publish_at, room.at)
    if day := event.given.get("day"):
        of_day = found.publish_at.astimezone(calendar.timezone).timetz()
        wanted = max(wanted, datetime.combine(date.fromisoformat(day), of_day).astimezone(UTC))
    store.plan(room.tx, found.id, calendar.next_speaking_moment(wanted))


def _all_signed(room: Room, event: Event) -> None:
    """What is announced takes effect; those who decide hear when it is said, and whom no notice reaches."""
    found = _of(room, event.after.id)
    _follow_on(room, found, "signed")
    words = [each for _, each in store.renderings(room.tx, found.id)]
    told, untold = announcement_cards.reached(room, found, words)
    complete = sayings.Complete(
        number=found.number,
        publish_at=announcement_days.expected(room).get(found.id, found.publish_at),
        told=len(told),
        untold=tuple(flags.names(room, untold)),
    )
    for account in reach.of_roles(room.tx, room.now, READERS):
        room.tell(account, complete, derived.look(event.after))


def _said(room: Room, event: Event) -> None:
    """What was announced moves on; the units that are to have it get the very words that were signed."""
    found = _of(room, event.after.id)
    _follow_on(room, found, "said")
    copies = [words for _, words in store.renderings(room.tx, found.id) if law.unit_of(words.audience)]
    for unit in dict.fromkeys(law.unit_of(words.audience) for words in copies):
        own = [words for words in copies if words.audience == law.for_unit(unit)]
        for account in reach.of_roles(room.tx, room.now, (Role.UNIT_CONTACT,), unit):
            reader = accounts.actor_of(room.tx, account)
            locale = reader.locale if reader is not None else room.office.locale
            for words in [each for each in own if each.locale == locale] or own:
                copy = sayings.UnitCopy(number=found.number, title=words.title, text=words.text)
                room.tell(account, copy, picture=words.picture)


def _not_said(room: Room, event: Event) -> None:
    """What was to be announced goes back to where its table says."""
    found = _of(room, event.after.id)
    given = {"reason": event.given.get("reason", ""), "who": accounts.label_of(room.tx, event.by.person_id)}
    _follow_on(room, found, "falls", given)


def _take_back_said(room: Room, event: Event) -> None:
    """What is withdrawn in public stands no longer: what it said goes back to where its table says, if it can, unless another one like it
    says it since."""
    withdrawn = store.of_id(room.tx, event.after.parent_id or 0)
    if withdrawn is None or event.after.own.get("how") != WITHDRAWN:
        return
    about = [] if withdrawn.about_id is None else [withdrawn.about_id]
    ids = store.names(room.tx, withdrawn.id) or about
    still = [each for each in ids if store.is_newest(room.tx, withdrawn, each)]
    if still:
        given = {"reason": event.after.own.get("why", "")}
        follow_on(room, withdrawn.about_id, matters.of_ids(room.tx, still), withdrawn.kind, "falls", given)


def _follow_on(
    room: Room, found: store.Announcement, column: str, given: Mapping[str, str] = procedure.NOTHING
) -> None:
    follow_on(room, found.about_id, matters.of_ids(room.tx, store.names(room.tx, found.id)), found.kind, column, given)


def follow_on(
    room: Room,
    about_id: int | None,
    named: Sequence[Standing],
    kind: str,
    column: str,
    given: Mapping[str, str] = procedure.NOTHING,
) -> None:
    """Make the move that the table names for this, `signed`, `said` or `falls`, of what is announced, or of those of several that the
    announcement names."""
    about = None if about_id is None else matters.of_id(room.tx, about_id)
    if about is None:
        return
    announces = _column(room, about, kind)
    move = getattr(announces, column, "")
    subjects = (about,) if announces is None or announces.names is None else named
    for each in subjects if move else ():
        moves.carry_out(room.acting_as(CLOCK), each, move, dict(given))


def _column(room: Room, about: Standing, kind: str) -> Announces | None:
    """What the table says of a kind of announcement about a matter."""
    rules = room.office.matters[about.matter].procedure.moves.values()
    return next((rule.announces for rule in rules if rule.announces and rule.announces.kind == kind), None)


def _word_again(room: Room, event: Event) -> None:
    """What names those who stand still is worded anew, of those who do now; what names others is proposed anew by a person."""
    found = _of(room, event.after.id)
    about = None if found.about_id is None else matters.of_id(room.tx, found.about_id)
    moved = {} if about is None else room.office.matters[about.matter].procedure.moves
    for name, rule in moved.items():
        is_its = rule.announces is not None and rule.announces.keeps and rule.announces.kind == found.kind
        if about is not None and is_its and history.doer(room.tx, about.matter, about.id, name):
            announcing.want(room, about, name, ())


def _tell(room: Room, event: Event) -> None:
    """Those who decide hear what became of it."""
    after = event.after
    told = matter_sayings.Told(
        news=Term("told.announcement", event.move),
        kind=Term("matter", after.matter),
        number=after.number,
        unit="",
        lines=(),
        due=None,
    )
    for account in reach.of_roles(room.tx, room.now, READERS):
        room.tell(account, told, derived.look(after))


def _show(room: Room, event: Event) -> None:
    for account in reach.of_roles(room.tx, room.now, READERS):
        cards.show(room, "announcement", event.after.id, account)


def _of(room: Room, announcement_id: int) -> store.Announcement:
    found = store.of_id(room.tx, announcement_id)
    assert found is not None, "it stands somewhere"
    return found


EFFECTS: Mapping[str, Effect] = {
    "tell_signed": _signed,
    "show_pages": lambda room, event: announcement_cards.preview(room, event.after.id),
    "set_moment": _set_moment,
    "all_signed": _all_signed,
    "said": _said,
    "not_said": _not_said,
    "word_again": _word_again,
    "take_back_said": _take_back_said,
    "tell_signers": _tell,
    "show_signers": _show,
}
ADDS = Adds(
    finds=announcement_cards.found,
    case=case,
    is_recused=_is_recused,
    voting=Voting(subject=_subject, keeps_away=_keeps_away),
)
