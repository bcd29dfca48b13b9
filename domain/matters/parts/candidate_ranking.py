"""Who of those that were compared has a place, by their points: the law §4.2 N4.

Nobody is cut where more have as many points as there are places left: the committee compares them again.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """Those who have a place, those who are level for what is left of the places, and those who have none; by id, most points first."""

    above: tuple[int, ...] = ()
    level: tuple[int, ...] = ()
    below: tuple[int, ...] = ()


def cut(points: Mapping[int, Decimal], places: int) -> Cut:
    """Part the candidates by their points for so many places."""
    ranked = sorted(points, key=lambda each: (-points[each], each))
    if places <= 0:
        return Cut(below=tuple(ranked))
    if len(ranked) <= places:
        return Cut(above=tuple(ranked))
    last, next_one = points[ranked[places - 1]], points[ranked[places]]
    if last > next_one:
        return Cut(above=tuple(ranked[:places]), below=tuple(ranked[places:]))
    return Cut(
        above=tuple(each for each in ranked if points[each] > last),
        level=tuple(each for each in ranked if points[each] == last),
        below=tuple(each for each in ranked if points[each] < last),
    )
