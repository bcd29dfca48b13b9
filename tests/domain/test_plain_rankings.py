"""Rankings beside the design §12 in plain arithmetic: fractions, a unit at a time, as one would do it with pen and paper.

`OFFICES` says for how many random offices (`make offices`: 10,000); ties, targets, gaps and figures that end on half a hundredth are
among them.
"""

import os
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from domain import units
from domain.mechanism import rules
from domain.scoring import rankings, sheets
from domain.scoring.indicators import Adjustment, Direction, Indicator, Value

OFFICES = int(os.environ.get("OFFICES", "150"))
RULES = rules.RuleSet()
Office = tuple[list[Indicator], list[Value], list[Adjustment]]


def score(one: Indicator, peers: Sequence[Value], own: Value) -> Fraction:
    assert own.value is not None
    x = Fraction(own.value)
    if one.direction is Direction.TARGET:
        target = Fraction(own.target or 0)
        if x <= 0:
            return Fraction(60)
        return 60 + 40 * min(Fraction(1), x / target if target > 0 else -target / x)
    figures = sorted(Fraction(each.value) for each in peers if each.value is not None)
    low, high = figures[0], figures[-1]
    if len(figures) >= 12:
        low, high = percentile(figures, Fraction(5, 100)), percentile(figures, Fraction(95, 100))
    if low == high:
        return Fraction(80)
    x = max(low, min(high, x))
    return 60 + 40 * (x - low if one.direction is Direction.HIGHER else high - x) / (high - low)


def percentile(figures: Sequence[Fraction], p: Fraction) -> Fraction:
    position = 1 + (len(figures) - 1) * p
    below = int(position)
    above = min(below + 1, len(figures))
    return figures[below - 1] + (figures[above - 1] - figures[below - 1]) * (position - below)


def mean(parts: Sequence[tuple[Decimal, Fraction | None]]) -> Fraction | None:
    there = [(Fraction(weight), each) for weight, each in parts if each is not None]
    return sum((w * s for w, s in there), Fraction(0)) / sum(w for w, _ in there) if there else None


def two_places(number: Fraction | None) -> str:
    return "" if number is None else str(Decimal(round(number * 100)).scaleb(-2))


@st.composite
def offices(draw: st.DrawFn) -> Office:
    sections = {"Work": Decimal(60), "People": Decimal("32.5")}
    weights = st.sampled_from(("1", "10", "12.5", "7", "0.3")).map(Decimal)
    measured = [
        Indicator(
            code=code,
            name=code,
            section=(section := draw(st.sampled_from(("Work", "People")))),
            section_weight=sections[section],
            weight=draw(weights),
            direction=draw(st.sampled_from(Direction)),
            categories=draw(st.sampled_from(((), ("绩效",), ("绩效", "创新")))),
        )
        for code in "ABCDE"[: draw(st.integers(1, 5))]
    ]
    # few different figures, so that many tie and many end on a half
    figure = st.none() | st.integers(-3, 12).map(Decimal) | st.decimals(-40, 160, places=2)
    target = st.sampled_from(("8", "-8", "100", "-2.5", "0.05")).map(Decimal)
    values = [
        Value(period="P", unit=f"U{n:02}", indicator=one.code, value=draw(figure), target=draw(target))
        for n in range(draw(st.integers(1, 16)))
        for one in measured
    ]
    points = st.decimals(-4, 4, places=3)
    decided = [
        Adjustment(unit=draw(st.sampled_from(values)).unit, points=draw(points), decision=str(number))
        for number in range(draw(st.integers(0, 4)))
    ]
    return measured, values, decided


@settings(max_examples=OFFICES)
@given(office=offices(), shift=st.integers(0, 4))
def test_the_ranking_is_what_the_plain_arithmetic_says(office: Office, shift: int) -> None:
    measured, values, decided = office
    codes = sorted({each.unit for each in values})
    members = [units.Unit(code=code, name=code, sequence="A") for code in codes]
    earlier = [replace(each, value=each.value and each.value + n * shift % 5) for n, each in enumerate(values)]
    (before,) = rankings.rank("P", members, measured, earlier, (), RULES)
    scored_before = {each.unit: each.score for each in before.standings}
    (ranking,) = rankings.rank("P", members, measured, values, decided, RULES, [before])
    scored = {
        (own.unit, one.code): None
        if own.value is None
        else score(one, [v for v in values if v.indicator == one.code], own)
        for one in measured
        for own in values
        if own.indicator == one.code
    }
    totals: dict[str, str] = {}
    parted: dict[str, tuple[Decimal, ...]] = {}
    main = "Work" if any(one.section == "Work" for one in measured) else "People"
    for code in codes:
        by_section = [
            (w, mean([(one.weight, scored[code, one.code]) for one in measured if one.section == name]))
            for name, w in {one.section: one.section_weight for one in measured}.items()
        ]
        composite = mean(by_section)
        points = [Fraction(each.points) for each in decided if each.unit == code]
        bonus = min(sum((p for p in points if p > 0), Fraction(0)), Fraction(3))
        penalty = max(sum((p for p in points if p < 0), Fraction(0)), Fraction(-5))
        totals[code] = "" if composite is None else two_places(composite + bonus + penalty)
        work = [(one.weight, scored[code, one.code]) for one in measured if one.section == main]
        was, now = scored_before[code], Decimal(totals[code] or 0)
        better = now - was if was is not None else Decimal(0)
        parted[code] = (now, Decimal(two_places(mean(work)) or 0), Decimal(str(float(penalty))), better)
        found = next(each for each in ranking.standings if each.unit == code)
        assert str(found.score or "") == totals[code]
        assert str(found.before_adjustments or "") == two_places(composite)
        assert {str(each.score or "") for each in found.sections} == {two_places(each) for _, each in by_section}
        for line in sheets.sheet(ranking, code):
            assert str(line.score or "") == two_places(scored[code, line.indicator])
    for each in ranking.standings:
        ahead = [other for other in codes if totals[other] and parted[other] > parted[each.unit]]
        assert each.rank == (len(ahead) + 1 if totals[each.unit] else None)
        place = next(other.rank for other in before.standings if other.unit == each.unit)
        assert each.rise == (place - each.rank if each.rank and place else None)
    for category in ranking.categories:
        inside = [one for one in measured if category.category in one.categories]
        assert str(category.score) == two_places(
            mean([(one.weight, scored[category.unit, one.code]) for one in inside])
        )


@settings(max_examples=OFFICES)
@given(office=offices(), number=st.integers(0, 99), better=st.integers(1, 500))
def test_a_unit_never_falls_because_its_own_figure_improved(office: Office, number: int, better: int) -> None:
    measured, values, decided = office
    own = values[number % len(values)]
    one = next(each for each in measured if each.code == own.indicator)
    is_less = one.direction is Direction.LOWER or (one.direction is Direction.TARGET and (own.target or 0) < 0)
    if own.value is None or (is_less and own.value <= 0):
        return  # who gives no figure has no place to lose by it; nought and below count as no work done (the design §12)
    improved = own.value - Decimal(better) / 10 if is_less else own.value + Decimal(better) / 10
    if is_less and improved <= 0 and one.direction is Direction.TARGET:
        return
    members = [units.Unit(code=code, name=code, sequence="A") for code in sorted({each.unit for each in values})]
    changed = [replace(each, value=improved) if each is own else each for each in values]
    places = [
        next(
            each.rank
            for each in rankings.rank("P", members, measured, given_, decided, RULES)[0].standings
            if each.unit == own.unit
        )
        for given_ in (values, changed)
    ]
    assert places[0] is not None
    assert places[1] is not None
    assert places[1] <= places[0]
