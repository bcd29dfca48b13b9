"""Making moves: ask for what a move needs, make it by its table, remember it, and let follow what follows.

One dialogue for all procedures, derived from the `asks` of the rule (the design §5).
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from domain import codes, periods
from domain import text as texts
from domain.mechanism import procedure, reminders
from domain.mechanism.columns import Asked
from domain.mechanism.procedure import Event, Facts, Outcome, Refused, Rule, Standing, Why
from domain.people import Actor, Role
from domain.saying import Choice, Saying, Style, Term
from domain.sayings import cards as card_sayings
from domain.sayings import dialogues as dialogue_sayings
from domain.sayings import moves as sayings
from handlers.conversation import cards, dialogues, gathering, several, steps
from handlers.conversation.room import Room
from handlers.conversation.steps import Again, Ask, Done, Heard, Known, Question, Step
from storage import errors, matters
from storage import people as accounts
from storage import submissions as brought_in
from storage.road import history

LONGEST_ANSWER = 1000
ARGUMENT = "arg"


@dataclass(frozen=True, slots=True, kw_only=True)
class Making:
    """A move on its way: which, of what, what is known of it, whether the reporter makes it.

    For its questions: what it is `about`, as people call it, and the `unit`; what was `chosen` (of a list: `several`), and `into`
    what it is merged.
    """

    matter: str
    id: int
    epoch: int
    move: str
    given: dict[str, str]
    is_reporter: bool = False
    about: str = ""
    unit: str = ""
    chosen: Term | None = None
    into: str = ""
    several: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Make:
    """All is known: make the move."""

    making: Making


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """Show a reporter where their matter stands."""

    matter: str
    id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AskGiven(Step):
    """Ask for one of the things that a move needs."""

    making: Making
    name: str
    how: str
    table: str
    options: tuple[str, ...]
    may_skip: bool
    rest: tuple[Asked, ...]
    is_grave: bool

    def question(self, known: Known) -> Question:
        """Ask by the kind of thing."""
        making = self.making
        number = "" if making.matter == "period" else making.about
        saying = sayings.AskGiven(
            move=Term("move", making.move),
            number=number,
            unit=making.unit,
            several=making.several,
            what=Term("ask", self.name),
        )
        if self.how == "one_of":
            return Question(
                saying=saying, choices=tuple(Choice(value=o, label=Term(self.table, o)) for o in self.options)
            )
        if self.how == "several":
            listed = (option.partition("|") for option in self.options)
            return Question(saying=saying, choices=tuple(Choice(value=f"#{one}", text=text) for one, _, text in listed))
        choices = tuple(Choice(value=f"={name}", label=Term(self.table, name)) for name in _templates(self.table))
        if self.how == "unit" and self.options:
            choices = tuple(Choice(value=f"#{code}", text=known.name_of(code)) for code in self.options)
        if self.how == "matter":
            choices = tuple(Choice(value=f"#{number}", text=number) for number in self.options)
        if self.may_skip:
            choices = (*choices, Choice(value="skip", label=Term("answer", "skip")))
        return Question(saying=saying, choices=choices)

    def answer(self, heard: Heard, known: Known) -> steps.Outcome:
        """Check it, then ask the next or make the move."""
        if heard.choice == "skip" and self.may_skip:
            return self._with("")
        if self.how == "one_of":
            is_one = heard.choice in self.options
            named = Term(self.table, heard.choice)
            return self._with(heard.choice, chosen=named) if is_one else Again(dialogue_sayings.NotAChoice())
        if heard.choice.startswith("="):
            return self._with(heard.choice)
        if self.how == "unit":
            return self._unit(heard, known)
        if self.how == "matter":
            return self._matter(heard)
        if self.how == "several":
            return self._several(heard)
        if not texts.has_words(heard.text):
            return Again(dialogue_sayings.NeedWords())
        if len(heard.text) > LONGEST_ANSWER:
            return Again(dialogue_sayings.TooLong(limit=LONGEST_ANSWER, length=len(heard.text)))
        return self._with(heard.text)

    def _several(self, heard: Heard) -> steps.Outcome:
        chosen = heard.choice[1:] if heard.choice.startswith("#") else several.chosen(heard.text, self.options)
        if not chosen:
            return Again(dialogue_sayings.NotAChoice())
        named = replace(self, making=replace(self.making, several=several.texts(chosen, self.options)))
        return named._with(chosen)

    def _unit(self, heard: Heard, known: Known) -> steps.Outcome:
        if heard.choice.startswith("#"):
            return self._with(heard.choice[1:])
        named = gathering.unit_named(heard.text, known)
        if isinstance(named, Saying):
            return Again(named)
        if isinstance(named, tuple):
            return Ask(_asking(self.making, self._asked(named), self.rest, self.is_grave), True)
        return self._with(named.code)

    def _asked(self, options: tuple[str, ...]) -> Asked:
        return Asked(self.name, self.how, self.table, options, self.may_skip)

    def _matter(self, heard: Heard) -> steps.Outcome:
        """A number as people write it; whether there is such a matter is looked up before it is asked whether it is sure."""
        if heard.choice.startswith("#"):
            return Done(CheckMatter(asking=self, number=heard.choice[1:]))
        found = codes.find(heard.text)
        if found.numbers or found.ordinal is not None:
            return Done(
                CheckMatter(asking=self, number=found.numbers[0] if found.numbers else "", ordinal=found.ordinal)
            )
        return Again(sayings.NoNumber())

    def _with(self, value: str, *, chosen: Term | None = None) -> steps.Outcome:
        making = replace(
            self.making,
            given={**self.making.given, self.name: value},
            chosen=self.making.chosen if chosen is None else chosen,
        )
        return next_step(making, self.rest, is_grave=self.is_grave)

    def returns_to(self) -> tuple[str, int] | None:
        """The card whose button was pressed."""
        return _card_of(self.making)

    def has_work(self) -> bool:
        """Whether something was answered already."""
        return any(name != ARGUMENT for name in self.making.given)


@dataclass(frozen=True, slots=True, kw_only=True)
class AskSure(Step):
    """A move that cannot be undone asks once."""

    making: Making

    def question(self, known: Known) -> Question:
        """Ask."""
        yes = Choice(value="yes", label=Term("answer", "yes"), style=Style.DANGER)
        about, is_period = self.making.about, self.making.matter == "period"
        saying = sayings.AskSure(
            move=Term("move", self.making.move),
            number="" if is_period else about,
            period=periods.name_of(about) if is_period and about else None,
            unit=self.making.unit,
            chosen=self.making.chosen,
            into=self.making.into,
        )
        return Question(saying=saying, choices=(yes,))

    def answer(self, heard: Heard, known: Known) -> steps.Outcome:
        """Only yes is yes."""
        return Done(Make(making=self.making)) if heard.choice == "yes" else Again(dialogue_sayings.NotAChoice())

    def returns_to(self) -> tuple[str, int] | None:
        """The card whose button was pressed."""
        return _card_of(self.making)

    def has_work(self) -> bool:
        """Whether something was answered already."""
        return any(name != ARGUMENT for name in self.making.given)


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckMatter:
    """A number was given for what a move asks: look whether there is such a matter, and name it back."""

    asking: AskGiven
    number: str
    ordinal: int | None = None


def _card_of(making: Making) -> tuple[str, int] | None:
    return None if making.is_reporter else (making.matter, making.id)


def next_step(making: Making, rest: tuple[Asked, ...], *, is_grave: bool) -> steps.Outcome:
    """Ask the next thing, or whether it is sure, or be done."""
    if rest:
        return Ask(_asking(making, rest[0], rest[1:], is_grave))
    if is_grave:
        return Ask(AskSure(making=making))
    return Done(Make(making=making))


def begin(room: Room, matter: str, matter_id: int, move: str, argument: str = "", *, is_reporter: bool = False) -> None:
    """Begin a move: refuse at once what the table does not allow, else ask what it needs, else make it."""
    standing = matters.standing(room.tx, matter, matter_id)
    if standing is not None:
        begin_at(room, standing, facts_of(room, standing), move, argument, is_reporter=is_reporter)


def begin_at(
    room: Room, standing: Standing, facts: Facts, move: str, argument: str = "", *, is_reporter: bool = False
) -> None:
    """The same where it is known how the matter stands."""
    given = {ARGUMENT: argument} if argument else {}
    if _is_hindered(room, standing, move, given, facts):
        return
    matter = room.office.matters[standing.matter]
    rule = matter.procedure.moves.get(move, Rule(start=frozenset(), by=frozenset()))
    asks = tuple(
        replace(
            asked,
            options=matter.suggested(room, standing.id, asked.name)
            or procedure.options(rule, asked, standing, room.actor, facts),
        )
        for asked in rule.asks
    )
    about, unit = matters.called(room.tx, standing.matter, standing.id)
    making = Making(
        matter=standing.matter,
        id=standing.id,
        epoch=standing.epoch,
        move=move,
        given=given,
        is_reporter=is_reporter,
        about=about,
        unit="" if is_reporter else _short(room, unit),
    )
    first = next_step(making, asks, is_grave=rule.is_grave)
    if isinstance(first, Ask):
        dialogues.begin(room, first.step)
    else:
        _carry_out(room, standing, facts, move, given)


def check_matter(room: Room, command: CheckMatter) -> None:
    """Go on with a matter that there is and that fits, named back; else say what is wrong and ask again."""
    asking = command.asking
    making = asking.making
    number = command.number or f"QS-{room.today.year}-{command.ordinal or 0:06}"
    acting = room.acting_as(cards.as_staff(room.actor))
    standing = matters.standing(room.tx, making.matter, making.id)
    if standing is None:
        return
    given = {**making.given, asking.name: number}
    objection = room.office.matters[making.matter].objection(acting, standing, making.move, given)
    if objection is not None:
        dialogues.begin(room, asking, objection)
        return
    found = brought_in.of_number(room.tx, number)
    into = f"{number} {_short(room, found.unit)}".strip() if found else number
    following = next_step(replace(making, given=given, into=into), asking.rest, is_grave=asking.is_grave)
    if isinstance(following, Ask):
        dialogues.begin(room, following.step)
    elif isinstance(following, Done) and isinstance(following.command, Make):
        make(room, following.command)


def make(room: Room, command: Make) -> None:
    """Make the move, by the actor as they are now: roles and conflicts are checked in this very transaction."""
    making = command.making
    actor = as_reporter(room.actor) if making.is_reporter else cards.as_staff(room.actor)
    acting = room.acting_as(actor)
    standing = matters.standing(room.tx, making.matter, making.id)
    if standing is None:
        return
    if standing.epoch != making.epoch:
        moved_on(acting, standing)
        return
    carry_out(acting, standing, making.move, making.given)


def carry_out(room: Room, standing: Standing, move: str, given: dict[str, str]) -> Event | None:
    """Make a move whose answers are all there; tell the actor where the law refuses it."""
    facts = facts_of(room, standing)
    if _is_hindered(room, standing, move, given, facts):
        return None
    return _carry_out(room, standing, facts, move, given)


def _carry_out(room: Room, standing: Standing, facts: Facts, move: str, given: dict[str, str]) -> Event | None:
    matter = room.office.matters[standing.matter]
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
    try:
        matters.record(room.tx, made, reminders_of(room, made))
        matter.followed(room, made)
    except errors.AlreadyChanged:
        moved_on(room, standing)
        return None
    cards.refresh(room, standing.matter, standing.id)
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
        room.reply(sayings.Refused(why=Term("refused", why.value)))


def moved_on(room: Room, standing: Standing) -> None:
    """Somebody else was first: say who, and show the present state."""
    if not room.actor.account_id:
        return
    room.reply(card_sayings.MovedOn(who=cards.last_mover(room, standing.matter, standing.id)))
    if room.actor.person_id is not None:
        cards.show(room, standing.matter, standing.id, room.actor.account_id)
    elif room.actor.roles == {Role.REPORTER}:
        room.office.does[Look](room, Look(matter=standing.matter, id=standing.id))


def as_reporter(actor: Actor) -> Actor:
    """Whoever proved to know the query code acts as the reporter and as nothing else."""
    return Actor(account_id=actor.account_id, roles=frozenset({Role.REPORTER}), locale=actor.locale)


def _short(room: Room, code: str) -> str:
    unit = room.office.register.get(code)
    return (unit.short or unit.name) if unit else ""


def _asking(making: Making, asked: Asked, rest: tuple[Asked, ...], is_grave: bool) -> AskGiven:
    return AskGiven(
        making=making,
        name=asked.name,
        how=asked.how,
        table=asked.table,
        options=asked.options,
        may_skip=asked.may_skip,
        rest=rest,
        is_grave=is_grave,
    )


def _templates(table: str) -> tuple[str, ...]:
    """The ready-made texts of an open question; the words are in the table of that name."""
    return TEMPLATES.get(table, ())


TEMPLATES = {"template_ask_more": ("when_where", "document", "which_office", "contact")}


def facts_of(room: Room, standing: Standing) -> Facts:
    """What the guards of a matter's moves look at, for whoever acts here."""
    return room.office.matters[standing.matter].facts(room, standing)


def open_to(room: Room, standing: Standing, facts: Facts) -> list[str]:
    """List the moves that whoever acts here may make now."""
    return procedure.open_to(room.office.matters[standing.matter].procedure, standing, room.actor, facts)


def common_facts(room: Room, standing: Standing, *, is_recused: bool = False) -> Facts:
    """The facts that no matter needs to find out by itself: a recusal of one's own, and what one did before."""
    person = room.actor.person_id
    if person is not None and not is_recused:
        is_recused = matters.has_recused(room.tx, standing.matter, standing.id, person)
    return known_facts(room, standing, is_recused=is_recused)


def known_facts(room: Room, standing: Standing, *, is_recused: bool, kind: str = "") -> Facts:
    """The same where it is known whether a conflict keeps the actor away."""
    if room.actor.person_id is None:
        return Facts(kind=kind, at=room.at)
    did = history.deeds(room.tx, standing.matter, standing.id, room.actor.name)
    return Facts(is_recused=is_recused, did=did, kind=kind, at=room.at)


def _is_hindered(room: Room, standing: Standing, move: str, given: Mapping[str, str], facts: Facts) -> bool:
    """Whether the table or the matter stands in the way; a person is told what does."""
    matter = room.office.matters[standing.matter]
    why = procedure.hindrance(matter.procedure, standing, move, room.actor, facts, given)
    if why is not None:
        refuse(room, standing, why)
        return True
    objection = matter.objection(room, standing, move, given)
    if objection is not None and room.actor.account_id:
        room.reply(objection)
    return objection is not None


def reminders_of(room: Room, event: Event) -> list[tuple[str, datetime]]:
    """The reminders of the term that are still to come: a move within the stage, or a proposal, does not end its term."""
    after = event.after
    if event.outcome is Outcome.ACTED or after.due_at is None:
        return []
    return reminders.moments(after.begun_at, after.due_at, room.office.calendar, after=event.at)
