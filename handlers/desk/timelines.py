"""历程: what was done with a matter, by whom and when, for those who may see it; and 统计, how many came and were decided.

A reporter's words are in none of it; what staff gave with a move is.
"""

from collections.abc import Collection, Mapping
from datetime import UTC, datetime, time

from domain import people
from domain.matters.parts.clue_guards import WORKED, ClueStage
from domain.mechanism.columns import Asked
from domain.mechanism.standing import Outcome, Standing
from domain.mechanism.table import Facts, Procedure
from domain.people import Role
from domain.saying import Choice, Saying, Term
from domain.sayings import cards as card_sayings
from domain.sayings.desk import timelines as sayings
from handlers.conversation import staff_words
from handlers.conversation.procedures import cards, views
from handlers.conversation.room import Room
from handlers.desk import queue
from storage import people as accounts
from storage import submissions as rows
from storage.desk import queue as queue_rows
from storage.road import history

_CLOSED = (ClueStage.ANSWERED, ClueStage.REVIEWED, ClueStage.CLOSED, ClueStage.ARCHIVED)
_LOOKING = frozenset({"show_evidence", "submit", "register", "open_triage"})


def show(room: Room, rest: str) -> None:
    """历程 of the matter of this number, or of the one whose card was shown last."""
    found = rows.of_number(room.tx, rest or staff_words.number_of_newest(room))
    reader = room.acting_as(cards.as_staff(room.actor))
    seen = None if found is None else cards.sight(reader, found.matter, found.id)
    if found is None or seen is None:
        room.reply(card_sayings.NotForYou())
        return
    made = room.office.calendar.local_day(found.made_at or found.since)
    told = tuple(lines(reader, *seen))
    back = Choice(value=f"/card {found.number}", label=Term("menu", "look"))
    told_of = (found.matter, found.id)
    room.reply(sayings.Timeline(number=found.number, made=made, lines=told), (back,), about=told_of)


def lines(reader: Room, standing: Standing, facts: Facts) -> list[sayings.TimelineStep]:
    """What was done with a matter, oldest first, without the answers that its card shows to others and not to this reader."""
    table = reader.office.matters[standing.matter].procedure
    known = views.shown(table, reader, standing, facts) or ()
    hidden = {name for names in table.shows.values() for name in names} - set(known)
    if table.begins is not None and "parent" not in known:
        hidden.add(table.begins.about if table.begins.about not in known else "")
    every = history.of_matter(reader.tx, standing.matter, standing.id)
    return [
        _step(reader, table, each, hidden) for each in every if each.move in table.moves and each.move not in _LOOKING
    ]


def last_decision(room: Room, matter: str, matter_id: int, stage: str) -> Saying | None:
    """Say who decided what a matter stands at now, why and when; None where nobody of the office did."""
    table = room.office.matters[matter].procedure
    leading = {move for move, rule in table.moves.items() if stage in rule.every_end}
    for each in reversed(history.of_matter(room.tx, matter, matter_id)):
        if each.outcome == Outcome.MOVED and each.move in leading:
            return _step(room, table, each) if each.actor.startswith("person:") else None
    return None


def show_counts(room: Room, rest: str) -> None:
    """统计 of this month: of what a reviewer may see, of everything for leaders, who read numbers and no more."""
    first = datetime.combine(room.today.replace(day=1), time(), room.office.calendar.timezone).astimezone(UTC)
    viewer = None if Role.LEADER in room.actor.roles else queue.viewer_of(room)
    found = queue_rows.counted(room.tx, viewer, since=first, at=room.at)
    todo = Choice(value="/todo", label=Term("menu", "todo"))
    room.reply(
        sayings.Counts(
            since=room.today.replace(day=1),
            came=str(found.came),
            accepted=str(sum(found.stages.get(stage, 0) for stage in WORKED)),
            closed=str(sum(found.stages.get(stage, 0) for stage in _CLOSED)),
            rejected=str(found.stages.get(ClueStage.REJECTED, 0)),
            transferred=str(found.stages.get(ClueStage.TRANSFERRED, 0)),
            merged=str(found.stages.get(ClueStage.MERGED, 0)),
            waiting=str(found.waiting),
            overdue=str(found.overdue),
        ),
        (todo,),
    )


def _step(room: Room, table: Procedure, told: history.PastEntry, hidden: Collection[str] = ()) -> sayings.TimelineStep:
    asks = {asked.name: asked for asked in table.moves[told.move].asks if asked.name not in hidden}
    chosen, words = _given(asks, told.given)
    return sayings.TimelineStep(
        at=told.at,
        who=_who(room, told.actor),
        by=None if told.actor.startswith("person:") else Term("role", _role(told.actor)),
        move=Term(f"move.{table.matter}", told.move),
        outcome=Term("step", told.outcome) if told.outcome in ("proposed", "declined") else None,
        chosen=chosen,
        words=words,
    )


def _given(asks: Mapping[str, Asked], given: Mapping[str, str]) -> tuple[Term | None, str]:
    """What was chosen, and what was written."""
    chosen = next(
        (
            Term(asks[n].table, v.removeprefix("="))
            for n, v in given.items()
            if n in asks and v and (asks[n].how == "one_of" or (asks[n].how == "text" and v.startswith("=")))
        ),
        None,
    )
    written = [v for n, v in given.items() if n in asks and asks[n].how in ("text", "matter") and not v.startswith("=")]
    return chosen, " ".join(filter(None, written))


def _who(room: Room, actor: str) -> str:
    prefix, _, number = actor.partition(":")
    return accounts.label_of(room.tx, int(number)) if prefix == "person" else ""


def _role(actor: str) -> str:
    return Role.REPORTER.value if actor == people.REPORTER else Role.CLOCK.value
