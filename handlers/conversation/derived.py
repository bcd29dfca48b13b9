"""A matter of which everything follows from its table: its beginning, card, buttons, 待办, news, reminders, and what moves besides.

Lives here: `Derived`, the `Matter` of any procedure whose table says what its card `shows`. A new procedure is its table in
`domain/` and its words in `words/`; it needs nothing here (`docs/adding-a-procedure.md`).
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from domain.lifecycles import PROCEDURES
from domain.mechanism import procedure
from domain.mechanism.columns import OWN_SIDE, Also, Asked, Party, Relation, is_party
from domain.mechanism.standing import Event, Outcome, Pending, Standing
from domain.mechanism.table import SIGN, Facts, Procedure
from domain.people import CLOCK, Role
from domain.saying import Choice, Style, Term
from domain.sayings import cards as card_sayings
from domain.sayings import clues as clue_sayings
from domain.sayings import matters as sayings
from handlers.conversation import answers, cards, moves, relations
from handlers.conversation.room import Face, Room
from handlers.desk import ringing
from storage import matters
from storage import people as accounts

Effect = Callable[[Room, Event], None]
More = Callable[[Room, Standing], tuple[sayings.Line, ...]]


class Derived:
    """A matter by its table."""

    def __init__(self, table: Procedure, effects: Mapping[str, Effect], more: More | None = None) -> None:
        """The table must say what its card shows to whom. `effects` are what its moves change that is no matter, by name;
        `more` finds what the card shows besides its own facts."""
        self.procedure = table
        self._effects = effects
        self._more = more

    def facts(self, room: Room, standing: Standing) -> Facts:
        """What the actor is to the matter, whether a conflict keeps them away (the law §2), and what they did before."""
        known = moves.common_facts(room, standing, is_recused=room.is_in_line(standing.unit))
        return replace(known, kind=standing.category, relations=relations.of_actor(room, standing))

    def may_see(self, room: Room, facts: Facts) -> bool:
        """Whoever is one of the parties to whom the card shows something."""
        return _fields(self.procedure, room, facts) is not None

    def face(self, room: Room, matter_id: int) -> Face | None:
        """Its card for this actor; None where they may not see it."""
        standing = matters.standing(room.tx, self.procedure.matter, matter_id)
        if standing is None:
            return None
        facts = self.facts(room, standing)
        fields = _fields(self.procedure, room, facts)
        if fields is None:
            return None
        fields = self._without_hidden(room, standing, fields)
        buttons = tuple(
            Choice(value=move, label=Term(f"move.{standing.matter}", move), style=_style(self.procedure, move))
            for move in procedure.open_to(self.procedure, standing, room.actor, facts)
        )
        is_of_office = any(isinstance(party, Role) for party in _seeing(self.procedure, room, facts))
        pending = (
            standing.pending if is_of_office else None
        )  # what is not signed yet is no decision: its unit does not read it
        return Face(saying=self._view(room, standing, fields, pending), buttons=buttons)

    def suggested(self, room: Room, matter_id: int, asked: str) -> tuple[str, ...]:
        """Nothing beyond what the table offers."""
        return ()

    def followed(self, room: Room, event: Event) -> None:
        """Moves besides, then who hears of it."""
        rule = self.procedure.moves[event.move]
        if event.outcome is Outcome.PROPOSED:
            self._tell(room, event, (rule.second,) if rule.second else (), "proposed")
        if event.outcome is Outcome.DECLINED and event.proposed_by is not None:
            told = self._told(room, event, "declined")
            for account in accounts.accounts_of_person(room.tx, event.proposed_by):
                room.tell(account, told, look(event.after))
        if event.outcome is Outcome.MOVED:
            for effect in rule.effects:
                self._effects[effect](room, event)
            for also in rule.also:
                _move_besides(room, event.after, also)
            self._tell(room, event, (*rule.tells, *self.procedure.todo.get(event.after.stage, ())), event.move)
        if room.actor.person_id is not None:
            room.reply(
                clue_sayings.MovedBy(
                    number=event.after.number,
                    move=Term(f"move.{event.after.matter}", event.move),
                    outcome=Term("outcome", event.outcome.value),
                    next=None,
                ),
                look(event.after),
            )

    def reminded(self, room: Room, matter_id: int, kind: str) -> None:
        """Remind those in whose 待办 it stands."""
        standing = matters.standing(room.tx, self.procedure.matter, matter_id)
        if standing is None:
            return
        reminder = sayings.Reminder(
            kind=Term("matter", standing.matter),
            number=standing.number,
            what=Term("reminder", kind),
            stage=Term(f"stage.{standing.matter}", standing.stage),
            due=_day(room, standing),
        )
        waits_for = self.procedure.todo.get(standing.stage, frozenset())
        ringing.ring_roles(room, relations.roles_of(waits_for), standing)
        for account in relations.accounts_of(room, standing, waits_for):
            room.tell(account, reminder, look(standing))

    def _tell(self, room: Room, event: Event, parties: Sequence[Party], news: str) -> None:
        """Tell those whom it concerns what happened; who holds a role hears on their desk that something waits."""
        after, told = event.after, self._told(room, event, news)
        ringing.ring_roles(room, relations.roles_of(parties), after)
        for account in relations.accounts_of(room, after, frozenset(parties)):
            if account != room.actor.account_id:
                room.tell(account, told, look(after))

    def _without_hidden(self, room: Room, standing: Standing, fields: tuple[str, ...]) -> tuple[str, ...]:
        """What it is about is named only to those who may see that matter: a unit does not learn of a clue."""
        beginning = self.procedure.begins
        parent = None if standing.parent_id is None else matters.of_id(room.tx, standing.parent_id)
        if beginning is None or parent is None or beginning.about not in fields:
            return fields
        if room.office.matters[parent.matter].may_see(room, moves.facts_of(room, parent)):
            return fields
        return tuple(field for field in fields if field != beginning.about)

    def _told(self, room: Room, event: Event, news: str) -> sayings.Told:
        after = event.after
        return sayings.Told(
            news=Term(f"told.{after.matter}", news),
            kind=Term("matter", after.matter),
            number=after.number,
            unit=room.office.name_of(after.unit),
            lines=answers.lines(after.matter, self.procedure.moves[event.move].asks, event.given),
            due=_day(room, after),
        )

    def _view(self, room: Room, standing: Standing, fields: Iterable[str], pending: Pending | None) -> sayings.View:
        is_late = standing.due_at is not None and standing.due_at < room.at
        is_owed = is_late and standing.stage not in self.procedure.rights
        return sayings.View(
            kind=Term("matter", standing.matter),
            number=standing.number,
            unit=room.office.name_of(standing.unit),
            stage=Term(f"stage.{standing.matter}", standing.stage),
            due=_day(room, standing),
            is_overdue=Term("overdue", "yes") if is_owed else None,
            lines=(
                *answers.lines(standing.matter, _asked(self.procedure, fields), standing.own),
                *(self._more(room, standing) if self._more else ()),
            ),
            officer=accounts.label_of(room.tx, standing.owner_id),
            pending=Term(f"move.{standing.matter}", pending.move) if pending else None,
            pending_by=accounts.label_of(room.tx, pending.by) if pending else "",
            pending_lines=self._proposed(pending),
        )

    def _proposed(self, pending: Pending | None) -> tuple[sayings.Line, ...]:
        """What a second signer signs for."""
        if pending is None:
            return ()
        return answers.lines(self.procedure.matter, self.procedure.moves[pending.move].asks, pending.given)


def of_tables(
    tables: Mapping[str, Procedure], effects: Mapping[str, Effect], more: Mapping[str, More]
) -> dict[str, "Derived"]:
    """The matters of which everything follows from their table, by name; `effects` and `more` as `Derived` has them."""
    return {name: Derived(table, effects, more.get(name)) for name, table in tables.items() if table.shows}


def todo(room: Room, rest: str) -> bool:
    """待办: the cards that wait for this actor."""
    shown = waiting(room)
    for standing in shown:
        cards.show(room, standing.matter, standing.id, room.actor.account_id)
    return bool(shown)


def waiting(room: Room) -> list[Standing]:
    """What waits for this actor, of all procedures whose table says so."""
    tables = {kind: matter for kind, matter in room.office.matters.items() if isinstance(matter, Derived)}
    places = [(kind, stage) for kind, matter in tables.items() for stage in matter.procedure.todo]
    reader = room.acting_as(cards.as_staff(room.actor))
    return [
        each for each in matters.open_in(room.tx, places) if _waits_for(reader, tables[each.matter].procedure, each)
    ]


def kind_of(number: str) -> str:
    """Of which procedure that people begin in chat a number is; empty where of none."""
    begun = ((kind, table.begins.prefix) for kind, table in PROCEDURES.items() if table.begins)
    return next((kind for kind, prefix in begun if number.startswith(f"{prefix}-")), "")


def show(room: Room, number: str) -> None:
    """Show the card of a number, to whoever may see it."""
    kind = kind_of(number)
    found = seen(room, (kind,), number) if kind else None
    if found is not None:
        cards.show(room, found.matter, found.id, room.actor.account_id)
    else:
        room.reply(card_sayings.NotForYou())


def _waits_for(reader: Room, table: Procedure, standing: Standing) -> bool:
    parties = table.todo[standing.stage]
    if standing.pending is not None:
        second = table.moves[standing.pending.move].second
        parties = frozenset({second}) if second else frozenset()
    if not parties & (reader.actor.roles | frozenset(Relation)):
        return False  # without a question to the database: most of what is open waits for others
    facts = moves.facts_of(reader, standing)
    open_now = procedure.open_to(table, standing, reader.actor, facts)
    if standing.pending is not None:
        return SIGN in open_now
    if Relation.OFFICER in parties and standing.owner_id is None:
        return any(table.moves[move].owns for move in open_now)
    return is_party(parties, reader.actor, facts.relations) and _fields(table, reader, facts) is not None


def seen(room: Room, kinds: Iterable[str], number: str) -> Standing | None:
    """The matter of this number that the actor may see; a contact speaks of what concerns their unit."""
    reader = room.acting_as(cards.as_staff(room.actor))
    for kind in kinds:
        found = matters.numbered(room.tx, kind, number)
        if found is None or not room.office.matters[kind].may_see(reader, moves.facts_of(reader, found)):
            continue
        if reader.actor.roles - {Role.UNIT_CONTACT} or found.unit == reader.actor.unit:
            return found
    return None


def _move_besides(room: Room, after: Standing, also: Also) -> None:
    parent = None if after.parent_id is None else matters.of_id(room.tx, after.parent_id)
    if parent is not None and also.follows(parent.matter, after.own):
        moves.carry_out(room.acting_as(CLOCK), parent, also.move, {"matter": after.number})


def _fields(table: Procedure, room: Room, facts: Facts) -> tuple[str, ...] | None:
    """The facts that the card shows this actor, of the party that sees most; None where they see nothing."""
    return max((table.shows[party] for party in _seeing(table, room, facts)), key=len, default=None)


def _seeing(table: Procedure, room: Room, facts: Facts) -> list[Party]:
    """As which parties this actor sees the card."""
    return [
        party
        for party in table.shows
        if is_party(frozenset({party}), room.actor, facts.relations) and (party in OWN_SIDE or not facts.is_recused)
    ]


def _asked(table: Procedure, fields: Iterable[str]) -> tuple[Asked, ...]:
    every = {asked.name: asked for rule in table.moves.values() for asked in rule.asks}
    return tuple(every[name] for name in fields)


def _style(table: Procedure, move: str) -> Style:
    rule = table.moves.get(move)
    if move == SIGN:
        return Style.PRIMARY
    return Style.DANGER if rule is not None and rule.is_grave else Style.PLAIN


def look(standing: Standing) -> tuple[Choice, ...]:
    """The button that leads to a matter's card."""
    return (Choice(value=f"/matter {standing.number}", label=Term("menu", "look")),)


def _day(room: Room, standing: Standing) -> date | None:
    return None if standing.due_at is None else room.office.calendar.local_day(standing.due_at)
