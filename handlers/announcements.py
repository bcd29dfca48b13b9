"""An announcement before those who approve it, and what follows from their signatures.

`propose` begins one about any matter, once everything is worded and drawn. Two different people approve, neither the
author nor of a unit that is named; then the units are told (`handlers/flags.py`), and at its moment the clock publishes.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from domain import announcements as law
from domain.announcements import Approval, Case, Move, Stage
from domain.cards import CardView
from domain.leaks import Leak
from domain.mechanism import procedure
from domain.mechanism.columns import Announces
from domain.mechanism.standing import Event, Running, Standing
from domain.mechanism.table import Facts
from domain.people import CLOCK, Role
from domain.saying import Saying, Term
from domain.sayings import announcements as sayings
from handlers import announcement_cards, flags
from handlers.conversation import cards, guarding, moves
from handlers.conversation.room import Room
from handlers.desk import ringing
from storage import announcements as store
from storage import flags as flag_store
from storage import matters, staff
from storage import people as accounts
from storage.mechanism import involvement
from storage.road import history

READERS = (Role.LEADER, Role.COMMITTEE)


class AnnouncementMatter:
    """The announcement as a matter."""

    procedure = law.PROCEDURE

    def view(self, room: Room, matter_id: int) -> CardView | None:
        """Every word of it, who has signed, when it is said, and who has not acknowledged."""
        found = store.of_id(room.tx, matter_id)
        seen = moves.loaded(room, "announcement", matter_id)
        if found is None or seen is None or not room.actor.roles & frozenset(READERS):
            return None
        return announcement_cards.face(room, found, *seen)

    def facts(self, room: Room, standing: Standing) -> Facts:
        """What every matter looks at; the case; whether the actor's own unit is named with a flag."""
        found = store.of_id(room.tx, standing.id)
        assert found is not None, "it stands somewhere"
        looked_at = case(room, found)
        is_recused = law.is_recused(looked_at.named, room.actor) or _has_recused_from(room, found.about_id)
        return replace(moves.common_facts(room, standing, is_recused=is_recused), case=looked_at)

    def may_see(self, room: Room, standing: Standing, facts: Facts) -> bool:
        """Leaders and committee members."""
        return bool(room.actor.roles & frozenset(READERS))

    def suggested(self, room: Room, matter_id: int, asked: str) -> tuple[str, ...]:
        """Nothing."""
        return ()

    def followed(self, room: Room, event: Event) -> None:
        """Signatures are counted, units told, the period's list opened again where the announcement was sent back."""
        found = store.of_id(room.tx, event.after.id)
        if found is None:
            return
        if event.move == Move.APPROVE:
            _signed(room, found)
        elif event.move == Move.PREVIEW:
            announcement_cards.preview(room, found)
        elif event.move == Move.COMPLETE:
            _complete(room, found)
        elif event.move == Move.RESCHEDULE:
            store.plan(room.tx, found.id, room.office.calendar.next_speaking_moment(room.at))
        elif event.move in (Move.RETURN, Move.EXPIRE, Move.CANCEL):
            _called_off(room, found, event)
        elif event.move == Move.LOSE:
            self._tell(room, found.id, sayings.Lost(number=found.number), is_card=True)
        elif event.move == Move.PUBLISH:
            _published(room, found)
            _tell_units(room, found)
            self._tell(room, found.id, sayings.Published(number=found.number))

    def readers(self, room: Room, matter_id: int) -> Sequence[int]:
        """Leaders and committee members."""
        return accounts.accounts_with(room.tx, READERS)

    def reminded(self, room: Room, standing: Standing, term: Running, kind: str) -> None:
        """Remind those who have not signed."""
        ringing.ring_deciders(room, [each.person_id for each in store.approvals(room.tx, standing.id)])

    def _tell(self, room: Room, matter_id: int, saying: Saying, *, is_card: bool = False) -> None:
        for account in self.readers(room, matter_id):
            room.tell(account, saying)
            if is_card:
                cards.show(room, "announcement", matter_id, account)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is to be announced: the matter, the move that was made of it, what its table says, and the announcement that is put
    right, None where none is."""

    standing: Standing
    move: str
    column: Announces
    answered: store.Announcement | None


def wanted(room: Room, body: Mapping[str, Any]) -> Wanted | None:
    """What a chore asks for; None where the matter has moved since, or where there is nothing to put right."""
    standing = matters.standing(room.tx, str(body["matter"]), int(body["id"]))
    if standing is None or standing.epoch != int(body["epoch"]):
        return None
    move = str(body["move"])
    column = room.office.matters[standing.matter].procedure.moves[move].announces
    if column is None:
        return None
    answered = _answered(room, standing, column)
    if column.answers and answered is None:
        return None
    return Wanted(standing=standing, move=move, column=column, answered=answered)


def _answered(room: Room, standing: Standing, column: Announces) -> store.Announcement | None:
    """The announcement that one about this matter puts right: about itself, or about what that is about."""
    found = store.answered(room.tx, standing.id, column.answers)
    if found is not None or standing.parent_id is None:
        return found
    parent = matters.of_id(room.tx, standing.parent_id)
    return None if parent is None else _answered(room, parent, column)


def propose(room: Room, what: Wanted, draft: store.Draft, notices: Mapping[int, str]) -> int | None:
    """Propose what was rendered; None where the matter has moved since, or where the words hold what must not leave the office.

    `notices` holds the picture of each flag by the flag's number in the database.
    """
    about = matters.of_id(room.tx, what.standing.id)
    if about is None or about.epoch != what.standing.epoch:
        return None
    clock = room.acting_as(CLOCK)
    leak = _leak(room, what, draft)
    if leak is not None:
        _refused(clock, what, leak)
        return None
    events = procedure.beginning(
        law.PROCEDURE,
        (Move.PROPOSE,),
        room.office.rules,
        room.office.calendar,
        room.at,
        given={"hash": law.digest(draft.renderings)},
    )
    number = store.propose(room.tx, draft, events, moves.reminders_of(room, events[-1]), year=room.today.year)
    for flag, picture in notices.items():
        flag_store.picture(room.tx, flag, picture)
    for account in accounts.accounts_with(room.tx, READERS):
        cards.show(clock, "announcement", number, account)
    return number


def missed(room: Room, announcement_id: int) -> None:
    """Its moment was missed by more than the window: leaders are asked, nothing is said by itself."""
    found = store.of_id(room.tx, announcement_id)
    if found is None:
        return
    for account in accounts.accounts_with(room.tx, (Role.LEADER,)):
        room.tell(account, sayings.Missed(number=found.number, publish_at=found.publish_at))
        cards.show(room, "announcement", announcement_id, account)


def case(room: Room, found: store.Announcement) -> Case:
    """What the law looks at when somebody wants to sign."""
    approvals = store.approvals(room.tx, found.id)
    return Case(
        author_id=found.author_id,
        named=store.named(room.tx, found.id),
        approvals=approvals,
        needed=room.office.rules_of(found.rules).announcement_approvers,
        apart_id=found.apart_id,
        is_one_voice=_is_one_voice(room, approvals),
        is_missed=announcement_cards.is_missed(room, found),
    )


def _has_recused_from(room: Room, about_id: int | None) -> bool:
    """Whether the actor has declared a conflict of interest in what is announced."""
    return about_id is not None and involvement.of(room.tx, about_id, room.actor).has_recused


def _is_one_voice(room: Room, signed: Sequence[Approval]) -> bool:
    """Whether the actor stands in for somebody who has signed, or somebody has who stands in for the actor."""
    if room.actor.person_id is None or not signed:
        return False
    mine = {staff.principal_of(room.tx, room.actor.person_id, role) for role in room.actor.roles & frozenset(READERS)}
    if mine & {each.person_id for each in signed}:
        return True
    return room.actor.person_id in {staff.principal_of(room.tx, each.person_id, each.role) for each in signed}


def apart(room: Room, what: Wanted, named: Collection[str]) -> int | None:
    """Whoever decided what is announced and may not sign it too, because others are there who can."""
    doer = history.doer(room.tx, what.standing.matter, what.standing.id, what.move)
    decider = int(doer.removeprefix("person:")) if doer.startswith("person:") else None
    signers = [
        law.Signer(person_id=person, unit=unit, roles=roles)
        for person, unit, roles in accounts.holders(room.tx, READERS)
    ]
    return law.kept_apart(decider, signers, named, room.office.rules.announcement_approvers)


def show_open(room: Room, rest: str) -> None:
    """签发: the announcements that wait for signatures or for their moment."""
    for number in [each.id for stage in (Stage.PROPOSED, Stage.APPROVED) for each in store.awaiting(room.tx, stage)]:
        cards.show(room, "announcement", number, room.actor.account_id)


def awaiting(room: Room) -> list[int]:
    """The announcements that wait for this actor's signature (待办)."""
    if not room.actor.roles & frozenset(READERS):
        return []
    proposed = [moves.loaded(room, "announcement", each.id) for each in store.awaiting(room.tx, Stage.PROPOSED)]
    return [seen[0].id for seen in proposed if seen is not None and Move.APPROVE in moves.open_to(room, *seen)]


def _signed(room: Room, found: store.Announcement) -> None:
    looked_at = case(room, found)
    needed, role = looked_at.needed, law.role_for(looked_at, room.actor)
    store.approve(room.tx, found.id, room.actor.person_id or 0, role, room.at)
    signatures = store.approvals(room.tx, found.id)
    awaited = announcement_cards.awaited(room, found)
    room.reply(sayings.Signed(number=found.number, signatures=len(signatures), needed=len(needed), awaited=awaited))
    standing = matters.standing(room.tx, "announcement", found.id)
    if standing is not None and law.is_enough(signatures, needed):
        moves.carry_out(room.acting_as(CLOCK), standing, law.APPROVALS.passes, {})


def _complete(room: Room, found: store.Announcement) -> None:
    """All approvals are there: fix the moment, hang the flags."""
    publish_at = room.office.calendar.next_speaking_moment(max(found.publish_at, room.at))
    store.plan(room.tx, found.id, publish_at)
    if found.about_id is not None:
        flags.hang(room, found.about_id)
    told, untold = flags.reached(room, found.about_id) if found.about_id is not None else ((), ())
    for account in accounts.accounts_with(room.tx, READERS):
        room.tell(
            account,
            sayings.Complete(
                number=found.number, publish_at=publish_at, told=len(told), untold=tuple(flags.names(room, untold))
            ),
        )


def _called_off(room: Room, found: store.Announcement, event: Event) -> None:
    if found.about_id is None:
        return
    flags.take_down(room, found.about_id)
    if event.move == Move.EXPIRE:
        for account in accounts.accounts_with(room.tx, READERS):
            room.tell(account, sayings.Lapsed(number=found.number))
    if event.move != Move.CANCEL:
        who = accounts.label_of(room.tx, event.by.person_id)
        _fallen(room, found.about_id, found.kind, {"reason": event.given.get("reason", ""), "who": who})


def _fallen(room: Room, about_id: int, kind: str, given: dict[str, str]) -> None:
    """Move what was not announced after all as its table says."""
    about = matters.of_id(room.tx, about_id)
    column = None if about is None else _column(room, about, kind)
    if about is not None and column is not None and column.falls:
        moves.carry_out(room.acting_as(CLOCK), about, column.falls, given)


def _published(room: Room, found: store.Announcement) -> None:
    """Move what was announced as its table says."""
    about = None if found.about_id is None else matters.of_id(room.tx, found.about_id)
    column = None if about is None else _column(room, about, found.kind)
    if about is not None and column is not None and column.said:
        moves.carry_out(room.acting_as(CLOCK), about, column.said, {})


def _column(room: Room, about: Standing, kind: str) -> Announces | None:
    """The column of its table by which a matter is announced so."""
    rules = room.office.matters[about.matter].procedure.moves.values()
    return next((rule.announces for rule in rules if rule.announces and rule.announces.kind == kind), None)


def _leak(room: Room, what: Wanted, draft: store.Draft) -> Leak | None:
    texts = [text for words in draft.renderings for text in (words.title, words.text, words.alt)]
    return guarding.words(room, texts, draft.written, what.standing.id, draft.named)


def _refused(room: Room, what: Wanted, leak: Leak) -> None:
    """Say what must not leave, to those who decide and to whoever has the matter in hand."""
    about = what.standing
    found = sayings.Leaking(
        kind=Term("matter", about.matter), number=about.number, what=Term("leak", leak.kind), where=leak.where
    )
    officer = [] if about.owner_id is None else accounts.accounts_of_person(room.tx, about.owner_id)
    for account in dict.fromkeys((*accounts.accounts_with(room.tx, READERS), *officer)):
        room.tell(account, found)
    _fallen(room, about.id, what.column.kind, {"reason": "", "who": ""})


def _tell_units(room: Room, found: store.Announcement) -> None:
    """Give the units that are to have it the very words that were signed, in the language of whoever reads."""
    copies = [words for _, words in store.renderings(room.tx, found.id) if law.unit_of(words.audience)]
    for unit in dict.fromkeys(law.unit_of(words.audience) for words in copies):
        own = [words for words in copies if words.audience == law.for_unit(unit)]
        for account in accounts.accounts_with(room.tx, (Role.UNIT_CONTACT,), unit):
            reader = accounts.actor_of(room.tx, account)
            locale = reader.locale if reader is not None else room.office.locale
            for words in [each for each in own if each.locale == locale] or own:
                copy = sayings.Copy(number=found.number, title=words.title, text=words.text)
                room.tell(account, copy, picture=words.picture)
