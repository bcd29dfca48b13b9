"""The arithmetic of scores, in exact integers (the design §12).

`Scores` are those of all units of a sequence, integers over one denominator: what is done with them is done a column at a time.
Nothing is rounded before `rounded`. Every score of an indicator lies between 60 and 100.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import MAX_EMAX, MIN_EMIN, Context, Decimal, Inexact, localcontext
from itertools import compress, repeat
from math import lcm
from operator import mul

from domain.mechanism import rules

Ratio = tuple[int, int]

LEAST, SPAN = 60, 40
MIDDLE = 80  # what everybody gets where all are alike
PLACES = 2
# More digits than any figure has; should one have more, it is refused by the trap and not rounded.
_EXACT = Context(prec=10_000, Emax=MAX_EMAX, Emin=MIN_EMIN, traps=[Inexact])
_HUNDREDTHS = tuple(Decimal(hundredths).scaleb(-PLACES) for hundredths in range(100 * 10**PLACES + 1))


@dataclass(frozen=True, slots=True)
class Scores:
    """Each unit's score: its `tops` over `bottom`, which lies above zero; None for a unit that has none."""

    tops: Sequence[int | None]
    bottom: int


@dataclass(frozen=True, slots=True)
class Integers:
    """Numbers that were decimals, each `times` as large."""

    numbers: tuple[int, ...]
    times: int


def integers(figures: Sequence[Decimal]) -> Integers:
    """The figures without their decimal places."""
    with localcontext(_EXACT):
        exponent = sum(figures, Decimal(0)).as_tuple().exponent  # a sum has the places of whichever has most
        times = 10 ** max(0, -int(exponent))
        return Integers(tuple(map(int, map(mul, figures, repeat(Decimal(times))))), times)


def total(figures: Iterable[Decimal]) -> Decimal:
    """The sum, of however many places."""
    with localcontext(_EXACT):
        return sum(figures, Decimal(0))


@dataclass(frozen=True, slots=True)
class Scale:
    """The two ends of an indicator inside its sequence, for figures that are `times` as large."""

    low: int
    high: int
    times: int


def scale(given: Integers, numbers: rules.RuleSet) -> Scale | None:
    """The least and the greatest figure; from `rank.clip_from_n` figures on, the percentiles. None without figures.

    The number that counts is that of the figures, since they are what is put in order. A percentile is interpolated between order
    statistics; its position, counted from one, is 1 + (n - 1) · p.
    """
    if not given.numbers:
        return None
    ordered = sorted(given.numbers)
    if len(ordered) < numbers.rank_clip_from_n:
        return Scale(ordered[0], ordered[-1], given.times)
    percents = integers((numbers.rank_clip_low, numbers.rank_clip_high))
    low, high = (_percentile(ordered, percent, 100 * percents.times) for percent in percents.numbers)
    return Scale(low, high, given.times * 100 * percents.times)


def _percentile(ordered: Sequence[int], share: int, whole: int) -> int:
    """The percentile `share` of `whole`, `whole` times as large as the figures."""
    below, rest = divmod((len(ordered) - 1) * share, whole)
    if below + 1 == len(ordered):
        return ordered[-1] * whole
    return ordered[below] * (whole - rest) + ordered[below + 1] * rest


def on_scale(given: Integers, ends: Scale, *, is_higher_better: bool) -> Scores:
    """The scores of figures among themselves, each figure being clipped to the ends of the scale."""
    span = ends.high - ends.low
    if not span:
        return Scores([MIDDLE] * len(given.numbers), 1)
    larger, low, high, least = ends.times // given.times, ends.low, ends.high, LEAST * span
    best = least + SPAN * span
    numbers = given.numbers if larger == 1 else [number * larger for number in given.numbers]
    if is_higher_better:
        from_low = least - SPAN * low
        tops = [best if n > high else least if n < low else from_low + SPAN * n for n in numbers]
    else:
        from_high = least + SPAN * high
        tops = [least if n > high else best if n < low else from_high - SPAN * n for n in numbers]
    return Scores(tops, span)


def against_targets(given: Integers) -> Scores:
    """The scores of figures against their targets; `given` are all the figures, then a target for each.

    A negative target marks what must stay low. Zero and below give 60.
    """
    many = len(given.numbers) // 2
    scored = list(map(_against_target, given.numbers[:many], given.numbers[many:]))
    bottom = lcm(*{each[1] for each in scored})
    return Scores([top * (bottom // own) for top, own in scored], bottom)


def _against_target(figure: int, target: int) -> Ratio:
    if figure <= 0:
        return LEAST, 1
    reached, whole = (figure, target) if target > 0 else (-target, figure)
    return LEAST * whole + SPAN * min(reached, whole), whole


def mean(weights: Sequence[int], columns: Sequence[Scores]) -> Scores:
    """Each unit's weighted mean of the scores it has in these columns; None for a unit that has none."""
    bottom = lcm(*(each.bottom for each in columns))
    factors = [weight * (bottom // each.bottom) for weight, each in zip(weights, columns, strict=True)]
    if not any(None in each.tops for each in columns):
        tops = [sum(map(mul, factors, row)) for row in zip(*(each.tops for each in columns), strict=True)]
        return Scores(tops, bottom * sum(weights))
    rows = list(zip(*(each.tops for each in columns), strict=True))
    there = [sum(compress(weights, (top is not None for top in row))) for row in rows]
    whole = lcm(*filter(None, there))
    return Scores(
        [
            sum(factor * top for factor, top in zip(factors, row, strict=True) if top is not None) * (whole // weight)
            if weight
            else None
            for row, weight in zip(rows, there, strict=True)
        ],
        bottom * whole,
    )


def plus(score: Ratio, points: Decimal) -> Ratio:
    """The score and points together."""
    top, bottom = points.as_integer_ratio()
    return score[0] * bottom + top * score[1], score[1] * bottom


def places(scored: Mapping[str, Decimal]) -> dict[str, int]:
    """The place of each unit by its rounded score, 1-2-2-4."""
    ordered = sorted(scored.values(), reverse=True)
    first_place = {score: number for number, score in reversed(list(enumerate(ordered, start=1)))}
    return {unit: first_place[score] for unit, score in scored.items()}


def shown(scored: Scores) -> list[Decimal | None]:
    """The scores to two places."""
    if None in scored.tops:
        return [None if top is None else rounded((top, scored.bottom)) for top in scored.tops]
    # All at once, as `rounded` does: the halves are rounded up, and back again where that made an odd hundredth.
    bottom, whole = scored.bottom, 2 * scored.bottom
    halves = [divmod(200 * top + bottom, whole) for top in scored.tops if top is not None]
    return [_hundredths(number if rest or not number % 2 else number - 1) for number, rest in halves]


def rounded(score: Ratio) -> Decimal:
    """The score to two places, half to even."""
    top, bottom = score
    hundredths, rest = divmod(top * 10**PLACES, bottom)
    if 2 * rest > bottom or (2 * rest == bottom and hundredths % 2):
        hundredths += 1
    return _hundredths(hundredths)


def _hundredths(number: int) -> Decimal:
    return _HUNDREDTHS[number] if 0 <= number < len(_HUNDREDTHS) else Decimal(number).scaleb(-PLACES)


def cut(share: Ratio) -> Decimal:
    """A percentage to two places, never more than it is: 94.999 must not pass for 95."""
    return Decimal(share[0] * 10**PLACES // share[1]).scaleb(-PLACES)


def exact(number: Ratio) -> Decimal:
    """The decimal of a ratio that has one, written shortest."""
    return Context(prec=60).divide(Decimal(number[0]), Decimal(number[1])).normalize()
