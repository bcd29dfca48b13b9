"""What cards, answers and announcements say of pledges (军令状)."""

from dataclasses import dataclass
from datetime import date

from domain.saying import Saying, Term
from domain.sayings.scoring.periods import Name


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal(Saying):
    """What a pledge is to come to, with what it is counted in and from where it began."""

    amount: str
    measured: str
    baseline: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PledgeTally(Saying):
    """How many pledges of a level, a contest or a unit stand how; `what` or `unit` says of what, where that
    does not stand beside it."""

    what: Term | str | None
    unit: str
    pledged: int
    met: int
    partly: int
    missed: int
    reported: int
    under_way: int
    overdue: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PledgeBoard(Saying):
    """军令状榜: how all of them stand today."""

    day: date
    total: PledgeTally
    levels: tuple[PledgeTally, ...]
    contests: tuple[PledgeTally, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PledgesOf(Saying):
    """The units of a level or of a contest, those ahead first."""

    what: Term | str
    day: date
    units: tuple[PledgeTally, ...]
    more: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NoPledges(Saying):
    """Nothing was pledged yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PledgeQuarterTitle(Saying):
    """The title of the announcement."""

    quarter: Name


@dataclass(frozen=True, slots=True, kw_only=True)
class PledgeQuarterText(Saying):
    """The announcement: how they stood when the quarter ended."""

    quarter: Name
    day: date
    total: tuple[PledgeTally, ...]
    levels: tuple[PledgeTally, ...]
    contests: tuple[PledgeTally, ...]
    people: int
    signature: str
