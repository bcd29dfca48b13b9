"""The scores of a whole sequence at once: floats with a proven bound, and exact wherever a float could round wrongly.

A province's year is four hundred thousand figures: a fraction for each is exact and slow, a float is fast and errs. So each column
says how far its floats may lie from the exact scores (`Scores.error`). A float that lies farther than that from every half rounds
as the exact score does; whichever does not (70.005 is not rare) is computed again, exactly, by `domain/scoring/scores.py`.

The bounds count roundings: each moves a number x by at most `U`·|x|. Where floats cannot be trusted (a figure too large for one, a
weight that all but vanishes), the error is `UNKNOWN`, and everything is computed exactly.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from itertools import repeat
from math import inf
from operator import mul

from domain.scoring import scores
from domain.scoring.series import Series

U = 2.0**-53
UNKNOWN = inf
LEAST, SPAN, BEST = 60.0, 40.0, 100.0
_SMALLEST_SHARE = 1e-12
_HUNDREDTHS = 100.0
_ROUNDING = 1.5 * 2.0**52  # beside it a float has no places left: to add it rounds half to even

Near = tuple[list[float], float]
"""Scores, and how far they lie from the exact ones at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scores:
    """Each unit's score: near at once, exact when asked for."""

    near: Sequence[float]
    """No farther than `error` from the exact scores; nought for a unit that has none."""
    error: float
    gaps: Sequence[bool] = ()
    """Which units have no score; empty where all have one."""
    exactly: Callable[[int], Fraction | None]
    """The exact score of the unit in this place of the sequence; None where it has none."""


def on_scale(given: Series, ends: scores.Scale, *, is_higher_better: bool) -> Near:
    """The scores of figures among themselves: a + b·n, clipped.

    Five roundings between the ends (a, b, n, product, sum); beyond them what is rounded grows more slowly than the distance to the
    clip.
    """
    parts = (
        ends.low.denominator * ends.high.denominator
    )  # in whole numbers: each quotient is rounded once, as that of a fraction is
    low, high = ends.low.numerator * ends.high.denominator, ends.high.numerator * ends.low.denominator
    if not (span := high - low):
        return [float(scores.MIDDLE)] * len(given.numbers), 0.0
    slope, worst = (scores.SPAN, low) if is_higher_better else (-scores.SPAN, high)
    try:
        a, b = (scores.LEAST * span - slope * worst) / span, slope * parts / (span * given.times)
        farthest = scores.SPAN * max(abs(low), abs(high)) / span
        near = [BEST if (s := a + b * n) > BEST else LEAST if s < LEAST else s for n in given.numbers]
    except OverflowError:
        return [LEAST] * len(given.numbers), UNKNOWN
    return near, 8 * U * (abs(a) + farthest + BEST)


def against_targets(given: Series, targets: Series) -> Near:
    """The scores of figures against their targets.

    Three roundings: a quotient of whole numbers, a product, a sum.
    """
    larger, other = targets.times // min(given.times, targets.times), given.times // min(given.times, targets.times)
    try:
        reached = [
            0.0 if n <= 0 else n * larger / (t * other) if t > 0 else -t * other / (n * larger)
            for n, t in zip(given.numbers, _of_those_there(given, targets), strict=True)
        ]
    except OverflowError:
        return [LEAST] * len(given.numbers), UNKNOWN
    return [BEST if r > 1.0 else LEAST + SPAN * r for r in reached], 4 * U * BEST


def _of_those_there(given: Series, targets: Series) -> Sequence[int]:
    """The targets of the figures that are there; each of those has one."""
    if given.is_whole and targets.is_whole:
        return targets.numbers
    rest = iter(targets.numbers)
    each = [None if target is None else next(rest) for target in targets.given]
    return [
        target for target, figure in zip(each, given.given, strict=True) if figure is not None and target is not None
    ]


def mean(weights: Sequence[Decimal], columns: Sequence[Scores]) -> Scores:
    """Each unit's weighted mean of the scores it has in these columns.

    All addends are above zero, so that no rounding moves the mean by more than `U` of it: two for a share times a score, one for
    each sum above and below the line, two for shares below it and the quotient.
    """
    exact, shares = _shares(tuple(weights))
    error = max(each.error for each in columns) + 2 * U * BEST * (2 * len(columns) + 4)
    if min(shares) < _SMALLEST_SHARE:
        error = UNKNOWN

    def exactly(place: int) -> Fraction | None:
        return scores.mean(exact, [each.exactly(place) for each in columns])

    above = _sums([map(mul, each.near, repeat(share)) for share, each in zip(shares, columns, strict=True)])
    if not any(each.gaps for each in columns):
        return Scores(near=above, error=error, exactly=exactly)
    many = len(above)
    below = _sums([_there(share, each.gaps, many) for share, each in zip(shares, columns, strict=True)])
    near = [top / bottom if bottom else 0.0 for top, bottom in zip(above, below, strict=True)]
    return Scores(near=near, error=error, gaps=[not bottom for bottom in below], exactly=exactly)


@lru_cache(maxsize=64)  # of the sections and categories of an office, which are the same for each sequence and period
def _shares(weights: tuple[Decimal, ...]) -> tuple[Sequence[Fraction], Sequence[float]]:
    """The weights exactly, and the share of each of the whole."""
    exact = [Fraction(each) for each in weights]
    whole = sum(exact)
    return exact, [float(each / whole) for each in exact]


def _sums(columns: Sequence[Iterable[float]]) -> list[float]:
    return list(map(sum, zip(*columns, strict=True)))


def _there(share: float, gaps: Sequence[bool], many: int) -> Sequence[float]:
    """What a column weighs for each unit: nothing where its figure is missing."""
    return [0.0 if gap else share for gap in gaps] if gaps else [share] * many


def hundredths(scored: Scores) -> list[int | None]:
    """Each unit's score in hundredths, half to even; None for a unit that has none.

    Whatever lies between the least and the most that the exact score may be rounds alike, or is computed exactly.
    """
    if scored.error == UNKNOWN:
        return [_rounded(scored, place) for place in range(len(scored.near))]
    off = _HUNDREDTHS * (scored.error + 4 * U * BEST)
    least = [_HUNDREDTHS * each - off + _ROUNDING for each in scored.near]
    most = [_HUNDREDTHS * each + off + _ROUNDING for each in scored.near]
    found: list[int | None] = [int(each - _ROUNDING) for each in least]
    if least != most:
        for place in [place for place, (one, other) in enumerate(zip(least, most, strict=True)) if one != other]:
            found[place] = _rounded(scored, place)
    if not scored.gaps:
        return found
    return [None if gap else number for gap, number in zip(scored.gaps, found, strict=True)]


def _rounded(scored: Scores, place: int) -> int | None:
    exact = scored.exactly(place)
    return None if exact is None else scores.hundredths(exact)
