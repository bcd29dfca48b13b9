"""The composite score, the ranking inside each sequence and the scores by category.

Lives here: `rank`, which makes of frozen figures one ranking for each sequence (the design §12). Pure and exact: integers
inside, rounded half to even once, at the end. What goes in is in `domain/scoring/indicators.py`, what comes out in
`domain/scoring/standings.py`, the arithmetic of one score in `domain/scoring/scores.py`.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from itertools import compress, repeat

from domain import units
from domain.mechanism import rules
from domain.scoring import columns, figures, scores, standings
from domain.scoring.columns import ScoredColumn
from domain.scoring.indicators import Adjustment, Indicator, Value
from domain.scoring.standings import CategoryScore, RankedColumn, RankedUnit, Ranking, SectionScore

FORMULA = "composite-2"  # printed on bulletins; a change of arithmetic is a new version


def rank(
    period: str,
    members: Iterable[units.Unit],
    indicators: Iterable[Indicator],
    values: Iterable[Value],
    adjustments: Iterable[Adjustment],
    numbers: rules.RuleSet,
    before: Iterable[Ranking] = (),
) -> list[Ranking]:
    """One ranking for each sequence, by the sequence's name. The order in which the figures are given changes nothing.

    Values of other periods are passed over. `before` are the rankings of the period before, which say who rose and break ties.
    Raises `FiguresRefused` where the figures contradict themselves
    (`figures.freeze` says how).
    """
    frozen = figures.freeze(period, members, indicators, values, adjustments)
    earlier = {ranking.sequence: {each.unit: each for each in ranking.standings} for ranking in before}
    return [_Computation(each, numbers, earlier.get(each.sequence, {})).ranking() for each in frozen]


class _Computation:
    """The computation for one sequence: indicator by indicator, then section by section, then unit by unit."""

    def __init__(self, given: figures.Figures, numbers: rules.RuleSet, before: Mapping[str, RankedUnit]) -> None:
        self.given, self.numbers, self.before = given, numbers, before
        self.columns = [
            columns.column(each, figures, numbers)
            for each, figures in zip(given.indicators, given.columns, strict=True)
        ]
        self.weights = _whole({each.code: each.weight for each in given.indicators})
        self.section_weights = _whole(given.section_weights)

    def ranking(self) -> Ranking:
        ranked = self._standings()
        coverage = min((each.coverage for each in ranked), default=Decimal(0))
        is_whole = bool(self.given.units and self.columns) and all(column.is_whole for column in self.columns)
        return Ranking(
            period=self.given.period,
            sequence=self.given.sequence,
            standings=tuple(sorted(ranked, key=lambda each: (each.rank or len(ranked) + 1, each.unit))),
            units=self.given.units,
            columns=tuple(_frozen(column) for column in self.columns),
            categories=self._categories(),
            coverage=coverage,
            is_provisional=not is_whole,
            needs_waiver=coverage < self.numbers.rank_coverage,
            is_too_small=len(self.given.units) < self.numbers.rank_min_n,
            formula=FORMULA,
            rules_version=self.numbers.version,
            digest=self.given.digest(FORMULA, self.numbers, self._places_before()),
        )

    def _standings(self) -> list[RankedUnit]:
        if not self.columns:
            return [_without_figures(unit, self.given.adjustments.get(unit, ())) for unit in self.given.units]
        by_section = [self._mean(self._of_section(name)) for name in self.section_weights]
        composites = scores.mean(tuple(self.section_weights.values()), by_section)
        plain = scores.shown(composites)
        totals = {unit: each for unit, each in zip(self.given.units, plain, strict=True) if each is not None}
        for unit in self.given.adjustments.keys() & totals.keys():
            top = composites.tops[self.given.units.index(unit)]
            assert top is not None, "it has a score"
            totals[unit] = scores.rounded(self._adjusted(unit, (top, composites.bottom)))
        shown = [scores.shown(each) for each in by_section]
        places = self._places(totals, dict(zip(self.section_weights, shown, strict=True)))
        weights = self.given.section_weights
        sections = [
            standings.rows(SectionScore, repeat(name), repeat(weights[name]), each)
            for name, each in zip(weights, shown, strict=True)
        ]
        return standings.rows(
            RankedUnit,
            self.given.units,
            map(places.get, self.given.units),
            map(totals.get, self.given.units),
            plain,
            [self.given.adjustments.get(unit, ()) for unit in self.given.units],
            self._coverages(),
            zip(*sections, strict=True),
            [None if (before := self.before.get(unit)) is None else before.rank for unit in self.given.units],
        )

    def _places(
        self, totals: Mapping[str, Decimal], by_section: Mapping[str, Sequence[Decimal | None]]
    ) -> dict[str, int]:
        """The place of each unit by its rounded score; whom the order of the law §6.1 does not part either shares one, 1-2-2-4."""
        places = scores.places(totals)
        if not self.numbers.rank_tie_steps or len(set(totals.values())) == len(totals):
            return places
        often = {place for place, number in Counter(places.values()).items() if number > 1}
        ahead = self._ahead(totals, by_section)
        tied = [(place, unit, ahead(unit)) for unit, place in places.items() if place in often]
        for place, unit, own in tied:
            places[unit] = place + sum(there == place and other > own for there, _, other in tied)
        return places

    def _ahead(
        self, totals: Mapping[str, Decimal], by_section: Mapping[str, Sequence[Decimal | None]]
    ) -> Callable[[str], tuple[Decimal, ...]]:
        """What puts a unit ahead of another of the same score: its score in the section that weighs most (where one does), the fewer
        points taken from it, how much it has improved; as many of these as the rule says."""
        heaviest = max(self.section_weights.values())
        most = [name for name, weight in self.section_weights.items() if weight == heaviest]
        main = dict(zip(self.given.units, by_section[most[0]], strict=True)) if len(most) == 1 else {}

        def ahead(unit: str) -> tuple[Decimal, ...]:
            before = self.before.get(unit)
            improved = Decimal(0) if before is None or before.score is None else totals[unit] - before.score
            return (main.get(unit) or Decimal(0), self._taken(unit), improved)[: self.numbers.rank_tie_steps]

        return ahead

    def _places_before(self) -> dict[str, list[str]]:
        """The places and scores of the period before, as far as anybody of this sequence had one."""
        return {
            unit: [str(before.rank), str(before.score)]
            for unit in self.given.units
            if (before := self.before.get(unit)) and before.rank is not None
        }

    def _of_section(self, name: str) -> list[ScoredColumn]:
        return [column for column in self.columns if column.indicator.section == name]

    def _mean(self, inside: Sequence[ScoredColumn]) -> scores.Scores:
        """The mean of each unit's scores in these columns."""
        return scores.mean(
            [self.weights[column.indicator.code] for column in inside], [column.scores for column in inside]
        )

    def _adjusted(self, unit: str, composite: scores.Ratio) -> scores.Ratio:
        """With the points of all decisions; their sum upwards and their sum downwards are each limited (the law §6.1)."""
        points = [each.points for each in self.given.adjustments.get(unit, ())]
        if not points:
            return composite
        bonus = min(scores.total(each for each in points if each > 0), self.numbers.rank_bonus_max)
        return scores.plus(composite, scores.total((bonus, self._taken(unit))))

    def _taken(self, unit: str) -> Decimal:
        """The points that decisions take from a unit, limited: nought or negative."""
        points = (each.points for each in self.given.adjustments.get(unit, ()))
        return max(scores.total(each for each in points if each < 0), -self.numbers.rank_penalty_max)

    def _coverages(self) -> list[Decimal]:
        """For each unit the share of the whole weight that has figures, in percent; a weight is its share of its section's."""
        if all(column.is_whole for column in self.columns):
            return [Decimal("100.00")] * len(self.given.units)
        gaps = list(zip(*(column.gaps for column in self.columns), strict=True))
        patterns = list(set(gaps))
        there = dict(zip(self.weights, zip(*patterns, strict=True), strict=True))
        shares = [
            scores.mean(
                [self.weights[column.indicator.code] for column in inside],
                [scores.Scores([0 if gap else 100 for gap in there[column.indicator.code]], 1) for column in inside],
            )
            for inside in map(self._of_section, self.section_weights)
        ]
        share = scores.mean(tuple(self.section_weights.values()), shares)
        covered = {
            pattern: scores.cut((top or 0, share.bottom)) for pattern, top in zip(patterns, share.tops, strict=True)
        }
        return [covered[each] for each in gaps]

    def _categories(self) -> tuple[CategoryScore, ...]:
        names = sorted({category for indicator in self.given.indicators for category in indicator.categories})
        return tuple(score for name in names for score in self._category(name))

    def _category(self, category: str) -> list[CategoryScore]:
        inside = [column for column in self.columns if category in column.indicator.categories]
        codes = [column.indicator.code for column in inside]
        means = zip(self.given.units, scores.shown(self._mean(inside)), strict=True)
        shown = {unit: mean for unit, mean in means if mean is not None}
        missed = self._named(codes, [column.missed for column in inside])
        missing = self._named(codes, [column.gaps for column in inside])
        places = scores.places(shown)
        units = sorted(places)
        units.sort(key=places.__getitem__)
        common = map(repeat, (self.given.period, self.given.sequence, category))
        of_each = (map(each.__getitem__, units) for each in (shown, places, missed, missing))
        scored, placed, *names = of_each
        return standings.rows(CategoryScore, *common, units, scored, placed, repeat(len(places)), *names)

    def _named(self, codes: Sequence[str], columns: Sequence[Sequence[bool]]) -> dict[str, tuple[str, ...]]:
        """For each unit the indicators of which something is so."""
        rows = zip(*columns, strict=True)
        return {
            unit: tuple(compress(codes, row)) if True in row else ()
            for unit, row in zip(self.given.units, rows, strict=True)
        }


def _whole(weights: Mapping[str, Decimal]) -> dict[str, int]:
    """Weights as integers in the same proportions."""
    return dict(zip(weights, scores.integers(list(weights.values())).numbers, strict=True))


def _without_figures(unit: str, adjustments: tuple[Adjustment, ...]) -> RankedUnit:
    return RankedUnit(
        unit=unit,
        rank=None,
        score=None,
        before_adjustments=None,
        adjustments=adjustments,
        coverage=Decimal(0),
        sections=(),
    )


def _frozen(column: ScoredColumn) -> RankedColumn:
    given, scale = column.indicator, column.scale
    return RankedColumn(
        indicator=given.code,
        section=given.section,
        weight=given.weight,
        direction=given.direction,
        values=column.figures.values,
        targets=column.figures.targets,
        low=None if scale is None else scores.exact((scale.low, scale.times)),
        high=None if scale is None else scores.exact((scale.high, scale.times)),
    )
