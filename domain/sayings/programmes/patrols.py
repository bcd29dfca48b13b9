"""What the board says of issues found on patrol (巡查问题): what was fixed, and what was not."""

from dataclasses import dataclass

from domain.saying import Saying, Term


@dataclass(frozen=True, slots=True, kw_only=True)
class FixedLine(Saying):
    """Of one sort, or of one unit that is to fix them: how many were fixed, how many are open, and how many of these are late."""

    name: Term | str
    fixed: int
    open: int
    late: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PatrolBoard(Saying):
    """What was found this year: by sort, and by unit, whoever has most that is late first."""

    year: int
    found: int
    fixed: int
    to_assign: int
    open: int
    late: int
    sorts: tuple[FixedLine, ...]
    units: tuple[FixedLine, ...]
    more: int
