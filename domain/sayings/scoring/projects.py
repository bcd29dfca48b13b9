"""What cards and answers say of projects and their months."""

from dataclasses import dataclass
from datetime import date

from domain.saying import Saying, Term
from domain.sayings.scoring.periods import Name


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount(Saying):
    """An amount with what it is counted in."""

    amount: str
    measured: Term


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanLine(Saying):
    """What the plan wants by the end of a month."""

    month: int
    amount: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthLine(Saying):
    """A month beside its plan, as far as it was reported."""

    month: Name
    planned: str
    actual: str
    measured: Term
    missing: Term | None
    light: Term | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthToEnter(Saying):
    """A month of a project of which the figures may still be entered."""

    place: int
    code: str
    title: str
    month: Name
    until: date
    actual: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthsToEnter(Saying):
    """月度进度: what may be entered now."""

    lines: tuple[MonthToEnter, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NothingToEnter(Saying):
    """No month of one's own projects is open."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectMeant(Saying):
    """One of several projects that somebody may mean."""

    place: int
    code: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectsMeant(Saying):
    """Which of them is meant?"""

    lines: tuple[ProjectMeant, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NoProjectMeant(Saying):
    """No project that one may see is called so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectCurve(Saying):
    """进度曲线: a project's year against its plan; `behind` or `ahead`: by how many percentage points of the year's goal at the end of the
    last month that was reported."""

    title: str
    code: str
    unit: str
    year: int
    goal: Amount
    until: Name | None
    behind: str
    ahead: str
    lines: tuple[MonthLine, ...]
