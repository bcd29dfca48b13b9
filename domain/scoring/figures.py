"""A period's figures, found free of contradiction and frozen, one set for each sequence.

Lives here: `freeze` and `Figures`, whose digest is printed on bulletins.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from itertools import repeat

from domain import units
from domain.mechanism import rules
from domain.scoring.indicators import Adjustment, Direction, FiguresRefused, Indicator, Value
from domain.scoring.series import Series, series, written

Adjustments = Mapping[str, tuple[Adjustment, ...]]


@dataclass(frozen=True, slots=True)
class FigureColumn:
    """The figures of one indicator and their targets, unit by unit; `targets` is None where no unit has one other than nought."""

    values: Series
    targets: Series | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What one sequence is ranked by in one period, in one fixed order whatever the order it was given in."""

    period: str
    sequence: str
    units: tuple[str, ...]
    indicators: tuple[Indicator, ...]
    section_weights: Mapping[str, Decimal]
    columns: tuple[FigureColumn, ...]
    """One for each of the `indicators`."""
    adjustments: Adjustments

    def digest(self, formula: str, numbers: rules.RuleSet, before: Mapping[str, Sequence[str]]) -> str:
        """SHA-256 of the formula's version, the rules it reads and every figure that goes in, with what each had the period `before`."""
        frozen = {
            "formula": formula,
            "rules": _rules(numbers),
            "period": self.period,
            "sequence": self.sequence,
            "units": self.units,
            "before": before,
            "indicators": [_frozen(indicator) for indicator in self.indicators],
            "values": {
                each.code: [
                    column.values.text,
                    ";" * (len(self.units) - 1) if column.targets is None else column.targets.text,
                ]
                for each, column in zip(self.indicators, self.columns, strict=True)
            },
            "adjustments": [
                [unit, each.decision, _plain(each.points)]
                for unit in self.units
                for each in self.adjustments.get(unit, ())
            ],
        }
        text = json.dumps(frozen, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()


def freeze(
    period: str,
    members: Iterable[units.Unit],
    indicators: Iterable[Indicator],
    values: Iterable[Value],
    adjustments: Iterable[Adjustment],
) -> list[Figures]:
    """The figures of each sequence, by the sequence's name; values of other periods are passed over.

    Raises `FiguresRefused` for a figure given twice, of a unit or indicator that is not there, without the target its
    direction needs, for a weight that is not above zero and for a section with two weights.
    """
    peers: dict[str, list[str]] = {}
    for unit in members:
        peers.setdefault(unit.sequence, []).append(unit.code)
    ordered = {sequence: tuple(sorted(codes)) for sequence, codes in sorted(peers.items())}
    measured = sorted(indicators, key=lambda indicator: indicator.code)
    grid = _grid(period, values, [code for codes in ordered.values() for code in codes], measured)
    frozen_adjustments = _adjustments(adjustments, set(grid.rows))
    return [
        Figures(
            period=period,
            sequence=sequence,
            units=codes,
            indicators=(own := tuple(each for each in measured if each.applies_to(sequence))),
            section_weights=_section_weights(sequence, own),
            columns=tuple(grid.column(each, codes) for each in own),
            adjustments=frozen_adjustments,
        )
        for sequence, codes in ordered.items()
    ]


@dataclass(frozen=True, slots=True)
class _Grid:
    """A period's figures as they came, and which of them is in which place: indicator after indicator, and in each of them unit after unit.

    Behind them all stands one that is missing.
    """

    rows: Mapping[str, int]
    starts: Mapping[str, int]
    places: Mapping[int, int]
    values: Sequence[Decimal | None]
    texts: Sequence[str]
    targets: Sequence[Decimal | None]
    target_texts: Sequence[str]

    def column(self, indicator: Indicator, codes: Sequence[str]) -> FigureColumn:
        """The figures of units that stand beside each other."""
        first = self.starts[indicator.code] + self.rows[codes[0]]
        own = list(map(self.places.get, range(first, first + len(codes)), repeat(-1)))
        values = series(tuple(map(self.values.__getitem__, own)), list(map(self.texts.__getitem__, own)))
        targets = tuple(map(self.targets.__getitem__, own))
        if indicator.direction is Direction.TARGET and not all(targets):
            for code, value, target in zip(codes, values.given, targets, strict=True):
                if value is not None and not target:
                    raise FiguresRefused(f"{indicator.code} of {code} needs a target other than zero")
        if not any(targets):
            return FigureColumn(values, None)
        return FigureColumn(values, series(targets, list(map(self.target_texts.__getitem__, own))))


def _grid(period: str, given: Iterable[Value], codes: Sequence[str], indicators: Sequence[Indicator]) -> _Grid:
    rows = {code: number for number, code in enumerate(codes)}
    starts = {each.code: number * len(codes) for number, each in enumerate(indicators)}
    if len(starts) < len(indicators):
        raise FiguresRefused("an indicator is given twice")
    own = [each for each in given if each.period == period]
    try:
        places = {starts[each.indicator] + rows[each.unit]: number for number, each in enumerate(own)}
    except KeyError:
        unknown = next(each for each in own if each.indicator not in starts or each.unit not in rows)
        raise FiguresRefused(f"there is no unit {unknown.unit} or no indicator {unknown.indicator}") from None
    if len(places) < len(own):
        ((indicator, unit), _), *_ = Counter((each.indicator, each.unit) for each in own).most_common(1)
        raise FiguresRefused(f"{indicator} of {unit} is given twice for {period}")
    values, targets = [*[each.value for each in own], None], [*[each.target for each in own], None]
    return _Grid(rows, starts, places, values, written(values), targets, written(targets))


def _adjustments(given: Iterable[Adjustment], known: set[str]) -> Adjustments:
    by_unit: dict[str, tuple[Adjustment, ...]] = {}
    for each in sorted(given, key=lambda adjustment: (adjustment.unit, adjustment.decision, adjustment.points)):
        if each.unit not in known:
            raise FiguresRefused(f"the decision {each.decision} adjusts {each.unit}, which is no unit")
        by_unit[each.unit] = (*by_unit.get(each.unit, ()), each)
    return by_unit


def _section_weights(sequence: str, indicators: Iterable[Indicator]) -> dict[str, Decimal]:
    weights: dict[str, Decimal] = {}
    for each in indicators:
        if each.weight <= 0 or each.section_weight <= 0:
            raise FiguresRefused(f"the weights of {each.code} must be above zero")
        if weights.setdefault(each.section, each.section_weight) != each.section_weight:
            raise FiguresRefused(f"the section {each.section} has two weights in the sequence {sequence}")
    return weights


@cache
def _rules(numbers: rules.RuleSet) -> dict[str, rules.Json]:
    """The rules that the formula reads."""
    return {key: rule for key, rule in numbers.to_mapping().items() if key.startswith("rank.")}


def _frozen(indicator: Indicator) -> list[str | list[str] | None]:
    return [
        indicator.code,
        indicator.section,
        _plain(indicator.section_weight),
        _plain(indicator.weight),
        indicator.direction.value,
        sorted(indicator.categories),
    ]


def _plain(number: Decimal) -> str:
    """The number's one way to be written: 5, 5.0 and 5E0 are the same figure."""
    return f"{(number + 0).normalize():f}"
