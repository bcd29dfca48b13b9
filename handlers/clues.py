"""Clues: taking them in, and what follows from each move.

Lives here: `CLUES`, the matter as the engine of cards and moves knows it.
Calls `storage/clues.py`; what a card shows is in `handlers/reporting/shown.py`, what clues share with nominations in
`handlers/reporting/submissions.py`, the reporter's own side in `handlers/reporting/following.py`.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from domain import addressees, clues, codes
from domain.cards import CardView
from domain.clues import Move
from domain.mechanism.standing import Event, Outcome, Running, Standing
from domain.mechanism.table import Facts
from domain.people import Role
from domain.saying import Saying
from domain.sayings import clues as sayings
from domain.sayings import moves as move_sayings
from handlers.conversation import cards, moves, views
from handlers.conversation.room import Room
from handlers.desk import queue
from handlers.reporting import shown, submissions
from storage import clues as rows
from storage import matters
from storage import people as accounts
from storage import submissions as brought_in
from storage.desk import finding
from storage.mechanism import kin
from storage.submissions import Reporter, Submission

_MERGEABLE = frozenset({clues.Stage.TRIAGE, clues.Stage.NEED_INFO, clues.Stage.ACCEPTED})


class Clues:
    """The matter of clues."""

    procedure = clues.PROCEDURE

    def view(self, room: Room, matter_id: int) -> CardView | None:
        """Show the card to a reviewer without conflict."""
        found = moves.loaded(room, "clue", matter_id)
        return None if found is None else views.of(room, clues.PROCEDURE, *found, shown.clue)

    def may_see(self, room: Room, standing: Standing, facts: Facts) -> bool:
        """A reviewer without conflict."""
        return Role.REVIEWER in room.actor.roles and not facts.is_recused

    def facts(self, room: Room, standing: Standing) -> Facts:
        """Own unit, one above or below it, or a clue one brought oneself, here or in what was merged into it (the law §2);
        what one did before; and the kind: a hint of corruption goes one way only."""
        return replace(submissions.facts(room, standing), kind=standing.category)

    def suggested(self, room: Room, matter_id: int, asked: str) -> tuple[str, ...]:
        """Similar clues to merge into."""
        return tuple(each.number for each in finding.similar(room.tx, matter_id)) if asked == "into" else ()

    def unfit(self, room: Room, standing: Standing, move: str, given: Mapping[str, str]) -> Saying | None:
        """A merge into nothing."""
        return self._bad_merge(room, standing, given["into"]) if move == Move.MERGE and given.get("into") else None

    def changed(self, room: Room, event: Event) -> Event:
        """A claim binds anew with every step of its owner, and does not run while others are waited for; who asks for more is who
        waits for the answer. Once a review is asked for, somebody else looks at it."""
        after, person = event.after, event.by.person_id
        if event.outcome is Outcome.MOVED and event.move == Move.TRANSFER:
            after = replace(after, own={**after.own, "transferred_to": event.given["target"]})
        if event.outcome is Outcome.MOVED and event.move == Move.ASK_REVIEW:
            after = replace(after, owner_id=None, owned_until=None)
        elif event.move == Move.ASK_MORE and person is not None and after.owner_id in (None, person):
            after = replace(after, owner_id=person, owned_until=None)
        elif _binds_anew(event):
            after = replace(after, owned_until=_claim_ends(room))
        return replace(event, after=after)

    def followed(self, room: Room, event: Event) -> None:
        """Effects of a move, then who hears of it."""
        brought = submissions.of_event(event)
        reporter = brought_in.reporter_of(room.tx, brought.id) if Role.REPORTER in event.tells else None
        if event.outcome is Outcome.MOVED:
            _effect(room, brought, event, reporter)
        elif event.outcome is Outcome.ACTED:
            _act(room, brought, event)
            submissions.act(room, brought, event)
        if event.outcome is Outcome.PROPOSED:
            submissions.tell_signers(room, brought, event)
        if Role.REPORTER in event.tells:
            told = addressees.to_reporter(event, brought.number, lambda at: submissions.day_of(room, at), room.today)
            if told is not None:
                submissions.tell_reporter(room, brought, told, reporter)
        if event.outcome is not Outcome.ACTED:
            submissions.tell_mover(room, event, brought.number, shown.NEXT.get(event.after.stage))

    def brought(self, room: Room, standing: Standing, given: Mapping[str, str]) -> None:
        """Registered at once, never silently dropped; the receipt goes out with the commit."""
        is_real_name = given.get("signed") == clues.REAL_NAME
        rows.add_beside(room.tx, standing, given, is_real_name=is_real_name)
        submissions.ring(room, standing)
        rules = room.office.rules
        room.reply(
            sayings.Receipt(
                day=room.today,
                number=standing.number,
                code=codes.spaced(room.drawn.code),
                days=rules.clue_triage_target.amount,
                latest=rules.clue_accept_notice_realname.amount if is_real_name else 0,
            ),
            submissions.under_receipt(room.drawn.code),
        )

    def coming(self, room: Room, event: Event) -> int | None:
        """The next card of the reviewer's queue."""
        return queue.next_after(room, event)

    def reminded(self, room: Room, standing: Standing, term: Running, kind: str) -> None:
        """Remind the reporter who was asked for more, else the reviewers."""
        submissions.remind(room, standing, term, kind)

    def _bad_merge(self, room: Room, clue: Standing, number: str) -> Saying | None:
        """Into an open clue about the same unit that this reviewer may see, and not into itself (the law §3: same subject)."""
        found = matters.numbered(room.tx, "clue", number.strip().upper())
        if found is None or found.id == clue.id or found.stage not in _MERGEABLE:
            return sayings.MergeTargetUnknown(number=number)
        is_same = found.unit == clue.unit or not (found.unit and clue.unit)
        is_seen = is_same and not self.facts(room, found).is_recused
        return None if is_seen else sayings.MergeTargetUnknown(number=number)


CLUES = Clues()


def _effect(room: Room, brought: Submission, event: Event, reporter: Reporter | None) -> None:
    """What a move changes besides the stage."""
    given = event.given
    match event.move:
        case Move.CORRECT_UNIT:
            rows.set_unit(room.tx, brought.id, given["unit"])
        case Move.CORRECT_KIND:
            rows.set_kind(room.tx, brought.id, given["kind"])
        case Move.MERGE:
            into = rows.of_number(room.tx, given["into"])
            if into is not None:
                kin.hand_on(room.tx, brought.id, into.id, clues.MERGED)  # what was merged into it before goes along
                kin.link(room.tx, brought.id, into.id, clues.MERGED, room.at)
                cards.refresh(room, "clue", into.id)
        case Move.CLOSE:
            by = event.proposed_by or room.actor.person_id
            sealing = reporter.sealing if reporter else None
            brought_in.note(room.tx, "clue", brought.id, "office", given["result"], room.at, by, sealing=sealing)
        case Move.ANSWER | Move.ASK_REVIEW:
            submissions.hear(room, brought, "answer", given.get("answer", "") or given.get("why", ""))


def _act(room: Room, brought: Submission, event: Event) -> None:
    """What an act of clues alone does; the stage stays."""
    person = room.actor.person_id or 0
    match event.move:
        case Move.CLAIM:
            _claim(room, brought, person)
        case Move.RELEASE:
            if rows.release(room.tx, brought.id, person):
                room.reply(sayings.Released(number=brought.number))
        case Move.RECUSE:
            rows.release(room.tx, brought.id, person)
        case _ if _binds_anew(event):
            rows.hold(room.tx, brought.id, person, _claim_ends(room))


def _claim(room: Room, brought: Submission, person: int) -> None:
    """Claim what is free, or take over what somebody claimed and then left alone; they hear of it."""
    before = accounts.label_of(room.tx, brought.owner_id)
    if not rows.claim(room.tx, brought.id, person, at=room.at, until=_claim_ends(room)):
        room.reply(move_sayings.OwnedByOther(who=before))
        return
    room.reply(sayings.Claimed(number=brought.number, before=before, days=room.office.rules.clue_claim.amount))
    if brought.owner_id is not None:
        for account in accounts.accounts_of_person(room.tx, brought.owner_id):
            room.tell(account, sayings.TakenOver(number=brought.number, who=room.actor.label))


def _binds_anew(event: Event) -> bool:
    owner = event.before.owner_id
    return owner is not None and (event.by.person_id == owner or event.move in (Move.ANSWER, Move.LAPSE))


def _claim_ends(room: Room) -> datetime:
    return room.office.calendar.due_at(room.at, room.office.rules.clue_claim)
