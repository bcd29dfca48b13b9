"""Nominations of strivers: taking them in, what a reviewer sees of one, and what follows from each move.

Lives here: `STRIVERS`, the matter as the engine of cards and moves knows it. Its road to and from the nominator is that of the
clues, `handlers/reporting/submissions.py`.
"""

from collections.abc import Mapping

from domain import addressees, codes, strivers
from domain.cards import CardView
from domain.mechanism.standing import Event, Outcome, Running, Standing
from domain.mechanism.table import Facts
from domain.people import Role
from domain.sayings import strivers as sayings
from domain.strivers import Move
from handlers.conversation import moves, views
from handlers.conversation.room import Room
from handlers.desk import queue
from handlers.reporting import shown, submissions
from storage import matters


class Strivers:
    """The matter of nominations."""

    procedure = strivers.PROCEDURE

    def view(self, room: Room, matter_id: int) -> CardView | None:
        """Show the card to a reviewer without conflict."""
        found = moves.loaded(room, "striver", matter_id)
        return None if found is None else views.of(room, strivers.PROCEDURE, *found, shown.striver)

    def may_see(self, room: Room, standing: Standing, facts: Facts) -> bool:
        """A reviewer without conflict."""
        return Role.REVIEWER in room.actor.roles and not facts.is_recused

    def facts(self, room: Room, standing: Standing) -> Facts:
        """The nominee's unit or one in line with it, or a nomination one brought oneself (the law §2)."""
        return submissions.facts(room, standing)

    def suggested(self, room: Room, matter_id: int, asked: str) -> tuple[str, ...]:
        """Nothing."""
        return ()

    def followed(self, room: Room, event: Event) -> None:
        """Effects of a move, then who hears of it."""
        brought = submissions.of_event(event)
        if event.outcome is Outcome.ACTED:
            submissions.act(room, brought, event)
        elif event.outcome is Outcome.MOVED and event.move == Move.ANSWER:
            submissions.hear(room, brought, "answer", event.given.get("answer", ""))
        elif event.outcome is Outcome.MOVED and event.move == Move.CORRECT_UNIT:
            matters.set_unit(room.tx, brought.id, event.given["unit"])
        if event.outcome is Outcome.PROPOSED:
            submissions.tell_signers(room, brought, event)
        if Role.REPORTER in event.tells:
            told = addressees.to_nominator(event, brought.number, lambda at: submissions.day_of(room, at), room.today)
            if told is not None:
                submissions.tell_reporter(room, brought, told)
        if event.outcome is not Outcome.ACTED:
            submissions.tell_mover(room, event, brought.number, shown.NEXT.get(event.after.stage))

    def brought(self, room: Room, standing: Standing, given: Mapping[str, str]) -> None:
        """The receipt goes out with the commit."""
        submissions.ring(room, standing)
        room.reply(
            sayings.Receipt(
                day=room.today,
                number=standing.number,
                code=codes.spaced(room.drawn.code),
                days=room.office.rules.striver_take_up.amount,
            ),
            submissions.under_receipt(room.drawn.code),
        )

    def coming(self, room: Room, event: Event) -> int | None:
        """The next card of the reviewer's queue."""
        return queue.next_after(room, event)

    def reminded(self, room: Room, standing: Standing, term: Running, kind: str) -> None:
        """Remind the nominator who was asked for more, else the reviewers."""
        submissions.remind(room, standing, term, kind)


STRIVERS = Strivers()
