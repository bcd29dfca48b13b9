"""A move on its way, and what one answer of its form is: the values that forms, answers and moves pass on.

No question is put here and no move made.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from domain.mechanism.columns import Asked
from domain.saying import Kept, Term
from handlers.conversation.steps import Step

ARGUMENT = "arg"


@dataclass(frozen=True, slots=True, kw_only=True)
class Making:
    """A move on its way: which, of what, what is known of it, whether the reporter makes it. `id` 0: the matter begins with it.

    `asks` is its whole form; an answer that is not in `given` is still to be asked for, an empty one was left out.

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

    @property
    def next_asked(self) -> Asked | None:
        """What is to be asked for next; None where everything was answered."""
        return next((asked for asked in self.form if asked.name not in self.given), None)

    @property
    def form(self) -> tuple[Asked, ...]:
        """What belongs to its form with the answers so far."""
        return tuple(asked for asked in self.asks if asked.is_asked(self.given))

    def knowing(self, answers: Mapping[str, str]) -> "Making":
        """The same with these answers."""
        return replace(self, given={**self.given, **answers})


@dataclass(frozen=True, slots=True, kw_only=True)
class Make:
    """All is known: make the move."""

    making: Making


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking(Step):
    """One thing that a move needs is asked for; `asked` says how, with the options that are on offer now."""

    making: Making
    asked: Asked


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckMatter:
    """A number was given for what a move asks: look whether there is such a matter, and name it back."""

    asking: Asking
    number: str
    ordinal: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """An answer was taken: its value as it is kept. `chosen` and `several` name it back in the questions that follow."""

    value: str
    chosen: Term | None = None
    several: tuple[str, ...] = ()
    also: Mapping[str, str] = field(default_factory=dict)
