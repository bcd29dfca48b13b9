"""The form of a move: what its table asks, one question after the other, whether it is sure, and a preview where it is asked for.

One form for all procedures, derived from the `asks` of the rule (the design §5, §6); the kinds of answers are in `answers`, what a
form keeps of all that is sent in `telling`. It only gathers; `moves` makes the move.
"""

from dataclasses import dataclass, replace

from domain.matters.scoring import periods
from domain.mechanism.columns import Asked, Place
from domain.said import FileRef
from domain.saying import Choice, Saying, Style, Term
from domain.sayings import dialogues as dialogue_sayings
from domain.sayings import matters as matter_sayings
from domain.sayings import moves as sayings
from domain.sayings.matters import Line
from handlers.conversation import gathering, steps
from handlers.conversation.forms import answers, telling
from handlers.conversation.forms.making import TOLD, Asking, Made, Make, Making, Taken, limit_of
from handlers.conversation.forms.telling import FormStep
from handlers.conversation.steps import Again, Ask, Done, Heard, Known, Question, Step
from handlers.understanding import spoken


@dataclass(frozen=True, slots=True, kw_only=True)
class AskGiven(FormStep, Asking):
    """Ask for one of the things that a move needs."""

    def question(self, known: Known) -> Question:
        """Ask by the kind of thing."""
        return answers.KINDS[self.asked.how].question(self, known)

    def chose(self, choice: str, known: Known) -> steps.Outcome | None:
        """Take it, then ask the next or make the move."""
        return self._going_on(answers.KINDS[self.asked.how].chose(self, choice, known))

    def told(self, text: str, known: Known) -> steps.Outcome | None:
        """Check it, then ask the next or make the move."""
        if self.asked.gathers:
            return self._begun(text, known)
        made = answers.KINDS[self.asked.how].told(self, text, known)
        if isinstance(made, Again) and self.asked.how == "number":
            return self._continued(text, known) or made
        leak = telling.leaking(self.making, self.asked, made.value, known) if isinstance(made, Taken) else None
        if leak is not None:
            return Again(sayings.AnswerLeaks(what=Term("leak", leak.kind), where=leak.where))
        return self._going_on(made)

    def continues(self, text: str) -> Asked | None:
        """What was written just before: where files or items are asked for, which waits for 完成; else a sentence that is neither a
        number nor a choice, where all is shown before it is sent."""
        how = self.asked.how
        is_more = self.making.is_previewed and how in ("number", "one_of") and telling.is_sentence(text)
        return self.making.written_before(self.asked.name) if is_more or how in ("files", "items") else None

    def wants_numbers(self) -> bool:
        """Where its kind is one of numbers."""
        return answers.KINDS[self.asked.how].is_number

    def follows_text(self) -> bool:
        """Where the question before it was answered by one."""
        return self.making.written_before(self.asked.name) is not None

    def shown(self, files: tuple[FileRef, ...], known: Known) -> steps.Outcome:
        """What the kind makes of files."""
        return self._going_on(answers.KINDS[self.asked.how].shown(self, files, known)) or Again(None, self)

    def reread(self, making: Making, why: Saying, known: Known, *, must_be_read: bool) -> steps.Outcome:
        """Go on where the words answered what is asked here."""
        if self.asked.gathers:
            return Ask(read_anew(making, known), is_replacing=True, first=why)
        if self.asked.name in making.given:
            return Ask(_next(making), is_replacing=True, first=why)
        on = self.with_making(making)
        made = answers.KINDS[self.asked.how].reread(on, why, known, must_be_read=must_be_read)
        return on._going_on(made) or Again(why, on, must_be_read)

    def _begun(self, text: str, known: Known) -> steps.Outcome | None:
        """What is told: anew, or for the first time. Who sent evidence before they told anything is not asked for it."""
        making, name = self.making, self.asked.name
        if making.gathered and not self.is_again:
            return None
        unfit = gathering.unfit(text, limit_of(self.asked, known))
        if unfit is not None:
            return Again(unfit)
        if spoken.is_button(text):
            return Again(dialogue_sayings.NeedOwnWords())
        if self.is_again:
            return next_step(making.knowing({name: text}))
        is_first = not making.given
        making = making.knowing({name: text})
        return Ask(read_anew(telling.with_all_files(making) if is_first else making, known))

    def _going_on(self, made: Made) -> steps.Outcome | None:
        if not isinstance(made, Taken):
            return made
        following = next_step(taken(self, made))
        return replace(following, first=made.first) if isinstance(following, Ask) else following


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmFound(FormStep):
    """What was recognised in the words: right?"""

    making: Making
    found: dict[str, str]

    def question(self, known: Known) -> Question:
        """Offer what was recognised; who is in a hurry may send it at once where it names the unit."""
        yes = Choice(value="yes", label=Term("answer", "yes"), style=Style.PRIMARY)
        has_unit = any(asked.how == "any_unit" and asked.name in self.found for asked in self.making.form)
        may_hurry = has_unit and any(asked.at_once for asked in self.making.form)
        at_once = (Choice(value="submit_now", label=Term("answer", "submit_now")),) if may_hurry else ()
        wrong = (Choice(value=asked.name, label=Term("wrong", asked.name)) for asked in self._offered)
        saying = matter_sayings.OfferFound(lines=_lines(self.making, self._offered, self.found, known))
        return Question(saying=saying, choices=(yes, *at_once, *wrong))

    def chose(self, choice: str, known: Known) -> steps.Outcome | None:
        """Take what is right; what is wrong is asked next. What nobody knows and the office finds out is left open."""
        if choice not in ("yes", "submit_now", *self.found):
            return None
        left = {asked.name: "" for asked in self.making.form if asked.unsure and asked.name != choice}
        taken = {name: value for name, value in self.found.items() if name != choice}
        making = self.making.knowing({**left, **taken})
        if choice != "submit_now":
            return next_step(making)
        at_once = {asked.name: asked.at_once for asked in making.form if asked.name not in making.given}
        return Done(Make(making=making.knowing(at_once)))

    def reread(self, making: Making, why: Saying, known: Known, *, must_be_read: bool) -> steps.Outcome:
        """Recognise anew in the longer story; what was offered already stays. What was not asked yet is not taken for granted."""
        anew = read_anew(making.without(*(making.gathers.offers if making.gathers else ())), known)
        if isinstance(anew, ConfirmFound):
            return Again(why, replace(anew, found={**anew.found, **self.found}), must_be_read)
        return Ask(anew, is_replacing=True, first=why)

    @property
    def _offered(self) -> tuple[Asked, ...]:
        return tuple(asked for asked in self.making.form if asked.name in self.found)


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviewAnswers(FormStep):
    """What was answered, to be sent or changed; where something is told, more words and files are welcome still."""

    making: Making

    def question(self, known: Known) -> Question:
        """Show every answer under its label, what was told last."""
        making = self.making
        submit = Choice(value="submit", label=Term("answer", "submit"), style=Style.PRIMARY)
        change = Choice(value="change", label=Term("answer", "change"))
        shown = sorted(_changeable(making), key=lambda asked: asked.gathers)
        counted = {making.attaches.name: str(len(making.files) or "")} if making.attaches else {}
        saying = matter_sayings.Preview(
            move=making.label,
            number=making.number,
            unit=making.unit,
            several=making.several,
            lines=_lines(making, tuple(shown), {**making.given, **counted}, known),
            stronger=making.wishes,
            below=Term(f"preview.{making.matter}", "below") if making.gathers else None,
        )
        return Question(saying=saying, choices=(submit, change))

    def continues(self, text: str) -> Asked | None:
        """What was written last."""
        return self.making.written_before()

    def chose(self, choice: str, known: Known) -> steps.Outcome | None:
        """Send it, or choose what to change."""
        if choice == "change":
            return Ask(ChooseAnswer(making=self.making))
        if choice not in ("submit", "agree"):  # 同意 to what was just read is to send it
            return None
        return Ask(AskSure(making=self.making)) if self.making.is_grave else Done(Make(making=self.making))


@dataclass(frozen=True, slots=True, kw_only=True)
class ChooseAnswer(FormStep):
    """Which answer is to be changed."""

    making: Making

    def question(self, known: Known) -> Question:
        """Offer every answer by its label."""
        choices = tuple(
            Choice(value=asked.name, label=Term(f"label.{self.making.matter}", asked.name))
            for asked in _changeable(self.making)
        )
        return Question(saying=matter_sayings.ChooseChange(), choices=choices)

    def chose(self, choice: str, known: Known) -> steps.Outcome | None:
        """Ask that one again; the preview follows it."""
        asked = next((asked for asked in _changeable(self.making) if asked.name == choice), None)
        if asked is None:
            return None
        is_open = self.making.gathers is not None and not asked.gathers
        making = self.making.without(asked.name) if is_open else self.making
        return Ask(AskGiven(making=making, asked=asked, is_again=asked.gathers))


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
        about = self.making.about if self.making.matter == "period" else ""
        saying = sayings.SureQuestion(
            move=self.making.label,
            number=self.making.number,
            period=periods.name_of(about) if about else None,
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


def first_step(making: Making, text: str, files: tuple[FileRef, ...], known: Known) -> tuple[Step, Saying | None]:
    """With what a form begins in which something is told, these words and files being there already; and what is said first."""
    making, first = telling.begun(making, text, files, known)
    return (read_anew(making, known) if making.gathered else _next(making)), first


def read_anew(making: Making, known: Known) -> Step:
    """What follows when something was told: offer what it says by itself, where the form does; ask the next thing where it says nothing.

    Two units that are both named are both offered; an office that is named and not in the register may keep its name. What the office
    finds out by itself (`unsure`) is only ever offered.
    """
    assert making.gathers is not None, "something was told"
    offers, reading = making.gathers.offers, telling.read(making, making.gathered, known)
    unit = next((asked for asked in making.form if asked.how == "any_unit"), None)
    found = {name: value for name, value in reading.answers.items() if name in offers}
    making = making.knowing({name: value for name, value in reading.opens(making).items() if name not in offers})
    facts = making
    if offers:
        left = {asked.name: "" for asked in making.form if asked.unsure and asked.name not in making.given}
        facts = making.knowing({**left, **{n: v for n, v in found.items() if unit is None or n != unit.name}})
    if unit is not None and unit.name not in {**found, **facts.given}:
        if reading.units:
            return AskGiven(making=facts, asked=replace(unit, options=reading.units))
        if reading.unit_told:
            asking = AskGiven(making=facts.knowing({unit.name + TOLD: reading.unit_told}), asked=unit)
            return asking if offers else _next(asking.making)
    is_worth_it = any(asked.name in found and asked.how != "time" for asked in making.form)
    return ConfirmFound(making=making, found=found) if is_worth_it else _next(facts)


def _next(making: Making) -> Step:
    """The next question of a form that is shown before it is sent."""
    following = next_step(making)
    assert isinstance(following, Ask), "it is shown before it is sent"
    return following.step


def _changeable(making: Making) -> tuple[Asked, ...]:
    """What is shown and may be changed: nobody is shown who they are."""
    return tuple(asked for asked in making.form if asked.kept is not Place.IDENTITY)


def _lines(making: Making, asks: tuple[Asked, ...], given: dict[str, str], known: Known) -> tuple[Line, ...]:
    return answers.lines(making.matter, asks, given, known.name_of)
