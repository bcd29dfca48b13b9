"""旗帜墙: who holds which flag now, and how many each unit was given."""

from dataclasses import dataclass

from domain.saying import Saying
from domain.sayings.scoring.periods import Name, NumberedCategoryFlags


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitFlags(Saying):
    """How many flags a unit was given in all announced periods, and how many it holds now."""

    unit: str
    red: int | None
    yellow: int | None
    held: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FlagWall(Saying):
    """The flags of the last announced period by category, and the count by unit, those with most red first."""

    period: Name
    red: int
    yellow: int
    categories: tuple[NumberedCategoryFlags, ...]
    units: tuple[UnitFlags, ...]
    more: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NoWall(Saying):
    """No period was announced yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WallPicture(Saying):
    """The picture of the wall."""

    period: Name
