"""A reporter whom nothing reaches any more: who works on what they brought learns that, and nothing else about them; and who
comes back learns what they missed.
"""

from datetime import date, datetime

from domain.saying import Choice, Term
from domain.sayings import clues as sayings
from handlers.conversation.procedures import cards
from handlers.conversation.room import Room
from handlers.reporting import submissions
from storage import people as accounts
from storage import submissions as rows
from storage.road import history, outbox, pages, reach, routes
from storage.road.outbox import Waiting

MOST_BUTTONS = 5


def since(room: Room, account_id: int) -> date | None:
    """The office's day since which nothing can be brought to whoever brought something in; None where it can."""
    lost = routes.unreachable_since(room.tx, account_id)
    return None if lost is None else room.office.calendar.local_day(lost)


def is_reporter(room: Room, account_id: int) -> bool:
    """Whether an account is of nobody who works here, or one by which somebody reported who does: neither is named to anybody."""
    actor = accounts.actor_of(room.tx, account_id)
    return actor is None or actor.person_id is None or bool(rows.of_account(room.tx, account_id, limit=1))


def tell(room: Room, row: Waiting) -> None:
    """Tell whoever moved the matter last that this word about it did not arrive; its cards show it to everybody."""
    number = getattr(outbox.body(room.tx, row).saying, "number", "") if row.body else ""
    brought = rows.of_number(room.tx, number) if isinstance(number, str) and number else None
    if brought is None or brought.account_id != row.account_id:
        return
    cards.refresh(room, brought.matter, brought.id)
    person = history.last_person(room.tx, brought.matter, brought.id) or brought.owner_id
    for account in reach.of_person(room.tx, room.now, person) if person else ():
        room.tell(account, sayings.ReporterUnreachable(number=brought.number))


def catch_up(room: Room, lost_at: datetime) -> bool:
    """Tell whoever is back, after nothing reached them since `lost_at`, which of their matters had news; False where none had.

    The first word that was lost is older than the moment in which the platform said so.
    """
    account_id = room.actor.account_id
    began = min(lost_at, pages.undelivered_since(room.tx, account_id) or lost_at)
    missed = tuple(
        brought.number
        for brought in rows.of_account(room.tx, account_id)
        if any(note.at >= began for note in rows.notes(room.tx, brought.matter, brought.id, ("news",), limit=1))
    )
    if not missed:
        return False
    look = (Choice(value=f"{submissions.LOOK}{number}", text=number) for number in missed[:MOST_BUTTONS])
    room.reply(sayings.NewsMissed(numbers=missed), (*look, Choice(value="/menu", label=Term("menu", "menu"))))
    return True
