"""The composite score, the ranking inside each sequence and the scores by category.

Lives here: `rank`, which makes of frozen figures one ranking for each sequence (the design §12). Pure and exact: integers
inside, rounded half to even once, at the end. What goes in is in `domain/scoring/indicators.py`, what comes out in
`domain/scoring/standings.py`, the arithmetic of one score in `domain/scoring/scores.py`.
"""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from itertools import compress
from typing import TypeVar

from domain import units
from domain.mechanism import rules
from domain.scoring import columns, figures, scores
from domain.scoring.columns import ScoredColumn
from domain.scoring.indicators import Adjustment, Indicator, Value
from domain.scoring.standings import CategoryScore, RankedColumn, RankedUnit, Ranking, SectionScore

FORMULA = "composite-1"  # printed on bulletins; a change of arithmetic is a new version
Cell = TypeVar("Cell")


def rank(
    period: str,
    members: Iterable[units.Unit],
    indicators: Iterable[Indicator],
    values: Iterable[Value],
    adjustments: Iterable[Adjustment],
    numbers: rules.RuleSet,
) -> list[Ranking]:
    """One ranking for each sequence, by the sequence's name. The order in which the figures are given changes nothing.

    Values of other periods are passed over. Raises `FiguresRefused` where the figures contradict themselves
    (`figures.freeze` says how).
    """
    frozen = figures.freeze(period, members, indicators, values, adjustments)
    return [_Computation(each, numbers).ranking() for each in frozen]


class _Computation:
    """The computation for one sequence: indicator by indicator, then section by section, then unit by unit."""

    def __init__(self, given: figures.Figures, numbers: rules.RuleSet) -> None:
        self.given, self.numbers = given, numbers
        self.columns = [columns.column(each, given.of(each.code), numbers) for each in given.indicators]
        self.weights = _whole({each.code: each.weight for each in given.indicators})
        self.section_weights = _whole(given.section_weights)

    def ranking(self) -> Ranking:
        standings = self._standings()
        coverage = min((each.coverage for each in standings), default=Decimal(0))
        is_whole = bool(self.given.units and self.columns) and all(column.is_whole for column in self.columns)
        return Ranking(
            period=self.given.period,
            sequence=self.given.sequence,
            standings=tuple(sorted(standings, key=lambda each: (each.rank or len(standings) + 1, each.unit))),
            units=self.given.units,
            columns=tuple(_frozen(column) for column in self.columns),
            categories=self._categories(),
            coverage=coverage,
            is_provisional=not is_whole,
            needs_waiver=coverage < self.numbers.rank_coverage,
            is_too_small=len(self.given.units) < self.numbers.rank_min_n,
            formula=FORMULA,
            rules_version=self.numbers.version,
            digest=self.given.digest(FORMULA, self.numbers),
        )

    def _standings(self) -> list[RankedUnit]:
        by_section = self._rows([self._means(self._of_section(name)) for name in self.section_weights])
        weights = tuple(self.section_weights.values())
        composites = [scores.weighted(zip(weights, each, strict=True)) for each in by_section]
        totals = {
            unit: scores.rounded(self._adjusted(unit, composite))
            for unit, composite in zip(self.given.units, composites, strict=True)
            if composite is not None
        }
        places = scores.places(totals)
        coverages = self._coverages()
        names, section_weights = self.given.section_weights.keys(), self.given.section_weights.values()
        return [
            RankedUnit(
                unit=unit,
                rank=places.get(unit),
                score=totals.get(unit),
                before_adjustments=_shown(composite),
                adjustments=self.given.adjustments.get(unit, ()),
                coverage=coverage,
                sections=tuple(map(SectionScore, names, section_weights, map(_shown, sections))),
            )
            for unit, composite, sections, coverage in zip(
                self.given.units, composites, by_section, coverages, strict=True
            )
        ]

    def _of_section(self, name: str) -> list[ScoredColumn]:
        return [column for column in self.columns if column.indicator.section == name]

    def _means(self, inside: Sequence[ScoredColumn]) -> list[scores.Ratio | None]:
        """The mean of each unit's scores in these columns."""
        weights = [self.weights[column.indicator.code] for column in inside]
        return [
            scores.weighted(zip(weights, row, strict=True)) for row in self._rows([column.scores for column in inside])
        ]

    def _rows(self, inside: Sequence[Sequence[Cell]]) -> list[tuple[Cell, ...]]:
        """What stands in these columns, unit by unit."""
        return list(zip(*inside, strict=True)) if inside else [()] * len(self.given.units)

    def _adjusted(self, unit: str, composite: scores.Ratio) -> scores.Ratio:
        """With the points of all decisions; their sum upwards and their sum downwards are each limited (the law §6.1)."""
        points = [each.points for each in self.given.adjustments.get(unit, ())]
        if not points:
            return composite
        bonus = min(scores.total(each for each in points if each > 0), self.numbers.rank_bonus_max)
        penalty = max(scores.total(each for each in points if each < 0), -self.numbers.rank_penalty_max)
        return scores.plus(composite, scores.total((bonus, penalty)))

    def _coverages(self) -> list[Decimal]:
        """For each unit the share of the whole weight that has figures, in percent."""
        gaps = self._rows([column.gaps for column in self.columns])
        covered = {each: self._covered(each) for each in set(gaps)}
        return [covered[each] for each in gaps]

    def _covered(self, gaps: Sequence[bool]) -> Decimal:
        """The share in percent, an indicator's weight being its share of its section's."""
        there: dict[str, list[tuple[int, scores.Ratio]]] = {name: [] for name in self.section_weights}
        for column, is_missing in zip(self.columns, gaps, strict=True):
            weight = self.weights[column.indicator.code]
            there[column.indicator.section].append((weight, (0 if is_missing else 100, 1)))
        share = scores.weighted((self.section_weights[name], scores.weighted(each)) for name, each in there.items())
        return Decimal(0) if share is None else scores.cut(share)

    def _categories(self) -> tuple[CategoryScore, ...]:
        names = sorted({category for indicator in self.given.indicators for category in indicator.categories})
        return tuple(score for name in names for score in self._category(name))

    def _category(self, category: str) -> list[CategoryScore]:
        inside = [column for column in self.columns if category in column.indicator.categories]
        codes = [column.indicator.code for column in inside]
        means = dict(zip(self.given.units, self._means(inside), strict=True))
        shown = {unit: scores.rounded(mean) for unit, mean in means.items() if mean is not None}
        missed = dict(zip(self.given.units, self._rows([column.missed for column in inside]), strict=True))
        gaps = dict(zip(self.given.units, self._rows([column.gaps for column in inside]), strict=True))
        places = scores.places(shown)
        return [
            CategoryScore(
                period=self.given.period,
                sequence=self.given.sequence,
                category=category,
                unit=unit,
                score=shown[unit],
                rank=place,
                of=len(places),
                missed=tuple(compress(codes, missed[unit])),
                missing=tuple(compress(codes, gaps[unit])),
            )
            for unit, place in sorted(places.items(), key=lambda item: (item[1], item[0]))
        ]


def _whole(weights: Mapping[str, Decimal]) -> dict[str, int]:
    """Weights as integers in the same proportions."""
    return dict(zip(weights, scores.integers(list(weights.values())).numbers, strict=True))


def _frozen(column: ScoredColumn) -> RankedColumn:
    given, scale = column.indicator, column.scale
    targets = tuple(None if each is None else each.target for each in column.figures)
    return RankedColumn(
        indicator=given.code,
        section=given.section,
        weight=given.weight,
        direction=given.direction,
        values=tuple(None if each is None else each.value for each in column.figures),
        targets=targets if any(targets) else (),
        low=None if scale is None else scores.exact((scale.low, scale.times)),
        high=None if scale is None else scores.exact((scale.high, scale.times)),
    )


def _shown(score: scores.Ratio | None) -> Decimal | None:
    return None if score is None else scores.rounded(score)
