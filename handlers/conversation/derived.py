"""A matter of which everything follows from its table: its beginning, card, buttons, 待办, news, reminders, and what moves besides.

Lives here: `Derived`, the `Matter` of any procedure whose table says what its card `shows`. A new procedure is its table in
`domain/` and its words in `words/`; it needs nothing here (`docs/adding-a-procedure.md`).
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial

from domain import units
from domain.lifecycles import PROCEDURES
from domain.mechanism import procedure
from domain.mechanism.columns import OWN_SIDE, Also, Asked, Beginning, Party, Relation, is_party
from domain.mechanism.procedure import SIGN, Event, Facts, Outcome, Pending, Procedure, Refused, Standing
from domain.people import CLOCK, Role
from domain.saying import Choice, SaidNo, Style, Term
from domain.sayings import cards as card_sayings
from domain.sayings import clues as clue_sayings
from domain.sayings import matters as sayings
from domain.sayings import moves as move_sayings
from handlers.conversation import cards, dialogues, forms, moves
from handlers.conversation.room import Command, Face, Room
from handlers.conversation.steps import Ask
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
        known = moves.common_facts(room, standing, is_recused=_is_in_line(room, standing.unit))
        return replace(known, kind=standing.category, relations=_relations(room, standing))

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
                room.tell(account, told, _look(event.after))
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
                _look(event.after),
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
        ringing.ring_roles(room, _roles(waits_for), standing)
        for account in _accounts(room, standing, waits_for):
            room.tell(account, reminder, _look(standing))

    def _tell(self, room: Room, event: Event, parties: Sequence[Party], news: str) -> None:
        """Tell those whom it concerns what happened; who holds a role hears on their desk that something waits."""
        after, told = event.after, self._told(room, event, news)
        ringing.ring_roles(room, _roles(parties), after)
        for account in _accounts(room, after, frozenset(parties)):
            if account != room.actor.account_id:
                room.tell(account, told, _look(after))

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
            lines=forms.lines(after.matter, self.procedure.moves[event.move].asks, event.given),
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
                *forms.lines(standing.matter, _asked(self.procedure, fields), standing.own),
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
        return forms.lines(self.procedure.matter, self.procedure.moves[pending.move].asks, pending.given)


def of_tables(
    tables: Mapping[str, Procedure], effects: Mapping[str, Effect], more: Mapping[str, More]
) -> dict[str, "Derived"]:
    """The matters of which everything follows from their table, by name; `effects` and `more` as `Derived` has them."""
    return {name: Derived(table, effects, more.get(name)) for name, table in tables.items() if table.shows}


def commands(tables: Mapping[str, Procedure]) -> list[Command]:
    """A command for each procedure that people begin in chat, called like its matter, for whoever may make its first move."""
    return [
        Command(
            name=name,
            roles=frozenset(role for role in table.moves[table.begins.move].by if isinstance(role, Role)),
            run=partial(_begin, name),
        )
        for name, table in tables.items()
        if table.begins is not None
    ]


def _begin(kind: str, room: Room, rest: str) -> None:
    """Begin a matter in chat: ask what its first move needs."""
    matter = room.office.matters[kind]
    beginning = matter.procedure.begins
    assert beginning is not None, f"nobody begins a {kind} in chat"
    rule = matter.procedure.moves[beginning.move]
    about = tuple(standing.number for standing in _offered(room, beginning))
    asks = tuple(replace(asked, options=about) if asked.name == beginning.about else asked for asked in rule.asks)
    making = forms.Making(matter=kind, id=0, epoch=0, move=beginning.move, given={}, asks=asks)
    dialogues.begin(room, forms.AskGiven(making=making, asked=asks[0], rest=asks[1:]))


def make(room: Room, command: forms.Make) -> None:
    """Make a move whose answers are all there, of a matter that there is, or one that begins with it."""
    if command.making.id:
        moves.make(room, command)
    else:
        _create(room, command.making)


def check(room: Room, command: forms.CheckMatter) -> None:
    """Look whether there is a matter of a number that was given for a move."""
    if command.asking.making.id:
        moves.check_matter(room, command)
    else:
        _check_about(room, command)


def _check_about(room: Room, command: forms.CheckMatter) -> None:
    """Go on where there is such a matter that this one can be about, and none of the kind is under way about it."""
    making = command.asking.making
    beginning = room.office.matters[making.matter].procedure.begins
    number = command.number or f"QS-{room.today.year}-{command.ordinal or 0:06}"
    found = None if beginning is None else _about(room, beginning, number)
    if found is None:
        dialogues.begin(room, command.asking, sayings.NotAbout(number=number))
        return
    table = room.office.matters[making.matter].procedure
    for other in matters.children(room.tx, found.id, making.matter):
        if procedure.leads_on(table, other.stage):
            room.reply(sayings.UnderWay(number=number, other=other.number), _look(other))
            return
    given = {**making.given, command.asking.asked.name: number}
    following = forms.next_step(replace(making, given=given), command.asking.rest)
    assert isinstance(following, Ask), "what is begun is previewed"
    dialogues.begin(room, following.step)


def _create(room: Room, making: forms.Making) -> None:
    try:
        after = create(room, making.matter, making.given)
    except SaidNo as refused:
        room.reply(refused.why)
        return
    room.reply(sayings.Begun(kind=Term("matter", after.matter), number=after.number), _look(after))


def create(room: Room, kind: str, given: Mapping[str, str]) -> Standing:
    """Make the first move of a new matter with these answers, number it, and let those hear of it whom it waits for.

    Raises SaidNo, with what the law or the numbers given stand against it.
    """
    table = room.office.matters[kind].procedure
    beginning = table.begins
    assert beginning is not None, f"nobody begins a {kind}"
    about = _about(room, beginning, given.get(beginning.about, "")) if beginning.about else None
    if beginning.about and about is None:
        raise SaidNo(sayings.NotAbout(number=given.get(beginning.about, "")))
    new = Standing(
        matter=kind,
        id=0,
        stage=table.first,
        epoch=0,
        since=room.at,
        rules=room.office.rules.version,
        unit=about.unit if about else "",
        parent_id=about.id if about else None,
        account_id=room.actor.account_id or None,
    )
    made = procedure.make(
        table,
        new,
        beginning.move,
        room.actor,
        given,
        rules=room.office.rules,
        calendar=room.office.calendar,
        at=room.at,
    )
    if isinstance(made, Refused):
        raise SaidNo(move_sayings.Refused(why=Term("refused", made.why.value)))
    year = room.today.year
    number = f"{beginning.prefix}-{year}-{matters.next_number(room.tx, f'{kind} {year}'):06}"
    after = made.after
    begun = matters.New(
        number=number, unit=after.unit, parent_id=after.parent_id, account_id=after.account_id, own=after.own
    )
    matter_id = matters.begin(room.tx, begun, [made], moves.reminders_of(room, made))
    after = replace(after, id=matter_id, number=number)
    room.office.matters[kind].followed(room.acting_as(CLOCK), replace(made, after=after))
    return after


def todo(room: Room, rest: str) -> bool:
    """待办: the cards that wait for this actor."""
    shown = waiting(room)
    for standing in shown:
        cards.show(room, standing.matter, standing.id, room.actor.account_id)
    return bool(shown)


def waiting(room: Room) -> list[Standing]:
    """What waits for this actor, of all procedures whose table says so."""
    return [
        standing
        for matter in room.office.matters.values()
        if isinstance(matter, Derived)
        for standing in matters.waiting(room.tx, matter.procedure.matter, matter.procedure.todo)
        if _waits_for(room, matter, standing)
    ]


def is_number(number: str) -> bool:
    """Whether a number is one of a procedure that people begin in chat."""
    return any(number.startswith(f"{table.begins.prefix}-") for table in PROCEDURES.values() if table.begins)


def show(room: Room, number: str) -> None:
    """Show the card of a number, to whoever may see it."""
    kinds = (kind for kind, matter in room.office.matters.items() if isinstance(matter, Derived))
    found = _seen(room, kinds, number)
    if found is not None:
        cards.show(room, found.matter, found.id, room.actor.account_id)
    else:
        room.reply(card_sayings.NotForYou())


def _waits_for(room: Room, matter: Derived, standing: Standing) -> bool:
    reader = room.acting_as(cards.as_staff(room.actor))
    facts = matter.facts(reader, standing)
    parties = matter.procedure.todo.get(standing.stage, frozenset())
    if standing.pending is not None:
        return SIGN in procedure.open_to(matter.procedure, standing, reader.actor, facts)
    if Relation.OFFICER in parties and standing.owner_id is None:
        moves_now = procedure.open_to(matter.procedure, standing, reader.actor, facts)
        return any(matter.procedure.moves[move].owns for move in moves_now)
    return is_party(parties, reader.actor, facts.relations) and matter.may_see(reader, facts)


def _about(room: Room, beginning: Beginning, number: str) -> Standing | None:
    """The matter of this number, where one can be begun about it by whoever speaks."""
    found = _seen(room, beginning.kinds, number)
    return found if found is not None and found.stage in beginning.kinds[found.matter] else None


def _seen(room: Room, kinds: Iterable[str], number: str) -> Standing | None:
    """The matter of this number that the actor may see; a contact speaks of what concerns their unit."""
    reader = room.acting_as(cards.as_staff(room.actor))
    for kind in kinds:
        found = matters.numbered(room.tx, kind, number)
        if found is None or not room.office.matters[kind].may_see(reader, moves.facts_of(reader, found)):
            continue
        if reader.actor.roles - {Role.UNIT_CONTACT} or found.unit == reader.actor.unit:
            return found
    return None


def _offered(room: Room, beginning: Beginning) -> list[Standing]:
    """What a contact may choose from: what concerns their unit; everybody else writes a number."""
    if Role.UNIT_CONTACT not in room.actor.roles:
        return []
    found = [each for kind in beginning.kinds for each in matters.of_unit(room.tx, kind, room.actor.unit)]
    return [each for each in found if _about(room, beginning, each.number) is not None]


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


def _relations(room: Room, standing: Standing) -> frozenset[Relation]:
    actor = room.actor
    found = set()
    if Role.UNIT_CONTACT in actor.roles and actor.unit and actor.unit == standing.unit:
        found.add(Relation.SUBJECT)
    if actor.person_id is not None and actor.person_id == standing.owner_id and actor.roles & _owning(room, standing):
        found.add(Relation.OFFICER)
    if actor.person_id is not None and standing.account_id is not None and _is_of(room, standing.account_id):
        found.add(Relation.APPLICANT)
    return frozenset(found)


def _owning(room: Room, standing: Standing) -> frozenset[Party]:
    """Whoever may take such a matter on: an officer who lost that role is none any more."""
    rules = room.office.matters[standing.matter].procedure.moves.values()
    return frozenset(party for rule in rules if rule.owns for party in rule.by)


def _is_of(room: Room, account_id: int) -> bool:
    return account_id in accounts.accounts_of_person(room.tx, room.actor.person_id or 0)


def _accounts(room: Room, standing: Standing, parties: frozenset[Party]) -> list[int]:
    """The accounts of whom a matter concerns, each once."""
    found: dict[int, None] = {}
    if Relation.SUBJECT in parties and standing.unit:
        found |= dict.fromkeys(accounts.accounts_with(room.tx, (Role.UNIT_CONTACT,), standing.unit))
    if Relation.OFFICER in parties and standing.owner_id is not None:
        found |= dict.fromkeys(accounts.accounts_of_person(room.tx, standing.owner_id))
    if Relation.APPLICANT in parties and standing.account_id is not None:
        found[standing.account_id] = None
    return list(found)


def _roles(parties: Iterable[Party]) -> list[Role]:
    return [party for party in dict.fromkeys(parties) if isinstance(party, Role) and party is not Role.CLOCK]


def _asked(table: Procedure, fields: Iterable[str]) -> tuple[Asked, ...]:
    every = {asked.name: asked for rule in table.moves.values() for asked in rule.asks}
    return tuple(every[name] for name in fields)


def _is_in_line(room: Room, unit: str) -> bool:
    mine, register = room.actor.unit, room.office.register
    return bool(mine and unit) and mine in register and unit in register and units.is_in_line(register, mine, unit)


def _style(table: Procedure, move: str) -> Style:
    rule = table.moves.get(move)
    if move == SIGN:
        return Style.PRIMARY
    return Style.DANGER if rule is not None and rule.is_grave else Style.PLAIN


def _look(standing: Standing) -> tuple[Choice, ...]:
    return (Choice(value=f"/matter {standing.number}", label=Term("menu", "look")),)


def _day(room: Room, standing: Standing) -> date | None:
    return None if standing.due_at is None else room.office.calendar.local_day(standing.due_at)
