"""One indicator inside one sequence: its figures and their scores, in the order of the units."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from domain.mechanism import rules
from domain.scoring import estimates, scores
from domain.scoring.figures import FigureColumn
from domain.scoring.indicators import Direction, Indicator, is_missed
from domain.scoring.series import Given

NO_TARGET = Decimal(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoredColumn:
    """An indicator's figures and their scores, unit by unit. `scale`: None for targets."""

    indicator: Indicator
    figures: FigureColumn
    scored: estimates.Scores
    scale: scores.Scale | None

    @property
    def is_whole(self) -> bool:
        """Whether every unit has a figure."""
        return self.figures.values.is_whole

    @property
    def values(self) -> Given:
        """The figures themselves."""
        return self.figures.values.given

    @property
    def targets(self) -> Given:
        """The target of each figure; empty where no unit has one."""
        return () if self.figures.targets is None else self.figures.targets.given

    @property
    def gaps(self) -> Sequence[bool]:
        """Whether each unit's figure is missing."""
        return self.scored.gaps or [False] * len(self.values)

    @property
    def missed(self) -> list[bool]:
        """Whether each unit missed its target."""
        return list(map(is_missed, self.values, self.targets or [None] * len(self.values)))


def column(indicator: Indicator, figures: FigureColumn, numbers: rules.RuleSet) -> ScoredColumn:
    """Score the figures of an indicator: against each one's target, or among themselves."""
    scale: scores.Scale | None = None
    near: estimates.Near = ([], 0.0)
    if indicator.direction is not Direction.TARGET:
        scale = scores.scale(figures.values, numbers)
        if scale is not None:
            near = estimates.on_scale(figures.values, scale, is_higher_better=indicator.direction is Direction.HIGHER)
    elif figures.targets is not None:
        near = estimates.against_targets(figures.values, figures.targets)
    return ScoredColumn(
        indicator=indicator, figures=figures, scored=_spread(near, indicator, figures, scale), scale=scale
    )


def score(
    direction: Direction, ends: scores.Scale | None, value: Decimal | None, target: Decimal | None
) -> Fraction | None:
    """The exact score of one figure between the `ends` of its peers' scale, or, where it has none, against its target."""
    if value is None:
        return None
    if ends is None:
        return scores.against_target(value, target or NO_TARGET)
    return scores.on_scale(value, ends, is_higher_better=direction is Direction.HIGHER)


def _spread(
    near: estimates.Near, indicator: Indicator, figures: FigureColumn, scale: scores.Scale | None
) -> estimates.Scores:
    """The scores, with a gap where a figure is missing."""
    values, targets = figures.values.given, figures.targets

    def exactly(place: int) -> Fraction | None:
        return score(indicator.direction, scale, values[place], None if targets is None else targets.given[place])

    there, error = near
    if figures.values.is_whole:
        return estimates.Scores(near=there, error=error, exactly=exactly)
    gaps = [value is None for value in values]
    rest = iter(there)
    spread = [0.0 if gap else next(rest) for gap in gaps]
    return estimates.Scores(near=spread, error=error, gaps=gaps, exactly=exactly)
