"""What is said about the public board in a conversation. Said by `handlers/board.py`."""

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
class Empty(Saying):
    """Nothing was announced yet."""

    link: str
