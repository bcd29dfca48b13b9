"""The score sheet (得分单) of a unit for a period: how each point came about."""

from dataclasses import dataclass
from datetime import date

from domain.saying import Saying, Term
from domain.sayings.scoring.periods import FigureLine, Name


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetSection(Saying):
    """A section with its figures; without any figure it has no score."""

    section: str
    weight: str
    score: str
    missing: Term | None
    figures: tuple[FigureLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetDecision(Saying):
    """Points of a decision: which, where the unit may see it."""

    points: str
    why: Term
    number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreSheet(Saying):
    """The whole sheet. `composite` is the score before what decisions add and take; `rise`: by how many places it rose or fell."""

    unit: str
    period: Name
    sequence: str
    score: str
    rank: int
    of: int
    rise: str
    provisional: Term | None
    sections: tuple[SheetSection, ...]
    composite: str
    decided: tuple[SheetDecision, ...]
    formula: str
    hash: str
    objection_due: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetDrawing(Saying):
    """It is being drawn."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoObjectionNow(Saying):
    """No period waits to be announced to whose figures a unit may object."""
