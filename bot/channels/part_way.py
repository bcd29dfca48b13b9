"""How far a parcel of several messages came: a repeat goes on from there, and says nothing twice."""

from __future__ import annotations

from collections import OrderedDict
from typing import Generic, TypeVar

T = TypeVar("T")
AT_MOST = 1000  # parcels whose first messages went out and whose later ones are waiting


class PartWay(Generic[T]):
    """Remembers, by where a parcel goes and its number, what of it stands already."""

    def __init__(self) -> None:
        self._posted: OrderedDict[tuple[str, int], list[T]] = OrderedDict()

    def taken_up(self, place: tuple[str, int]) -> list[T]:
        """What stands of it already; who takes it up keeps it again where it does not get to the end."""
        return self._posted.pop(place, [])

    def keep(self, place: tuple[str, int], posted: list[T]) -> None:
        """Remember what stands of it."""
        if posted:
            self._posted[place] = posted
        if len(self._posted) > AT_MOST:
            self._posted.popitem(last=False)
