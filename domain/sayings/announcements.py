"""Announcements: the public words themselves, and the card on which they are approved.

The public words are worded once, by `bot/publishing/publishing.py`, and then kept to the letter. The rest is said by
`handlers/announcements.py`.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from domain.saying import Saying, Term
from domain.sayings.scoring.periods import Name


@dataclass(frozen=True, slots=True, kw_only=True)
class NothingApproved(Saying):
    """Nothing waits for its moment, as far as the reader may see it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ToPublishLine(Saying):
    """One announcement that waits: when it will be said as things stand, where, who has approved, and who has not yet. `held`: why that is
    later than was planned."""

    place: int
    publish_at: datetime
    title: str
    number: str
    where: tuple[Term, ...]
    pictures: int | None
    signed: tuple[str, ...]
    awaited: tuple[Term, ...]
    held: Term | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ToPublish(Saying):
    """What will be said next, in its order; `more`: how many are not in the list."""

    lines: tuple[ToPublishLine, ...]
    more: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FlagsTitle(Saying):
    """The title of a period's flags."""

    period: Name


@dataclass(frozen=True, slots=True, kw_only=True)
class CategoryFlags(Saying):
    """The flags of one category."""

    local_names = ("category", "red", "yellow")
    category: str
    red: tuple[str, ...]
    yellow: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FlagsText(Saying):
    """双月讲评: the flags of a period."""

    local_names = ("double_red", "turnaround", "kept", "removed")
    reds: int
    red_units: int
    yellows: int
    yellow_units: int
    double_red: tuple[str, ...]
    turnaround: tuple[str, ...]
    kept: tuple[str, ...]
    removed: tuple[str, ...]
    categories: tuple[CategoryFlags, ...]
    authorisation: str
    objection_days: int | None
    phone: str
    people: int
    signature: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RankingTitle(Saying):
    """The title of a sequence's ranking."""

    period: Name
    sequence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RankingLine(Saying):
    """One unit of a ranking; without figures there is neither rank nor score."""

    rank: int | None
    unit: str
    score: str
    missing: Term | None
    rise: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RankingText(Saying):
    """A sequence's ranking."""

    units: int
    lines: tuple[RankingLine, ...]
    coverage: str
    winners: tuple[str, ...]
    formula: str
    hash: str
    authorisation: str
    signature: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FlagsSubtitle(Saying):
    """Below the title of the picture of a period's flags."""

    reds: int
    yellows: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RankingSubtitle(Saying):
    """Below the title of the picture of a ranking."""

    units: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureAlt(Saying):
    """What a picture shows, for those who cannot see it: all its figures are in the text."""

    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureFoot(Saying):
    """The small print of a picture."""

    authorisation: str
    hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedLine(Saying):
    """Who has approved."""

    who: str
    role: Term
    day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class PartLine(Saying):
    """One public message, to the letter."""

    title: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ListTitle(Saying):
    """The head of the table of proposed flags."""

    period: Name


@dataclass(frozen=True, slots=True, kw_only=True)
class ListPlace(Saying):
    """Where a unit stands in its category."""

    rank: int
    of: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ListNote(Saying):
    """How a proposed flag came, in a few words."""

    rotation: Term
    missed: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Approvals(Saying):
    """How many have signed, and whose signatures are still missing."""

    signatures: int
    needed: int
    awaited: tuple[Term, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole(Saying):
    """Every word of it, to the letter."""

    pictures: int
    parts: tuple[PartLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Page(Saying):
    """One public message as it will be seen."""

    is_of_desk: ClassVar[bool] = True

    where: Term
    title: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitCopy(Saying):
    """What was announced, for a unit that it concerns, word for word."""

    number: str
    title: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed(Saying):
    """Your approval was noted. `awaited` is whose are still missing."""

    number: str
    signatures: int
    needed: int
    awaited: tuple[Term, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Complete(Saying):
    """All approvals are there: when it will be said, how many units were told, and which have nobody to be told."""

    local_names = ("untold",)
    number: str
    publish_at: datetime
    told: int
    untold: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MomentMissed(Saying):
    """Its moment, or that of what follows a notice, was missed by more than two days: a person decides when it is said."""

    number: str
    title: str
    publish_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalLeaks(Saying):
    """It was not proposed: its words hold what must not leave the office; `where` is the place, empty where that would say it."""

    kind: Term
    number: str
    what: Term
    where: str
