"""The arithmetic of one score, exact (the design §12): the ends of a scale, a figure between them or against its target, rounding.

Nothing is rounded before `hundredths`. Every score of an indicator lies between 60 and 100. What is done for a whole sequence
at once is in `domain/scoring/estimates.py`, which asks here wherever a float could be wrong.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Context, Decimal, localcontext
from fractions import Fraction

from domain.mechanism import rules
from domain.scoring.series import EXACT, Series

LEAST, SPAN = 60, 40
MIDDLE = 80  # what everybody gets where all are alike
PLACES = 2
HUNDRED = 100


def total(figures: Iterable[Decimal]) -> Decimal:
    """The sum, of however many places."""
    with localcontext(EXACT):
        return sum(figures, Decimal(0))


@dataclass(frozen=True, slots=True)
class Scale:
    """The two ends of an indicator inside its sequence."""

    low: Fraction
    high: Fraction


def scale(given: Series, numbers: rules.RuleSet) -> Scale | None:
    """The least and the greatest figure; from `rank.clip_from_n` figures on, the percentiles. None without figures.

    The number that counts is that of the figures, since they are what is put in order. A percentile is interpolated between order
    statistics; its position, counted from one, is 1 + (n - 1) · p.
    """
    if not given.numbers:
        return None
    ordered = sorted(given.numbers)
    if len(ordered) < numbers.rank_clip_from_n:
        return Scale(Fraction(ordered[0], given.times), Fraction(ordered[-1], given.times))
    low, high = (_percentile(ordered, each, given.times) for each in (numbers.rank_clip_low, numbers.rank_clip_high))
    return Scale(low, high)


def _percentile(ordered: Sequence[int], percent: Decimal, times: int) -> Fraction:
    """In whole numbers until the end: a fraction for each step of it is most of what a column of a sequence takes."""
    above, parts = percent.as_integer_ratio()
    parts *= 100
    below, rest = divmod((len(ordered) - 1) * above, parts)
    next_one = ordered[below + 1] if rest else ordered[below]
    return Fraction(ordered[below] * (parts - rest) + next_one * rest, parts * times)


def on_scale(figure: Decimal, ends: Scale, *, is_higher_better: bool) -> Fraction:
    """The score of a figure among its peers', clipped to the ends of their scale."""
    if ends.low == ends.high:
        return Fraction(MIDDLE)
    from_low = min(max(Fraction(figure), ends.low), ends.high) - ends.low
    span = ends.high - ends.low
    return LEAST + SPAN * (from_low if is_higher_better else span - from_low) / span


def against_target(figure: Decimal, target: Decimal) -> Fraction:
    """The score of a figure against its target. A negative target marks what must stay low. Zero and below give 60."""
    if figure <= 0:
        return Fraction(LEAST)
    reached = Fraction(figure) / Fraction(target) if target > 0 else -Fraction(target) / Fraction(figure)
    return LEAST + SPAN * min(reached, Fraction(1))


def mean(weights: Iterable[Fraction], scored: Iterable[Fraction | None]) -> Fraction | None:
    """The weighted mean of the scores that are there; None where none is."""
    there = [(weight, score) for weight, score in zip(weights, scored, strict=True) if score is not None]
    whole = sum((weight for weight, _ in there), Fraction(0))
    return sum((weight * score for weight, score in there), Fraction(0)) / whole if there else None


def places(scored: Iterable[int | None]) -> list[int | None]:
    """The place of each rounded score, 1-2-2-4; None for whoever has none."""
    given = list(scored)
    ordered = sorted(score for score in given if score is not None)
    first: Mapping[int | None, int] = dict(zip(ordered, range(len(ordered), 0, -1), strict=True))
    return list(map(first.get, given))


def hundredths(score: Fraction) -> int:
    """The score in hundredths, half to even."""
    return round(score * HUNDRED)


class _Decimals(dict[int | None, Decimal | None]):
    """Each number of hundredths as a decimal of two places, kept once it was needed; None stays None."""

    def __missing__(self, number: int) -> Decimal:
        made = self[number] = Decimal(number).scaleb(-PLACES)
        return made


_DECIMALS = _Decimals({None: None})


def shown(rounded: Iterable[int | None]) -> list[Decimal | None]:
    """Scores in hundredths as decimals of two places."""
    return list(map(_DECIMALS.__getitem__, rounded))


def cut(share: Fraction) -> Decimal:
    """A percentage to two places, never more than it is: 94.999 must not pass for 95."""
    return Decimal(int(share * HUNDRED)).scaleb(-PLACES)


def exact(number: Fraction) -> Decimal:
    """The decimal of a fraction that has one, written shortest."""
    return Context(prec=60).divide(Decimal(number.numerator), Decimal(number.denominator)).normalize()
