"""A period's figures, found free of contradiction and frozen, one set for each sequence.

Lives here: `freeze` and `Figures`, whose digest is printed on bulletins.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from domain import units
from domain.mechanism import rules
from domain.scoring.indicators import Adjustment, Direction, FiguresRefused, Indicator, Value

Values = Mapping[str, Mapping[str, Value]]
"""By indicator, then by unit."""
Numbers = tuple[Decimal | None, ...]
Adjustments = Mapping[str, tuple[Adjustment, ...]]


@dataclass(frozen=True, slots=True)
class FigureColumn:
    """The figures of one indicator and their targets, unit by unit; `targets` is empty where no unit has one."""

    values: Numbers
    targets: Numbers


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
                each.code: [_joined(column.values), _joined(column.targets) or ";" * (len(self.units) - 1)]
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
    known = {code for codes in peers.values() for code in codes}
    measured = sorted(indicators, key=lambda indicator: indicator.code)
    frozen_values = _values(period, values, known, measured)
    frozen_adjustments = _adjustments(adjustments, known)
    return [
        Figures(
            period=period,
            sequence=sequence,
            units=(codes := tuple(sorted(unsorted))),
            indicators=(own := tuple(each for each in measured if each.applies_to(sequence))),
            section_weights=_section_weights(sequence, own),
            columns=tuple(_column(frozen_values[each.code], codes) for each in own),
            adjustments=frozen_adjustments,
        )
        for sequence, unsorted in sorted(peers.items())
    ]


def _column(given: Mapping[str, Value], codes: Iterable[str]) -> FigureColumn:
    figures = list(map(given.get, codes))
    there = [each for each in figures if each is not None]
    if len(there) == len(figures):
        values, targets = tuple([each.value for each in there]), tuple([each.target for each in there])
    else:
        values = tuple([None if each is None else each.value for each in figures])
        targets = tuple([None if each is None else each.target for each in figures])
    return FigureColumn(values, targets if any(targets) else ())


def _values(period: str, given: Iterable[Value], known: set[str], indicators: Sequence[Indicator]) -> Values:
    by_code = {indicator.code: indicator for indicator in indicators}
    if len(by_code) < len(indicators):
        raise FiguresRefused("an indicator is given twice")
    own = [each for each in given if each.period == period]
    values: dict[str, dict[str, Value]] = {code: {} for code in by_code}
    for each in own:
        values.setdefault(each.indicator, {})[each.unit] = each
    if any(code not in by_code or column.keys() - known for code, column in values.items()):
        unknown = next(each for each in own if each.indicator not in by_code or each.unit not in known)
        raise FiguresRefused(f"there is no unit {unknown.unit} or no indicator {unknown.indicator}")
    if sum(map(len, values.values())) < len(own):
        twice = next(each for each in own if values[each.indicator][each.unit] is not each)
        raise FiguresRefused(f"{twice.indicator} of {twice.unit} is given twice for {period}")
    for code, indicator in by_code.items():
        for each in values[code].values() if indicator.direction is Direction.TARGET else ():
            if each.value is not None and not each.target:
                raise FiguresRefused(f"{each.indicator} of {each.unit} needs a target other than zero")
    return values


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


def _joined(numbers: Numbers) -> str:
    """The numbers of a column, each written in its one way (5, 5.0 and 5E0 alike); nothing for what is missing."""
    written = ["" if number is None else str(number) for number in numbers]
    joined = ";".join([each.rstrip("0").rstrip(".") if each[-1:] == "0" and "." in each else each for each in written])
    if "E" in joined or ";-0;" in f";{joined};":
        return ";".join([each and _plain(Decimal(each)) for each in written])
    return joined
