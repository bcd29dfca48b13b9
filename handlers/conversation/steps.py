"""What a dialogue is made of: steps, their questions, and what can become of an answer (the design §6).

Lives here: `Step`, `Question`, `Heard`, `Known` and the outcomes `Ask`, `Again`, `Done`. A step is a small frozen dataclass
whose fields are exactly what is known by then; it is pure. Run by `handlers/conversation/dialogues.py`; steps live with their
matter.
"""

from collections.abc import Callable
from dataclasses import Field, dataclass
from datetime import date
from typing import Any, ClassVar

import msgspec

from domain.channels import Traits
from domain.leaks import Leak
from domain.said import FileRef
from domain.saying import Choice, Saying, Style, Term
from handlers.conversation.room import Office
from handlers.understanding import unit_names
from storage import shapes

SHAPE = 2  # counts on where a saved step would be read otherwise than it was meant
BELONGS = "belongs"  # the choice by which a question that was asked beside becomes part of what is told


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What a step asks. `may_go_back` False leaves out the way back (a first step has none)."""

    saying: Saying
    choices: tuple[Choice, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """An answer: words, or the value of a choice that was pressed, typed or numbered, or files.

    `album` is what the channel calls several pictures that were sent at once and come one by one; empty for anything else.
    """

    text: str = ""
    choice: str = ""
    files: tuple[FileRef, ...] = ()
    album: str = ""


def _nothing(text: str, matter_id: int) -> None:
    """There is nothing that an answer could give away."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What a step may look at besides its own fields. `leak` finds what of an answer about a matter must not leave the office."""

    office: Office
    today: date
    channel: str
    locale: str = "zh"
    leak: Callable[[str, int], Leak | None] = _nothing

    @property
    def traits(self) -> Traits:
        """What is known of the channel by which the answer comes."""
        return self.office.channels.of(self.channel)

    def name_of(self, code: str) -> str:
        """A unit's name as whoever is asked reads it: beside the Chinese name an English one, made of it."""
        name = self.office.name_of(code)
        return unit_names.beside(name) if self.locale == "en" else name


@dataclass(frozen=True, slots=True)
class Ask:
    """Go on with another step; what is said `first` stands above its question."""

    step: "Step"
    is_replacing: bool = False
    first: Saying | None = None


@dataclass(frozen=True, slots=True)
class Again:
    """Ask the same again, after saying why (nothing to say: only the question).

    With a `step`, the present one's next form, that is kept, and why stands above its question; then a newer answer of this
    kind takes its place as long as it has not left, unless it `must_be_read`.
    """

    why: Saying | None = None
    step: "Step | None" = None
    must_be_read: bool = False


@dataclass(frozen=True, slots=True)
class Noted:
    """Stay, keep what was added (the step's next form), say only this; a newer one takes its place as with `Again`."""

    step: "Step"
    saying: Saying | None = None
    must_be_read: bool = False


@dataclass(frozen=True, slots=True)
class Done:
    """The dialogue is over: do this. What does it is looked up by the command's type."""

    command: object


@dataclass(frozen=True, slots=True)
class Back:
    """Go back to the step before: its question was only put aside. What was said instead is given to it."""

    heard: Heard | None = None


Outcome = Ask | Again | Noted | Done | Back


class Step:
    """One step of a dialogue. A subclass is a frozen dataclass, registered under its name."""

    __dataclass_fields__: ClassVar[dict[str, Field[Any]]]
    known: ClassVar[dict[str, type["Step"]]] = {}
    is_harmless: ClassVar[bool] = False  # may be asked on a narrow channel
    takes_files: ClassVar[bool] = False  # elsewhere files are refused by name, and the question asked again
    takes_codes: ClassVar[bool] = False  # a code or number is the answer it wants
    hears_inquiries: ClassVar[bool] = False  # a question of fear or of procedure is no answer here: it is answered
    is_aside: ClassVar[bool] = False  # stands before another question, whose buttons stay good

    def __init_subclass__(cls) -> None:
        """Register the step under its name, which no other may have; dataclass(slots=True) makes each class twice."""
        known = Step.known.get(cls.__name__)
        assert known is None or known.__module__ == cls.__module__, f"two steps are called {cls.__name__}"
        Step.known[cls.__name__] = cls

    def question(self, known: Known) -> Question:
        """Say what is asked."""
        raise NotImplementedError

    def answer(self, heard: Heard, known: Known) -> Outcome:
        """Make something of the answer."""
        raise NotImplementedError

    def may_take_files(self) -> bool:
        """Whether files are an answer, or kept with it."""
        return self.takes_files

    def wants_numbers(self) -> bool:
        """Whether a number that is written is the answer itself, and never the place of a button."""
        return False

    def may_hear_inquiries(self) -> bool:
        """Whether a question of fear or of procedure is answered here."""
        return self.hears_inquiries

    def returns_to(self) -> tuple[str, int] | None:
        """The card that is shown again when the dialogue is left, so that its buttons are alive; None where it came from none."""
        return None

    def has_work(self) -> bool:
        """Whether something would be lost by leaving: then the person is asked first."""
        return True

    def put_aside(self) -> "Step":
        """This step while another question stands before it."""
        return self

    def asked_beside(self, text: str) -> "Step | None":
        """This step with a question that was asked beside it, to be kept if the person says so; None where nothing can keep it."""
        return None

    def asked_again(self, known: Known) -> Saying:
        """What it asks, where it stands above already and is only called to mind."""
        return self.question(known).saying

    def keeping(self, later: "Step") -> "Step":
        """This step when one goes back to it: with what was gathered since, at the step that is left."""
        return self


class _Named(msgspec.Struct):
    """What every saved step begins with."""

    step: str
    shape: int = 0


def to_shape(step: Step) -> msgspec.Raw:
    """A step as JSON: its name, the version of all their shapes, and its fields."""
    values = msgspec.json.encode(step)
    name = b'{"step":"' + type(step).__name__.encode() + b'","shape":' + str(SHAPE).encode()
    return msgspec.Raw(name + (b"}" if values == b"{}" else b"," + values[1:]))


def from_shape(shape: msgspec.Raw) -> Step:
    """The step again; raises KeyError or msgspec.ValidationError where its shape is not known any more."""
    named: _Named = shapes.decode(shape, _Named)
    if named.shape != SHAPE:
        raise KeyError(named.shape)
    step: Step = shapes.decode(shape, Step.known[named.step])
    return step


def further(value: str) -> Choice:
    """The next page of a list: it stays a button where there is room for few."""
    return Choice(value=value, label=Term("queue", "more"), style=Style.PRIMARY)


def yes_no(table: str, yes: str, no: str) -> tuple[Choice, ...]:
    """Two choices of a words table."""
    return (Choice(value=yes, label=Term(table, yes)), Choice(value=no, label=Term(table, no)))
