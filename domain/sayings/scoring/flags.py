"""What a unit is told of its flags: the formal notices of the law §9. Said by `handlers/scoring/flags.py`."""

from dataclasses import dataclass
from datetime import date

from domain.saying import Saying, Term
from domain.sayings.scoring.periods import Name


@dataclass(frozen=True, slots=True, kw_only=True)
class RedNotice(Saying):
    """红旗通知."""

    unit: str
    period: Name
    category: str
    number: str
    turn: Term | None
    streak: int | None
    titles: tuple[Term, ...]
    day: date
    signature: str
    acknowledged: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class YellowNotice(Saying):
    """黄旗通知·双月讲评. Measures and objections are handed in on paper, to the office, until there are procedures for them."""

    unit: str
    period: Name
    category: str
    number: str
    turn: Term | None
    streak: int | None
    score: str
    missed: tuple[str, ...]
    places: int
    days: int | None
    due: date
    objection_due: date
    phone: str
    day: date
    signature: str
    acknowledged: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawn(Saying):
    """A notice was sent and the list is open again."""

    unit: str
    period: Name
    category: str
    number: str
    signature: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Exempted(Saying):
    """The flag was taken down: its unit is exempted (容错)."""

    unit: str
    period: Name
    category: str
    number: str
    signature: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Revoked(Saying):
    """The flag was announced by mistake, and is taken back."""

    unit: str
    period: Name
    category: str
    number: str
    signature: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NotAcknowledged(Saying):
    """Notices of which the unit has not said that it received them, by number."""

    numbers: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Acknowledged(Saying):
    """收到 was noted; pressed again it says the same."""

    number: str
    day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class NoFlags(Saying):
    """The unit has no flag."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HowTakenDown(Saying):
    """What has to come before a flag is taken down."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoPoints(Saying):
    """得分单: no decision changed the unit's score."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PointLine(Saying):
    """One entry: when, how many points, why, by which decision where the unit may see it, and in which period it counts; None: in the
    next."""

    place: int
    day: date
    points: str
    why: Term
    kind: Term | None
    number: str
    period: Name | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Points(Saying):
    """得分单: the newest entries."""

    unit: str
    lines: tuple[PointLine, ...]
