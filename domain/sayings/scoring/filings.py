"""What whoever files figures reads: which are due, and the form in which they are entered."""

from dataclasses import dataclass
from datetime import date

from domain.saying import Saying, Term
from domain.sayings.moves import GivenQuestion
from domain.sayings.scoring.periods import Name


@dataclass(frozen=True, slots=True, kw_only=True)
class FiledFigure(Saying):
    """A unit's figure as it is filed: with its target, and what it was in the period before. Empty is what there is not."""

    place: int
    unit: str
    value: str = ""
    missing: Term | None = None
    target: str = ""
    before: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AskFigures(Saying):
    """Ask for a figure for each unit, and show what is there."""

    what: GivenQuestion
    figures: tuple[FiledFigure, ...]
    next: str
    with_targets: Term | None
    more: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureUnread(Saying):
    """A line that is no figure of any unit of the form, and why; nothing of the message was taken."""

    line: str
    why: Term


@dataclass(frozen=True, slots=True, kw_only=True)
class FilingLine(Saying):
    """An indicator whose figures wait for whoever reads."""

    place: int
    unit: str
    indicator: str
    period: Name
    stage: Term
    missing: int | None
    due: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FilingsDue(Saying):
    """What a unit has to file, or has filed and may still correct; without a unit, what nobody has filed yet."""

    unit: str
    lines: tuple[FilingLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NoFilings(Saying):
    """Nothing is to be filed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FilingDue(Saying):
    """So many indicators are to be filed by a day."""

    number: int
    due: date


@dataclass(frozen=True, slots=True, kw_only=True)
class FilingOpened(Saying):
    """A period is over, and indicators of a unit are to be filed: how many by which day, the first day before the others."""

    period: Name
    lines: tuple[FilingDue, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NobodyFiles(Saying):
    """Indicators of a period for which no unit of the register answers: their figures are brought by the office."""

    period: Name
    indicators: tuple[str, ...]
