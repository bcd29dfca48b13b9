"""The score sheet (得分单): how each of a unit's points came about. Made of a frozen ranking, whenever somebody asks."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from domain.scoring import columns, scores
from domain.scoring.indicators import Value
from domain.scoring.standings import RankedColumn, Ranking


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreLine:
    """One line of a score sheet: the figure, the ends of the scale and the score, to two places."""

    indicator: str
    section: str
    weight: Decimal
    value: Decimal | None
    target: Decimal | None
    low: Decimal | None
    high: Decimal | None
    score: Decimal | None
    is_target_missed: bool


def sheet(ranking: Ranking, unit: str) -> tuple[ScoreLine, ...]:
    """The lines of a unit, in the order of the indicators; none where it is not in this ranking."""
    if unit not in ranking.units:
        return ()
    place = ranking.units.index(unit)
    return tuple(_line(column, place, ranking.period, unit) for column in ranking.columns)


def _line(column: RankedColumn, place: int, period: str, unit: str) -> ScoreLine:
    figure = Value(
        period=period,
        unit=unit,
        indicator=column.indicator,
        value=column.values[place],
        target=column.targets[place] if column.targets else None,
    )
    return ScoreLine(
        indicator=column.indicator,
        section=column.section,
        weight=column.weight,
        value=figure.value,
        target=figure.target,
        low=column.low,
        high=column.high,
        score=_score(column, figure),
        is_target_missed=figure.is_target_missed,
    )


def _score(column: RankedColumn, figure: Value) -> Decimal | None:
    ends = None
    if column.low is not None and column.high is not None:
        ends = scores.Scale(Fraction(column.low), Fraction(column.high))
    exact = columns.score(column.direction, ends, figure.value, figure.target)
    return None if exact is None else scores.shown([scores.hundredths(exact)])[0]
