"""One indicator inside one sequence: its figures and their scores, in the order of the units."""

from dataclasses import dataclass
from decimal import Decimal

from domain.mechanism import rules
from domain.scoring import scores as arithmetic
from domain.scoring.figures import FigureColumn, Numbers
from domain.scoring.indicators import Direction, Indicator, is_missed

NO_TARGET = Decimal(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoredColumn:
    """An indicator's figures and their scores, unit by unit; None where a figure is missing. `scale`: None for targets."""

    indicator: Indicator
    figures: FigureColumn
    scores: arithmetic.Scores
    scale: arithmetic.Scale | None
    is_whole: bool
    """Whether every unit has a figure."""

    @property
    def gaps(self) -> list[bool]:
        """Whether each unit's figure is missing."""
        if self.is_whole:
            return [False] * len(self.figures.values)
        return [each is None for each in self.figures.values]

    @property
    def missed(self) -> list[bool]:
        """Whether each unit missed its target."""
        if not self.figures.targets:
            return [False] * len(self.figures.values)
        return list(map(is_missed, self.figures.values, self.figures.targets))


def column(indicator: Indicator, figures: FigureColumn, numbers: rules.RuleSet) -> ScoredColumn:
    """Score the figures of an indicator: against each one's target, or among themselves."""
    values = [each for each in figures.values if each is not None]
    scale: arithmetic.Scale | None = None
    scored = arithmetic.Scores((), 1)
    if indicator.direction is Direction.TARGET:
        targets = [target or NO_TARGET for _, target in _given(figures)]
        scored = arithmetic.against_targets(arithmetic.integers([*values, *targets]))
    else:
        given = arithmetic.integers(values)
        scale = arithmetic.scale(given, numbers)
        if scale is not None:
            scored = arithmetic.on_scale(given, scale, is_higher_better=indicator.direction is Direction.HIGHER)
    return ScoredColumn(
        indicator=indicator,
        figures=figures,
        scores=_spread(scored, figures.values),
        scale=scale,
        is_whole=len(values) == len(figures.values),
    )


def _given(figures: FigureColumn) -> list[tuple[Decimal, Decimal | None]]:
    """Each figure that is there, with its target."""
    targets = figures.targets or (None,) * len(figures.values)
    return [(value, target) for value, target in zip(figures.values, targets, strict=True) if value is not None]


def _spread(scored: arithmetic.Scores, values: Numbers) -> arithmetic.Scores:
    """The scores, with a gap where a figure is missing."""
    if len(scored.tops) == len(values):
        return scored
    rest = iter(scored.tops)
    return arithmetic.Scores([None if each is None else next(rest) for each in values], scored.bottom)
