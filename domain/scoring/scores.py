"""The arithmetic of scores, in exact integers (the design §12).

A score is a `Ratio`: a numerator over a denominator above zero. Ratios are not reduced, since looking for common divisors costs
more than it saves, and nothing is rounded before `rounded`. Every score of an indicator lies between 60 and 100.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import MAX_EMAX, MIN_EMIN, Context, Decimal, Inexact, localcontext

from domain.mechanism import rules

Ratio = tuple[int, int]

LEAST, SPAN = 60, 40
MIDDLE: Ratio = (80, 1)  # what everybody gets where all are alike
LOWEST: Ratio = (LEAST, 1)
PLACES = 2
# More digits than any figure has; should one have more, it is refused by the trap and not rounded.
_EXACT = Context(prec=10_000, Emax=MAX_EMAX, Emin=MIN_EMIN, traps=[Inexact])
_HUNDREDTHS = tuple(Decimal(hundredths).scaleb(-PLACES) for hundredths in range(100 * 10**PLACES + 1))


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
        return Integers(tuple(int(figure * times) for figure in figures), times)


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


def on_scale(given: Integers, ends: Scale, *, is_higher_better: bool) -> list[Ratio]:
    """The scores of figures among themselves, each figure being clipped to the ends of the scale."""
    span = ends.high - ends.low
    if not span:
        return [MIDDLE] * len(given.numbers)
    larger, low, high, least = ends.times // given.times, ends.low, ends.high, LEAST * span
    clipped = [min(max(number * larger, low), high) for number in given.numbers]
    if is_higher_better:
        return [(least + SPAN * (number - low), span) for number in clipped]
    return [(least + SPAN * (high - number), span) for number in clipped]


def against_targets(given: Integers) -> list[Ratio]:
    """The scores of figures against their targets; `given` are all the figures, then a target for each.

    A negative target marks what must stay low. Zero and below give 60.
    """
    many = len(given.numbers) // 2
    return [_against_target(*pair) for pair in zip(given.numbers[:many], given.numbers[many:], strict=True)]


def _against_target(figure: int, target: int) -> Ratio:
    if figure <= 0:
        return LOWEST
    reached, whole = (figure, target) if target > 0 else (-target, figure)
    return LEAST * whole + SPAN * min(reached, whole), whole


def weighted(parts: Iterable[tuple[int, Ratio | None]]) -> Ratio | None:
    """The mean of (weight, score) over the scores that are there; None where none is."""
    top, bottom, weights = 0, 1, 0
    for weight, score in parts:
        if score is None:
            continue
        top = top * score[1] + weight * score[0] * bottom
        bottom *= score[1]
        weights += weight
    return (top, bottom * weights) if weights else None


def plus(score: Ratio, points: Decimal) -> Ratio:
    """The score and points together."""
    top, bottom = points.as_integer_ratio()
    return score[0] * bottom + top * score[1], score[1] * bottom


def places(scored: Mapping[str, Decimal]) -> dict[str, int]:
    """The place of each unit by its rounded score, 1-2-2-4."""
    ordered = sorted(scored.values(), reverse=True)
    first_place = {score: number for number, score in reversed(list(enumerate(ordered, start=1)))}
    return {unit: first_place[score] for unit, score in scored.items()}


def rounded(score: Ratio) -> Decimal:
    """The score to two places, half to even."""
    top, bottom = score
    hundredths, rest = divmod(top * 10**PLACES, bottom)
    if 2 * rest > bottom or (2 * rest == bottom and hundredths % 2):
        hundredths += 1
    return _HUNDREDTHS[hundredths] if 0 <= hundredths < len(_HUNDREDTHS) else Decimal(hundredths).scaleb(-PLACES)


def cut(share: Ratio) -> Decimal:
    """A percentage to two places, never more than it is: 94.999 must not pass for 95."""
    return Decimal(share[0] * 10**PLACES // share[1]).scaleb(-PLACES)


def exact(number: Ratio) -> Decimal:
    """The decimal of a ratio that has one, written shortest."""
    return Context(prec=60).divide(Decimal(number[0]), Decimal(number[1])).normalize()
