"""What a ranking says: places, scores by category, the figures behind them. All frozen; scores to two places.

What there is one of for each unit is a tuple with names, which is made faster than a class with fields, and only once somebody
reads one (`Rows`): until then it is there as columns.

Made by `domain/scoring/rankings.py`; remembered, shown and announced by everybody above. A unit's score sheet is made of it by
`domain/scoring/sheets.py`.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import Any, NamedTuple, TypeVar, overload

from domain.scoring.indicators import Adjustment, Direction

Row = TypeVar("Row", bound=tuple[Any, ...])


class Rows(Sequence[Row]):
    """So many rows, made all at once when the first of them is read; equal to any sequence of the same rows."""

    __slots__ = ("_made", "_make", "_number")

    def __init__(self, number: int, make: Callable[[], Iterable[Row]]) -> None:
        """`make` is called once at most, and makes just as many."""
        self._number, self._make = number, make
        self._made: tuple[Row, ...] | None = None

    def __len__(self) -> int:
        """How many there are."""
        return self._number

    @overload
    def __getitem__(self, place: int) -> Row: ...

    @overload
    def __getitem__(self, place: slice) -> tuple[Row, ...]: ...

    def __getitem__(self, place: int | slice) -> Row | tuple[Row, ...]:
        """The row in a place, or several."""
        return self._rows[place]

    def __iter__(self) -> Iterator[Row]:
        """Each row."""
        return iter(self._rows)

    def __eq__(self, other: object) -> bool:
        """Whether these are the rows of another sequence."""
        return isinstance(other, Sequence) and self._rows == tuple(other)

    def __hash__(self) -> int:
        """By its rows."""
        return hash(self._rows)

    def __repr__(self) -> str:
        """Its rows."""
        return repr(self._rows)

    @property
    def _rows(self) -> tuple[Row, ...]:
        if self._made is None:
            self._made = tuple(self._make())
        return self._made


@dataclass(frozen=True, slots=True, kw_only=True)
class RankedColumn:
    """One indicator of a ranking: its figures, in the order of the ranking's `units`, and the ends of its scale, exactly.

    A target has no ends; `targets` is empty where no unit has one.
    """

    indicator: str
    section: str
    weight: Decimal
    direction: Direction
    values: tuple[Decimal | None, ...]
    targets: tuple[Decimal | None, ...]
    low: Decimal | None
    high: Decimal | None


def rise_mark(places: int | None) -> str:
    """By how many places somebody rose or fell, as it is read without colour; a dash where they stayed, nothing where it is not known."""
    if not places:
        return "" if places is None else "–"
    return f"↑{places}" if places > 0 else f"↓{-places}"


def rows(kind: type[Row], *columns: Iterable[object]) -> list[Row]:
    """One of a kind for each row of columns in the order of its fields: made without a call of Python's for each."""
    every = zip(*columns, strict=False)  # the shortest ends it: what is alike for all has no end
    return list(map(partial(tuple.__new__, kind), every))


class SectionScore(NamedTuple):
    """A unit's score in one section; None where every figure of it is missing."""

    section: str
    weight: Decimal
    score: Decimal | None


class CategoryScore(NamedTuple):
    """A unit's score in one category and its place among the `of` peers that have one."""

    period: str
    sequence: str
    category: str
    unit: str
    score: Decimal
    rank: int
    of: int
    missed: tuple[str, ...]
    """The indicators of the category whose target was missed."""
    missing: tuple[str, ...]
    """The indicators of the category that have no figure (缺)."""


class RankedUnit(NamedTuple):
    """A unit in a ranking. Without any figure there is neither score nor rank."""

    unit: str
    rank: int | None
    score: Decimal | None
    before_adjustments: Decimal | None
    adjustments: tuple[Adjustment, ...]
    coverage: Decimal
    """Percent of the weight that has figures."""
    sections: tuple[SectionScore, ...]
    before: int | None = None
    """Its place in the period before; None where it had none."""

    @property
    def rise(self) -> int | None:
        """By how many places it has risen since, or fallen (negative)."""
        return None if self.rank is None or self.before is None else self.before - self.rank


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranking:
    """A sequence's ranking for a period, best first; those without a score last, by code.

    `units` are in the order of their codes, and so is what stands in the `columns`, of which the score sheets are made.
    """

    period: str
    sequence: str
    standings: Sequence[RankedUnit]
    units: tuple[str, ...]
    columns: tuple[RankedColumn, ...]
    categories: Sequence[CategoryScore]
    coverage: Decimal
    """The least coverage of any unit, in percent."""
    is_provisional: bool
    """A figure is missing somewhere, so places may still change (the law §6.1)."""
    needs_waiver: bool
    """Coverage lies below the rule: not to be published without a leader's waiver."""
    is_too_small: bool
    """Fewer units than the rule asks of a sequence."""
    formula: str
    rules_version: int
    digest: str
    """SHA-256 of the formula's version and every frozen figure that went in."""
