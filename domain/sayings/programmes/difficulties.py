"""What the card of a project or an undertaking says of what stands in its way (难题)."""

from dataclasses import dataclass
from datetime import date

from domain.saying import Saying, Term


@dataclass(frozen=True, slots=True, kw_only=True)
class DifficultyLine(Saying):
    """One that is open: of which sort, with whom it is, and until when."""

    number: str
    sort: Term
    unit: str
    stage: Term
    due: date | None
