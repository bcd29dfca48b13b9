#!/usr/bin/env python3
"""Writes the fictional county's figures of two whole years: `bot/demo_data/years.csv`, the same bytes at every run (the law §6.2, §10).

U29 is the last of the townships in both years; U30 lies next to it in the second, so that it is the last there as soon as U29 does a
little better. Nobody else is last of a sequence twice. Who is last is written nowhere: the years are drawn until the law says so.
"""

import csv
import random
import sys
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from bot.importing import reading  # noqa: E402
from domain import units  # noqa: E402
from domain.mechanism.rules import RuleSet  # noqa: E402
from domain.scoring import last_places, rankings  # noqa: E402
from domain.scoring.indicators import Direction, Indicator, Value  # noqa: E402
from scripts.make_sample_values import RANGES, SEED, TARGET  # noqa: E402

DATA = ROOT / "bot" / "demo_data"
YEARS = ("2025-Y1", "2024-Y1")  # the newest first, as the law reads them
LAST = "U29"
WEAK = {("2024-Y1", "U29"): (0.0, 0.06), ("2025-Y1", "U29"): (0.0, 0.06), ("2025-Y1", "U30"): (0.06, 0.14)}
OTHERS = (0.3, 0.9)


def main() -> None:
    members = reading.read_units((DATA / "units.csv").read_bytes())
    indicators = reading.read_indicators((DATA / "indicators.csv").read_bytes())
    drawn = random.Random(SEED)
    values = list(draw(drawn, members, indicators))
    while lasting(members, indicators, values) != {LAST}:
        values = list(draw(drawn, members, indicators))
    with (DATA / "years.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("period", "unit", "indicator", "value", "target"))
        for value in sorted(values, key=lambda each: (each.period, each.unit, each.indicator)):
            writer.writerow((value.period, value.unit, value.indicator, value.value, value.target or ""))
    print(f"{len(values)} figures")


def draw(drawn: random.Random, members: list[units.Unit], indicators: list[Indicator]) -> Iterator[Value]:
    for year in YEARS:
        for unit in members:
            for indicator in (each for each in indicators if each.applies_to(unit.sequence)):
                worst, best, places = RANGES[indicator.code]
                figure = worst + (best - worst) * drawn.uniform(*WEAK.get((year, unit.code), OTHERS))
                target = TARGET if indicator.direction is Direction.TARGET else None
                value = Decimal(f"{figure:.{places}f}")
                yield Value(period=year, unit=unit.code, indicator=indicator.code, value=value, target=target)


def lasting(members: list[units.Unit], indicators: list[Indicator], values: list[Value]) -> set[str | None]:
    """Whom the law finds last in both years, over all sequences."""
    years = [rankings.rank(year, members, indicators, values, (), RuleSet()) for year in YEARS]
    found = (last_places.last_in_a_row(of_sequence, RuleSet()) for of_sequence in zip(*years, strict=True))
    return {unit for unit in found if unit is not None}


if __name__ == "__main__":
    main()
