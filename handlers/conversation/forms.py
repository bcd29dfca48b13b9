"""The form of a move: what its table asks, one question after the other, whether it is sure, and a preview where it is asked for.

One form for all procedures, derived from the `asks` of the rule (the design §5, §6). It only gathers; `moves` makes the move.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from domain import codes, periods
from domain import text as texts
from domain.mechanism import rules
from domain.mechanism.columns import Asked
from domain.saying import Choice, Kept, Saying, Style, Term
from domain.sayings import dialogues as dialogue_sayings
from domain.sayings import matters as matter_sayings
from domain.sayings import moves as sayings
from handlers.conversation import gathering, several, steps
from handlers.conversation.steps import Again, Ask, Done, Heard, Known, Question, Step
from handlers.understanding import days

LONGEST_ANSWER = 1000
ARGUMENT = "arg"
TEMPLATES = {"template_ask_more": ("when_where", "document", "which_office", "contact")}
_CHOSEN = ("one_of", "some_of")


@dataclass(frozen=True, slots=True, kw_only=True)
class Making:
    """A move on its way: which, of what, what is known of it, whether the reporter makes it. `id` 0: the matter begins with it.

    For its questions: what it is `about`, as people call it, and the `unit`; what was `chosen` (of a list: `several`), and `into`
    what it is merged; how much hangs on it (`stakes`). `asks` is the whole form of one that is previewed.
    """

    matter: str
    id: int
    epoch: int
    move: str
    given: dict[str, str]
    is_reporter: bool = False
    is_grave: bool = False
    about: str = ""
    unit: str = ""
    chosen: Term | None = None
    into: str = ""
    several: tuple[str, ...] = ()
    stakes: Kept | None = None
    asks: tuple[Asked, ...] = ()

    @property
    def label(self) -> Term:
        """What the move is called: by its matter where that has a word of its own, else as everywhere."""
        return Term(f"move.{self.matter}", self.move)

    @property
    def card(self) -> tuple[str, int] | None:
        """The card whose button was pressed."""
        return None if self.is_reporter or not self.id else (self.matter, self.id)

    @property
    def has_answers(self) -> bool:
        """Whether something was answered already."""
        return any(name != ARGUMENT for name in self.given)


@dataclass(frozen=True, slots=True, kw_only=True)
class Make:
    """All is known: make the move."""

    making: Making


@dataclass(frozen=True, slots=True, kw_only=True)
class AskGiven(Step):
    """Ask for one of the things that a move needs; `rest` is what is asked behind it."""

    making: Making
    asked: Asked
    rest: tuple[Asked, ...] = ()

    def question(self, known: Known) -> Question:
        """Ask by the kind of thing."""
        making = self.making
        if self.asked.how == "some_of":
            return self._which()
        saying = sayings.AskGiven(
            move=making.label,
            number="" if making.matter == "period" else making.about,
            unit=making.unit,
            several=making.several,
            what=Term(f"ask.{making.matter}", self.asked.name),
        )
        skip = (Choice(value="skip", label=Term("answer", "skip")),) if self.asked.may_skip else ()
        return Question(saying=saying, choices=(*self._choices(known), *skip))

    def _choices(self, known: Known) -> tuple[Choice, ...]:
        table, options = self.asked.table, self.asked.options
        if self.asked.how == "one_of":
            return tuple(Choice(value=option, label=Term(table, option)) for option in options)
        if self.asked.how == "several":
            return several.choices(options)
        if self.asked.how == "unit" and options:
            return tuple(Choice(value=f"#{code}", text=known.name_of(code)) for code in options)
        if self.asked.how == "matter":
            return tuple(Choice(value=f"#{number}", text=number) for number in options)
        return tuple(Choice(value=f"={name}", label=Term(table, name)) for name in TEMPLATES.get(table, ()))

    def _which(self) -> Question:
        """Several of a words table: each press takes one more in or leaves it out; 完成 goes on."""
        asked, chosen = self.asked, self._some
        saying = matter_sayings.ChooseSome(
            what=Term(f"ask.{self.making.matter}", asked.name),
            chosen=tuple(Term(asked.table, option) for option in chosen),
        )
        choices = tuple(
            Choice(
                value=option,
                label=Term(asked.table, option),
                style=Style.PRIMARY if option in chosen else Style.PLAIN,
            )
            for option in asked.options
        )
        done = Choice(value="done", label=Term("answer", "done"))
        return Question(saying=saying, choices=(*choices, done) if chosen or asked.may_skip else choices)

    @property
    def _some(self) -> tuple[str, ...]:
        chosen = self.making.given.get(self.asked.name, "").split(",")
        return tuple(option for option in self.asked.options if option in chosen)

    def answer(self, heard: Heard, known: Known) -> steps.Outcome:
        """Check it, then ask the next or make the move."""
        if heard.choice == "skip" and self.asked.may_skip:
            return self._with("")
        if self.asked.how == "one_of":
            is_one = heard.choice in self.asked.options
            named = Term(self.asked.table, heard.choice)
            return self._with(heard.choice, chosen=named) if is_one else Again(dialogue_sayings.NotAChoice())
        if heard.choice.startswith("="):
            return self._with(heard.choice)
        match self.asked.how:
            case "unit":
                return self._unit(heard, known)
            case "matter":
                return self._matter(heard)
            case "several":
                return self._several(heard)
            case "some_of":
                return self._some_of(heard)
            case "day":
                return self._day(heard, known)
            case "rule":
                return self._rule(heard, known)
        unfit = gathering.unfit(heard.text, LONGEST_ANSWER)
        return Again(unfit) if unfit else self._with(heard.text)

    def _some_of(self, heard: Heard) -> steps.Outcome:
        chosen = set(self._some)
        if heard.choice == "done" and (chosen or self.asked.may_skip):
            return self._with(",".join(self._some))
        listed = several.options(
            several.Option(id=place, text=str(place)) for place, _ in enumerate(self.asked.options, 1)
        )
        typed = several.ids(several.chosen(heard.text, listed)) if heard.text else []
        if typed:
            return self._with(",".join(self.asked.options[place - 1] for place in typed))
        if heard.choice not in self.asked.options:
            return Again(dialogue_sayings.NotAChoice())
        chosen ^= {heard.choice}
        given = {**self.making.given, self.asked.name: ",".join(one for one in self.asked.options if one in chosen)}
        return Again(step=replace(self, making=replace(self.making, given=given)))

    def _day(self, heard: Heard, known: Known) -> steps.Outcome:
        day = days.coming_day(heard.text, known.today)
        return Again(sayings.NoDay()) if day is None else self._with(day.isoformat())

    def _rule(self, heard: Heard, known: Known) -> steps.Outcome:
        present = known.office.rules
        try:
            return self._with(str(rules.Change.of(present, heard.text)))
        except rules.RuleRefused as refused:
            now = present.to_mapping().get(refused.key)
            return Again(sayings.RuleNotTaken(rule=refused.key, now="" if now is None else rules.shown(now)))

    def _several(self, heard: Heard) -> steps.Outcome:
        options = self.asked.options
        chosen = heard.choice[1:] if heard.choice.startswith("#") else several.chosen(heard.text, options)
        if not chosen:
            return Again(dialogue_sayings.NotAChoice())
        named = replace(self, making=replace(self.making, several=several.texts(chosen, options)))
        return named._with(chosen)

    def _unit(self, heard: Heard, known: Known) -> steps.Outcome:
        if heard.choice.startswith("#"):
            return self._with(heard.choice[1:])
        named = gathering.unit_named(heard.text, known)
        if isinstance(named, Saying):
            return Again(named)
        if isinstance(named, tuple):
            return Ask(replace(self, asked=replace(self.asked, options=named)), True)
        return self._with(named.code)

    def _matter(self, heard: Heard) -> steps.Outcome:
        """A number as people write it; whether there is such a matter is looked up before it is asked whether it is sure."""
        if heard.choice.startswith("#"):
            return Done(CheckMatter(asking=self, number=heard.choice[1:]))
        found = codes.find(heard.text)
        if found.numbers or found.ordinal is not None:
            number = found.numbers[0] if found.numbers else ""
            return Done(CheckMatter(asking=self, number=number, ordinal=found.ordinal))
        written = texts.folded(heard.text).strip().upper()  # a flag's number has a form of its own
        if not self.making.id and written:
            return Done(CheckMatter(asking=self, number=written))
        return Again(sayings.NoNumber())

    def _with(self, value: str, *, chosen: Term | None = None) -> steps.Outcome:
        making = replace(
            self.making,
            given={**self.making.given, self.asked.name: value},
            chosen=self.making.chosen if chosen is None else chosen,
        )
        return next_step(making, self.rest)

    def returns_to(self) -> tuple[str, int] | None:
        """The card whose button was pressed."""
        return self.making.card

    def has_work(self) -> bool:
        """Whether something was answered already."""
        return self.making.has_answers


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviewAnswers(Step):
    """What was answered, to be sent or changed."""

    making: Making

    def question(self, known: Known) -> Question:
        """Show every answer under its label."""
        submit = Choice(value="submit", label=Term("answer", "submit"), style=Style.PRIMARY)
        change = Choice(value="change", label=Term("answer", "change"))
        saying = matter_sayings.Preview(
            move=self.making.label, lines=lines(self.making.matter, self.making.asks, self.making.given)
        )
        return Question(saying=saying, choices=(submit, change))

    def answer(self, heard: Heard, known: Known) -> steps.Outcome:
        """Send it, or choose what to change."""
        if heard.choice == "change":
            return Ask(ChooseAnswer(making=self.making))
        if heard.choice != "submit":
            return Again(dialogue_sayings.NotAChoice())
        return Ask(AskSure(making=self.making)) if self.making.is_grave else Done(Make(making=self.making))

    def returns_to(self) -> tuple[str, int] | None:
        """The card whose button was pressed."""
        return self.making.card


@dataclass(frozen=True, slots=True, kw_only=True)
class ChooseAnswer(Step):
    """Which answer is to be changed."""

    making: Making

    def question(self, known: Known) -> Question:
        """Offer every answer by its label."""
        choices = tuple(
            Choice(value=asked.name, label=Term(f"label.{self.making.matter}", asked.name))
            for asked in self.making.asks
        )
        return Question(saying=matter_sayings.ChooseChange(), choices=choices)

    def answer(self, heard: Heard, known: Known) -> steps.Outcome:
        """Ask that one again; the preview follows it."""
        for asked in self.making.asks:
            if asked.name == heard.choice:
                return Ask(AskGiven(making=self.making, asked=asked))
        return Again(dialogue_sayings.NotAChoice())

    def returns_to(self) -> tuple[str, int] | None:
        """The card whose button was pressed."""
        return self.making.card


@dataclass(frozen=True, slots=True, kw_only=True)
class AskSure(Step):
    """A move that cannot be undone asks once."""

    making: Making

    def question(self, known: Known) -> Question:
        """Ask."""
        yes = Choice(value="yes", label=Term("answer", "yes"), style=Style.DANGER)
        about, is_period = self.making.about, self.making.matter == "period"
        saying = sayings.AskSure(
            move=self.making.label,
            number="" if is_period else about,
            period=periods.name_of(about) if is_period and about else None,
            unit=self.making.unit,
            chosen=self.making.chosen,
            into=self.making.into,
            stakes=self.making.stakes,
        )
        return Question(saying=saying, choices=(yes,))

    def answer(self, heard: Heard, known: Known) -> steps.Outcome:
        """Only yes is yes."""
        return Done(Make(making=self.making)) if heard.choice == "yes" else Again(dialogue_sayings.NotAChoice())

    def returns_to(self) -> tuple[str, int] | None:
        """The card whose button was pressed."""
        return self.making.card

    def has_work(self) -> bool:
        """Whether something was answered already."""
        return self.making.has_answers


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckMatter:
    """A number was given for what a move asks: look whether there is such a matter, and name it back."""

    asking: AskGiven
    number: str
    ordinal: int | None = None


def next_step(making: Making, rest: tuple[Asked, ...]) -> steps.Outcome:
    """Ask the next thing, or show what was answered, or ask whether it is sure, or be done."""
    if rest:
        return Ask(AskGiven(making=making, asked=rest[0], rest=rest[1:]))
    if making.asks:
        return Ask(PreviewAnswers(making=making))
    if making.is_grave:
        return Ask(AskSure(making=making))
    return Done(Make(making=making))


def lines(kind: str, asks: tuple[Asked, ...], given: Mapping[str, str]) -> tuple[matter_sayings.Line, ...]:
    """Answers under their labels, as people read them; what was left out is left out."""
    return tuple(_line(kind, asked, given[asked.name]) for asked in asks if given.get(asked.name))


def _line(kind: str, asked: Asked, value: str) -> matter_sayings.Line:
    label = Term(f"label.{kind}", asked.name)
    if asked.how in _CHOSEN:
        terms = tuple(Term(asked.table, one) for one in value.split(","))
        return matter_sayings.Line(label=label, text="", terms=terms, day=None)
    if asked.how == "day":
        return matter_sayings.Line(label=label, text="", terms=(), day=date.fromisoformat(value))
    return matter_sayings.Line(label=label, text=value, terms=(), day=None)
