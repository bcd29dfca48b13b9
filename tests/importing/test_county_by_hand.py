"""The flags of the fictional county (the law §10), worked out beside the house: from its files, in fractions, by the law §5 and
the design §12, with nothing of ours but the files."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Mapping
from fractions import Fraction
from importlib import resources

import pytest

from bot.importing import reading
from domain.mechanism.rules import RuleSet
from domain.scoring import rankings, rotations

SAMPLE = resources.files("bot") / "demo_data"
Held = dict[tuple[str, str], str]


def rows(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO((SAMPLE / f"{name}.csv").read_text("utf-8"))))


MEASURED = {row["code"]: row for row in rows("indicators")}
SEQUENCE = {row["code"]: row["sequence"] for row in rows("units")}


def scored(code: str, figures: Mapping[str, tuple[Fraction, Fraction]]) -> dict[str, Fraction]:
    """60 to 100: against the target, or between the ends of its peers, which are the 5th and 95th percentile of twelve and more."""
    direction = MEASURED[code]["direction"]
    if direction == "T":
        return {u: 60 + 40 * min(x / goal, Fraction(1)) if x > 0 else Fraction(60) for u, (x, goal) in figures.items()}
    every = sorted(x for x, _ in figures.values())
    ends = []
    for share in (Fraction(5, 100), Fraction(95, 100)):
        place = (len(every) - 1) * share
        below = int(place)
        above = every[min(below + 1, len(every) - 1)]
        ends.append(every[below] + (above - every[below]) * (place - below))
    low, high = ends if len(every) >= 12 else (every[0], every[-1])
    clipped = {u: max(low, min(high, x)) for u, (x, _) in figures.items()}
    return {u: 60 + 40 * (x - low if direction == "+" else high - x) / (high - low) for u, x in clipped.items()}


def flags(period: str, changed: Mapping[tuple[str, str], str]) -> Held:
    """By unit and category: red for the first three from 85 on, yellow for the last three below 70 or short of a target."""
    given: dict[tuple[str, str], dict[str, tuple[Fraction, Fraction]]] = defaultdict(dict)
    missed = set()
    for row in rows("values"):
        if row["period"] == period:
            figure = Fraction(changed.get((row["unit"], row["indicator"]), row["value"]))
            target = Fraction(row["target"] or 0)
            given[SEQUENCE[row["unit"]], row["indicator"]][row["unit"]] = (figure, target)
            if target and figure < target:
                missed.add((row["unit"], MEASURED[row["indicator"]]["categories"]))
    sums: dict[tuple[str, str], dict[str, list[Fraction]]] = defaultdict(lambda: defaultdict(lambda: [Fraction(0)] * 2))
    for (sequence, code), figures in given.items():
        weight, category = Fraction(MEASURED[code]["weight"]), MEASURED[code]["categories"]
        for unit, score in scored(code, figures).items():
            top, bottom = sums[sequence, category][unit]
            sums[sequence, category][unit] = [top + weight * score, bottom + weight]
    held: Held = {}
    for (_, category), of_units in sums.items():
        means = {unit: Fraction(round(100 * top / bottom), 100) for unit, (top, bottom) in of_units.items()}
        for unit, mean in means.items():
            place = 1 + sum(other > mean for other in means.values())
            if place <= 3 and mean >= 85:
                held[unit, category] = "red"
            elif place > len(means) - 3 and (mean < 70 or (unit, category) in missed):
                held[unit, category] = "yellow"
    return held


def ours(period: str, changed: Mapping[tuple[str, str], str]) -> Held:
    members = reading.read_units((SAMPLE / "units.csv").read_bytes())
    measured = reading.read_indicators((SAMPLE / "indicators.csv").read_bytes())
    lines = [
        {**row, "value": changed.get((row["unit"], row["indicator"]), row["value"])} if row["period"] == period else row
        for row in rows("values")
    ]
    text = io.StringIO()
    writer = csv.DictWriter(text, lines[0].keys())
    writer.writeheader()
    writer.writerows(lines)
    values = reading.read_values(text.getvalue().encode(), members, measured)
    ranked = rankings.rank(period, members, measured, values, (), RuleSet())
    proposed = rotations.propose([each for ranking in ranked for each in ranking.categories], (), RuleSet())
    return {(each.unit, each.category): each.colour.value for each in proposed}


def units_with(held: Held, colour: str) -> set[str]:
    return {unit for (unit, _), one in held.items() if one == colour}


CHANGED = ({("U15", "D02"): "60"}, {("U01", "D04"): "99"})


@pytest.mark.parametrize("period", ["2026-P1", "2026-P2"])
def test_the_house_gives_the_flags_that_the_law_gives_by_hand_also_where_a_figure_is_another(period: str) -> None:
    plain = flags(period, {})
    assert ours(period, {}) == plain
    for changed in CHANGED:
        assert ours(period, changed) == flags(period, changed) != plain


def test_the_two_periods_are_those_of_the_fixture() -> None:
    """15 yellow flags and 6 red, then 5 units yellow and 14 red; a double red, two that turned with two reds, one that put yellow off."""
    first, second = flags("2026-P1", {}), flags("2026-P2", {})
    assert (list(first.values()).count("yellow"), list(first.values()).count("red")) == (15, 6)
    assert (len(units_with(second, "yellow")), len(units_with(second, "red"))) == (5, 14)
    assert {category for (unit, category), colour in first.items() if (unit, colour) == ("U15", "red")} == {
        "闯创干",
        "真抓实干",
    }
    for unit in ("U01", "U02"):
        assert unit in units_with(first, "yellow")
        assert [colour for (one, _), colour in second.items() if one == unit] == ["red", "red"]
    assert "U12" in units_with(first, "yellow") - units_with(second, "yellow") - units_with(second, "red")
