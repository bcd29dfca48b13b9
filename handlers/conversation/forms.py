"""The form of a move: what its table asks, one question after the other, whether it is sure, and a preview where it is asked for.

One form for all procedures, derived from the `asks` of the rule (the design §5, §6); the kinds of answers are in `answers`. It
only gathers; `moves` makes the move.
"""

from dataclasses import dataclass, replace

from domain import periods
from domain.leaks import Leak
from domain.saying import Choice, Style, Term
from domain.sayings import dialogues as dialogue_sayings
from domain.sayings import matters as matter_sayings
from domain.sayings import moves as sayings
from handlers.conversation import answers, steps
from handlers.conversation.making import Asking, Make, Making, Taken
from handlers.conversation.steps import Again, Ask, Done, Heard, Known, Question, Step


@dataclass(frozen=True, slots=True, kw_only=True)
class AskGiven(Asking):
    """Ask for one of the things that a move needs."""

    def question(self, known: Known) -> Question:
        """Ask by the kind of thing."""
        return answers.KINDS[self.asked.how].question(self, known)

    def answer(self, heard: Heard, known: Known) -> steps.Outcome:
        """Check it, then ask the next or make the move."""
        kind = answers.KINDS[self.asked.how]
        made = kind.chose(self, heard.choice, known) if heard.choice else kind.told(self, heard.text, known)
        if made is None:
            return Again(dialogue_sayings.NotAChoice())
        if not isinstance(made, Taken):
            return made
        leak = self._leak(made.value, known)
        if leak is not None:
            return Again(sayings.Leaking(what=Term("leak", leak.kind), where=leak.where))
        return next_step(taken(self, made))

    def _leak(self, text: str, known: Known) -> Leak | None:
        """What of an answer that is read outside of the office must not leave it."""
        table = known.office.matters[self.making.matter].procedure
        return known.leak(text, self.making.id) if table.leaves(self.making.move, self.asked) else None

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
            move=self.making.label, lines=answers.lines(self.making.matter, self.making.form, self.making.given)
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
            for asked in self.making.form
        )
        return Question(saying=matter_sayings.ChooseChange(), choices=choices)

    def answer(self, heard: Heard, known: Known) -> steps.Outcome:
        """Ask that one again; the preview follows it."""
        for asked in self.making.form:
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
        label = (
            Term("answer", "yes") if self.making.id else self.making.label
        )  # without a card, its name says what it does
        yes = Choice(value="yes", label=label, style=Style.DANGER)
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


def taken(on: Asking, answer: Taken) -> Making:
    """The move with what was answered to one of its questions."""
    making = on.making.knowing({on.asked.name: answer.value, **answer.also})
    chosen = making.chosen if answer.chosen is None else answer.chosen
    return replace(making, chosen=chosen, several=answer.several or making.several)


def next_step(making: Making) -> steps.Outcome:
    """Ask the next thing, or show what was answered, or ask whether it is sure, or be done."""
    asked = making.next_asked
    if asked is not None:
        return Ask(AskGiven(making=making, asked=asked))
    if making.is_previewed:
        return Ask(PreviewAnswers(making=making))
    if making.is_grave:
        return Ask(AskSure(making=making))
    return Done(Make(making=making))
