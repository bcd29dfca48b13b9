"""The arithmetic of an arena (亮剑比拼, the law §6.6): totals, trimmed means, the order by draw, and what an auditor looks at.

Exact fractions inside, rounded half to even to two places once, at the end. Pure: the seed of the draw is given.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import combinations
from math import ceil

FULL = 100
DEFAULT_WEIGHTS = {"results": 50, "steps": 30, "delivery": 20}  # 实绩 举措 表达
_ALONE = 2  # slots: whoever rated fewer cannot have rated all alike

Given = Mapping[int, Mapping[str, Fraction]]
"""By rater, the totals that they gave, by unit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trimmed:
    """A trimmed mean: of how many totals, how many were dropped at each end, the bounds of those that were kept, and of all."""

    mean: Fraction
    of: int
    dropped: int
    least: Fraction
    most: Fraction
    lowest: Fraction
    highest: Fraction

    @property
    def hundredths(self) -> int:
        """The mean as it is ranked: what is published the same is a tie."""
        return round(self.mean * FULL)

    @property
    def shown(self) -> str:
        """The mean as it is published, to two places."""
        return shown(self.mean)


def shown(score: Fraction) -> str:
    """A score to two places, half to even."""
    return f"{round(score * FULL) / FULL:.2f}"


def total(marks: Sequence[int], weights: Sequence[int]) -> Fraction:
    """What a ballot comes to: Σ weight · mark / Σ weight, 0 to 100."""
    return Fraction(sum(w * mark for w, mark in zip(weights, marks, strict=True)), sum(weights))


def trimmed(totals: Iterable[Fraction], share: Fraction) -> Trimmed | None:
    """The mean without the `share` of the totals at each end, rounded up and one at least; None where nothing would be left."""
    ordered = sorted(totals)
    dropped = max(1, ceil(share * len(ordered)))
    kept = ordered[dropped : len(ordered) - dropped]
    if not kept:
        return None
    mean = Fraction(sum(kept), len(kept))
    return Trimmed(
        mean=mean,
        of=len(ordered),
        dropped=dropped,
        least=kept[0],
        most=kept[-1],
        lowest=ordered[0],
        highest=ordered[-1],
    )


def combined(mean: Trimmed, composite: Decimal, share: Fraction) -> Fraction:
    """A final score: the composite with its share and the mean with the rest, each as it is published, so that anybody computes it
    again."""
    return share * Fraction(composite) + (1 - share) * Fraction(mean.hundredths, FULL)


def drawn(units: Iterable[str], seed: str) -> list[str]:
    """The order by draw: the units by the SHA-256 of `<seed> <code>`, so that whoever draws again with the seed finds the same."""
    return sorted(units, key=lambda unit: hashlib.sha256(f"{seed} {unit}".encode()).digest())


def flat(given: Given) -> list[int]:
    """The raters who gave every unit the same total."""
    return [rater for rater, totals in given.items() if len(totals) >= _ALONE and len(set(totals.values())) == 1]


def reciprocal(given: Given, unit_of: Mapping[int, str], kept: Mapping[str, Trimmed]) -> list[tuple[int, int]]:
    """The pairs of raters who gave each other's units the most that these got, or both the least, and beyond all that was kept."""
    return [
        (one, other)
        for one, other in combinations(sorted(given), 2)
        if (there := _side(given[one], unit_of[other], kept)) and there == _side(given[other], unit_of[one], kept)
    ]


def _side(totals: Mapping[str, Fraction], unit: str, kept: Mapping[str, Trimmed]) -> int:
    """1 where a total is the most that a unit got, and above all that was kept; -1 where it is the least, and below; else 0."""
    if unit not in totals or unit not in kept:
        return 0
    total, of = totals[unit], kept[unit]
    return (of.most < total == of.highest) - (of.least > total == of.lowest)
