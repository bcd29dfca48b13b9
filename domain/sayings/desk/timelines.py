"""What is said about the course of a matter, and about how many there are."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from domain.saying import Saying, Term


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineStep(Saying):
    """One thing that was done: when, by whom, and what was given with it."""

    at: datetime
    who: str
    by: Term | None
    move: Term
    outcome: Term | None
    chosen: Term | None
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline(Saying):
    """历程."""

    is_of_desk: ClassVar[bool] = True

    number: str
    made: date
    lines: tuple[TimelineStep, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts(Saying):
    """统计. The numbers are text: none is left out for being nought."""

    is_of_desk: ClassVar[bool] = True

    since: date
    came: str
    accepted: str
    closed: str
    rejected: str
    transferred: str
    merged: str
    waiting: str
    overdue: str
