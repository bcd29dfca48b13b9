"""What a move does to other matters, by the columns `also` and `opens` of its table: all in the transaction of the move."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from domain import items
from domain.mechanism import procedure
from domain.mechanism.columns import Place
from domain.mechanism.kin import Also, Kin, Opens, follows
from domain.mechanism.refusals import Refused
from domain.mechanism.standing import Event, Outcome, Standing
from domain.mechanism.table import Facts, Procedure, Rule
from domain.people import CLOCK, Role
from handlers.conversation.forms.making import TOLD
from handlers.conversation.procedures import cards, moves
from handlers.conversation.room import Room
from storage import matters
from storage.mechanism import kin


def together(room: Room, event: Event) -> matters.Family | None:
    """The relatives of a matter that has moved, where more than one thing that follows looks at them; None where they are asked for as
    they are needed."""
    rule = room.office.matters[event.after.matter].procedure.moves[event.move]
    moves_children = bool(rule.also) and rule.also[0].of is Kin.CHILDREN
    is_worth_it = event.outcome is Outcome.MOVED and rule.announces is not None and moves_children
    return matters.family(room.tx, event.after.id) if is_worth_it else None


def follow(room: Room, event: Event) -> None:
    """Open the children of a move that was made, and move its relatives besides; a parent's card counts its children anew."""
    rule = room.office.matters[event.after.matter].procedure.moves[event.move]
    clock = room.acting_as(CLOCK)
    for opens in rule.opens:
        if follows(opens.where, event.after.own) and _is_on(room, event.after.matter, opens.kind):
            _open(clock, event.after, opens, tuple(_given(opens, event)))
    for also in rule.also:
        if follows(also.where, event.after.own):
            _move(clock, event, also)
        clock = replace(clock, family=None)  # what was moved may have moved others
    is_opened = (
        not event.before.id and Role.CLOCK in event.by.roles
    )  # by a move of its parent, whose cards are refreshed anyway
    if event.after.parent_id is not None and not is_opened:
        for kind in _counting(room, event.after.matter):
            cards.refresh(room, kind, event.after.parent_id)


def _is_on(room: Room, parent: str, kind: str) -> bool:
    """Whether a child may begin: of a module that is off nothing does, but for what belongs to a matter of it that goes on to its end."""
    module = room.office.matters[kind].procedure.module
    return room.office.rules.is_on(module) or room.office.matters[parent].procedure.module == module


def new(room: Room, kind: str, parent: Standing | None = None) -> Standing:
    """A matter before its first move, judged by the rules that count now; a child is about the unit of its parent."""
    table = room.office.matters[kind].procedure
    own_unit = room.actor.unit if table.begins and table.begins.is_of_own_unit else ""
    return Standing(
        matter=kind,
        id=0,
        stage=table.first,
        epoch=0,
        since=room.at,
        rules=room.office.rules.version,
        unit=parent.unit if parent else own_unit,
        parent_id=parent.id if parent else None,
        account_id=room.actor.account_id or None,
        own=table.begins.states if table.begins else {},
    )


def begun(room: Room, before: Standing, move: str, given: Mapping[str, str], facts: Facts = Facts()) -> Event | Refused:
    """Make the first move of a matter that is new, number it, and remember it; nobody is told yet. Refused where its table does not
    allow that."""
    made = _first(room, before, move, given, facts)
    return made if isinstance(made, Refused) else _remember(room, [(made, given)])[0]


def _first(
    room: Room, before: Standing, move: str, given: Mapping[str, str], facts: Facts = Facts()
) -> Event | Refused:
    office, at = room.office, room.at
    table = office.matters[before.matter].procedure
    before = _placed(before, table.moves[move], given)
    return procedure.make(
        table, before, move, room.actor, given, rules=office.rules, calendar=office.calendar, at=at, facts=facts
    )


def _remember(room: Room, every: Sequence[tuple[Event, Mapping[str, str]]]) -> list[Event]:
    """Number matters of a kind that have just begun, each with what was given, and remember them."""
    first = every[0][0].after
    begins = room.office.matters[first.matter].procedure.begins
    assert begins is not None, f"a {first.matter} has no number of its own"
    year = room.today.year
    numbers = matters.next_numbers(room.tx, f"{first.matter} {year}", len(every))
    kept = [
        _numbered(room, made, given, f"{begins.prefix}-{year}-{number:06}")
        for number, (made, given) in zip(numbers, every, strict=True)
    ]
    ids = matters.begin_all(room.tx, [(new, events, moves.reminders_of(room, events[-1])) for _, new, events in kept])
    return [
        replace(made, after=replace(made.after, id=matter_id))
        for matter_id, (made, _, _) in zip(ids, kept, strict=True)
    ]


def _numbered(
    room: Room, made: Event, given: Mapping[str, str], number: str
) -> tuple[Event, matters.New, tuple[Event, ...]]:
    """A first move with the matter that it begins, what is to be kept of it, and the moves that are its history by now."""
    office, table = room.office, room.office.matters[made.after.matter].procedure
    assert table.begins is not None, "it has a number"
    rule = table.moves[made.move]
    asks = rule.asks
    secret = {asked.name for asked in asks if asked.kept in (Place.STORY, Place.IDENTITY)}
    said = {name: answer for name, answer in made.given.items() if name.removesuffix(TOLD) not in secret}
    events = (
        replace(made, given=said),
        *procedure.following(table, made, table.begins.follows, office.rules, office.calendar),
    )
    after = replace(events[-1].after, number=number, made_at=room.at)
    return replace(made, after=after), _remembered(room, table, rule, after, given), events


def _placed(before: Standing, rule: Rule, given: Mapping[str, str]) -> Standing:
    """A new matter with what its first answers say of the unit it is about, and what its kind is parted by."""
    asks = [asked for asked in rule.asks if asked.is_asked(given)]
    kept = {asked.kept: given.get(asked.name, "") or asked.unsure for asked in asks}
    return replace(before, unit=kept.get(Place.UNIT, before.unit), category=kept.get(Place.CATEGORY, before.category))


def _remembered(room: Room, table: Procedure, rule: Rule, after: Standing, given: Mapping[str, str]) -> matters.New:
    """What a matter has from its beginning. What was told is kept under a key of its own, and so is how a unit was called."""
    told = {asked.name: given.get(asked.name, "") for asked in rule.asks if asked.kept is Place.STORY}
    told |= {asked.name + TOLD: given.get(asked.name + TOLD, "") for asked in rule.asks if asked.how == "any_unit"}
    known = {asked.name: given.get(asked.name, "") for asked in rule.asks if asked.kept is Place.IDENTITY}
    has_code = table.begins is not None and table.begins.has_code
    return matters.New(
        number=after.number,
        unit=after.unit,
        category=after.category,
        parent_id=after.parent_id,
        account_id=after.account_id,
        alias=room.drawn.alias if has_code else "",
        code=room.drawn.code if has_code else "",
        story=told or None,
        identity=known if any(known.values()) else {},
        own=after.own,
    )


def of(room: Room, standing: Standing, which: Kin, kind: str = "", how: str = "") -> list[Standing]:
    """The relatives of a matter, of a kind where one is named; `how` as in `Also`."""
    found: list[Standing] = []
    match which:
        case Kin.CHILDREN:
            known = room.family if room.family and kind and room.family.line[0].id == standing.id else None
            found = list(known.children) if known else matters.children(room.tx, standing.id, kind)
        case Kin.PARENT:
            found = [] if standing.parent_id is None else matters.of_ids(room.tx, [standing.parent_id])
        case Kin.SELF:
            found = matters.of_ids(room.tx, [standing.id])
        case Kin.LINKED:
            pass
    if how or which is Kin.LINKED:
        found += matters.of_ids(room.tx, [number for number, _ in kin.linked(room.tx, standing.id, how)])
    return [each for each in found if kind in ("", each.matter)]


def seen(room: Room, standing: Standing, which: Kin) -> list[Standing]:
    """Those of a matter's relatives that whoever acts here may see."""
    return [
        each
        for each in of(room, standing, which)
        if room.office.matters[each.matter].may_see(room, each, moves.facts_of(room, each))
    ]


def open_child(clock: Room, parent: Standing, kind: str, move: str, given: Mapping[str, str]) -> None:
    """Open one more child of a matter, which no move of the matter opens."""
    _open(clock, parent, Opens(kind=kind, move=move), (given,))


def _open(clock: Room, parent: Standing, opens: Opens, every: Sequence[Mapping[str, str]]) -> None:
    child = replace(new(clock, opens.kind, parent), owner_id=parent.owner_id)  # whoever has its parent in hand
    first: list[tuple[Event, Mapping[str, str]]] = []
    for given in every:
        made = _first(clock, child, opens.move, given)
        assert isinstance(made, Event), f"a {opens.kind} cannot begin so: {made}"
        first.append((made, given))
    for made in _remember(clock, first) if first else ():
        clock.office.matters[opens.kind].followed(clock, made)


def _move(clock: Room, event: Event, also: Also) -> None:
    """Those that do not stand where the move begins stay as they are: to the clock nobody says why."""
    given = {"matter": event.after.number, **{name: event.given.get(name, "") for name in also.gives}}
    for relative in of(clock, event.after, also.of, also.kind, also.how):
        moves.carry_out(clock, relative, also.move, given)


def _given(opens: Opens, event: Event) -> Iterator[Mapping[str, str]]:
    """What each child is given."""
    known = {**event.after.own, **event.given}
    common = {name: known[name] for name in opens.gives if known.get(name)}
    if not opens.each:
        yield common
    elif opens.values:
        yield from ({**common, opens.each: value} for value in opens.values)
    elif items.is_list(known.get(opens.each, "")):
        yield from ({**common, **item} for item in items.read(known[opens.each]))
    else:
        yield from ({**common, opens.each: value} for value in known.get(opens.each, "").split(",") if value)


def _counting(room: Room, kind: str) -> list[str]:
    """The kinds of matters whose cards count children of this kind: those that it is about, and those that open one."""
    tables = {name: matter.procedure for name, matter in room.office.matters.items()}
    begins = tables[kind].begins
    return [
        name
        for name, table in tables.items()
        if any("children" in names for names in table.shows.values())
        and (
            (begins is not None and name in begins.kinds)
            or any(opens.kind == kind for rule in table.moves.values() for opens in rule.opens)
        )
    ]
