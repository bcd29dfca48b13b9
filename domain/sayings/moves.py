"""What is asked and answered while a move is made. Said by `handlers/conversation/forms/forms.py`."""

from dataclasses import dataclass

from domain.saying import Kept, Saying, Term
from domain.sayings.scoring.periods import Name


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenQuestion(Saying):
    """A move needs to know something; which matter it is about, or which `several` of a list, is named."""

    move: Term
    number: str
    unit: str
    several: tuple[str, ...] = ()
    what: Term


@dataclass(frozen=True, slots=True, kw_only=True)
class SureQuestion(Saying):
    """A move cannot be undone. What it is about is named: a matter by its number, the list of a period by its name."""

    move: Term
    number: str
    period: Name | None
    unit: str
    chosen: Term | None
    into: str
    stakes: Kept | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerLeaks(Saying):
    """What was written is read outside of the office, and holds what must not leave it; `where` is the place in it."""

    what: Term
    where: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LineAdded(Saying):
    """A further line was added to what was just written; from `words` on it found no room within the `limit`."""

    to: Term
    limit: int
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NoNumber(Saying):
    """What was written is no number of a matter."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoDay(Saying):
    """What was written is no day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileNeeded(Saying):
    """Nothing goes on without a file here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NotYet(Saying):
    """The day that was written has not come yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OverAlready(Saying):
    """The day that was written is over, and one that is to come was asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoPerson(Saying):
    """What was written names nobody of those who may be named, or several, or too few."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoNumberWithin(Saying):
    """What was written is no number within these limits."""

    least: int
    most: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NoAmount(Saying):
    """What was written is no amount."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleNotTaken(Saying):
    """What was written is no rule, or a value that it cannot have."""

    rule: str
    now: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusedOfOne(Saying):
    """Of several matters, of this one the law does not allow it."""

    number: str
    why: Term


@dataclass(frozen=True, slots=True, kw_only=True)
class NotForSeveral(Saying):
    """This is decided one by one."""

    move: Term


@dataclass(frozen=True, slots=True, kw_only=True)
class LawRefuses(Saying):
    """The law does not allow it."""

    why: Term


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnedByOther(Saying):
    """Somebody else has claimed it."""

    who: str
