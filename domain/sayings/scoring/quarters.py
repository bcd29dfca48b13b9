"""What is said of the projects of a quarter, on the card of those who decide and in public (the law §9, 季度通报)."""

from dataclasses import dataclass

from domain.saying import Saying, Term
from domain.sayings.scoring.periods import Name


@dataclass(frozen=True, slots=True, kw_only=True)
class QuarterProject(Saying):
    """A project by its name, with what was done of the quarter's target, and why it stands there."""

    title: str
    unit: str
    done: str
    target: str
    why: Term | None


@dataclass(frozen=True, slots=True, kw_only=True)
class QuarterTitle(Saying):
    """The title of the announcement."""

    quarter: Name


@dataclass(frozen=True, slots=True, kw_only=True)
class QuarterText(Saying):
    """The announcement. Numbers are text, so that a nought is said."""

    quarter: Name
    red: str
    snail: str
    yellow: str
    gone: str
    reds: tuple[QuarterProject, ...]
    snails: tuple[QuarterProject, ...]
    more: int
    objection_days: int
    people: int
    signature: str
