"""What is said in a conversation about what stands on the public board, and what of it is under notice.

Said by `handlers/board.py` and `handlers/conversation/procedures/notices.py`.
"""

from dataclasses import dataclass
from datetime import date

from domain.saying import Saying


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardLine(Saying):
    """One announcement."""

    number: str
    title: str
    day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Latest(Saying):
    """光荣榜: the latest announcements, and where all of them are."""

    lines: tuple[BoardLine, ...]
    link: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RollLine(Saying):
    """Somebody who is called a striver, and until when."""

    name: str
    post: str
    unit: str
    until: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RollOfEdition(Saying):
    """Those of one edition."""

    edition: str
    lines: tuple[RollLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Roll(Saying):
    """光荣榜: whose titles stand, year after year."""

    editions: tuple[RollOfEdition, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Empty(Saying):
    """Nothing was announced yet."""

    link: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NothingUnderNotice(Saying):
    """公示与异议: nothing is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NotUnderNotice(Saying):
    """What somebody wanted to object to is no notice, or its time is over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WhichOfNotice(Saying):
    """A notice names several: to whom does somebody object?"""

    number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeLine(Saying):
    """A notice as it was announced."""

    place: int
    title: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Notices(Saying):
    """公示与异议: what is under notice, each with the way to object."""

    lines: tuple[NoticeLine, ...]
