"""What cards, boards and summaries say of breakthrough projects (破难攻坚项目) and their task forces (狮团)."""

from dataclasses import dataclass
from datetime import date

from domain.saying import Saying, Term
from domain.sayings.scoring.periods import Name


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberLine(Saying):
    """Somebody of a task force, by unit and post: from when, and until when where they have left."""

    unit: str
    post: str
    since: date
    until: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekLine(Saying):
    """How it went, in one line, by the day on which that was said."""

    day: date
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MilestoneLine(Saying):
    """A milestone with its day and how it stands; whose it is empty where that is said above."""

    mark: Term
    title: str
    unit: str
    milestone: str
    until: date
    stage: Term


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskForceLine(Saying):
    """A project with what its task force has reached: of its milestones, and in the month; and what comes next."""

    place: int
    title: str
    team: str
    unit: str
    reached: int
    total: int
    month: int
    red: int
    next: str
    until: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskForceBoard(Saying):
    """All that are under way, whoever reached most in the month first; and the milestones that are red, the longest first."""

    title: Term
    month: Name
    day: date
    projects: int
    total: int
    reached: int
    reported: int
    red: int
    escalated: int
    best: tuple[str, ...]
    lines: tuple[TaskForceLine, ...]
    more: int
    late: tuple[MilestoneLine, ...]
    more_late: int
