"""What the house will do by itself in the next days, as the timetable and the announcements stand."""

from dataclasses import dataclass
from datetime import date, datetime

from domain.saying import Saying, Term
from domain.sayings.scoring.periods import Name


@dataclass(frozen=True, slots=True, kw_only=True)
class ComingLine(Saying):
    """One thing, and of which month or period it is; or the `title` of an announcement that two have signed."""

    at: datetime
    what: Term
    of: Name | None = None
    title: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Coming(Saying):
    """All of it, in its order. `listed`: when the lists of the morning are made; `terms`: how many matters have a term that ends meanwhile,
    None where nobody's does."""

    until: date
    listed: str
    lines: tuple[ComingLine, ...]
    terms: int | None
