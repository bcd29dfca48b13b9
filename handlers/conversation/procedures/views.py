"""What a card shows a reader now, made by one function from what the table declares (the design §5, `shows`).

A name in `Procedure.shows` is an answer that a move asked for, a move by which people vote, one of the `COMMON` facts, or one that
the matter finds out for itself. Every label is `label.<matter>.<name>`, else `label.<name>`.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from domain.cards import CardView, Labelled, Names, Select, Value
from domain.mechanism import limits, procedure
from domain.mechanism.columns import OWN_SIDE, Asked, Party, is_party
from domain.mechanism.kin import Kin
from domain.mechanism.standing import Event, Running, Standing
from domain.mechanism.table import SIGN, Facts, Procedure
from domain.saying import Choice, Saying, Style, Term
from domain.sayings import matters as sayings
from handlers.conversation.forms import answers, naming, several
from handlers.conversation.procedures import attachments, polls, relatives
from handlers.conversation.room import Room
from storage import people as accounts


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a matter finds out for its card besides its own facts and the common ones: values by the names in its table.

    `title` and `labels` (of a button, by its move) take the place of the common ones; `buttons` stand behind the moves.
    """

    values: Mapping[str, Value] = field(default_factory=dict)
    title: Saying | None = None
    labels: Mapping[str, str] = field(default_factory=dict)
    buttons: tuple[Choice, ...] = ()
    picture: str = ""


Finds = Callable[[Room, Standing, Facts], Found]
Options = Callable[[Room, int, str], tuple[str, ...]]
Common = Callable[[Room, Procedure, Standing], tuple[Labelled, ...]]


def of(
    room: Room,
    table: Procedure,
    standing: Standing,
    facts: Facts,
    finds: Finds | None = None,
    options: Options | None = None,
) -> CardView | None:
    """The card of a matter for whoever acts here; None where they may not see it.

    `options` are the answers that may be given to a question of a move, by the matter's id and the name of the question.
    """
    names = shown(table, room, standing, facts)
    if names is None:
        return None
    theirs = replace(standing, terms=_theirs(table, room, standing, facts))
    found = finds(room, standing, facts) if finds else Found()
    foot = tuple(name for name in FOOT if name not in names and _is_of_office(table, room, standing, facts))
    head = () if table.is_formal else tuple(name for name in HEAD if name not in names)
    before, body, after = _parts(table, (*head, *names))
    open_now = procedure.open_to(table, standing, room.actor, facts)

    def labelled(every: Sequence[str]) -> tuple[Labelled, ...]:
        seen = ((name, theirs if name == "due" else standing) for name in every)
        return tuple(each for name, so in seen for each in _labelled(room, table, so, facts, name, found.values))

    return CardView(
        title=None if table.is_formal else found.title or title(room, table, theirs),
        facts=labelled(before),
        body=tuple(each.value for each in labelled(body)),
        notes=labelled((*after, *foot)),
        buttons=(
            *(_button(table, move, found.labels) for move in open_now),
            *found.buttons,
            *(leading(each) for which in Kin if which in names for each in relatives.seen(room, standing, which)),
        ),
        selects=tuple(_selects(room, table, standing, open_now, options)) if options else (),
        picture=found.picture,
    )


def shown(table: Procedure, room: Room, standing: Standing, facts: Facts) -> tuple[str, ...] | None:
    """The facts that the card shows this actor, of the party that sees most; None where they see nothing."""
    if standing.stage in table.unseen:
        return None
    return max((table.shows[party] for party in _seeing(table, room, standing, facts)), key=len, default=None)


def _theirs(table: Procedure, room: Room, standing: Standing, facts: Facts) -> tuple[Running, ...]:
    """The terms by which a reader's card goes. Whom it concerns is not late where somebody else is: the term of the helper is no day of
    the unit's, nor that in which the office must name one."""
    if _is_of_office(table, room, standing, facts):
        return standing.terms
    found = ((each, limits.found(table.terms, each.name, standing.stage)) for each in standing.terms)
    return tuple(each for each, limit in found if not limit or not limit.owed_by or limit.owed_by & facts.relations)


def late(room: Room, table: Procedure, standing: Standing) -> Term | None:
    """A mark where a term is over that somebody owes; a term in which people may do something is nobody's lateness."""
    is_over = standing.due_at is not None and standing.due_at < room.at
    return Term("overdue", "yes") if is_over and standing.stage not in table.rights else None


def day_of(room: Room, standing: Standing) -> date | None:
    """The office's day on which the term of the stage ends. When the clock only reminds of something is nobody's day."""
    reminding = room.office.matters[standing.matter].procedure.reminding
    owed = tuple(each for each in standing.terms if each.name not in reminding)
    due_at = replace(standing, terms=owed).due_at if reminding else standing.due_at
    return None if due_at is None else room.office.calendar.local_day(due_at)


def new_day(room: Room, event: Event) -> date | None:
    """The same after a move that gave the matter another end."""
    return day_of(room, event.after) if event.after.due_at != event.before.due_at else None


def promised_at(table: Procedure, standing: Standing) -> datetime | None:
    """When the first of the terms ends that whoever brought it was promised; where none of them runs, the first of all."""
    promised = {limit.rule for limit in table.terms if limit.is_promised}
    running = (each for each in standing.terms if each.stopped_at is None and each.name in promised)
    return min((each.due_at for each in running), default=standing.due_at)


def title(room: Room, table: Procedure, standing: Standing) -> sayings.CardTitle:
    """The first line of a card, and what it is called in a list."""
    return sayings.CardTitle(
        kind=Term("matter", standing.matter),
        number=standing.number,
        stage=Term(f"stage.{standing.matter}", standing.stage),
        is_overdue=late(room, table, standing),
    )


def _unit(room: Room, table: Procedure, standing: Standing) -> tuple[Labelled, ...]:
    return (
        Labelled(label=Term("label", "unit"), value=Names(tuple(filter(None, (room.office.name_of(standing.unit),))))),
    )


def _due(room: Room, table: Procedure, standing: Standing) -> tuple[Labelled, ...]:
    return (Labelled(label=Term("label", "due"), value=day_of(room, standing)),)


def _officer(room: Room, table: Procedure, standing: Standing) -> tuple[Labelled, ...]:
    who, until = accounts.label_of(room.tx, standing.owner_id), standing.owned_until
    is_lapsed = Term("remark", "claim_lapsed") if until and until < room.at else None
    officer = sayings.Officer(who=who, is_lapsed=is_lapsed) if who else None
    return (Labelled(label=Term("label", "officer"), value=officer),)


def _pending(room: Room, table: Procedure, standing: Standing) -> tuple[Labelled, ...]:
    """What waits for a second signer: who asks for what, and every word that is signed for."""
    pending = standing.pending
    if pending is None:
        return ()
    proposed = sayings.WaitsForSigner(
        move=Term(f"move.{table.matter}", pending.move), who=accounts.label_of(room.tx, pending.by)
    )
    asks = table.moves[pending.move].asks
    return (
        Labelled(label=Term("label", "pending"), value=proposed),
        *answers.labelled(table.matter, naming.with_labels(room, asks, pending.given), pending.given),
    )


def _kin(which: Kin) -> Common:
    """Relatives by kind, number and stage, those that this reader may see."""

    def told(room: Room, table: Procedure, standing: Standing) -> tuple[Labelled, ...]:
        every = tuple(map(named, relatives.seen(room, standing, which)))
        return (Labelled(label=Term("label", which.value), value=every),)

    return told


def named(relative: Standing) -> sayings.Relative:
    """A relative as a card names it."""
    kind, stage = Term("matter", relative.matter), Term(f"stage.{relative.matter}", relative.stage)
    return sayings.Relative(kind=kind, number=relative.number, stage=stage)


def _applicant(room: Room, table: Procedure, standing: Standing) -> tuple[Labelled, ...]:
    """Which member of staff began it; nobody else is ever named."""
    actor = accounts.actor_of(room.tx, standing.account_id) if standing.account_id else None
    return (Labelled(label=Term("label", "applicant"), value=actor.label if actor and actor.person_id else ""),)


def _attachments(room: Room, table: Procedure, standing: Standing) -> tuple[Labelled, ...]:
    """What was sent with it, a line for each file."""
    return (Labelled(label=Term("label", "attachments"), value=attachments.lines(room, standing.matter, standing.id)),)


COMMON: Mapping[str, Common] = {
    "attachments": _attachments,
    "unit": _unit,
    "applicant": _applicant,
    "due": _due,
    "officer": _officer,
    "pending": _pending,
    **{which.value: _kin(which) for which in Kin},
}
HEAD = ("unit", "due", "officer")  # where the table does not place them: above its own facts
FOOT = ("pending",)  # below them, for the office: what is not signed yet is no decision, and its unit does not read it


def _labelled(
    room: Room, table: Procedure, standing: Standing, facts: Facts, name: str, found: Mapping[str, Value]
) -> tuple[Labelled, ...]:
    if name in found:
        return _told((Labelled(label=Term(f"label.{table.matter}", name), value=found[name]),))
    if name in table.computes:
        return _told((Labelled(label=Term(f"label.{table.matter}", name), value=table.computes[name](standing)),))
    if name in COMMON:
        return _told(COMMON[name](room, table, standing))
    if name in table.moves and table.moves[name].is_vote:
        return _told(polls.labelled(room, table, standing, facts, name))
    return answers.labelled(table.matter, naming.with_labels(room, asked(table, name), standing.own), standing.own)


def _told(every: Sequence[Labelled]) -> tuple[Labelled, ...]:
    """Those that say something."""
    return tuple(each for each in every if each.value not in (None, "", 0, (), Names(())))


def asked(table: Procedure, name: str) -> tuple[Asked, ...]:
    """The question of this name, of whichever move asks it; none where none does."""
    return next(((asked,) for rule in table.moves.values() for asked in rule.asks if asked.name == name), ())


def _parts(table: Procedure, names: Sequence[str]) -> tuple[Sequence[str], Sequence[str], Sequence[str]]:
    """What stands above the body, the body, and what stands below it."""
    places = [place for place, name in enumerate(names) if name in table.body]
    if not places:
        return names, (), ()
    return names[: places[0]], names[places[0] : places[-1] + 1], names[places[-1] + 1 :]


def _button(table: Procedure, move: str, labels: Mapping[str, str]) -> Choice:
    rule = table.moves.get(move)
    own = Style.PLAIN if rule is None else rule.style
    style = Style.PRIMARY if move == SIGN else own
    return Choice(value=move, label=Term(f"move.{table.matter}", labels.get(move, move)), style=style)


def leading(relative: Standing) -> Choice:
    """The button that leads to the card of a relative."""
    kind = Term("matter", relative.matter)
    return Choice(value=f"/matter {relative.matter} {relative.id}", label=kind, parts=(relative.number,))


def _selects(
    room: Room, table: Procedure, standing: Standing, open_now: Sequence[str], options: Options
) -> Sequence[Select]:
    """A select for each move that asks first for several of a list."""
    first = {move: rule.asks[0] for move, rule in table.moves.items() if rule.asks and rule.asks[0].how == "several"}
    listed = ((move, options(room, standing.id, asked.name)) for move, asked in first.items() if move in open_now)
    return [Select(move=move, options=several.places(every), is_several=True) for move, every in listed if every]


def _seeing(table: Procedure, room: Room, standing: Standing, facts: Facts) -> list[Party]:
    """As which parties this actor sees the card."""
    return [
        party
        for party in table.shows
        if is_party(frozenset({party}), room.actor, facts.relations)
        and (party in OWN_SIDE or table.is_read_by_all or not facts.is_recused)
        and standing.stage not in table.closed_to.get(party, ())
    ]


def _is_of_office(table: Procedure, room: Room, standing: Standing, facts: Facts) -> bool:
    return any(party not in OWN_SIDE for party in _seeing(table, room, standing, facts))
