"""What is said of the matters of a programme (the law §8) together: how many stand where, and which."""

from dataclasses import dataclass
from datetime import date

from domain.saying import Saying, Term


@dataclass(frozen=True, slots=True, kw_only=True)
class StageCount(Saying):
    """How many stand in a stage."""

    stage: Term
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgrammeLine(Saying):
    """One of them: what it is, where it stands, and until when."""

    number: str
    what: str
    stage: Term
    due: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgrammeList(Saying):
    """Those that a reader may see, the newest first."""

    title: Term
    total: int
    counts: tuple[StageCount, ...]
    lines: tuple[ProgrammeLine, ...]
    more: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NoneOfIt(Saying):
    """There is none that this reader may see."""

    title: Term
