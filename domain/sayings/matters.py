"""What is said of any matter whose words follow from its table: its card, its news, what is asked before it is sent."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from domain.saying import Kept, Saying, Term
from domain.sayings.moves import GivenQuestion


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemLine(Saying):
    """One item of a list that was answered: what was written, and its days."""

    number: int
    text: tuple[str, ...] = ()
    days: tuple[date, ...] = ()
    missing: Term | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Line(Saying):
    """One labelled fact: words as somebody wrote them, words of the law, names, a day, a list of items, what something is
    `called`, or a `whole` saying."""

    label: Term
    text: str = ""
    terms: tuple[Term | str, ...] = ()
    day: date | None = None
    items: tuple[ItemLine, ...] = ()
    number: int = 0
    called: Kept | None = None
    whole: Kept | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CardTitle(Saying):
    """The first line of a card."""

    kind: Term
    number: str
    stage: Term
    is_overdue: Term | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Officer(Saying):
    """Who has it in hand, and whether their claim binds others no more."""

    who: str
    is_lapsed: Term | None


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitsForSigner(Saying):
    """A move that waits for its second signer."""

    move: Term
    who: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Relative(Saying):
    """A matter that another one names on its card: its parent, a child, or one it is linked to."""

    kind: Term
    number: str
    stage: Term


@dataclass(frozen=True, slots=True, kw_only=True)
class Polled(Saying):
    """How many have voted of those who may."""

    of: int
    voted: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices(Saying):
    """How many chose this."""

    choice: Term
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class VoteCounted(Saying):
    """A vote that is over, as it was counted."""

    of: int
    voted: int
    choices: tuple[Choices, ...]
    score: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingLine(Saying):
    """One of those that wait: its title, and until when."""

    place: int
    what: CardTitle
    unit: str
    due: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingMatters(Saying):
    """So many wait for whoever asks; some of them, and how many come after."""

    layout: ClassVar[str] = "list"
    is_of_desk: ClassVar[bool] = True

    number: int
    lines: tuple[WaitingLine, ...]
    more: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Told(Saying):
    """News of a matter: the sentence of its move, and what was written or chosen."""

    news: Term
    kind: Term
    number: str
    unit: str
    lines: tuple[Line, ...]
    due: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview(Saying):
    """What was answered, before it is sent; of which matter, or which `several` of a list; what is missing that would make it
    stronger."""

    move: Term
    number: str = ""
    unit: str = ""
    several: tuple[str, ...] = ()
    lines: tuple[Line, ...]
    stronger: tuple[Term, ...]
    below: Term | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AskTold(Saying):
    """A question to who tells something: how much may be written, how many files have come, what would make it stronger."""

    what: Term
    limit: int
    number: int
    stronger: tuple[Term, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferFound(Saying):
    """What was recognised in the words, offered for confirmation."""

    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DayIsFull(Saying):
    """As many as may be brought in a day were brought; this one waits."""

    doing: Term
    limit: int
    of: Term
    besides: Term


@dataclass(frozen=True, slots=True, kw_only=True)
class ChooseChange(Saying):
    """Which of the answers is to be changed?"""


@dataclass(frozen=True, slots=True, kw_only=True)
class AskItems(Saying):
    """Ask for a list of items; what each consists of, and what is on the list."""

    what: GivenQuestion
    parts: tuple[Term, ...]
    items: tuple[ItemLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemUnread(Saying):
    """A line of a list that cannot be taken, what of it, and why, where that is known."""

    line: str
    what: Term
    why: Kept | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChooseSome(Saying):
    """Several may be chosen; what is chosen so far."""

    what: GivenQuestion
    chosen: tuple[Term | str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Begun(Saying):
    """It was begun, and has a number."""

    facts = ("number",)
    kind: Term
    number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TermReminder(Saying):
    """A moment of its term has come."""

    kind: Term
    number: str
    what: Term
    stage: Term
    due: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LapseRefused(Saying):
    """A term is over, and what should have followed by itself cannot; why, where that is known."""

    kind: Term
    number: str
    due: date
    move: Term
    why: Term | None


@dataclass(frozen=True, slots=True, kw_only=True)
class UnderWay(Saying):
    """About that matter another one is under way."""

    number: str
    other: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NobodyVotes(Saying):
    """Everybody who could vote is kept away by now, and what is to be done."""

    kind: Term
    number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NotAbout(Saying):
    """No matter of that number that this could be about, and of which kinds it may be, where those are few."""

    number: str
    kinds: tuple[Term, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EnteredPastUs(Saying):
    """Staff entered something that is about this office itself: it went past it, and they hear no more of it."""

    kind: Term


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt(Saying):
    """登记回执 (the law §9). `days`: within how many it is heard of, 0 where nobody can promise it; `latest`: within how many working days
    a real name hears at the very latest, 0 for others.
    """

    facts = ("number", "code")
    kind: Term
    day: date
    number: str
    code: str
    coming: Term
    days: int
    latest: int
    below: Term


@dataclass(frozen=True, slots=True, kw_only=True)
class ToWhoBrought(Saying):
    """What whoever brought something in is told of a move on a day: its sentence, what was written or chosen for them, the end of the
    term that follows. A sentence with places for them is all of it.
    """

    template = "news"
    number: str
    news: Term
    lines: tuple[Line, ...]
    due: date | None
    day: date

    def filled(self) -> Mapping[str, object]:
        """The number, both days, and each answer by its name."""
        answers = {line.label.name: line.terms or line.day or line.text for line in self.lines}
        return {**answers, "number": self.number, "due": self.due, "day": self.day}


@dataclass(frozen=True, slots=True, kw_only=True)
class Entered(Saying):
    """Staff wrote down what came another way; whoever sent it may follow it by the code, if they are told it."""

    facts = ("number", "code")
    kind: Term
    number: str
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherCode(Saying):
    """It opens by another query code from now on."""

    facts = ("number", "code")
    kind: Term
    number: str
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ModuleOff(Saying):
    """Nothing of this kind begins here: the office has switched its module off."""

    kind: Term
