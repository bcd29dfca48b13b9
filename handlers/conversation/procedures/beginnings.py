"""Beginning a matter in chat, by the column `begins` of its table: what its first move asks, what it may be about, its number."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from types import MappingProxyType

from domain.mechanism import procedure
from domain.mechanism.columns import Asked, Beginning
from domain.mechanism.refusals import Refused, Why
from domain.mechanism.standing import Standing
from domain.mechanism.table import QUOTA, Facts, Procedure, Rule
from domain.people import CLOCK, Role
from domain.said import FileRef
from domain.saying import SaidNo, Saying, Term
from domain.sayings import matters as sayings
from domain.sayings.board import NotUnderNotice
from handlers.conversation import dialogues, gathering
from handlers.conversation.forms import forms
from handlers.conversation.forms.making import CheckMatter, Make, Making
from handlers.conversation.procedures import attachments, derived, moves, notices, own_office, relatives
from handlers.conversation.room import Brought, Command, Explaining, Room
from handlers.conversation.steps import Ask
from storage import matters
from storage.desk import cards as card_rows
from storage.road import tallies

MOST_NAMED = 4  # kinds of matters in one sentence
Telling = Callable[[Room, str, tuple[FileRef, ...]], None]


def commands(
    tables: Mapping[str, Procedure],
    *,
    is_told: bool = False,
    daily: Mapping[str, frozenset[Role]] = MappingProxyType({}),
) -> list[Command]:
    """A command for each procedure that people begin in chat, for whoever may make its first move, and one for each of its other
    doors; those apart in which something `is_told`, which needs consent (the law §9). `daily`: who does so often."""
    found = []
    for name, table in tables.items():
        beginning = table.begins
        if beginning is not None and beginning.is_offered and _is_told(table) is is_told:
            run = partial(_tell if is_told else _begin, name)
            command = beginning.command or name
            roles = _roles(table, beginning.move)
            often = daily.get(command, frozenset())
            found.append(
                Command(name=command, roles=roles, run=run, daily=often, needs_consent=is_told, module=table.module)
            )
        for command, move in {} if beginning is None or is_told else beginning.doors.items():
            often = daily.get(command, frozenset())
            run = partial(_enter, name, move)
            found.append(Command(name=command, roles=_roles(table, move), run=run, daily=often, module=table.module))
    return found


def _roles(table: Procedure, move: str) -> frozenset[Role]:
    return frozenset(role for role in table.moves[move].by if isinstance(role, Role))


def tellings(tables: Mapping[str, Procedure]) -> dict[str, Telling]:
    """By command: how a matter begins with words and files that are there already, where something is told."""
    return {
        table.begins.command or name: partial(_tell_with, name)
        for name, table in tables.items()
        if table.begins is not None and _is_told(table)
    }


def _is_told(table: Procedure) -> bool:
    return table.begins is not None and any(asked.gathers for asked in table.moves[table.begins.move].asks)


def _tell(kind: str, room: Room, rest: str) -> None:
    _tell_with(kind, room, rest, ())


def _tell_with(kind: str, room: Room, text: str, files: tuple[FileRef, ...]) -> None:
    """Ask for what is to be told; who may not tell it now hears that before they have written anything."""
    if (off := _off(room, kind)) is not None:
        room.reply(off)
        return
    move = _of(room, kind).move
    rule = room.office.matters[kind].procedure.moves[move]
    asks: tuple[Asked, ...] = ()
    if _is_guarded(rule):
        teller = room.acting_as(moves.as_reporter(room.actor))
        new = relatives.new(teller, kind)
        facts = moves.facts_of(teller, new)
        why = procedure.hindrance(room.office.matters[kind].procedure, new, move, teller.actor, facts)
        if why is not None:
            room.reply(_refusal(teller, kind, facts, why))
            return
        asks = tuple(
            replace(asked, options=fitting(teller, kind, move, {}, asked.name, asked.options)) for asked in rule.asks
        )
    making = Making(matter=kind, id=0, epoch=0, move=move, given={}, is_previewed=True, asks=asks)
    step, first = forms.first_step(making, text, files, dialogues.known_to(room))
    dialogues.begin(room, step, first, is_above=True)


def _is_guarded(rule: Rule) -> bool:
    """Whether more is asked of a beginning than how many there were today, which is counted as it is made."""
    return any(need is not QUOTA for need in rule.needs)


def _refusal(room: Room, kind: str, facts: Facts, why: Why, limit: int = 0) -> Saying:
    """Why a matter does not begin, in its own words where it has some."""
    matter = room.office.matters[kind]
    told = matter.explained(room, facts, why) if isinstance(matter, Explaining) else None
    return told or moves.refusal(why, kind, limit)


def _begin(kind: str, room: Room, rest: str) -> None:
    """Begin it; about the matter of a number that was said with it, or of the card shown last, where the table says so."""
    beginning = _of(room, kind)
    number = rest.strip().upper() or (_newest(room) if beginning.is_of_newest else "")
    about = _about(room, beginning, number) if number and beginning.about else None
    begin_with(
        room, kind, beginning.move, {} if about is None else {beginning.about: number, **_taken(beginning, about)}
    )


def _newest(room: Room) -> str:
    """The number of the matter whose card was shown last."""
    shown = card_rows.last_shown(room.tx, room.actor.account_id)
    found = None if shown is None else matters.standing(room.tx, *shown)
    return found.number if found is not None else ""


def _enter(kind: str, move: str, room: Room, rest: str) -> None:
    begin_with(room, kind, move, {})


def begin_with(
    room: Room,
    kind: str,
    move: str,
    given: Mapping[str, str],
    offered: Mapping[str, tuple[str, ...]] = MappingProxyType({}),
    stakes: Saying | None = None,
) -> None:
    """Begin a matter in chat by one of its first moves, some of whose answers may be known: ask what else it needs. `offered`: the
    answers to a question that are on offer; `stakes`: how much hangs on it, said before what cannot be undone.

    Where nobody else could decide what is previewed elsewhere, only what must be answered is asked: it is done at once.
    """
    if (off := _off(room, kind)) is not None:
        room.reply(off)
        return
    beginning = _of(room, kind)
    rule = room.office.matters[kind].procedure.moves[move]
    if beginning.is_guarded_first:
        new = relatives.new(room, kind)
        facts = moves.facts_of(room, new)
        why = procedure.hindrance(room.office.matters[kind].procedure, new, move, room.actor, facts, given)
        if why is not None:
            room.reply(_refusal(room, kind, facts, why))
            return
    offers = {beginning.about: tuple(standing.number for standing in _offered(room, beginning)), **offered}
    for asked in rule.asks if rule.needs else ():
        if asked.how == "one_of" and asked.name not in given:
            offers[asked.name] = fitting(room, kind, move, given, asked.name, asked.options)
    offers |= {
        asked.name: room.office.matters[kind].suggested(room, 0, asked.name)
        for asked in rule.asks
        if asked.how == "listed"
    }
    asks = tuple(replace(asked, options=offers.get(asked.name, asked.options)) for asked in rule.asks)
    is_alone = rule.is_previewed and _is_decided_alone(
        room, replace(relatives.new(room, kind), stage=rule.end or ""), given
    )
    left_out = {asked.name: "" for asked in asks if is_alone and asked.may_skip}
    making = Making(
        matter=kind,
        id=0,
        epoch=0,
        move=move,
        given={**left_out, **given},
        is_previewed=rule.is_previewed and not is_alone,
        is_grave=rule.is_grave,
        stakes=None if stakes is None else gathering.kept(stakes),
        asks=asks,
    )
    following = forms.next_step(making)
    if isinstance(following, Ask):
        dialogues.begin(room, following.step)
    else:
        _create(room, making)


def object_to(room: Room, rest: str) -> None:
    """Object to a notice that was said in public, by its number; where it names several, to which of them."""
    found = notices.named(room, rest.strip().upper())
    if not found:
        room.reply(NotUnderNotice())
    elif len(found) > 1:
        notices.ask_which(room, found)
    else:
        beginning = _of(room, found[0].invites)
        begin_with(room, found[0].invites, beginning.move, {beginning.about: found[0].number})


def fitting(
    room: Room, kind: str, move: str, given: Mapping[str, str], name: str, answers: Iterable[str]
) -> tuple[str, ...]:
    """Those of these answers to a question that no guard of a first move refuses beside what is known."""
    table, new = room.office.matters[kind].procedure, relatives.new(room, kind)
    facts = moves.facts_of(room, new)

    def fits(answer: str) -> bool:
        return procedure.hindrance(table, new, move, room.actor, facts, {**given, name: answer}) is None

    return tuple(filter(fits, answers))


def make(room: Room, command: Make) -> None:
    """Make a move whose answers are all there, of a matter that there is, or one that begins with it."""
    if command.making.id:
        moves.make(room, command)
    else:
        _create(room, command.making)


def check(room: Room, command: CheckMatter) -> None:
    """Look whether there is a matter of a number that was given for a move."""
    if command.asking.making.id:
        moves.check_matter(room, command)
    else:
        _check_about(room, command)


def _check_about(room: Room, command: CheckMatter) -> None:
    """Go on where there is such a matter that this one can be about, and none of the kind is under way about it."""
    making = command.asking.making
    beginning = room.office.matters[making.matter].procedure.begins
    number = command.number or f"QS-{room.today.year}-{command.ordinal:06}"
    found = None if beginning is None else _about(room, beginning, number)
    if beginning is None or found is None:
        dialogues.begin(room, command.asking, _not_about(room, making.matter, number))
        return
    table = room.office.matters[making.matter].procedure
    for other in matters.children(room.tx, found.id, making.matter):
        if procedure.leads_on(table, other.stage) and not beginning.are_many:
            room.reply(sayings.UnderWay(number=number, other=other.number), derived.look(other))
            return
    given = {**making.given, command.asking.asked.name: number, **_taken(beginning, found)}
    new = relatives.new(room, making.matter, found)
    why = None
    if table.moves[making.move].needs:
        why = procedure.hindrance(table, new, making.move, room.actor, moves.facts_of(room, new), given)
    if why is not None:
        room.reply(moves.refusal(why))
        return
    making = replace(making, given=given)
    following = forms.next_step(making)
    if isinstance(following, Ask):
        dialogues.begin(room, following.step)
    else:
        _create(room, making)


def _create(room: Room, making: Making) -> None:
    try:
        after = create(room, making.matter, making.move, making.given, making.files)
    except SaidNo as refused:
        if making.gathers is None and not making.is_previewed:
            room.reply(refused.why)
        else:  # what was told is not lost
            dialogues.begin(room, forms.PreviewAnswers(making=making), refused.why)
        return
    table = room.office.matters[after.matter].procedure
    if not _of(room, after.matter).has_code and procedure.leads_on(table, after.stage):
        room.reply(sayings.Begun(kind=Term("matter", after.matter), number=after.number), derived.look(after))


def create(room: Room, kind: str, move: str, given: Mapping[str, str], files: Sequence[FileRef] = ()) -> Standing:
    """Make the first move of a new matter with these answers, number it, and let those hear of it whom it waits for. Where its
    table says that nobody needs to sign, it is decided at once.

    Raises SaidNo, with what the law or the numbers given stand against it.
    """
    kind = _upward(room, kind, given) or kind
    matter, beginning = room.office.matters[kind], _of(room, kind)
    table = matter.procedure
    if (off := _off(room, kind)) is not None:
        raise SaidNo(off)
    named = given.get(beginning.about, "")
    about = _about(room, beginning, named) if named else None
    if about is None and (named or _must_be_about(table.moves[move], beginning)):
        raise SaidNo(_not_about(room, kind, named))
    given = {**given, **_taken(beginning, about)}
    several = sum(table.first in rule.start for rule in table.moves.values()) > 1
    new = replace(relatives.new(room, kind, about), category=move if several else "")
    rule = table.moves[move]
    is_citizens = beginning.has_code and Role.REPORTER in rule.by
    if beginning.has_code and not is_citizens:
        new = replace(new, account_id=None)  # staff who write down what came by letter have not brought it
    limit = int(getattr(room.office.rules, beginning.quota)) if QUOTA in rule.needs else 0
    facts = moves.facts_of(room, new) if _is_guarded(rule) else Facts()
    facts = replace(facts, is_day_full=bool(limit) and _brought_today(room, kind) > limit)
    actor = moves.as_reporter(room.actor) if is_citizens else room.actor
    made = relatives.begun(room.acting_as(actor), new, move, given, facts)
    if isinstance(made, Refused):
        raise SaidNo(_refusal(room, kind, facts, made.why, limit))
    after, clock = made.after, room.acting_as(CLOCK)
    attachments.keep(room, kind, after.id, files)
    if isinstance(matter, Brought):
        relatives.follow(room, made)
        matter.brought(room, after, given)
        return after
    if _is_decided_alone(room, after, {}):
        decided = moves.carry_out(clock, after, beginning.alone, {})
        assert decided is not None, "its guards were asked a moment ago"
        return decided.after
    matter.followed(clock, made)
    return after


def _off(room: Room, kind: str) -> Saying | None:
    """That nothing of this kind begins, where the office has switched its module off."""
    is_on = room.office.rules.is_on(room.office.matters[kind].procedure.module)
    return None if is_on else sayings.ModuleOff(kind=Term("matter", kind))


def _not_about(room: Room, kind: str, number: str) -> Saying:
    """Nothing can be begun about this number, and about what it can."""
    kinds = tuple(_of(room, kind).kinds)
    return sayings.NotAbout(
        number=number, kinds=tuple(Term("matter", each) for each in kinds if len(kinds) <= MOST_NAMED)
    )


def _upward(room: Room, kind: str, given: Mapping[str, str]) -> str:
    """The kind as which it goes past this office, where that is what it is about; empty where it is not."""
    upward = _of(room, kind).upward
    return upward if upward and own_office.of(room.office).is_meant(given) else ""


def _must_be_about(rule: Rule, beginning: Beginning) -> bool:
    """Whether a matter that begins so must be about another one."""
    return any(asked.name == beginning.about and not asked.may_skip for asked in rule.asks)


def _taken(beginning: Beginning, about: Standing | None) -> dict[str, str]:
    """What a matter takes over from the one it is about."""
    names = () if about is None else beginning.takes.get(about.matter, ())
    return {name: str(about.own.get(name, "")) for name in names if about is not None}


def _brought_today(room: Room, kind: str) -> int:
    """Count one more of this account today."""
    return tallies.count(room.tx, room.actor.account_id, kind, room.today.isoformat())


def at_the_machine(room: Room, kind: str, move: str, given: Mapping[str, str]) -> list[Saying]:
    """The same by whoever sits at the machine; what they hear of it. Raises as `create` does."""
    heard: list[Saying] = []
    after = create(replace(room, heard=heard), kind, move, given)
    return heard or [sayings.Begun(kind=Term("matter", kind), number=after.number)]


def _of(room: Room, kind: str) -> Beginning:
    beginning = room.office.matters[kind].procedure.begins
    assert beginning is not None, f"nobody begins a {kind} in chat"
    return beginning


def _is_decided_alone(room: Room, proposed: Standing, given: Mapping[str, str]) -> bool:
    """Whether nobody needs to sign what was proposed."""
    table, alone = room.office.matters[proposed.matter].procedure, _of(room, proposed.matter).alone
    if not alone:
        return False
    clock = room.acting_as(CLOCK)
    facts = moves.facts_of(clock, proposed)
    return procedure.hindrance(table, proposed, alone, CLOCK, facts, given) is None


def _about(room: Room, beginning: Beginning, number: str) -> Standing | None:
    """The matter of this number, where one can be begun about it by whoever speaks."""
    found = notices.about(room, beginning, number) if beginning.is_of_notice else None
    if not beginning.is_of_notice:
        found = derived.seen(room, beginning.kinds, number)
    return found if found is not None and found.stage in beginning.kinds[found.matter] else None


def _offered(room: Room, beginning: Beginning) -> list[Standing]:
    """What a contact may choose from: what concerns their unit; everybody else writes a number."""
    if Role.UNIT_CONTACT not in room.actor.roles:
        return []
    found = [each for kind in beginning.kinds for each in matters.of_unit(room.tx, kind, room.actor.unit)]
    return [each for each in found if _about(room, beginning, each.number) is not None]
