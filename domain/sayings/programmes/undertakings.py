"""What boards, nudges and summaries say of undertakings (实施意见)."""

from dataclasses import dataclass
from datetime import date

from domain.saying import Saying, Term


@dataclass(frozen=True, slots=True, kw_only=True)
class AspectLine(Saying):
    """A row of the board: the numbers of the undertakings of an aspect, by how they stand."""

    aspect: str
    done: tuple[str, ...]
    under_way: tuple[str, ...]
    not_started: tuple[str, ...]
    overdue: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class UndertakingLine(Saying):
    """One undertaking with how it stands; its aspect or its unit is empty where that is said above."""

    mark: Term
    aspect: str
    number: str
    undertaking: str
    unit: str
    until: date
    status: Term


@dataclass(frozen=True, slots=True, kw_only=True)
class UndertakingBoard(Saying):
    """A row for each aspect, and those that are overdue, the longest first; for everybody of the staff or, each quarter, for leaders."""

    title: Term
    day: date
    total: int
    done: int
    under_way: int
    not_started: int
    overdue: int
    aspects: tuple[AspectLine, ...]
    late: tuple[UndertakingLine, ...]
    more: int


@dataclass(frozen=True, slots=True, kw_only=True)
class UndertakingList(Saying):
    """Those of one aspect, or what is open of one owner."""

    title: Term | str
    lines: tuple[UndertakingLine, ...]
    more: int
