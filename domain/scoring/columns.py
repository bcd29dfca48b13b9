"""One indicator inside one sequence: its figures and their scores, in the order of the units."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from domain.mechanism import rules
from domain.scoring import scores as arithmetic
from domain.scoring.indicators import Direction, Indicator, Value

NO_TARGET = Decimal(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoredColumn:
    """An indicator's figures and their scores, unit by unit; None where a figure is missing. `scale`: None for targets."""

    indicator: Indicator
    figures: Sequence[Value | None]
    scores: Sequence[arithmetic.Ratio | None]
    scale: arithmetic.Scale | None

    @property
    def is_whole(self) -> bool:
        """Whether every unit has a figure."""
        return None not in self.scores

    @property
    def gaps(self) -> list[bool]:
        """Whether each unit's figure is missing."""
        return [score is None for score in self.scores]

    @property
    def missed(self) -> list[bool]:
        """Whether each unit missed its target."""
        return [each is not None and each.is_target_missed for each in self.figures]


def column(indicator: Indicator, figures: Sequence[Value | None], numbers: rules.RuleSet) -> ScoredColumn:
    """Score the figures of an indicator: against each one's target, or among themselves."""
    values = [each.value for each in figures if each is not None and each.value is not None]
    scale: arithmetic.Scale | None = None
    scored: list[arithmetic.Ratio] = []
    if indicator.direction is Direction.TARGET:
        targets = [each.target or NO_TARGET for each in figures if each is not None and each.value is not None]
        scored = arithmetic.against_targets(arithmetic.integers([*values, *targets]))
    else:
        given = arithmetic.integers(values)
        scale = arithmetic.scale(given, numbers)
        if scale is not None:
            scored = arithmetic.on_scale(given, scale, is_higher_better=indicator.direction is Direction.HIGHER)
    return ScoredColumn(indicator=indicator, figures=figures, scores=_spread(scored, figures), scale=scale)


def _spread(scored: Sequence[arithmetic.Ratio], figures: Sequence[Value | None]) -> Sequence[arithmetic.Ratio | None]:
    """The scores, with a gap where a figure is missing."""
    if len(scored) == len(figures):
        return scored
    rest = iter(scored)
    return [None if each is None or each.value is None else next(rest) for each in figures]
