"""Clues: taking them in, and what follows from each move.

Lives here: `submit` (the end of the reporter's dialogue) and `CLUES`, the matter as the engine of cards and moves knows it. Calls
`storage/clues.py`; what a card shows is in `handlers/clue_faces.py`, the reporter's own side in `handlers/following.py`.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from domain import addressees, clues, people, procedure, units
from domain.clues import Move
from domain.people import Role
from domain.procedure import Event, Outcome, Standing
from domain.saying import Choice, Saying, Term
from domain.sayings import clues as sayings
from domain.sayings import moves as move_sayings
from handlers import cards, clue_faces, clue_steps, dialogues, moves
from handlers.room import Face, Room
from storage import clues as rows
from storage import evidence, matters, shapes
from storage import people as accounts

NEXT = {
    clues.Stage.ACCEPTED: "assign",
    clues.Stage.NEED_INFO: "wait_answer",
    clues.Stage.TRANSFERRED: "wait_receipt",
    clues.Stage.REJECTED: "may_review",
}
_FREE = frozenset({Move.CLAIM, Move.RELEASE, Move.RECUSE, Move.SHOW_EVIDENCE})


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
        """Own unit, one above or below it, or a clue one brought oneself (the law §2)."""
        clue = rows.of_id(room.tx, matter_id)
        person = room.actor.person_id
        if clue is None or person is None:
            return False
        if matters.has_recused(room.tx, "clue", matter_id, person):
            return True
        if clue.account_id in accounts.accounts_of_person(room.tx, person):
            return True
        return is_in_line(room, clue.unit)

    def objection(self, room: Room, standing: Standing, move: str, given: Mapping[str, str]) -> Saying | None:
        """Somebody else's claim; corruption hints; a merge into nothing."""
        clue = rows.of_id(room.tx, standing.id)
        if clue is None or room.actor.person_id is None:
            return None
        if clue.owner_id not in (None, room.actor.person_id) and move not in _FREE | {procedure.SIGN, procedure.DECLINE}:
            return sayings.OwnedByOther(number=clue.number, who=accounts.label_of(room.tx, clue.owner_id))
        if move == Move.ACCEPT and clue.kind == clues.DISCIPLINE_KIND:
            return move_sayings.Refused(why=Term("refused", procedure.Why.DISCIPLINE_ONLY.value))
        if move == Move.MERGE and given.get("into"):
            return self._bad_merge(room, clue, given["into"])
        return None

    def followed(self, room: Room, event: Event) -> None:
        """Effects of a move, then who hears of it."""
        clue = rows.of_id(room.tx, event.after.id)
        if clue is None:
            return
        if event.outcome is Outcome.MOVED:
            _effect(room, clue, event)
        elif event.outcome is Outcome.ACTED:
            _act(room, clue, event)
        if Role.REPORTER in event.tells and event.outcome in (Outcome.MOVED, Outcome.ACTED):
            told = addressees.to_reporter(event, clue.number, lambda at: day_of(room, at), room.today)
            if told is not None:
                tell_reporter(room, clue, told)
        if room.actor.person_id is not None and event.outcome is not Outcome.ACTED:
            coming = NEXT.get(clues.Stage(event.after.stage)) if event.outcome is Outcome.MOVED else None
            room.reply(
                sayings.MovedBy(
                    number=clue.number,
                    move=Term("move", event.move),
                    outcome=Term("outcome", event.outcome.value),
                    next=Term("comes_next", coming) if coming else None,
                ),
                (Choice(value="/next", label=Term("menu", "next")),),
            )

    def readers(self, room: Room, matter_id: int) -> Sequence[int]:
        """Every reviewer who may see it."""
        found = []
        for account in accounts.accounts_with(room.tx, (Role.REVIEWER,)):
            actor = accounts.actor_of(room.tx, account)
            if actor is not None and not self.is_recused(room.acting_as(actor), matter_id):
                found.append(account)
        return found

    def _bad_merge(self, room: Room, clue: rows.Clue, number: str) -> Saying | None:
        into = rows.of_number(room.tx, number)
        if into is None or into.id == clue.id or into.merged_into is not None or self.is_recused(room, into.id):
            return sayings.MergeTargetUnknown(number=number)
        return None


CLUES = Clues()


def submit(room: Room, command: clue_steps.Submit) -> None:
    """Take a clue in: registered at once, never silently dropped; the receipt goes out with the commit."""
    limit = room.office.rules.clue_per_day
    if accounts.count(room.tx, room.actor.account_id, "clues", room.today.isoformat()) > limit:
        dialogues.begin(room, clue_steps.Preview(draft=command.draft), sayings.DayIsFull(limit=limit))
        return
    number = f"QS-{room.today.year}-{matters.next_number(room.tx, f'clue {room.today.year}'):06}"
    clue_id = rows.add(
        room.tx,
        command.draft,
        account_id=room.actor.account_id,
        number=number,
        code=room.drawn.code,
        alias=room.drawn.alias,
        rules=room.office.rules.version,
        at=room.at,
    )
    for file in command.draft.files:
        evidence.want(room.tx, room.actor.account_id, "clue", clue_id, file, room.channel, room.now)
    by_clock = room.acting_as(people.CLOCK)
    for move in (Move.REGISTER, Move.OPEN_TRIAGE):
        standing = matters.standing(room.tx, "clue", clue_id)
        if standing is not None:
            moves.carry_out(by_clock, standing, move, {})
    room.reply(
        sayings.Receipt(
            day=room.today, number=number, code=spaced(room.drawn.code), days=room.office.rules.clue_triage_target.amount
        ),
        (Choice(value="/menu", label=Term("menu", "menu")),),
    )
    for account in CLUES.readers(room, clue_id):
        cards.show(room, "clue", clue_id, account)


def tell_reporter(room: Room, clue: rows.Clue, told: Saying) -> None:
    """Keep the news with the clue, and push it: its content to a real name, only that there is some to anybody else."""
    rows.note(room.tx, clue.id, "news", shapes.encode(shapes.from_saying(told)).decode(), room.at)
    if clue.account_id == room.actor.account_id:
        room.reply(told)
        return
    route = accounts.route_of(room.tx, clue.account_id)
    if route is None or route.is_muted:
        return
    look = (Choice(value=f"/status {clue.number}", label=Term("menu", "look")),)
    if clue.is_real_name:
        room.tell(clue.account_id, told, look)
    else:
        mute = Choice(value="/mute", label=Term("menu", "mute"))
        room.tell(clue.account_id, sayings.News(number=clue.number), (*look, mute))


def tell_owner(room: Room, clue: rows.Clue, told: Saying) -> None:
    """Tell the reviewer who has claimed it, or else every reader's card is news enough."""
    if clue.owner_id is not None:
        for account in accounts.accounts_of_person(room.tx, clue.owner_id):
            room.tell(account, told)


def is_in_line(room: Room, unit: str) -> bool:
    """Whether the actor's unit is this unit, above it or below it."""
    mine = room.actor.unit
    register = room.office.register
    return bool(mine and unit) and mine in register and unit in register and units.is_in_line(register, mine, unit)


def day_of(room: Room, at: object) -> date | None:
    """The office's day of a moment."""
    return room.office.calendar.local_day(at) if isinstance(at, datetime) else None


def spaced(code: str) -> str:
    """A code in groups, to be read aloud and written down."""
    return "-".join(code[start : start + 5] for start in range(0, len(code), 5))


def _effect(room: Room, clue: rows.Clue, event: Event) -> None:
    """What a move changes besides the stage."""
    given = event.given
    match event.move:
        case Move.ACCEPT:
            rows.set_severity(room.tx, clue.id, given["severity"])
        case Move.CORRECT_UNIT:
            rows.set_unit(room.tx, clue.id, given["unit"])
        case Move.TRANSFER:
            rows.set_transferred(room.tx, clue.id, given["target"])
        case Move.MERGE:
            into = rows.of_number(room.tx, given["into"])
            if into is not None:
                rows.set_merged(room.tx, clue.id, into.id)
                cards.refresh(room, "clue", into.id)
        case Move.ANSWER | Move.ASK_REVIEW:
            rows.note(room.tx, clue.id, "answer", given.get("answer") or given.get("why", ""), room.at)
            tell_owner(room, clue, sayings.ReporterAdded(number=clue.number))


def _act(room: Room, clue: rows.Clue, event: Event) -> None:
    """What an act does; the stage stays."""
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
            matters.recuse(room.tx, "clue", clue.id, person, room.at)
            rows.release(room.tx, clue.id, person)
        case Move.WRITE:
            rows.note(room.tx, clue.id, "office", event.given["text"], room.at, person)
            done = Term("outcome", Outcome.ACTED.value)
            room.reply(sayings.MovedBy(number=clue.number, move=Term("move", event.move), outcome=done, next=None))
        case Move.SHOW_EVIDENCE:
            shown = evidence.pictures_of(room.tx, "clue", clue.id)
            others = clue_faces.files_of(room, clue)
            room.reply(sayings.Pictures(number=clue.number, pictures=len(shown), files=others), evidence=tuple(shown))
