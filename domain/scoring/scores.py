"""The arithmetic of one score, in exact fractions (the design §12).

Every score lies between 60 and 100.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Context, Decimal
from fractions import Fraction

from domain.mechanism import rules

LEAST = Fraction(60)
SPAN = Fraction(40)
MIDDLE = Fraction(80)  # what everybody gets where all are alike
PLACES = 2


@dataclass(frozen=True, slots=True)
class Scale:
    """The two ends of an indicator inside its sequence."""

    low: Fraction
    high: Fraction


def scale(figures: Sequence[Fraction], numbers: rules.RuleSet) -> Scale | None:
    """The least and the greatest figure; from `rank.clip_from_n` figures on, the percentiles. None without figures.

    The number that counts is that of the figures, since they are what is put in order.
    """
    if not figures:
        return None
    ordered = sorted(figures)
    if len(ordered) < numbers.rank_clip_from_n:
        return Scale(ordered[0], ordered[-1])
    return Scale(percentile(ordered, numbers.rank_clip_low), percentile(ordered, numbers.rank_clip_high))


def percentile(ordered: Sequence[Fraction], percent: Decimal) -> Fraction:
    """Linear interpolation between order statistics; the position, counted from one, is 1 + (n - 1) · p."""
    position = (len(ordered) - 1) * Fraction(percent) / 100
    below = int(position)
    if below + 1 == len(ordered):
        return ordered[-1]
    return ordered[below] + (ordered[below + 1] - ordered[below]) * (position - below)


def on_scale(figure: Fraction, ends: Scale, *, is_higher_better: bool) -> Fraction:
    """The score of a figure between its peers, the figure being clipped to the ends of the scale."""
    if ends.low == ends.high:
        return MIDDLE
    clipped = min(max(figure, ends.low), ends.high)
    distance = clipped - ends.low if is_higher_better else ends.high - clipped
    return LEAST + SPAN * distance / (ends.high - ends.low)


def against_target(figure: Fraction, target: Fraction) -> Fraction:
    """The score of a figure against its target; a negative target marks what must stay low. Zero and below give 60."""
    if figure <= 0:
        return LEAST
    reached = -target / figure if target < 0 else figure / target
    return LEAST + SPAN * min(reached, Fraction(1))


def weighted(parts: Iterable[tuple[Fraction, Fraction | None]]) -> Fraction | None:
    """The mean of (weight, score) over the scores that are there; None where none is."""
    there = [(weight, score) for weight, score in parts if score is not None]
    if not there:
        return None
    return sum((weight * score for weight, score in there), Fraction(0)) / sum(weight for weight, _ in there)


def places(scored: Mapping[str, Decimal]) -> dict[str, int]:
    """The place of each unit by its rounded score, 1-2-2-4."""
    ordered = sorted(scored.values(), reverse=True)
    first_place = {score: number for number, score in reversed(list(enumerate(ordered, start=1)))}
    return {unit: first_place[score] for unit, score in scored.items()}


def rounded(score: Fraction | None) -> Decimal | None:
    """The score to two places, half to even."""
    if score is None:
        return None
    return Decimal(round(score * 10**PLACES)).scaleb(-PLACES)


def cut(percent: Fraction) -> Decimal:
    """A percentage to two places, never more than it is: 94.999 must not pass for 95."""
    return Decimal(int(percent * 10**PLACES)).scaleb(-PLACES)


def exact(number: Fraction) -> Decimal:
    """The decimal of a fraction that has one, written shortest."""
    return Context(prec=60).divide(Decimal(number.numerator), Decimal(number.denominator)).normalize()
