"""A card: a matter's present state as one reader sees it, the same for every channel (the design §7).

Each channel lays it out its own way. It is drawn whenever it is sent, and never kept.
"""

from dataclasses import dataclass
from datetime import date

from domain.saying import Choice, Kept, Saying, Term


@dataclass(frozen=True, slots=True)
class Names:
    """Chinese names of the office's own lists, such as units: who reads English gets an English one beside each."""

    names: tuple[str, ...]


Value = str | int | date | Term | Names | Saying | Kept | tuple["Value", ...] | None
"""What a fact may be; a moment is a date, too. One that says nothing (None, nothing written, nought) is left out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """One fact under its label. `label` None: the value says itself what it is."""

    label: Term | None
    value: Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Select:
    """Answers to the first question of a move, to be chosen on the card itself: one, or several.

    `move` is that of a button of the same card, which asks the same where a channel shows no selects. The value of an option is
    what the form takes for an answer.
    """

    move: str
    options: tuple[Choice, ...]
    is_several: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CardView:
    """What one reader sees of a matter now. The value of a button is a move, `move:argument`, or a command.

    `body` are paragraphs that stand by themselves; `notes` are facts that stand below them.
    """

    title: Saying | None
    facts: tuple[Labelled, ...] = ()
    body: tuple[Value, ...] = ()
    notes: tuple[Labelled, ...] = ()
    buttons: tuple[Choice, ...] = ()
    selects: tuple[Select, ...] = ()
    picture: str = ""
    evidence: tuple[int, ...] = ()
