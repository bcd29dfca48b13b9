"""Making moves: ask for what a move needs, make it by its table, remember it, and let follow what follows.

What is asked is gathered by `handlers/conversation/forms/forms.py`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from domain.mechanism import procedure, reminders, seals
from domain.mechanism.columns import Asked
from domain.mechanism.refusals import Refused, Why
from domain.mechanism.standing import Event, Standing
from domain.mechanism.table import Facts, Rule
from domain.people import Actor, Role
from domain.saying import Kept, Saying, Term
from domain.sayings import cards as card_sayings
from domain.sayings import matters as matter_sayings
from domain.sayings import moves as sayings
from handlers.conversation import dialogues, gathering, steps
from handlers.conversation.forms import forms, naming
from handlers.conversation.forms.making import ARGUMENT, CheckMatter, Make, Making
from handlers.conversation.procedures import attachments, cards, polls
from handlers.conversation.room import Changing, Explaining, Lined, Matter, Passing, Room, Typed, Weighed
from handlers.conversation.steps import Again, Ask, Done, Heard, Step
from storage import errors, evidence, matters
from storage import people as accounts
from storage import submissions as brought_in
from storage.mechanism import involvement
from storage.mechanism.involvement import Involvement


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """Show a reporter where their matter stands."""

    matter: str
    id: int


def begin(room: Room, matter: str, matter_id: int, move: str, argument: str = "", *, is_reporter: bool = False) -> None:
    """Begin a move: refuse at once what the table does not allow, else ask what it needs, else make it."""
    found = loaded(room, matter, matter_id)
    if found is not None:
        begin_at(room, *found, move, argument, is_reporter=is_reporter)


def begin_at(
    room: Room,
    standing: Standing,
    facts: Facts,
    move: str,
    argument: str = "",
    *,
    is_reporter: bool = False,
    chosen: str = "",
    others: Sequence[Standing] = (),
) -> None:
    """The same where it is known how the matter stands. `chosen` answers the first question already; `others` are moved with it."""
    given = {ARGUMENT: argument} if argument else {}
    if _is_hindered(room, standing, move, given, facts):
        return
    matter = room.office.matters[standing.matter]
    rule = matter.procedure.rule_of(move, standing, room.actor)
    facts = naming.with_candidates(room, matter.procedure, standing, move, facts)
    making = Making(
        matter=standing.matter,
        id=standing.id,
        epoch=standing.epoch,
        move=move,
        given=given,
        is_reporter=is_reporter,
        is_grave=rule.is_grave,
        about=" ".join(each.number for each in (standing, *others)),
        unit="" if is_reporter else _short(room, standing.unit),
        is_previewed=rule.is_previewed,
        asks=_offered(room, matter, rule, standing, facts),
        stakes=_stakes(room, matter, standing.id, move) if rule.is_grave else None,
        others=tuple((each.id, each.epoch) for each in others),
    )
    if (why := procedure.unanswerable(making.asks)) is not None:
        refuse(room, standing, why)
        return
    first = forms.next_step(making)
    if isinstance(first, Ask) and chosen:
        _go_on(room, first.step, first.step.answer(Heard(text=chosen), dialogues.known_to(room)))
    elif isinstance(first, Ask):
        dialogues.begin(room, first.step)
    else:
        _carry_out(room, standing, facts, move, given)
        _make_of_others(room, making)


def _offered(room: Room, matter: Matter, rule: Rule, standing: Standing, facts: Facts) -> tuple[Asked, ...]:
    """What a move asks, with the options on offer now."""
    return tuple(
        replace(
            asked,
            options=matter.suggested(room, standing.id, asked.name)
            or procedure.options(rule, asked, standing, room.actor, facts),
        )
        for asked in rule.asks
    )


def _stakes(room: Room, matter: Matter, matter_id: int, move: str) -> Kept | None:
    told = matter.stakes(room, matter_id, move) if isinstance(matter, Weighed) else None
    return None if told is None else gathering.kept(told)


def check_matter(room: Room, command: CheckMatter) -> None:
    """Go on with a matter that there is and that fits, named back; else say what is wrong and ask again."""
    asking = command.asking
    making = asking.making
    number = command.number or f"QS-{room.today.year}-{command.ordinal:06}"
    acting = room.acting_as(cards.as_staff(room.actor))
    standing = matters.standing(room.tx, making.matter, making.id)
    assert standing is not None, "a matter stays"
    given = {**making.given, asking.asked.name: number}
    unfit = _unfit(acting, standing, making.move, given)
    if unfit is not None:
        dialogues.begin(room, asking, unfit)
        return
    found = brought_in.of_number(room.tx, number)
    into = f"{number} {_short(room, found.unit)}".strip() if found else number
    _go_on(room, asking, forms.next_step(replace(making, given=given, into=into)))


def _go_on(room: Room, asking: Step, following: steps.Outcome) -> None:
    """Put the next question, or the same again where the answer was none, or make the move."""
    if isinstance(following, Again):
        dialogues.begin(room, following.step or asking, following.why)
    elif isinstance(following, Ask):
        dialogues.begin(room, following.step)
    elif isinstance(following, Done):
        room.office.does[type(following.command)](room, following.command)


def make(room: Room, command: Make) -> None:
    """Make the move, by the actor as they are now: roles and conflicts are checked in this very transaction."""
    making = command.making
    actor = as_reporter(room.actor) if making.is_reporter else cards.as_staff(room.actor)
    acting = room.acting_as(actor)
    found = loaded(acting, making.matter, making.id)
    assert found is not None, "a matter stays"
    standing, facts = found
    if standing.epoch != making.epoch:
        moved_on(acting, standing)
    elif _make(acting, standing, facts, making.move, making.given) is not None:
        attachments.keep(room, making.matter, making.id, making.files)
    _make_of_others(acting, making)


def _make_of_others(room: Room, making: Making) -> None:
    for matter_id, epoch in making.others:
        _make_too(room, making, matter_id, epoch)


def _make_too(room: Room, making: Making, matter_id: int, epoch: int) -> None:
    """Make the same move of another matter, where the law allows it there; else say of which it does not."""
    found = loaded(room, making.matter, matter_id)
    assert found is not None, "a matter stays"
    standing, facts = found
    if standing.epoch != epoch:
        moved_on(room, standing)
        return
    table = room.office.matters[making.matter].procedure
    why = procedure.hindrance(table, standing, making.move, room.actor, facts, making.given)
    if why is None:
        _carry_out(room, standing, facts, making.move, dict(making.given))
    else:
        room.reply(sayings.RefusedOfOne(number=standing.number, why=Term("refused", why.value)))


def begin_of_several(room: Room, every: Sequence[Standing], move: str) -> None:
    """Begin a move of several matters of a kind: asked once, made of each."""
    reader = room.acting_as(cards.as_staff(room.actor))
    seen = [(each, facts_of(reader, each)) for each in every]
    matter = room.office.matters[every[0].matter]
    shown = [(each, facts) for each, facts in seen if matter.may_see(reader, each, facts)]
    if not shown:
        room.reply(card_sayings.NotForYou())
        return
    (first, facts), *others = shown
    begin_at(reader, first, facts, move, others=[each for each, _ in others])


def carry_out(room: Room, standing: Standing, move: str, given: dict[str, str]) -> Event | None:
    """Make a move whose answers are all there; tell the actor where the law refuses it."""
    return _make(room, standing, facts_of(room, standing), move, given)


def _make(room: Room, standing: Standing, facts: Facts, move: str, given: dict[str, str]) -> Event | None:
    if _is_hindered(room, standing, move, given, facts):
        return None
    return _carry_out(room, standing, facts, move, given)


def _carry_out(room: Room, standing: Standing, facts: Facts, move: str, given: dict[str, str]) -> Event | None:
    matter = room.office.matters[standing.matter]
    facts = naming.with_candidates(room, matter.procedure, standing, move, facts)
    rule = matter.procedure.moves.get(move)
    if rule is not None and seals.SEALED_FILES in rule.seals:
        files = evidence.sealed_now(room.tx, standing.matter, standing.id)
        given = {**given, seals.SEALED_FILES: seals.of_files(files)}
    made = procedure.make(
        matter.procedure,
        standing,
        move,
        room.actor,
        given,
        rules=room.office.rules_of(standing.rules),
        calendar=room.office.calendar,
        at=room.at,
        facts=facts,
    )
    if isinstance(made, Refused):
        refuse(room, standing, made.why)
        return None
    made = matter.changed(room, made) if isinstance(matter, Changing) else made
    is_unnamed = rule is not None and rule.is_unnamed
    kept = made.unnamed(room.office.calendar.opening_of(room.today)) if is_unnamed else made
    try:
        matters.record(room.tx, kept, reminders_of(room, made))
        room = polls.heard(room, made, facts)
        matter.followed(room, made)
    except errors.AlreadyChanged:
        moved_on(room, standing)
        return None
    if (made.cast or made.recuses) and polls.settle(room, made.after):
        return made  # what it ended has refreshed the cards
    if made.cast and rule is not None and rule.ballot is not None and rule.ballot.is_quiet:
        cards.refresh_before(room, made.after, [made.cast.person_id, made.after.owner_id or 0])
        return made
    coming = matter.coming(room, made) if isinstance(matter, Lined) else None
    cards.refresh(room, standing.matter, standing.id, coming)
    return made


def refuse(room: Room, standing: Standing, why: Why) -> None:
    """Say why not; a person who came too late is told who was first. To the clock nobody says anything."""
    if not room.actor.account_id:
        return
    if why is Why.NOT_NOW:
        moved_on(room, standing)
    elif why is Why.OWNED_BY_OTHER:
        room.reply(sayings.OwnedByOther(who=accounts.label_of(room.tx, standing.owner_id)))
    else:
        room.reply(refusal(why))


def refusal(why: Why, kind: str = "", limit: int = 0) -> Saying:
    """What is said where the law does not allow a move; of a beginning also how many of its kind it allows in a day."""
    if why is Why.DAY_IS_FULL:
        doing, of, besides = (Term(f"quota.{kind}", name) for name in ("doing", "of", "besides"))
        return matter_sayings.DayIsFull(doing=doing, limit=limit, of=of, besides=besides)
    return sayings.LawRefuses(why=Term("refused", why.value))


def moved_on(room: Room, standing: Standing, *, stands_there: bool = False) -> None:
    """Somebody was first: say who, where it was somebody else, or what else the matter has to say of it, and show the present state: on
    the card where it `stands_there` and can be edited by what its press brought, else on a further one."""
    if not room.actor.account_id:
        return
    matter = room.office.matters[standing.matter]
    told = matter.passed(room, facts_of(room, standing)) if isinstance(matter, Passing) else None
    who = cards.last_mover(room, standing.matter, standing.id)
    is_own = bool(who) and who == room.actor.label
    room.hint(told or (card_sayings.NotSoNow() if is_own else card_sayings.MovedOn(who=who)))
    if room.actor.person_id is not None and stands_there:
        cards.refresh_before(room, standing, [room.actor.person_id])
    elif room.actor.person_id is not None:
        cards.show(room, standing.matter, standing.id, room.actor.account_id)
    elif room.actor.roles == {Role.REPORTER}:
        room.office.does[Look](room, Look(matter=standing.matter, id=standing.id))


def as_reporter(actor: Actor) -> Actor:
    """Whoever proved to know the query code acts as the reporter and as nothing else."""
    return Actor(account_id=actor.account_id, roles=frozenset({Role.REPORTER}), locale=actor.locale)


def _short(room: Room, code: str) -> str:
    unit = room.office.register.get(code)
    return (unit.short or unit.name) if unit else ""


def loaded(room: Room, kind: str, matter_id: int) -> tuple[Standing, Facts] | None:
    """Load a matter once: where it stands, and what the guards of its moves look at; None where there is none."""
    found = involvement.load(room.tx, kind, matter_id, room.actor)
    if found is None:
        return None
    standing, known = found
    return standing, facts_of(replace(room, involvement=known), standing)


def involved(room: Room, standing: Standing) -> Involvement:
    """What whoever acts here has to do with a matter: as it was loaded with it, else asked now."""
    known = room.involvement
    if known is not None and (known.matter_id, known.person_id) == (standing.id, room.actor.person_id):
        return known
    if not standing.id:  # it is about to begin
        return Involvement(matter_id=0, person_id=room.actor.person_id)
    return involvement.of(room.tx, standing.id, room.actor)


def facts_of(room: Room, standing: Standing) -> Facts:
    """What the guards of a matter's moves look at, for whoever acts here."""
    return room.office.matters[standing.matter].facts(room, standing)


def open_to(room: Room, standing: Standing, facts: Facts) -> list[str]:
    """List the moves that whoever acts here may make now."""
    return procedure.open_to(room.office.matters[standing.matter].procedure, standing, room.actor, facts)


def common_facts(room: Room, standing: Standing, *, is_recused: bool = False) -> Facts:
    """The facts that no matter needs to find out by itself: a recusal of one's own, what one did before, whether files came."""
    known = involved(room, standing)
    return Facts(
        is_recused=is_recused or known.has_recused,
        did=known.did,
        at=room.at,
        has_evidence=known.has_evidence,
        parts=known.parts,
    )


def _is_hindered(room: Room, standing: Standing, move: str, given: Mapping[str, str], facts: Facts) -> bool:
    """Whether the table stands in the way, or what was typed does not fit; a person is told what does."""
    matter = room.office.matters[standing.matter]
    why = procedure.hindrance(matter.procedure, standing, move, room.actor, facts, given)
    told = None
    if why is not None:
        told = matter.explained(room, facts, why) if isinstance(matter, Explaining) else None
        if told is None:
            refuse(room, standing, why)
            return True
    told = told or _unfit(room, standing, move, given)
    if told is not None and room.actor.account_id:
        room.reply(told)
    return told is not None


def _unfit(room: Room, standing: Standing, move: str, given: Mapping[str, str]) -> Saying | None:
    matter = room.office.matters[standing.matter]
    return matter.unfit(room, standing, move, given) if isinstance(matter, Typed) else None


def reminders_of(room: Room, event: Event) -> reminders.Rings:
    """When the terms remind that a move has changed; those of a new matter, which has no id yet, are all new."""
    before = event.before if event.before.id else None
    return reminders.of(event.after, before, room.office.calendar, after=event.at)
