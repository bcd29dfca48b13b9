"""What is said of an arena: its criteria and order, a ballot as its rater reads it, the result, and what an auditor looks at."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from domain.saying import Saying, Term
from domain.sayings.moves import GivenQuestion
from domain.sayings.scoring.periods import Name


@dataclass(frozen=True, slots=True, kw_only=True)
class CriterionMark(Saying):
    """A criterion with its weight in percent, and what was given for it, empty where nothing yet."""

    criterion: Term | str
    weight: int
    mark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AskMark(Saying):
    """What is asked for: a mark for one criterion; those before it were given."""

    what: GivenQuestion
    before: tuple[CriterionMark, ...]
    next: CriterionMark


@dataclass(frozen=True, slots=True, kw_only=True)
class AskMarks(Saying):
    """What is asked for: a mark for each criterion, with those that were given."""

    what: GivenQuestion
    marks: tuple[CriterionMark, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MarksGiven(Saying):
    """What was given so far, for each criterion."""

    marks: tuple[CriterionMark, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks(Saying):
    """A ballot: its marks, and what they come to."""

    marks: tuple[CriterionMark, ...]
    total: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NoMarks(Saying):
    """The words are no marks, of which so many are asked for."""

    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FinalShares(Saying):
    """What the final ranks are combined of, in percent: the composites of a period, where it is known, and the arena itself."""

    composite: int
    scene: int
    period: Name | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ArenaRules(Saying):
    """How it goes: minutes to speak and to rate, and the criteria."""

    minutes: int
    rating: int
    criteria: tuple[CriterionMark, ...]
    final: FinalShares | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed(Saying):
    """A unit at its place in the order."""

    place: str
    unit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Draw(Saying):
    """By which seed the order was drawn, and how anybody draws it again."""

    seed: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RatingClosed(Saying):
    """The ratings of a slot closed at a time of day; a ballot that came later does not count."""

    closed: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Closes(Saying):
    """Until what time of day ballots are taken; or that the clock rests, and how much is left when it goes on."""

    until: str = ""
    left: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranked(Saying):
    """A unit with its rank and score; `valid` is how many ballots it stands on. `scene` and `composite` are what a final score was
    combined of, empty where the arena alone decides."""

    rank: int
    unit: str
    score: str
    valid: int
    scene: str = ""
    composite: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FlatVoter(Saying):
    """A rater who gave every unit the same."""

    rater: str
    total: str
    slots: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtremePair(Saying):
    """Two raters who gave each other's units the most that these got, or the least."""

    one: str
    other: str
    side: Term
    given: str
    returned: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SlotBallots(Saying):
    """The totals of a slot from the least to the greatest, without who gave them."""

    unit: str
    totals: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ArenaTitle(Saying):
    """The title of the announcement."""

    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ArenaSubtitle(Saying):
    """What stands below the title of its picture; as in the announcement."""

    day: date
    valid: str
    dropped: str
    final: FinalShares | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ArenaText(Saying):
    """The announcement. `valid` and `dropped` are the least and the greatest number of all slots, one of them where they are the same."""

    local_names: ClassVar[tuple[str, ...]] = ("unit", "unscored")

    title: str
    day: date
    valid: str
    dropped: str
    first: tuple[Ranked, ...]
    unscored: tuple[str, ...]
    people: int
    signature: str
    final: FinalShares | None = None
