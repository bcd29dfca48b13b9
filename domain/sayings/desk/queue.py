"""What is said about what waits for staff."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from domain.saying import Saying, Term
from domain.sayings.matters import WaitingLine


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueLine(Saying):
    """One matter of a list; `place` is its number in the list, by which it may be opened."""

    place: int
    number: str
    unit: str
    kind: Term
    stage: Term
    due: date | None
    is_overdue: Term | None
    owner: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Todo(Saying):
    """待办: how much waits, and some of it by term. `part` names the filter, `more` how many follow."""

    is_of_desk: ClassVar[bool] = True

    layout: ClassVar[str] = "list"

    waiting: int
    mine: int
    unclaimed: int
    due_today: int
    overdue: int
    to_sign: int
    nominations: int
    part: Term | None
    unit: str
    kind: Term | None
    none: Term | None
    lines: tuple[QueueLine, ...]
    more: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NothingToDo(Saying):
    """Nothing waits for this person."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NothingNext(Saying):
    """There is no other matter to handle."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AskPart(Saying):
    """Of which kind, or which unit?"""

    what: Term


@dataclass(frozen=True, slots=True, kw_only=True)
class AskWords(Saying):
    """Search for what?"""


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchFound(Saying):
    """What was found; `first`: these are so many of it, and there is more."""

    is_of_desk: ClassVar[bool] = True

    layout: ClassVar[str] = "list"

    lines: tuple[QueueLine, ...]
    first: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NothingFound(Saying):
    """Nothing that this person may see."""

    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest(Saying):
    """The desk: what waits for this person, in one message.

    It is no list (`layout`): one that is worked through stays where it is when this comes.
    """

    unclaimed: int
    mine: int
    to_sign: int
    due_soon: int
    overdue: int
    nominations: int
    flags: int
    announcements: int
    matters: int
    nothing: Term | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DueList(Saying):
    """The list of a working morning (the law §9): what is over, what is due, and some of it by its number. `supervised`: others owe it;
    `late` is so far over that leaders hear of it, whoever may see it."""

    is_of_desk: ClassVar[bool] = True
    layout: ClassVar[str] = "list"

    day: date
    overdue: int
    today: int
    due_soon: int
    supervised: int
    late: int
    lines: tuple[WaitingLine, ...]
    more: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NoCard(Saying):
    """A button was named, and there is no card it could be of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OneCharacter(Saying):
    """One character is too little to search the stories for."""

    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleHelp(Saying):
    """What one role does here, and how."""

    words: Term


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffHelp(Saying):
    """帮助 for staff: by role, and what may be done with the card shown last."""

    roles: tuple[RoleHelp, ...]
    number: str
    open_now: tuple[Term, ...]
    phone: str
