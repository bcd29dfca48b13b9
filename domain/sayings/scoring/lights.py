"""What is said of the lights of a month, on the card of those who decide and in public (the law §9, 月亮灯)."""

from dataclasses import dataclass
from datetime import date

from domain.saying import Saying, Term
from domain.sayings.scoring.periods import Name


@dataclass(frozen=True, slots=True, kw_only=True)
class LightCounts(Saying):
    """How many projects of a kind have which light. Noughts are text, so that they are not left out."""

    kind: Term
    green: str
    yellow: str
    red: str
    grey: str
    missing: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LitProject(Saying):
    """A project by its name, and by how many percentage points of the year's goal it lies behind, where it does; or that it did not
    begin in time."""

    title: str
    points: str
    late: Term | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LightGroup(Saying):
    """The projects of one light."""

    light: Term
    projects: tuple[LitProject, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LightsMissing(Saying):
    """The projects of which nothing was filed, one behind the other: in a bad month there are dozens."""

    titles: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LightsTitle(Saying):
    """The title of the lights of a kind of projects for a month."""

    month: Name
    kind: Term


@dataclass(frozen=True, slots=True, kw_only=True)
class LightsText(Saying):
    """The lights of a month in words. `more`: how many red ones are named in the table alone."""

    month: Name
    kind: Term
    counts: LightCounts
    reds: tuple[LitProject, ...]
    more: int
    until: date | None
    people: int
    signature: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LightsAlt(Saying):
    """What the picture shows: every project with its light."""

    title: str
    groups: tuple[LightGroup, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LightsFoot(Saying):
    """How the lights were found, and from which figures; how many projects stand in the table alone."""

    more: int
    profile: Term
    hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CellFigures(Saying):
    """The figures of a project in the picture."""

    planned: str
    actual: str
    measured: Term
    missing: Term | None
