"""What is said about complaints and ideas. Said by `handlers/feedback.py`."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from domain.saying import Saying, Term


@dataclass(frozen=True, slots=True, kw_only=True)
class AskFeedback(Saying):
    """What could be better? Says that it is not a report, and that who writes is not kept."""

    limit: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OpinionThanks(Saying):
    """It is kept, and the administrators know."""

    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Enough(Saying):
    """More a day than the rule allows."""

    limit: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OpinionCame(Saying):
    """To the administrators: there is one; its words are shown on request."""

    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OpinionLine(Saying):
    """One of them."""

    number: int
    day: date
    is_new: Term | None
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Read(Saying):
    """What was written, newest first."""

    is_of_desk: ClassVar[bool] = True

    lines: tuple[OpinionLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NothingWritten(Saying):
    """Nobody has written anything."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SoundsLikeReport(Saying):
    """What was written sounds like a report about an office: is it one?"""
