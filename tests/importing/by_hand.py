"""The files of the fictional county, and how a figure is scored beside the house: in fractions, by the law §6.1 and the design §12."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from fractions import Fraction
from importlib import resources

from bot.importing import reading
from domain.mechanism.rules import RuleSet
from domain.scoring import rankings
from domain.scoring.standings import Ranking

SAMPLE = resources.files("bot") / "demo_data"
Changed = Mapping[tuple[str, str], str]


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


def changed_rows(name: str, period: str, changed: Changed) -> list[dict[str, str]]:
    """The figures of one period, with other ones for some units and indicators."""
    return [
        {**row, "value": changed.get((row["unit"], row["indicator"]), row["value"])}
        for row in rows(name)
        if row["period"] == period
    ]


def ranked_by_the_house(name: str, period: str, changed: Changed) -> list[Ranking]:
    """What the house makes of them."""
    members = reading.read_units((SAMPLE / "units.csv").read_bytes())
    measured = reading.read_indicators((SAMPLE / "indicators.csv").read_bytes())
    lines = changed_rows(name, period, changed)
    text = io.StringIO()
    writer = csv.DictWriter(text, lines[0].keys())
    writer.writeheader()
    writer.writerows(lines)
    values = reading.read_values(text.getvalue().encode(), members, measured)
    return rankings.rank(period, members, measured, values, (), RuleSet())
