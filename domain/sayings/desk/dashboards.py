"""What leaders are shown of all that is under way (看板). Numbers of nought are text, so that they are not left out."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from domain.saying import Saying, Term


@dataclass(frozen=True, slots=True, kw_only=True)
class DashboardStage(Saying):
    """How many matters of a kind are in a stage, for how many days (half of them longer), how many of them are late."""

    kind: Term
    stage: Term
    number: int
    days: str
    overdue: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DashboardUnit(Saying):
    """How many matters are under way about a unit, and how many of them are late."""

    unit: str
    number: int
    overdue: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Dashboard(Saying):
    """看板."""

    is_of_desk: ClassVar[bool] = True

    day: date
    number: str
    overdue: str
    stages: tuple[DashboardStage, ...]
    units: tuple[DashboardUnit, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DashboardDrawing(Saying):
    """It is being counted."""
