"""From a move that announces something to an announcement before those who sign: what is wanted, who is kept apart, and the guard.

The words and pictures between the two are made by `bot/publishing/`.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from domain.leaks import Leak
from domain.matters import announcements as law
from domain.matters.announcements import AnnouncementMove
from domain.mechanism import procedure
from domain.mechanism.columns import Announces
from domain.mechanism.standing import Standing
from domain.people import CLOCK
from domain.public_kinds import OF_PERSON
from domain.saying import Term
from domain.sayings import announcements as sayings
from handlers import announcements
from handlers.announcements import READERS
from handlers.conversation import guarding
from handlers.conversation.procedures import announcing, cards, moves
from handlers.conversation.room import Room
from storage import announcements as store
from storage import board, matters
from storage import people as accounts
from storage.road import history, reach
from storage.scoring import flags as flag_store


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnouncementWanted:
    """What is to be announced: the matter, the move that was made of it, what its table says, the announcement that is put right, None
    where none is, and those of several that it names."""

    standing: Standing
    move: str
    column: Announces
    answered: store.Announcement | None
    named: tuple[Standing, ...] = ()


def wanted(room: Room, body: Mapping[str, Any]) -> AnnouncementWanted | None:
    """What a chore asks for; None where the matter has moved since, or every one that it names, where there is nothing to put right, or
    where it would name somebody who is to be named no more."""
    standing = matters.standing(room.tx, str(body["matter"]), int(body["id"]))
    move = str(body["move"])
    column = None if standing is None else room.office.matters[standing.matter].procedure.moves[move].announces
    if standing is None or column is None or (column.kind in OF_PERSON and board.is_withheld(room.tx, standing.id)):
        return None
    epochs: dict[int, int] = dict(body.get("named", ()))
    if column.names is None and standing.epoch != int(body["epoch"]):
        return None
    named = tuple(each for each in matters.of_ids(room.tx, sorted(epochs)) if each.epoch == epochs[each.id])
    answered = _answered(room, standing, column)
    if (column.names and not named) or (column.answers and answered is None and not column.audiences):
        return None
    kept = () if answered is None else _kept(room, standing, column, answered)
    return AnnouncementWanted(standing=standing, move=move, column=column, answered=answered, named=named or kept)


def _kept(room: Room, standing: Standing, column: Announces, answered: store.Announcement) -> tuple[Standing, ...]:
    """Those that stand of whom an announcement named which is put right."""
    every = matters.of_ids(room.tx, store.names(room.tx, answered.id)) if column.keeps else []
    standing_still = [each for each in every if each.id != standing.id and each.stage in column.keeps]
    return tuple(each for each in standing_still if not board.is_withheld(room.tx, each.id))


def _has_changed(room: Room, what: AnnouncementWanted) -> bool:
    """Whether something of what was worded has moved since."""
    now = matters.of_ids(room.tx, [each.id for each in what.named])
    if [each.epoch for each in now] != [each.epoch for each in what.named]:
        return True
    about = None if what.column.names else matters.of_id(room.tx, what.standing.id)
    return about is not None and about.epoch != what.standing.epoch


def _answered(room: Room, standing: Standing, column: Announces) -> store.Announcement | None:
    """The announcement that one about this matter puts right: about itself, or about what that is about."""
    found = store.answered(room.tx, standing.id, column.answers)
    if found is not None or standing.parent_id is None:
        return found
    parent = matters.of_id(room.tx, standing.parent_id)
    if parent is None or parent.matter == "announcement":
        return store.of_id(room.tx, standing.parent_id)
    return _answered(room, parent, column)


def propose(room: Room, what: AnnouncementWanted, draft: store.Draft, notices: Mapping[int, str]) -> int | None:
    """Propose what was rendered; None where the matter has moved since, where the words hold what must not leave the office, or where
    they put right what named somebody who is to be named no more.

    `notices` holds the picture of each flag by the flag's number in the database.
    """
    if _has_changed(room, what):
        if what.named:  # of those whom it names somebody has left: it is worded again without them
            announcing.want(room, what.standing, what.move, what.named if what.column.names else ())
        return None
    clock = room.acting_as(CLOCK)
    if what.column.is_written_by_hand and what.answered and board.names_withheld(room.tx, what.answered):
        _falls(clock, what)
        return None
    if _is_said_already(room, what, draft):
        return None
    leak = _leak(room, what, draft)
    if leak is not None:
        _refused(clock, what, leak)
        return None
    events = procedure.beginning(
        law.PROCEDURE,
        (AnnouncementMove.PROPOSE,),
        room.office.rules,
        room.office.calendar,
        room.at,
        given={"hash": law.digest(draft.renderings)},
    )
    number = store.propose(room.tx, draft, events, moves.reminders_of(room, events[-1]), year=room.today.year)
    for flag, picture in notices.items():
        flag_store.picture(room.tx, flag, picture)
    for account in reach.of_roles(room.tx, room.now, READERS):
        cards.show(clock, "announcement", number, account)
    return number


def _is_said_already(room: Room, what: AnnouncementWanted, draft: store.Draft) -> bool:
    """Whether the same words were said of this matter, or wait to be: nothing public is said twice. What the matter itself waits for is
    said anew, a notice after another vote."""
    if what.column.said or what.column.falls:
        return False
    return store.is_said(room.tx, what.standing.id, law.digest(draft.renderings))


def apart(room: Room, what: AnnouncementWanted, named: Collection[str]) -> int | None:
    """Whoever decided what is announced and may not sign it too, because others are there who can."""
    decider = _decider(room, what)
    signers = [
        law.Signer(person_id=person, unit=unit, roles=roles)
        for person, unit, roles in accounts.holders(room.tx, READERS)
    ]
    return law.kept_apart(decider, signers, named, room.office.rules.announcement_approvers)


def author(room: Room, what: AnnouncementWanted) -> int | None:
    """Whoever wrote its words; None where they come from the facts of a matter."""
    return _decider(room, what) if what.column.is_written_by_hand else None


def _decider(room: Room, what: AnnouncementWanted) -> int | None:
    doer = history.doer(room.tx, what.standing.matter, what.standing.id, what.move)
    return int(doer.removeprefix("person:")) if doer.startswith("person:") else None


def _leak(room: Room, what: AnnouncementWanted, draft: store.Draft) -> Leak | None:
    texts = [text for words in draft.renderings for text in (words.title, words.text, words.alt)]
    return guarding.words(room, texts, draft.written, what.standing.id, draft.named)


def _refused(room: Room, what: AnnouncementWanted, leak: Leak) -> None:
    """Say what must not leave, to those who decide and to whoever has the matter in hand."""
    about = what.standing
    found = sayings.ProposalLeaks(
        kind=Term("matter", about.matter), number=about.number, what=Term("leak", leak.kind), where=leak.where
    )
    officer = [] if about.owner_id is None else reach.of_person(room.tx, room.now, about.owner_id)
    for account in dict.fromkeys((*reach.of_roles(room.tx, room.now, READERS), *officer)):
        room.tell(account, found)
    _falls(room, what)


def _falls(room: Room, what: AnnouncementWanted) -> None:
    """What could not be proposed goes back to where its table says."""
    named = what.named if what.column.names else ()
    announcements.follow_on(room, what.standing.id, named, what.column.kind, "falls", {"reason": "", "who": ""})
