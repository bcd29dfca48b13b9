"""A move on its way, and what one answer of its form is: the values that forms, answers and moves pass on.

Lives here too: `AnswerKind`, what every kind of answer has. No move is made here.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from itertools import takewhile
from typing import ClassVar

from domain.lifecycles import PROCEDURES
from domain.mechanism.columns import Asked, Place
from domain.said import FileKind, FileRef
from domain.saying import Choice, Kept, Saying, Term
from domain.sayings import matters as matter_sayings
from domain.sayings import moves as sayings
from domain.sayings.matters import Line
from handlers.conversation.steps import Again, Known, Outcome, Question, Step

ARGUMENT = "arg"
SKIP = "skip"
TOLD = "_told"  # behind the name of a unit's answer: how it was called, where it is not in the register
ENOUGH_WORDS = 30
LEAST_CONTINUED = 200  # characters that an answer may have which people write in several lines


@dataclass(frozen=True, slots=True, kw_only=True)
class Making:
    """A move on its way: which, of what, what is known of it, whether the reporter makes it. `id` 0: the matter begins with it.

    `asks` is its whole form with the options on offer, empty where that is as the table has it; an answer that is not in `given` is
    still to be asked for, an empty one was left out. `files` were sent for it; `beside` is a question that was asked beside, and no
    part of what is told unless the person says so.

    `others` are further matters of the kind (id and epoch), of which it is made too, with the same answers.

    For its questions: what it is `about`, as people call it, and the `unit`; what was `chosen` (of a list: `several`), and `into`
    what it is merged; how much hangs on it (`stakes`).
    """

    matter: str
    id: int
    epoch: int
    move: str
    given: dict[str, str]
    is_reporter: bool = False
    is_grave: bool = False
    is_previewed: bool = False
    about: str = ""
    unit: str = ""
    chosen: Term | None = None
    into: str = ""
    several: tuple[str, ...] = ()
    stakes: Kept | None = None
    asks: tuple[Asked, ...] = ()
    files: tuple[FileRef, ...] = ()
    beside: str = ""
    others: tuple[tuple[int, int], ...] = ()

    @property
    def form(self) -> tuple[Asked, ...]:
        """All that is asked with these answers."""
        asks = self.asks or self._of_table()
        return tuple([asked for asked in asks if asked.where is None or asked.is_asked(self.given)])

    def _of_table(self) -> tuple[Asked, ...]:
        table = PROCEDURES.get(self.matter)
        rule = table.moves.get(self.move) if table else None  # a signature is none
        return rule.asks if rule else ()

    @property
    def gathers(self) -> Asked | None:
        """To which answer words are added that answer nothing else; None where there is none."""
        return next((asked for asked in self.form if asked.gathers), None)

    @property
    def attaches(self) -> Asked | None:
        """For which answer files are kept; None where they are not taken."""
        return next((asked for asked in self.form if asked.how == "files"), None)

    @property
    def gathered(self) -> str:
        """What was told."""
        return self.given.get(self.gathers.name, "") if self.gathers else ""

    def written_before(self, name: str = "") -> Asked | None:
        """The longer text that was answered just before a question, or at the end: more lines of it may still come. None where none was."""
        asked_so_far = [*takewhile(lambda asked: asked.name != name, self.form)]
        said = (each for each in reversed(asked_so_far) if each.how != "files" and each.kept is not Place.IDENTITY)
        last = next(said, None)
        is_text = last is not None and last.how == "text" and last.longest >= LEAST_CONTINUED
        is_own = last is not None and self.given.get(last.name, "")[:1] not in ("", "=")
        return last if is_text and is_own else None

    @property
    def wishes(self) -> tuple[Term, ...]:
        """What would make the matter stronger and is missing (the law §3, minimal form)."""
        told_last = sorted(self.form, key=lambda asked: asked.gathers)
        return tuple(Term("stronger", asked.wish) for asked in told_last if asked.wish and not self._has(asked))

    def _has(self, asked: Asked) -> bool:
        value = self.given.get(asked.name, "")
        if asked.gathers:
            return len(value) >= ENOUGH_WORDS
        if asked.how == "files":
            return any(file.kind is not FileKind.LOCATION for file in self.files)
        is_shown = asked.how == "place" and any(file.kind is FileKind.LOCATION for file in self.files)
        return bool(value or self.given.get(asked.name + TOLD) or is_shown)

    @property
    def label(self) -> Term:
        """What the move is called: by its matter where that has a word of its own, else as everywhere."""
        return Term(f"move.{self.matter}", self.move)

    @property
    def number(self) -> str:
        """By which number people call what it is about; a period is called by its name, which stands elsewhere."""
        return "" if self.matter == "period" else self.about

    @property
    def card(self) -> tuple[str, int] | None:
        """The card whose button was pressed."""
        return None if self.is_reporter or not self.id else (self.matter, self.id)

    @property
    def has_answers(self) -> bool:
        """Whether something was answered already."""
        return bool(self.files) or any(name != ARGUMENT for name in self.given)

    @property
    def next_asked(self) -> Asked | None:
        """What is to be asked for next; None where everything was answered."""
        return next((asked for asked in self.form if asked.name not in self.given), None)

    def knowing(self, answers: Mapping[str, str]) -> "Making":
        """The same with these answers."""
        return replace(self, given={**self.given, **answers})

    def without(self, *names: str) -> "Making":
        """The same with these answers, and those that hang on them, open again."""
        left = {asked.name for asked in self.form if asked.where is not None and asked.where[0] in names}
        gone = {*names, *left, *(name + TOLD for name in names)}
        return replace(self, given={name: value for name, value in self.given.items() if name not in gone})


@dataclass(frozen=True, slots=True, kw_only=True)
class Make:
    """All is known: make the move."""

    making: Making


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking(Step):
    """One thing that a move needs is asked for; `asked` says how, with the options that are on offer now.

    `page`: where in a long list one looks, None where nowhere. `is_again`: it was asked before.
    """

    making: Making
    asked: Asked
    page: int | None = None
    is_again: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckMatter:
    """A number was given for what a move asks, or the place of a clue among those of the year: look whether there is such a matter, and
    name it back."""

    asking: Asking
    number: str
    ordinal: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """An answer was taken: its value as it is kept. `chosen` and `several` name it back in the questions that follow; `also` are
    answers to other questions that it gave; what is said `first` stands above the next question."""

    value: str
    chosen: Term | None = None
    several: tuple[str, ...] = ()
    also: Mapping[str, str] = field(default_factory=dict)
    first: Saying | None = None


Made = Taken | Outcome | None


class AnswerKind:
    """One kind of answer. What it makes of an answer is a value (`Taken`), another question, or None where it is none of its kind.

    `is_skipped`: where it may be left out, that is offered; else it has a way on of its own. `is_number`: a number is what it asks for.
    """

    is_skipped: ClassVar[bool] = True
    is_number: ClassVar[bool] = False

    def question(self, on: Asking, known: Known) -> Question:
        """Ask for it, with what it offers and, where it may be left out, a way to skip it."""
        is_skipped = self.is_skipped and on.asked.may_skip
        skip = (Choice(value=SKIP, label=Term("answer", on.asked.skip)),) if is_skipped else ()
        return Question(saying=self.saying(on, known), choices=(*self.choices(on, known), *skip))

    def saying(self, on: Asking, known: Known) -> Saying:
        """The question itself. Who tells something is asked plainly; else the move and what it is about are named."""
        if on.making.gathers is not None:
            limit = limit_of(on.asked, known) if on.asked.gathers else 0
            return matter_sayings.AskTold(what=self._what(on), limit=limit, number=0, stronger=())
        return self.given(on)

    def given(self, on: Asking) -> sayings.GivenQuestion:
        """The question with the move and what it is about."""
        making = on.making
        return sayings.GivenQuestion(
            move=making.label, number=making.number, unit=making.unit, several=making.several, what=self._what(on)
        )

    def _what(self, on: Asking) -> Term:
        return Term(f"ask.{on.making.matter}", self.words(on))

    def words(self, on: Asking) -> str:
        """Under which name its question stands in the words."""
        return on.asked.words or on.asked.name

    def choices(self, on: Asking, known: Known) -> tuple[Choice, ...]:
        """What is offered."""
        return ()

    def chose(self, on: Asking, choice: str, known: Known) -> Made:
        """Make something of a choice that was offered."""
        return Taken(value="") if choice == SKIP and on.asked.may_skip else None

    def told(self, on: Asking, text: str, known: Known) -> Made:
        """Make something of words."""
        return None

    def shown(self, on: Asking, files: tuple[FileRef, ...], known: Known) -> Made:
        """Make something of files without words, which are kept already: ask again."""
        return Again(None, on)

    def reread(self, on: Asking, why: Saying, known: Known, *, must_be_read: bool) -> Made:
        """Ask again after words that were no answer were kept, and say so."""
        return Again(why, on, must_be_read)

    def line(self, label: Term, asked: Asked, value: str) -> Line:
        """An answer under its label."""
        return Line(label=label, text=value)


def limit_of(asked: Asked, known: Known) -> int:
    """How long an answer may be, or how many files it may have."""
    return int(getattr(known.office.rules, asked.limit)) if asked.limit else asked.longest
