"""What a form does with all that is sent while it is open: files are kept with it, and words that answer no question are added to
what is told. Each answer says once what was kept, and names what was not.

Lives here: `FormStep`, what every step of a form has in common, and `read`, what words say by themselves of the form's questions.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Self

from domain.leaks import Leak
from domain.mechanism.columns import Asked
from domain.said import FileRef
from domain.saying import Saying, Term
from domain.sayings import dialogues as sayings
from domain.sayings import moves
from handlers.conversation import gathering
from handlers.conversation.forms.making import Making, limit_of
from handlers.conversation.gathering import LONGEST_ECHO, together
from handlers.conversation.steps import BELONGS, Again, Ask, Done, Heard, Known, Noted, Outcome, Step
from handlers.understanding import recognising, spoken
from handlers.understanding.units import certain, sure


@dataclass(frozen=True, slots=True)
class Came:
    """What became of files: how many there are now, which found no room, and whether any came."""

    number: int
    left_over: tuple[str | Term, ...]
    limit: int
    came: int

    def saying(self, *, is_counted: bool = True) -> Saying | None:
        """Say it: the number where some came and it `is_counted`, by name what found no room."""
        noted = sayings.FilesNoted(number=self.number) if is_counted and self.came > len(self.left_over) else None
        over = sayings.FilesLeftOver(limit=self.limit, names=self.left_over) if self.left_over else None
        return together(noted, over)

    def before(self, outcome: Outcome, step: "FormStep") -> Outcome:
        """An outcome with what became of the files that came with it."""
        must_be_read = bool(self.left_over)
        match outcome:
            case Again(why=why, step=again):
                return Again(together(self.saying(), why), again or step, must_be_read or outcome.must_be_read)
            case Ask():
                return replace(outcome, first=together(self.saying(), outcome.first))
            case Noted():
                first = together(self.saying(is_counted=False), outcome.saying)
                return replace(outcome, saying=first, must_be_read=must_be_read or outcome.must_be_read)
            case Done() if self.left_over:
                return Again(self.saying(), step, must_be_read)
        return outcome


class FormStep(Step):
    """A step of a form; a subclass is a frozen dataclass. It makes an outcome of a choice (`chose`), of words that answer it (`told`;
    None: they do not), and of files alone (`shown`)."""

    making: Making

    def chose(self, choice: str, known: Known) -> Outcome | None:
        """Make something of a choice; None where it was not offered."""
        raise NotImplementedError

    def told(self, text: str, known: Known) -> Outcome | None:
        """Make something of words; None where they do not answer the question."""
        return None

    def shown(self, files: tuple[FileRef, ...], known: Known) -> Outcome:
        """Make something of files without words, which are kept already."""
        return Again(None, self)

    def reread(self, making: Making, why: Saying, known: Known, *, must_be_read: bool) -> Outcome:
        """Go on, or ask again, with a form to which words were added."""
        return Again(why, self.with_making(making), must_be_read)

    def answer(self, heard: Heard, known: Known) -> Outcome:
        """Keep the files; then take the answer, or keep the words with what is told."""
        step, came = self._with_files(heard.files, known)
        making = step.making
        if heard.choice == BELONGS and making.beside:
            outcome = step.with_making(replace(making, beside="")).more(making.beside, known)
        elif heard.choice:
            outcome = step.chose(heard.choice, known) or Again(step.no_choice(known))
        elif heard.text:
            outcome = step.told(heard.text, known) or step.more(heard.text, known)
        elif came.came:
            outcome = step.shown(heard.files, known)
        else:
            outcome = Again(sayings.NeedWords())
        return came.before(outcome, step) if came.came else outcome

    def more(self, text: str, known: Known) -> Outcome:
        """Add words to what is told, and say so. What they say by themselves answers the questions that are open."""
        gathers = self.making.gathers
        if gathers is None:
            is_line = self.follows_text() and tells(text)
            no_choice = sayings.NotTaken(words=text[:LONGEST_ECHO]) if is_line else self.no_choice(known)
            return self._continued(text, known) or Again(no_choice)
        limit = limit_of(gathers, known)
        unfit = gathering.unfit(text, limit)
        if unfit is not None:
            return Again(unfit)
        if not tells(text):
            return Again(sayings.NotTaken(words=text[:LONGEST_ECHO]))
        told, over = gathering.with_words(self.making.gathered, text, limit)
        why: Saying = sayings.PartNotTaken(limit=limit, words=over[:LONGEST_ECHO]) if over else sayings.WordsNoted()
        making = self.making.knowing({**read(self.making, text, known).opens(self.making), gathers.name: told})
        return self.reread(making, why, known, must_be_read=bool(over))

    def no_choice(self, known: Known) -> Saying:
        """What is said where something was chosen that is not on offer, or nothing is: then it is to be written."""
        return sayings.NotAChoice() if self.question(known).choices else sayings.NeedOwnWords()

    def follows_text(self) -> bool:
        """Whether a longer text was written just before: words that are no choice may be a line of it."""
        return False

    def continues(self, text: str) -> Asked | None:
        """The answer to which these further words belong; None where they would be sent without being read once more."""
        return None

    def _continued(self, text: str, known: Known) -> Outcome | None:
        """More lines of what was just written: people send five short ones instead of one. None where they belong to nothing."""
        making, to = self.making, self.continues(text)
        if to is None or spoken.is_remark(text):
            return None
        if not tells(text):
            return Again(sayings.NotTaken(words=text[:LONGEST_ECHO]))
        leak = leaking(making, to, text, known)
        if leak is not None:
            return Again(moves.AnswerLeaks(what=Term("leak", leak.kind), where=leak.where))
        limit = limit_of(to, known)
        told, over = gathering.with_words(making.given[to.name], text, limit)
        label = Term(f"label.{making.matter}", to.name)
        why = moves.LineAdded(to=label, limit=limit if over else 0, words=over[:LONGEST_ECHO])
        return self.reread(making.knowing({to.name: told}), why, known, must_be_read=bool(over))

    def may_take_files(self) -> bool:
        """Where the form asks for some."""
        return self.making.attaches is not None

    def may_hear_inquiries(self) -> bool:
        """Where something is told."""
        return self.making.gathers is not None

    def returns_to(self) -> tuple[str, int] | None:
        """The card whose button was pressed."""
        return self.making.card

    def has_work(self) -> bool:
        """Whether anything was answered, told or sent already."""
        return self.making.has_answers

    def keeping(self, later: Step) -> Step:
        """With what was told and sent at the step that is left: only what it had asked is open again."""
        if not isinstance(later, FormStep) or (gathers := self.making.gathers) is None:
            return self
        told = {gathers.name: later.making.gathered} if gathers.name in later.making.given else {}
        return self.with_making(replace(self.making.knowing(told), files=later.making.files))

    def asked_beside(self, text: str) -> Step | None:
        """With the question, which may belong to what is told."""
        return self.with_making(replace(self.making, beside=text)) if self.making.gathers else None

    def with_making(self, making: Making) -> Self:
        """The same step of another form."""
        return replace(self, making=making)

    def _with_files(self, files: tuple[FileRef, ...], known: Known) -> tuple[Self, Came]:
        attaches = self.making.attaches
        if not files or attaches is None:
            return self, Came(0, (), 0, 0)
        limit = limit_of(attaches, known)
        kept, over = gathering.with_files(self.making.files, files, limit)
        came = Came(len(kept), tuple(map(gathering.name_of, over)), limit, len(files))
        return self.with_making(replace(self.making, files=kept)), came


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What words say by themselves of a form's questions: the answers beyond doubt; units that are named alike; the name of one
    that is not in the register."""

    answers: Mapping[str, str]
    units: tuple[str, ...]
    unit_told: str

    def opens(self, making: Making) -> dict[str, str]:
        """The answers to what is open still."""
        return {name: value for name, value in self.answers.items() if name not in making.given}


def read(making: Making, text: str, known: Known) -> Reading:
    """Recognise in words what the form asks for."""
    found = recognising.recognise(text, known.office.finder, known.today)
    units = list(found.units)
    unit = sure(units)
    says = {
        "any_unit": unit.code if unit else "",
        "kind": found.kind or "",
        "time": found.happened_on.isoformat() if found.happened_on else found.period,
        "place": found.place,
    }
    answers = {asked.name: says[asked.how] for asked in making.form if says.get(asked.how)}
    alike = () if unit else tuple(match.unit.code for match in certain(units))
    return Reading(
        answers=answers,
        units=alike[: gathering.MOST_OFFERED] if len(alike) > 1 else (),
        unit_told="" if unit else found.unit_told,
    )


def begun(making: Making, text: str, files: tuple[FileRef, ...], known: Known) -> tuple[Making, Saying | None]:
    """A form that begins with these words and files, and what is to be said first: how many files are kept, and what found no room.

    Who sends evidence by themselves is not asked for it again: the preview takes more.
    """
    gathers, attaches = making.gathers, making.attaches
    assert gathers is not None, "somebody tells something"
    assert attaches is not None, "and may show it"
    limit, most = limit_of(gathers, known), limit_of(attaches, known)
    kept, over = gathering.with_files((), files, most)
    told, rest = gathering.with_words("", text, limit)
    answers = {gathers.name: told} if told else {}
    making = with_all_files(replace(making.knowing(answers), files=kept))
    came = Came(len(kept), tuple(map(gathering.name_of, over)), most, len(files))
    cut = sayings.PartNotTaken(limit=limit, words=rest[:LONGEST_ECHO]) if rest else None
    return making, together(came.saying(), cut)


def with_all_files(making: Making) -> Making:
    """The form, its question for files answered where some have come."""
    attaches = making.attaches
    return making.knowing({attaches.name: str(len(making.files))}) if making.files and attaches else making


def leaking(making: Making, asked: Asked, text: str, known: Known) -> Leak | None:
    """What of an answer that is read outside of the office must not leave it."""
    table = known.office.matters[making.matter].procedure
    return known.leak(text, making.id) if table.leaves(making.move, asked) else None


def is_sentence(text: str) -> bool:
    """Whether words are too many for a number or a choice that was typed not quite right."""
    is_counted = any(map(str.isdigit, text))
    return not is_counted and (len(text.split()) >= 4 if text.isascii() else sum(map(str.isalnum, text)) >= 6)


def tells(text: str) -> bool:
    """Whether words where a choice is expected are more of a story: a few of them, and not just a remark on the question, nor the button
    of another one."""
    if spoken.is_remark(text) or spoken.is_button(text):
        return False
    letters = sum(map(str.isalnum, text))
    return letters >= 4 if not text.isascii() else letters >= 4 and len(text.split()) >= 2
