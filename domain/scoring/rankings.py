"""The composite score, the ranking inside each sequence and the scores by category.

Lives here: `rank`, which makes of frozen figures one ranking for each sequence (the design §12). Pure and exact:
fractions inside, rounded half to even once, at the end. What goes in is in `domain/scoring/indicators.py`, what comes out in
`domain/scoring/standings.py`, the arithmetic of one score in `domain/scoring/scores.py`.
"""

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from domain import units
from domain.mechanism import rules
from domain.scoring import figures, scores
from domain.scoring.indicators import Adjustment, Direction, Indicator, Value
from domain.scoring.standings import CategoryScore, RankedUnit, Ranking, ScoreLine, SectionScore

FORMULA = "composite-1"  # printed on bulletins; a change of arithmetic is a new version


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
    """The computation for one sequence: scales once, then unit by unit, then places."""

    def __init__(self, given: figures.Figures, numbers: rules.RuleSet) -> None:
        self.given, self.numbers = given, numbers
        self.scales = {each.code: self._scale(each) for each in given.indicators}
        self.scores = {(unit, each.code): self._score(unit, each) for unit in given.units for each in given.indicators}

    def ranking(self) -> Ranking:
        standings = [self._standing(unit) for unit in self.given.units]
        places = scores.places({each.unit: each.score for each in standings if each.score is not None})
        placed = [replace(each, rank=places.get(each.unit)) for each in standings]
        coverage = min((each.coverage for each in placed), default=Decimal(0))
        return Ranking(
            period=self.given.period,
            sequence=self.given.sequence,
            standings=tuple(sorted(placed, key=lambda each: (each.rank or len(placed) + 1, each.unit))),
            categories=self._categories(),
            coverage=coverage,
            is_provisional=any(score is None for score in self.scores.values()) or not self.scores,
            needs_waiver=coverage < self.numbers.rank_coverage,
            is_too_small=len(self.given.units) < self.numbers.rank_min_n,
            formula=FORMULA,
            rules_version=self.numbers.version,
            digest=self.given.digest(FORMULA, self.numbers),
        )

    def _scale(self, indicator: Indicator) -> scores.Scale | None:
        """The scale of an indicator that is compared with its peers; a target needs none."""
        if indicator.direction is Direction.TARGET:
            return None
        given = [figure.value for unit in self.given.units if (figure := self.given.of(unit, indicator.code))]
        return scores.scale([Fraction(value) for value in given if value is not None], self.numbers)

    def _score(self, unit: str, indicator: Indicator) -> Fraction | None:
        figure = self.given.of(unit, indicator.code)
        if figure is None or figure.value is None:
            return None
        scale = self.scales[indicator.code]
        if scale is None:
            return scores.against_target(Fraction(figure.value), Fraction(figure.target or 0))
        return scores.on_scale(Fraction(figure.value), scale, is_higher_better=indicator.direction is Direction.HIGHER)

    def _standing(self, unit: str) -> RankedUnit:
        sections = {section: self._section(unit, section) for section in self.given.section_weights}
        composite = scores.weighted(
            (Fraction(self.given.section_weights[name]), score) for name, score in sections.items()
        )
        adjustments = self.given.adjustments.get(unit, ())
        total = None if composite is None else composite + self._adjusted(adjustments)
        return RankedUnit(
            unit=unit,
            rank=None,
            score=scores.rounded(total),
            before_adjustments=scores.rounded(composite),
            adjustments=adjustments,
            coverage=self._coverage(unit),
            sections=tuple(
                SectionScore(section=name, weight=self.given.section_weights[name], score=scores.rounded(score))
                for name, score in sections.items()
            ),
            sheet=tuple(self._line(unit, indicator) for indicator in self.given.indicators),
        )

    def _section(self, unit: str, section: str) -> Fraction | None:
        return scores.weighted(
            (Fraction(each.weight), self.scores[unit, each.code])
            for each in self.given.indicators
            if each.section == section
        )

    def _adjusted(self, adjustments: Iterable[Adjustment]) -> Fraction:
        """The points of all decisions; their sum upwards and their sum downwards are each limited (the law §6.1)."""
        points = [Fraction(each.points) for each in adjustments]
        bonus = sum((each for each in points if each > 0), Fraction(0))
        penalty = sum((each for each in points if each < 0), Fraction(0))
        limits = Fraction(self.numbers.rank_bonus_max), -Fraction(self.numbers.rank_penalty_max)
        return min(bonus, limits[0]) + max(penalty, limits[1])

    def _coverage(self, unit: str) -> Decimal:
        """The share of the whole weight that has figures, an indicator's weight being its share of its section's."""
        covered = Fraction(0)
        for section, section_weight in self.given.section_weights.items():
            inside = [each for each in self.given.indicators if each.section == section]
            there = sum((Fraction(e.weight) for e in inside if self.scores[unit, e.code] is not None), Fraction(0))
            covered += Fraction(section_weight) * there / sum(Fraction(each.weight) for each in inside)
        whole = sum(map(Fraction, self.given.section_weights.values()), Fraction(0))
        return scores.cut(100 * covered / whole) if whole else Decimal(0)

    def _line(self, unit: str, indicator: Indicator) -> ScoreLine:
        figure = self.given.of(unit, indicator.code)
        scale = self.scales[indicator.code]
        return ScoreLine(
            indicator=indicator.code,
            section=indicator.section,
            weight=indicator.weight,
            value=figure.value if figure else None,
            target=figure.target if figure else None,
            low=scores.exact(scale.low) if scale else None,
            high=scores.exact(scale.high) if scale else None,
            score=scores.rounded(self.scores[unit, indicator.code]),
            is_target_missed=bool(figure and figure.is_target_missed),
        )

    def _categories(self) -> tuple[CategoryScore, ...]:
        names = sorted({category for indicator in self.given.indicators for category in indicator.categories})
        return tuple(score for name in names for score in self._category(name))

    def _category(self, category: str) -> list[CategoryScore]:
        inside = [indicator for indicator in self.given.indicators if category in indicator.categories]
        exact = {
            unit: scores.weighted((Fraction(each.weight), self.scores[unit, each.code]) for each in inside)
            for unit in self.given.units
        }
        shown = {unit: rounded for unit, score in exact.items() if (rounded := scores.rounded(score)) is not None}
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
                missed=tuple(e.code for e in inside if (f := self.given.of(unit, e.code)) and f.is_target_missed),
                missing=tuple(each.code for each in inside if self.scores[unit, each.code] is None),
            )
            for unit, place in sorted(places.items(), key=lambda item: (item[1], item[0]))
        ]
