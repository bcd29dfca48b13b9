"""What an announcement's card shows, and its preview page by page."""

from domain import announcements as law
from domain.announcements import Move, Rendering, Stage
from domain.cards import CardView
from domain.mechanism import procedure
from domain.mechanism.standing import Standing
from domain.mechanism.table import Facts
from domain.saying import Choice, Style, Term
from domain.sayings import announcements as sayings
from handlers import flags
from handlers.conversation.room import Room
from handlers.period_cards import SHOWN_HASH
from storage import announcements as store
from storage import people as accounts
from storage.road import occurrences

STYLES = {Move.APPROVE: Style.PRIMARY, Move.RETURN: Style.DANGER}


def face(room: Room, found: store.Announcement, standing: Standing, facts: Facts) -> CardView:
    """The card: the words in the reader's language, to the letter, the first picture, the signatures."""
    words = [each for _, each in store.renderings(room.tx, found.id)]
    shown = _in_language(words, room.actor.locale)
    is_told = found.about_id is not None and _is_out(found)
    waiting = flags.unread(room, found.about_id or 0) if is_told else []
    told, untold = flags.reached(room, found.about_id) if found.about_id is not None else ([], [])
    signed = store.valid_approvals(room.tx, found.id)
    card = sayings.Card(
        number=found.number,
        stage=Term("stage.announcement", found.stage.value),
        publish_at=found.publish_at,
        published_at=found.published_at,
        parts=tuple(sayings.PartLine(title=each.title, text=each.text) for each in shown),
        pictures=sum(bool(each.picture) for each in shown),
        where=tuple(Term("audience", kind) for kind in sorted({_place(each) for each in words})),
        signed=tuple(_signed(room, each) for each in signed),
        signatures=len(signed),
        needed=len(room.office.rules_of(found.rules).announcement_approvers),
        awaited=awaited(room, found) if found.stage is Stage.PROPOSED else (),
        unread=tuple(waiting),
        untold=tuple(flags.names(room, untold)),
        is_all_read=Term("remark", "all_read") if is_told and told and not waiting and not untold else None,
        recused=Term("refused", "recused") if facts.is_recused and found.stage is Stage.PROPOSED else None,
        hash=found.hash[:SHOWN_HASH],
    )
    picture = next((each.picture for each in shown if each.picture), "")
    return CardView(title=None, body=(card,), buttons=_buttons(room, standing, facts), picture=picture)


def awaited(room: Room, found: store.Announcement) -> tuple[Term, ...]:
    """Whose signatures are still missing, by the rules under which it began."""
    slots = law.awaited(store.approvals(room.tx, found.id), room.office.rules_of(found.rules).announcement_approvers)
    return tuple(Term("signer", "_or_".join(sorted(slot))) for slot in slots)


def preview(room: Room, found: store.Announcement) -> None:
    """Show every message as it will be seen, each distinct one once."""
    seen: set[tuple[str, str, str]] = set()
    for _, each in store.renderings(room.tx, found.id):
        content = (each.title, each.text, each.picture)
        if content not in seen:
            seen.add(content)
            where = Term("audience", _place(each))
            room.reply(sayings.Page(where=where, title=each.title, text=each.text), picture=each.picture)


def is_missed(room: Room, found: store.Announcement) -> bool:
    """Whether the moment of an announcement was missed by so much that a person must say when."""
    state = occurrences.state_of(room.tx, occurrences.publication(found.id), found.publish_at)
    return state is occurrences.OccurrenceState.SKIPPED


def _buttons(room: Room, standing: Standing, facts: Facts) -> tuple[Choice, ...]:
    return tuple(
        Choice(value=move, label=Term("move", move), style=STYLES.get(Move(move), Style.PLAIN))
        for move in procedure.open_to(law.PROCEDURE, standing, room.actor, facts)
    )


def _is_out(found: store.Announcement) -> bool:
    """Whether the units have been told."""
    return found.stage in (Stage.APPROVED, Stage.PUBLISHED)


def _place(words: Rendering) -> str:
    """What kind of place it is said in; a group and a unit have names of their own."""
    return words.audience.partition(":")[0]


def _in_language(words: list[Rendering], locale: str) -> list[Rendering]:
    """The messages for the board in the reader's language, or in the one there is."""
    board = [each for each in words if each.audience == law.BOARD] or words
    theirs = [each for each in board if each.locale == locale]
    return sorted(theirs or board, key=lambda each: each.part)


def _signed(room: Room, each: store.Signature) -> sayings.SignedLine:
    return sayings.SignedLine(
        who=accounts.label_of(room.tx, each.person_id),
        role=Term("role", each.role),
        day=room.office.calendar.local_day(each.at),
    )
