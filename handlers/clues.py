"""Clues: taking them in, and what follows from each move.

Lives here: `submit` (the end of the reporter's dialogue) and `CLUES`, the matter as the engine of cards and moves knows it.
Calls `storage/clues.py`; what a card shows is in `handlers/clue_faces.py`, what clues share with nominations in
`handlers/reporting/submissions.py`, the reporter's own side in `handlers/reporting/following.py`.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from domain import addressees, clues, codes
from domain.clues import Move
from domain.mechanism.procedure import Event, Facts, Outcome, Standing
from domain.people import Role
from domain.saying import Saying
from domain.sayings import clues as sayings
from domain.sayings import moves as move_sayings
from handlers import clue_faces
from handlers.conversation import cards, dialogues, moves
from handlers.conversation.room import Face, Room
from handlers.reporting import clue as clue_dialogue
from handlers.reporting import submissions, telling
from storage import clues as rows
from storage import matters
from storage import people as accounts
from storage import submissions as brought_in
from storage.desk import finding

NEXT = {
    clues.Stage.ACCEPTED: "verify",
    clues.Stage.ANSWERED: "may_review",
    clues.Stage.NEED_INFO: "wait_answer",
    clues.Stage.TRANSFERRED: "wait_receipt",
    clues.Stage.REJECTED: "may_review",
}
_MERGEABLE = frozenset({clues.Stage.TRIAGE, clues.Stage.NEED_INFO, clues.Stage.ACCEPTED})


class Clues:
    """The matter of clues."""

    procedure = clues.PROCEDURE

    def face(self, room: Room, matter_id: int) -> Face | None:
        """Show the card to a reviewer without conflict."""
        clue = rows.of_id(room.tx, matter_id)
        standing = matters.standing(room.tx, "clue", matter_id)
        if clue is None or standing is None:
            return None
        facts = self.facts(room, standing)
        return clue_faces.face(room, clue, standing, facts) if self.may_see(room, facts) else None

    def may_see(self, room: Room, facts: Facts) -> bool:
        """A reviewer without conflict."""
        return Role.REVIEWER in room.actor.roles and not facts.is_recused

    def facts(self, room: Room, standing: Standing) -> Facts:
        """Own unit, one above or below it, or a clue one brought oneself, here or in what was merged into it (the law §2);
        what one did before; and the kind: a hint of corruption goes one way only."""
        unit, kind, is_own = rows.about(room.tx, standing.id, room.actor.person_id or 0)
        is_kept_away = room.actor.person_id is not None and (is_own or submissions.is_in_line(room, unit))
        return moves.known_facts(room, standing, is_recused=is_kept_away, kind=kind)

    def suggested(self, room: Room, matter_id: int, asked: str) -> tuple[str, ...]:
        """Similar clues to merge into."""
        return tuple(each.number for each in finding.similar(room.tx, matter_id)) if asked == "into" else ()

    def objection(self, room: Room, standing: Standing, move: str, given: Mapping[str, str]) -> Saying | None:
        """A merge into nothing."""
        return self._bad_merge(room, standing.id, given["into"]) if move == Move.MERGE and given.get("into") else None

    def followed(self, room: Room, event: Event) -> None:
        """Effects of a move, then who hears of it."""
        clue = rows.of_id(room.tx, event.after.id)
        if clue is None:
            return
        brought = clue.submission
        if event.move not in (Move.CLAIM, Move.RELEASE, Move.RECUSE):
            _hold(room, clue, event)
        if event.outcome is Outcome.MOVED:
            _effect(room, clue, brought, event)
        elif event.outcome is Outcome.ACTED:
            _act(room, clue, event)
            submissions.act(room, brought, event)
        if event.outcome is Outcome.PROPOSED:
            submissions.tell_signers(room, brought, event)
        if Role.REPORTER in event.tells:
            told = addressees.to_reporter(event, clue.number, lambda at: submissions.day_of(room, at), room.today)
            if told is not None:
                submissions.tell_reporter(room, brought, told)
        if event.outcome is not Outcome.ACTED:
            submissions.tell_mover(room, event, clue.number, NEXT.get(clues.Stage(event.after.stage)))

    def reminded(self, room: Room, matter_id: int, kind: str) -> None:
        """Remind the reporter who was asked for more, else the reviewers."""
        submissions.remind(room, "clue", matter_id, kind)

    def _sees(self, room: Room, clue: rows.Clue) -> bool:
        unit, _, is_own = rows.about(room.tx, clue.id, room.actor.person_id or 0)
        return not is_own and not submissions.is_in_line(room, unit)

    def _bad_merge(self, room: Room, clue_id: int, number: str) -> Saying | None:
        """Into an open clue about the same unit that this reviewer may see, and not into itself (the law §3: same subject)."""
        clue, into = rows.of_id(room.tx, clue_id), rows.of_number(room.tx, number)
        if clue is None or into is None or into.id == clue_id or into.stage not in _MERGEABLE:
            return sayings.MergeTargetUnknown(number=number)
        is_same = into.unit == clue.unit or not (into.unit and clue.unit)
        return None if is_same and self._sees(room, into) else sayings.MergeTargetUnknown(number=number)


CLUES = Clues()


def submit(room: Room, command: telling.Submit) -> None:
    """Take a clue in: registered at once, never silently dropped; the receipt goes out with the commit."""
    rules = room.office.rules
    limit = rules.clue_per_day
    if not submissions.has_room_today(room, "clues", limit):
        dialogues.begin(room, clue_dialogue.Preview(draft=command.draft), sayings.DayIsFull(limit=limit))
        return

    def add(number: str, events: Sequence[Event], reminders: Sequence[tuple[str, datetime]]) -> int:
        return rows.add(
            room.tx,
            command.draft,
            events,
            reminders,
            account_id=room.actor.account_id,
            number=number,
            code=room.drawn.code,
            alias=room.drawn.alias,
        )

    number = submissions.take_in(
        room, "clue", "QS", add, command.draft.files, (Move.REGISTER, Move.OPEN_TRIAGE), unit=command.draft.unit or ""
    )
    room.reply(
        sayings.Receipt(
            day=room.today,
            number=number,
            code=codes.spaced(room.drawn.code),
            days=rules.clue_triage_target.amount,
            latest=rules.clue_accept_notice_realname.amount if command.draft.is_real_name else 0,
        ),
        submissions.under_receipt(room.drawn.code),
    )


def _effect(room: Room, clue: rows.Clue, brought: brought_in.Submission, event: Event) -> None:
    """What a move changes besides the stage."""
    given = event.given
    match event.move:
        case Move.ACCEPT:
            rows.set_severity(room.tx, clue.id, given["severity"])
        case Move.CORRECT_UNIT:
            rows.set_unit(room.tx, clue.id, given["unit"])
        case Move.CORRECT_KIND:
            rows.set_kind(room.tx, clue.id, given["kind"])
        case Move.TRANSFER:
            rows.set_transferred(room.tx, clue.id, given["target"])
        case Move.MERGE:
            into = rows.of_number(room.tx, given["into"])
            if into is not None:
                rows.set_merged(room.tx, clue.id, into.id)
                cards.refresh(room, "clue", into.id)
        case Move.CLOSE | Move.ANSWER | Move.ASK_REVIEW:
            _keep_words(room, clue, brought, event)


def _keep_words(room: Room, clue: rows.Clue, brought: brought_in.Submission, event: Event) -> None:
    """What was answered, by either side, stays with the clue. Once a review is asked for, somebody else looks at it."""
    given = event.given
    if event.move == Move.CLOSE:
        by = event.proposed_by or room.actor.person_id
        brought_in.note(room.tx, "clue", clue.id, "office", given["result"], room.at, by)
        return
    submissions.hear(room, brought, "answer", given.get("answer", "") or given.get("why", ""))
    if event.move == Move.ASK_REVIEW and clue.owner_id is not None:
        rows.release(room.tx, clue.id, clue.owner_id)


def _act(room: Room, clue: rows.Clue, event: Event) -> None:
    """What an act of clues alone does; the stage stays."""
    person = room.actor.person_id or 0
    match event.move:
        case Move.CLAIM:
            _claim(room, clue, person)
        case Move.RELEASE:
            if rows.release(room.tx, clue.id, person):
                room.reply(sayings.Released(number=clue.number))
        case Move.RECUSE:
            rows.release(room.tx, clue.id, person)


def _claim(room: Room, clue: rows.Clue, person: int) -> None:
    """Claim what is free, or take over what somebody claimed and then left alone; they hear of it."""
    before = accounts.label_of(room.tx, clue.owner_id)
    if not rows.claim(room.tx, clue.id, person, at=room.at, until=_claim_ends(room)):
        room.reply(move_sayings.OwnedByOther(who=before))
        return
    room.reply(sayings.Claimed(number=clue.number, before=before, days=room.office.rules.clue_claim.amount))
    if clue.owner_id is not None:
        for account in accounts.accounts_of_person(room.tx, clue.owner_id):
            room.tell(account, sayings.TakenOver(number=clue.number, who=room.actor.label))


def _hold(room: Room, clue: rows.Clue, event: Event) -> None:
    """A claim binds anew with every step of its owner, and does not run while others are waited for; who asks for more is who
    waits for the answer."""
    person = event.by.person_id
    if event.move == Move.ASK_MORE and person is not None:
        rows.hold(room.tx, clue.id, person, None)
    elif clue.owner_id is not None and (person == clue.owner_id or event.move in (Move.ANSWER, Move.LAPSE)):
        rows.hold(room.tx, clue.id, clue.owner_id, _claim_ends(room))


def _claim_ends(room: Room) -> datetime:
    return room.office.calendar.due_at(room.at, room.office.rules.clue_claim)
