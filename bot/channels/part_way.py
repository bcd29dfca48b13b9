"""How far a parcel of several messages came: a repeat goes on from there, and says nothing twice."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Sequence
from typing import Generic, TypeVar

T = TypeVar("T")
AT_MOST = 1000  # parcels whose first messages went out and whose later ones are waiting


class PartWay(Generic[T]):
    """Remembers, by where a parcel goes and its number, what of it stands already."""

    def __init__(self) -> None:
        self._posted: OrderedDict[tuple[str, int], list[tuple[bytes, T]]] = OrderedDict()

    def taken_up(self, place: tuple[str, int], pieces: Sequence[object]) -> list[T]:
        """What stands of its first pieces already; who takes it up keeps it again where it does not get to the end.

        It may have changed since, or go together with others: what does not stand as it is now is said anew.
        """
        posted: list[T] = []
        for piece, (mark, stands) in zip(pieces, self._posted.pop(place, []), strict=False):
            if mark != _mark(piece):
                break
            posted.append(stands)
        return posted

    def keep(self, place: tuple[str, int], pieces: Sequence[object], posted: Sequence[T]) -> None:
        """Remember what stands of it: the first of its pieces."""
        if posted:
            self._posted[place] = [(_mark(piece), stands) for piece, stands in zip(pieces, posted, strict=False)]
        if len(self._posted) > AT_MOST:
            self._posted.popitem(last=False)


def _mark(piece: object) -> bytes:
    return hashlib.sha256(repr(piece).encode()).digest()
