"""The composite score, the ranking inside each sequence and the scores by category.

Lives here: `rank`, which makes of frozen figures one ranking for each sequence (the design §12). Pure and exact: rounded half to
even once, at the end. What goes in is in `domain/scoring/indicators.py`, what comes out in `domain/scoring/standings.py`, the
arithmetic of one score in `domain/scoring/scores.py`, that of a column in `domain/scoring/estimates.py`.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import chain, compress, repeat

from domain import units
from domain.mechanism import rules
from domain.scoring import columns, estimates, figures, scores, standings
from domain.scoring.columns import ScoredColumn
from domain.scoring.indicators import Adjustment, Indicator, Value
from domain.scoring.standings import CategoryScore, RankedColumn, RankedUnit, Ranking, Rows, SectionScore

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
    """The computation for one sequence: indicator by indicator, then section by section, then unit by unit.

    What there is of each unit is a column of its own, in the order of the units.
    """

    def __init__(self, given: figures.Figures, numbers: rules.RuleSet, before: Mapping[str, RankedUnit]) -> None:
        self.given, self.numbers, self.before = given, numbers, before
        self.columns = [
            columns.column(each, figures, numbers)
            for each, figures in zip(given.indicators, given.columns, strict=True)
        ]
        self.is_whole = all(column.is_whole for column in self.columns)
        self.adjustments = [given.adjustments.get(unit, ()) for unit in given.units]

    def ranking(self) -> Ranking:
        coverages = self._coverages()
        coverage = min(coverages, default=Decimal(0))
        return Ranking(
            period=self.given.period,
            sequence=self.given.sequence,
            standings=self._standings(coverages),
            units=self.given.units,
            columns=tuple(_frozen(column) for column in self.columns),
            categories=self._categories(),
            coverage=coverage,
            is_provisional=not (self.given.units and self.columns and self.is_whole),
            needs_waiver=coverage < self.numbers.rank_coverage,
            is_too_small=len(self.given.units) < self.numbers.rank_min_n,
            formula=FORMULA,
            rules_version=self.numbers.version,
            digest=self.given.digest(FORMULA, self.numbers, self._places_before()),
        )

    def _standings(self, coverages: Sequence[Decimal]) -> Sequence[RankedUnit]:
        if not self.columns:
            return tuple(map(_without_figures, self.given.units, self.adjustments))
        weights = self.given.section_weights
        by_section = [self._mean(self._of_section(name)) for name in weights]
        composites = estimates.mean(list(weights.values()), by_section)
        plain = estimates.hundredths(composites)
        totals = [
            self._adjusted(own, composites.exactly(place)) if own else score
            for place, (own, score) in enumerate(zip(self.adjustments, plain, strict=True))
        ]
        sections = [estimates.hundredths(each) for each in by_section]
        places = self._places(totals, dict(zip(weights, sections, strict=True)))
        order = _in_order(places)

        def rows() -> Iterator[RankedUnit]:
            named = [
                standings.rows(SectionScore, repeat(name), repeat(weights[name]), scores.shown(each))
                for name, each in zip(weights, sections, strict=True)
            ]
            made = standings.rows(
                RankedUnit,
                self.given.units,
                places,
                scores.shown(totals),
                scores.shown(plain),
                self.adjustments,
                coverages,
                zip(*named, strict=True),
                [None if (before := self.before.get(unit)) is None else before.rank for unit in self.given.units],
            )
            return map(made.__getitem__, order)

        return Rows(len(order), rows)

    def _places(self, totals: Sequence[int | None], by_section: Mapping[str, Sequence[int | None]]) -> list[int | None]:
        """The place of each unit by its rounded score; whom the order of the law §6.1 does not part either shares one, 1-2-2-4."""
        places = scores.places(totals)
        if not self.numbers.rank_tie_steps or len(set(places)) == len(places):
            return places
        tied: dict[int, list[int]] = {}
        for number, place in enumerate(places):
            if place is not None:
                tied.setdefault(place, []).append(number)
        ahead = self._ahead(totals, by_section)
        for place, group in tied.items():
            if len(group) > 1:
                own = {number: ahead(number) for number in group}
                before = {each: n for n, each in reversed(list(enumerate(sorted(own.values(), reverse=True))))}
                for number in group:
                    places[number] = place + before[own[number]]
        return places

    def _ahead(
        self, totals: Sequence[int | None], by_section: Mapping[str, Sequence[int | None]]
    ) -> Callable[[int], tuple[Decimal, ...]]:
        """What puts a unit ahead of another of the same score: its score in the section that weighs most (where one does), the fewer
        points taken from it, how much it has improved; as many of these as the rule says."""
        weights = self.given.section_weights
        heaviest = max(weights.values())
        most = [name for name, weight in weights.items() if weight == heaviest]
        main = scores.shown(by_section[most[0]]) if len(most) == 1 else [None] * len(totals)
        now = scores.shown(totals)

        def ahead(number: int) -> tuple[Decimal, ...]:
            before, score = self.before.get(self.given.units[number]), now[number]
            improved = Decimal(0)
            if before is not None and before.score is not None and score is not None:
                improved = score - before.score
            taken = self._taken(self.adjustments[number])
            return (main[number] or Decimal(0), taken, improved)[: self.numbers.rank_tie_steps]

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

    def _mean(self, inside: Sequence[ScoredColumn]) -> estimates.Scores:
        """The mean of each unit's scores in these columns."""
        return estimates.mean([column.indicator.weight for column in inside], [column.scored for column in inside])

    def _adjusted(self, own: Sequence[Adjustment], composite: Fraction | None) -> int | None:
        """With the points of all decisions; their sum upwards and their sum downwards are each limited (the law §6.1)."""
        if composite is None:
            return None
        bonus = min(scores.total(each.points for each in own if each.points > 0), self.numbers.rank_bonus_max)
        return scores.hundredths(composite + Fraction(bonus) + Fraction(self._taken(own)))

    def _taken(self, own: Sequence[Adjustment]) -> Decimal:
        """The points that decisions take from a unit, limited: nought or negative."""
        if not own:
            return Decimal(0)
        return max(scores.total(each.points for each in own if each.points < 0), -self.numbers.rank_penalty_max)

    def _coverages(self) -> list[Decimal]:
        """For each unit the share of the whole weight that has figures, in percent; a weight is its share of its section's."""
        if not self.columns:
            return [Decimal(0)] * len(self.given.units)
        if self.is_whole:
            return [Decimal("100.00")] * len(self.given.units)
        gaps = list(zip(*(column.gaps for column in self.columns), strict=True))
        covered = {pattern: self._covered(pattern) for pattern in set(gaps)}
        return [covered[each] for each in gaps]

    def _covered(self, gaps: Sequence[bool]) -> Decimal:
        """What a unit's figures cover that lacks these."""
        there: dict[str, Fraction] = dict.fromkeys(self.given.section_weights, Fraction(0))
        whole = dict(there)
        for indicator, gap in zip(self.given.indicators, gaps, strict=True):
            weight = Fraction(indicator.weight)
            whole[indicator.section] += weight
            there[indicator.section] += 0 if gap else weight
        weights = {name: Fraction(weight) for name, weight in self.given.section_weights.items()}
        share = scores.mean(weights.values(), [there[name] / whole[name] for name in weights])
        return scores.cut(100 * (share or Fraction(0)))

    def _categories(self) -> Rows[CategoryScore]:
        names = sorted({category for indicator in self.given.indicators for category in indicator.categories})
        every = [self._category(name) for name in names]
        return Rows(sum(map(len, every)), lambda: chain.from_iterable(every))

    def _category(self, category: str) -> Rows[CategoryScore]:
        """The scores of those who have one, best first."""
        inside = [column for column in self.columns if category in column.indicator.categories]
        rounded = estimates.hundredths(self._mean(inside))
        places = scores.places(rounded)
        scored = len(places) - places.count(None)
        order = _in_order(places)[:scored]

        def rows() -> Iterator[CategoryScore]:
            made = standings.rows(
                CategoryScore,
                *map(repeat, (self.given.period, self.given.sequence, category)),
                self.given.units,
                scores.shown(rounded),
                places,
                repeat(scored),
                _named({column.indicator.code: column.missed for column in inside if column.targets}),
                _named({column.indicator.code: column.gaps for column in inside if not column.is_whole}),
            )
            return map(made.__getitem__, order)

        return Rows(scored, rows)


def _in_order(places: Sequence[int | None]) -> list[int]:
    """Who comes first, second, …, those of one place in the order of the units, those without one last."""
    last = len(places) + 1
    return sorted(range(len(places)), key=[last if place is None else place for place in places].__getitem__)


def _named(found: Mapping[str, Sequence[bool]]) -> Iterable[tuple[str, ...]]:
    """For each unit the indicators of which something is so; `found` are those of which it is so for anybody."""
    if not found:
        return repeat(())
    return (tuple(compress(found, row)) for row in zip(*found.values(), strict=True))


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
        values=column.values,
        targets=column.targets,
        low=None if scale is None else scores.exact(scale.low),
        high=None if scale is None else scores.exact(scale.high),
    )
