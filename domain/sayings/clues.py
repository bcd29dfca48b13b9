"""What is said about clues. Said by `handlers/reporting/` and `handlers/clues.py`."""

import re
from dataclasses import dataclass
from datetime import date

from domain.saying import Kept, Saying, Term

_DAY = re.compile(r"20[0-9]{2}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True, slots=True, kw_only=True)
class When(Saying):
    """When it happened: a day, which is shown as people read days, or what was said of it, or that it goes on."""

    day: date | None
    told: str
    ongoing: Term | None

    @classmethod
    def of(cls, told: str) -> "When | None":
        """What a draft keeps of it: a day as year-month-day, `ongoing`, or words; None for nothing."""
        if not told:
            return None
        if told == "ongoing":
            return cls(day=None, told="", ongoing=Term("answer", "ongoing"))
        try:
            day = date.fromisoformat(told) if _DAY.fullmatch(told) else None
        except ValueError:  # as people may write what no calendar has
            day = None
        return cls(day=day, told="" if day else told, ongoing=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class AskWhichUnit(Saying):
    """One of these?"""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitUnknown(Saying):
    """No unit of that name, which is `told` where it can be kept as it is."""

    told: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AskFromList(Saying):
    """A page of the register, to choose from."""

    page: int
    pages: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceNoted(Saying):
    """A place was said where a time was asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceNoted(Saying):
    """So many files so far; `story`: what may be written still, where something is told."""

    number: int
    limit: int
    story: Term | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RealNameElsewhere(Saying):
    """A real name is not taken in this channel."""

    link: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactUnusable(Saying):
    """Neither a phone number nor an address."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptToKeep(Saying):
    """What goes with the picture of a receipt, and what is on it. `link` leads to where the code is typed; it does not hold it."""

    facts = ("number", "code")
    office: str
    phone: str
    number: str
    code: str
    link: str
    badge: Term | None


@dataclass(frozen=True, slots=True, kw_only=True)
class News(Saying):
    """Something happened: content-free, for anonymous reporters (the design §7)."""

    number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NewsMissed(Saying):
    """There was news on these while nothing could be brought to the reporter; content-free, as `News`."""

    numbers: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class QueryCodeQuestion(Saying):
    """The query code?"""


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeUnknown(Saying):
    """No matter with this code. `left` are the tries that are left this hour."""

    left: int
    phone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeUnreadable(Saying):
    """What was written is no code: not ten letters and digits."""

    phone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberNeedsCode(Saying):
    """A number alone opens nothing."""

    number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TooManyCodes(Saying):
    """Too many wrong codes an hour: for so many minutes none is looked up."""

    minutes: int
    phone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Late(Saying):
    """The office has missed its own term."""

    due: date
    phone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LateNews(Saying):
    """The reporter hears that the office is late, with the words of `Late`."""

    number: str
    stage: Term
    late: Late


@dataclass(frozen=True, slots=True, kw_only=True)
class Status(Saying):
    """办理进度: the last news, the stage, what it means and what comes next, and until when (`term` names what for)."""

    number: str
    unit: str
    beginning: str
    news: Kept | None
    stage: Term
    since: date
    meaning: Term
    term: Term | None
    due: date | None
    late: Late | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AskSupplement(Saying):
    """Words and files to add, then done. `notes` and `files` are there already."""

    number: str
    notes: int
    files: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplementNoted(Saying):
    """Noted so far."""

    notes: int
    files: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Supplemented(Saying):
    """It was added."""

    number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NotAdded(Saying):
    """It came too late: nothing can be added to it any more."""

    number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerTaken(Saying):
    """The reporter's answer goes on to triage."""

    number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Unreachable(Saying):
    """On a card: since when nothing can be brought to whoever brought it in."""

    since: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ReporterUnreachable(Saying):
    """What was done could not be brought to whoever brought it in."""

    number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Claimed(Saying):
    """领取: it binds for so many working days; `before` is who had claimed it and left it alone."""

    number: str
    before: str
    days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimTakenOver(Saying):
    """To who had claimed it: somebody else took it over."""

    number: str
    who: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Released(Saying):
    """放回."""

    number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MovedBy(Saying):
    """A short word to the reviewer after a move: what was done, what comes next, and until when, where the move changed that."""

    number: str
    move: Term
    outcome: Term
    next: Term | None
    due: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReporterAdded(Saying):
    """The reporter added or answered something."""

    number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeTargetUnknown(Saying):
    """No open clue of that number to merge into."""

    number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerReminder(Saying):
    """The reporter's half time to answer is over."""

    number: str
    due: date | None
