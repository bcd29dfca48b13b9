"""The same year of rankings in polars, in floats: what a data frame makes of it, as far as it can.

What it makes is what `domain/scoring/rankings.py` makes (places, composites, sections, coverage, categories with what was missed and
what is missing), but for the digest and for exactness: a score on half a hundredth may be rounded to the wrong side.
"""

import time
from collections.abc import Callable, Mapping, Sequence

import polars as pl

from domain import units
from domain.scoring.indicators import Direction, Indicator, Value
from domain.scoring.standings import Ranking

_VALUE, _TARGET, _WEIGHT = pl.col("value"), pl.col("target"), pl.col("weight")
_LOW, _HIGH = pl.col("low"), pl.col("high")
_PEERS = ["sequence", "indicator"]


class PolarsYear:
    """The periods of a year, from the same figures that the house is given, or from frames of floats that were made beforehand."""

    def __init__(
        self, members: Sequence[units.Unit], measured: Sequence[Indicator], periods: Mapping[str, Sequence[Value]]
    ) -> None:
        self.units = pl.DataFrame({"unit": [u.code for u in members], "sequence": [u.sequence for u in members]})
        self.indicators = pl.DataFrame(
            {
                "indicator": [each.code for each in measured],
                "section": [each.section for each in measured],
                "section_weight": [float(each.section_weight) for each in measured],
                "weight": [float(each.weight) for each in measured],
                "direction": [each.direction.value for each in measured],
                "categories": [list(each.categories) for each in measured],
            }
        )
        self.periods = periods
        self.frames = {period: _frame(values) for period, values in periods.items()}

    def from_figures(self) -> float:
        """Rank every period from its figures; the seconds it took, by the wall or by the processor: whichever is less."""
        return _least(lambda: [self._rank(_frame(values)) for values in self.periods.values()])

    def from_frames(self) -> float:
        """The same, but for making frames of the figures."""
        return _least(lambda: [self._rank(frame) for frame in self.frames.values()])

    def otherwise(self, ranked: Mapping[str, Sequence[Ranking]]) -> int:
        """How many composites and category scores it rounds otherwise than the exact arithmetic."""
        number = 0
        for period, rankings in ranked.items():
            composites, categories = self._rank(self.frames[period])
            scored = dict(zip(composites["unit"], composites["score"], strict=True))
            inside = {(row["categories"], row["unit"]): row["score"] for row in categories.iter_rows(named=True)}
            for ranking in rankings:
                number += sum(float(each.score or 0) != scored[each.unit] for each in ranking.standings)
                number += sum(float(each.score) != inside[each.category, each.unit] for each in ranking.categories)
        return number

    def _rank(self, frame: pl.DataFrame) -> list[pl.DataFrame]:
        scored = self._scored(frame)
        there = _WEIGHT.filter(_VALUE.is_not_null())
        mean = (pl.col("score") * _WEIGHT).sum() / there.sum()
        sections = (
            scored.lazy()
            .group_by("sequence", "unit", "section", "section_weight")
            .agg(section_score=mean, coverage=there.sum() / _WEIGHT.sum())
        )
        weight = pl.col("section_weight")
        composites = (
            sections.group_by("sequence", "unit")
            .agg(
                score=_two_places(
                    (pl.col("section_score") * weight).sum()
                    / weight.filter(pl.col("section_score").is_not_null()).sum()
                ),
                coverage=(pl.col("coverage") * weight).sum() / weight.sum() * 100,
                main=_two_places(pl.col("section_score").sort_by("section_weight").last()),
                sections=pl.struct("section", "section_weight", _two_places(pl.col("section_score"))),
            )
            .with_columns(rank=pl.struct("score", "main").rank("min", descending=True).over("sequence"))
            .sort("sequence", "rank", "unit")
        )
        categories = (
            scored.lazy()
            .explode("categories")
            .drop_nulls("categories")
            .group_by("sequence", "categories", "unit")
            .agg(
                score=_two_places(mean),
                missed=pl.col("indicator").filter("is_missed"),
                missing=pl.col("indicator").filter(_VALUE.is_null()),
            )
            .with_columns(
                rank=pl.col("score").rank("min", descending=True).over("sequence", "categories"),
                of=pl.len().over("sequence", "categories"),
            )
            .sort("sequence", "categories", "rank", "unit")
        )
        found: list[pl.DataFrame] = pl.collect_all([composites, categories])
        return found

    def _scored(self, frame: pl.DataFrame) -> pl.DataFrame:
        reached = pl.when(_TARGET > 0).then(_VALUE / _TARGET).otherwise(-_TARGET / _VALUE)
        is_higher = pl.col("direction") == Direction.HIGHER.value
        return (
            frame.lazy()
            .join(self.units.lazy(), on="unit")
            .join(self.indicators.lazy(), on="indicator")
            .with_columns(
                low=pl.when(_VALUE.count() >= 12)
                .then(_VALUE.quantile(0.05, "linear"))
                .otherwise(_VALUE.min())
                .over(_PEERS),
                high=pl.when(_VALUE.count() >= 12)
                .then(_VALUE.quantile(0.95, "linear"))
                .otherwise(_VALUE.max())
                .over(_PEERS),
            )
            .with_columns(clipped=_VALUE.clip(_LOW, _HIGH))
            .with_columns(
                score=pl.when(pl.col("direction") == Direction.TARGET.value)
                .then(pl.when(_VALUE <= 0).then(60.0).otherwise(60 + 40 * pl.min_horizontal(reached, 1.0)))
                .when(_LOW == _HIGH)
                .then(80.0)
                .when(is_higher)
                .then(60 + 40 * (pl.col("clipped") - _LOW) / (_HIGH - _LOW))
                .otherwise(60 + 40 * (_HIGH - pl.col("clipped")) / (_HIGH - _LOW)),
                is_missed=pl.when(_TARGET < 0).then(_VALUE > -_TARGET).otherwise(_VALUE < _TARGET).fill_null(False),
            )
            .collect()
        )


def _frame(values: Sequence[Value]) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "unit": [each.unit for each in values],
            "indicator": [each.indicator for each in values],
            "value": [None if each.value is None else float(each.value) for each in values],
            "target": [None if each.target is None else float(each.target) for each in values],
        },
        schema_overrides={"value": pl.Float64, "target": pl.Float64},
    )


def _least(work: Callable[[], object]) -> float:
    wall, processor = time.perf_counter(), time.process_time()
    work()
    return min(time.perf_counter() - wall, time.process_time() - processor)


def _two_places(number: pl.Expr) -> pl.Expr:
    return number.round(2, mode="half_to_even")
