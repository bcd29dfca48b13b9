"""Clues: taking them in, and what follows from each move.

Lives here: `submit` (the end of the reporter's dialogue) and `CLUES`, the matter as the engine of cards and moves knows it. Calls
`storage/clues.py`; what a card shows is in `handlers/clue_faces.py`, what clues share with nominations in `handlers/submissions.py`, the
reporter's own side in `handlers/following.py`.
"""

from collections.abc import Mapping, Sequence

from domain import addressees, clues, codes
from domain.clues import Move
from domain.people import Role
from domain.procedure import Event, Facts, Outcome, Standing
from domain.saying import Saying
from domain.sayings import clues as sayings
from handlers import cards, clue_faces, dialogues, moves, submissions
from handlers.reporting import clue as clue_dialogue
from handlers.room import Face, Room
from storage import clues as rows
from storage import people as accounts
from storage import submissions as brought_in

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
        if clue is None or Role.REVIEWER not in room.actor.roles or self.is_recused(room, matter_id):
            return None
        return clue_faces.face(room, clue)

    def is_recused(self, room: Room, matter_id: int) -> bool:
        """Own unit, one above or below it, or a clue one brought oneself, here or in what was merged into it (the law §2)."""
        clue = rows.of_id(room.tx, matter_id)
        return clue is not None and self._is_conflicted(room, clue)

    def facts(self, room: Room, standing: Standing) -> Facts:
        """Conflicts, what one did before, and the kind: a hint of corruption goes one way only."""
        clue = rows.of_id(room.tx, standing.id)
        assert clue is not None, "it stands somewhere"
        return moves.common_facts(room, standing, is_recused=self._is_conflicted(room, clue), kind=clue.kind)

    def objection(self, room: Room, standing: Standing, move: str, given: Mapping[str, str]) -> Saying | None:
        """A merge into nothing."""
        return self._bad_merge(room, standing.id, given["into"]) if move == Move.MERGE and given.get("into") else None

    def followed(self, room: Room, event: Event) -> None:
        """Effects of a move, then who hears of it."""
        clue = rows.of_id(room.tx, event.after.id)
        if clue is None:
            return
        brought = clue.submission
        if event.outcome is Outcome.MOVED:
            _effect(room, clue, brought, event)
        elif event.outcome is Outcome.ACTED:
            _act(room, clue, event)
            submissions.act(room, brought, event)
        if Role.REPORTER in event.tells:
            told = addressees.to_reporter(event, clue.number, lambda at: submissions.day_of(room, at), room.today)
            if told is not None:
                submissions.tell_reporter(room, brought, told)
        if event.outcome is not Outcome.ACTED:
            submissions.tell_mover(room, event, clue.number, NEXT.get(clues.Stage(event.after.stage)))

    def readers(self, room: Room, matter_id: int) -> Sequence[int]:
        """Every reviewer who may see it."""
        return submissions.readers(room, "clue", matter_id)

    def reminded(self, room: Room, matter_id: int, kind: str) -> None:
        """Remind the reporter who was asked for more, else the reviewers."""
        submissions.remind(room, "clue", matter_id, kind)

    def _is_conflicted(self, room: Room, clue: rows.Clue) -> bool:
        person = room.actor.person_id
        if person is None:
            return False
        is_own = submissions.is_conflicted(room, "clue", clue.id, clue.account_id, clue.unit)
        return is_own or rows.is_merged_from(room.tx, clue.id, person)

    def _bad_merge(self, room: Room, clue_id: int, number: str) -> Saying | None:
        into = rows.of_number(room.tx, number)
        if into is None or into.id == clue_id or into.stage not in _MERGEABLE or self.is_recused(room, into.id):
            return sayings.MergeTargetUnknown(number=number)
        return None


CLUES = Clues()


def submit(room: Room, command: clue_dialogue.Submit) -> None:
    """Take a clue in: registered at once, never silently dropped; the receipt goes out with the commit."""
    rules = room.office.rules
    limit = rules.clue_per_day
    if not submissions.has_room_today(room, "clues", limit):
        dialogues.begin(room, clue_dialogue.Preview(draft=command.draft), sayings.DayIsFull(limit=limit))
        return

    def add(number: str, standing: Standing) -> int:
        return rows.add(
            room.tx,
            command.draft,
            standing,
            account_id=room.actor.account_id,
            number=number,
            code=room.drawn.code,
            alias=room.drawn.alias,
            at=room.at,
        )

    number = submissions.take_in(room, "clue", "QS", add, command.draft.files, (Move.REGISTER, Move.OPEN_TRIAGE))
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
            if rows.claim(room.tx, clue.id, person):
                room.reply(sayings.Claimed(number=clue.number))
            else:
                room.reply(sayings.OwnedByOther(number=clue.number, who=accounts.label_of(room.tx, clue.owner_id)))
        case Move.RELEASE:
            if rows.release(room.tx, clue.id, person):
                room.reply(sayings.Released(number=clue.number))
        case Move.RECUSE:
            rows.release(room.tx, clue.id, person)
