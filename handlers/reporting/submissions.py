"""What people bring, clue or nomination: taking it in, and the road between the one who brought it and the office.

Neither side learns who the other is.
"""

from collections.abc import Sequence
from datetime import date, datetime

from domain import codes, people
from domain.mechanism import limits, procedure
from domain.mechanism.reminders import ReminderKind
from domain.mechanism.standing import Event, Outcome, Running, Standing
from domain.people import Role
from domain.saying import Choice, Saying, Style, Term
from domain.sayings import clues as sayings
from handlers.conversation.procedures import views
from handlers.conversation.room import Room
from handlers.desk import ringing
from storage import shapes
from storage import submissions as rows
from storage.road import reach, tallies
from storage.submissions import Reporter, Word

LOOK = "/status "  # and its number: how every word to whoever brought something leads to it


def leads_to_brought(handles: Sequence[str]) -> bool:
    """Whether words with these handles are about something that their reader brought."""
    return any(handle.startswith(LOOK) for handle in handles)


def has_room_today(room: Room, what: str, limit: int) -> bool:
    """Count one more of this account today; False where the rule's number is full."""
    return tallies.count(room.tx, room.actor.account_id, what, room.today.isoformat()) <= limit


def tell_reporter(
    room: Room, brought: Standing, told: Saying, reporter: Reporter | None = None, words: Sequence[Word] = ()
) -> None:
    """Keep the news with the matter, and push it: its content to a real name, to anybody else only that there is some. `reporter` is
    how to tell them, where it is known; `words` are kept with the news.

    Whoever made the move themselves, from whatever account they proved the code, is answered with it at once.
    """
    reporter = reporter or rows.reporter_of(room.tx, brought.id)
    if reporter is None:
        return
    kept = (*words, ("news", _written(told), None))
    rows.note(room.tx, brought.matter, brought.id, kept, room.at, sealing=reporter.sealing)
    if room.actor.roles == {Role.REPORTER}:
        room.reply(told)
    if brought.account_id != room.actor.account_id:
        _push(room, brought, reporter, told, is_message=any(kind == "office" for kind, *_ in words))


def may_answer(room: Room, brought: Standing) -> bool:
    """Whether it waits for an answer of whoever brought it."""
    citizen = people.Actor(roles=frozenset({Role.REPORTER}))
    return "answer" in procedure.open_to(room.office.matters[brought.matter].procedure, brought, citizen)


def keep_news(room: Room, brought: Standing, told: Saying) -> None:
    """Keep something as the last news of a matter, where whoever brought it reads it already."""
    rows.note(room.tx, brought.matter, brought.id, [("news", _written(told), None)], room.at)


def _written(told: Saying) -> str:
    return shapes.encode(shapes.from_saying(told)).decode()


def _push(room: Room, brought: Standing, reporter: Reporter, told: Saying, *, is_message: bool = False) -> None:
    """Tell whoever gave their name all of it, with a way to answer what is asked or was written; anybody else that there is news."""
    if room.actor.person_id is not None and reporter.lost_at is not None:
        room.reply(sayings.ReporterUnreachable(number=brought.number))
    if not reporter.channel or brought.account_id is None:
        return
    look = (Choice(value=f"{LOOK}{brought.number}", label=Term("menu", "look")),)
    if reporter.is_real_name:
        name = "answer" if may_answer(room, brought) else "supplement" if is_message else ""
        reply = (Choice(value=f"/supplement {brought.number}", label=Term("own", name)),) if name else ()
        room.tell(brought.account_id, told, (*look, *reply), channel=reporter.channel)
    else:
        mute = Choice(value="/mute", label=Term("menu", "mute"))
        news = sayings.News(number=brought.number)
        room.tell(brought.account_id, news, (*look, mute), channel=reporter.channel)


def tell_signers(room: Room, brought: Standing, event: Event) -> None:
    """Let those hear who may sign what was just proposed: not who proposed it, nor who took part in what is reviewed."""
    mover = event.by.person_id or 0
    ringing.ring_reviewers(
        room,
        brought.matter,
        brought.id,
        unit=brought.unit,
        brought_by=brought.account_id or 0,
        without=(mover,),
    )


def tell_mover(room: Room, event: Event, coming: str | None) -> None:
    """Tell the member of staff who moved it what was done and what comes next."""
    if room.actor.person_id is None:
        return
    onward = "next" if Role.REVIEWER in room.actor.roles else "todo"
    room.reply(
        sayings.MovedBy(
            number=event.after.number,
            move=Term(f"move.{event.after.matter}", event.move),
            outcome=Term("outcome", event.outcome.value),
            next=Term("comes_next", coming) if coming and event.outcome is Outcome.MOVED else None,
            due=views.new_day(room, event),
        ),
        (Choice(value=f"/{onward}", label=Term("menu", onward)),),
    )


def hear(room: Room, brought: Standing, owner_id: int | None, kind: str, text: str) -> None:
    """Keep what the reporter added, and tell the reviewer who had claimed it; every reader's card shows it anyway."""
    if text:
        rows.note(room.tx, brought.matter, brought.id, [(kind, text, None)], room.at)
    for account in reach.of_person(room.tx, room.now, owner_id) if owner_id is not None else ():
        tell_of_addition(room, brought, account)


def tell_of_addition(room: Room, brought: Standing, account: int) -> None:
    """Tell a member of staff that whoever brought it added something."""
    look = (Choice(value=f"/card {brought.number}", label=Term("menu", "look")),)
    room.tell(account, sayings.ReporterAdded(number=brought.number), look)


def remind(room: Room, standing: Standing, term: Running, kind: str) -> None:
    """Remind whoever brought it that a moment of the term has come (the law §13A): who was asked for more, at half time; and one working
    day over, who was promised it."""
    matter = standing.matter
    due = room.office.calendar.local_day(term.due_at)
    table = room.office.matters[matter].procedure
    limit = limits.found(table.terms, term.name, standing.stage)
    if limit is None or limit.is_right:
        return
    if may_answer(room, standing):
        if kind == ReminderKind.HALF:
            tell_reporter(room, standing, sayings.AnswerReminder(number=standing.number, due=due))
        return
    reporter = rows.reporter_of(room.tx, standing.id)
    if kind == ReminderKind.OVERDUE and limit.is_promised and term.due_at < room.at and reporter is not None:
        late = sayings.Late(due=due, phone=room.office.profile.phone)
        stage = Term(f"stage.{matter}", standing.stage)
        _push(room, standing, reporter, sayings.LateNews(number=standing.number, stage=stage, late=late))


def said_since(room: Room, matter: str, matter_id: int) -> tuple[str, ...]:
    """What either side wrote last."""
    kinds = ("supplement", "answer", "office")
    return tuple(note.text for note in rows.notes(room.tx, matter, matter_id, kinds, limit=5))


def is_late(room: Room, brought: Standing) -> bool:
    """Whether the office has missed a term that the reporter was promised."""
    promised = brought.stage in room.office.matters[brought.matter].procedure.promises
    due_at = promised_at(room, brought)
    return promised and due_at is not None and due_at < room.at


def promised_at(room: Room, brought: Standing) -> datetime | None:
    """When the term ends that whoever brought it waits for, or has."""
    return views.promised_at(room.office.matters[brought.matter].procedure, brought)


def under_receipt(code: str) -> tuple[Choice, ...]:
    """What stands under a receipt: its picture, and the menu."""
    keep = Choice(value=f"/receipt {codes.spaced(code)}", label=Term("menu", "receipt"), style=Style.PRIMARY)
    return (keep, Choice(value="/menu", label=Term("menu", "menu")))


def day_of(room: Room, at: object) -> date | None:
    """The office's day of a moment."""
    return room.office.calendar.local_day(at) if isinstance(at, datetime) else None
