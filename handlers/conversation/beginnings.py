"""Beginning a matter in chat, by the column `begins` of its table: what its first move asks, what it may be about, its number."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial

from domain.mechanism import procedure
from domain.mechanism.columns import Beginning
from domain.mechanism.refusals import Refused
from domain.mechanism.standing import Standing
from domain.mechanism.table import Procedure
from domain.people import CLOCK, Role
from domain.saying import SaidNo, Term
from domain.sayings import matters as sayings
from handlers.conversation import derived, dialogues, forms, moves
from handlers.conversation.making import CheckMatter, Make, Making
from handlers.conversation.room import Command, Room
from handlers.conversation.steps import Ask
from storage import matters


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
    making = Making(
        matter=kind, id=0, epoch=0, move=beginning.move, given={}, is_previewed=rule.is_previewed, asks=asks
    )
    dialogues.begin(room, forms.AskGiven(making=making, asked=asks[0]))


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
    number = command.number or f"QS-{room.today.year}-{command.ordinal or 0:06}"
    found = None if beginning is None else _about(room, beginning, number)
    if found is None:
        dialogues.begin(room, command.asking, sayings.NotAbout(number=number))
        return
    table = room.office.matters[making.matter].procedure
    for other in matters.children(room.tx, found.id, making.matter):
        if procedure.leads_on(table, other.stage):
            room.reply(sayings.UnderWay(number=number, other=other.number), derived.look(other))
            return
    given = {**making.given, command.asking.asked.name: number}
    following = forms.next_step(replace(making, given=given))
    assert isinstance(following, Ask), "what is begun is previewed"
    dialogues.begin(room, following.step)


def _create(room: Room, making: Making) -> None:
    try:
        after = create(room, making.matter, making.given)
    except SaidNo as refused:
        room.reply(refused.why)
        return
    room.reply(sayings.Begun(kind=Term("matter", after.matter), number=after.number), derived.look(after))


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
        raise SaidNo(moves.refusal(made.why))
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


def _about(room: Room, beginning: Beginning, number: str) -> Standing | None:
    """The matter of this number, where one can be begun about it by whoever speaks."""
    found = derived.seen(room, beginning.kinds, number)
    return found if found is not None and found.stage in beginning.kinds[found.matter] else None


def _offered(room: Room, beginning: Beginning) -> list[Standing]:
    """What a contact may choose from: what concerns their unit; everybody else writes a number."""
    if Role.UNIT_CONTACT not in room.actor.roles:
        return []
    found = [each for kind in beginning.kinds for each in matters.of_unit(room.tx, kind, room.actor.unit)]
    return [each for each in found if _about(room, beginning, each.number) is not None]
