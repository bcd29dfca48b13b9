"""Writes the figures of the fictional county: `bot/demo_data/values.csv`, the same bytes at every run.

The law's flags must have something to do in the demo, so the story says who should stand out; figures are drawn from a
seeded generator, category by category, again and again until the law itself proposes just the flags of the story. No
flag is written anywhere: change a rule and other flags come out.
"""

import csv
import random
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from bot.importing import reading  # noqa: E402
from domain import units  # noqa: E402
from domain.mechanism import rules  # noqa: E402
from domain.scoring import rankings, rotations  # noqa: E402
from domain.scoring.indicators import Direction, Indicator, Value  # noqa: E402

DATA = ROOT / "bot" / "demo_data"
SEED = 20260101
MOST_DRAWS = 200_000

# The least good and the best figure that is plausible, and the decimals it is reported with.
RANGES: dict[str, tuple[float, float, int]] = {
    **dict.fromkeys(("D01", "D03", "D06", "J01"), (40, 135, 1)),
    **dict.fromkeys(("D04", "D07", "D08", "D09", "I03", "I08", "I09", "I10", "I11", "J02"), (40, 100, 1)),
    **dict.fromkeys(("I01", "I02", "I04", "I05", "I07"), (-8, 25, 1)),
    **dict.fromkeys(("D10", "J03"), (70, 99, 1)),
    "D02": (60, 3, 0),
    "D05": (12, 1.5, 1),
    "D11": (9, 0.5, 1),
    "I06": (35, 72, 1),
    "J04": (10, 1.5, 1),
    "J05": (9, 0, 0),
}
TARGET = Decimal(100)


@dataclass(frozen=True)
class Chapter:
    """Who stands out in a sequence and category, and between which strengths (0–1) the others lie.

    `on_target` is the strength of the others where there is a target: about 0.63 of the range meets it. `evenly`: the
    others are good at one thing and poor at another, so that their mean strength stays in the middle of the band.
    """

    red: str = ""
    yellow: str = ""
    others: tuple[float, float] = (0.1, 0.65)
    on_target: tuple[float, float] = (0.02, 0.2)
    evenly: bool = True


MET = (0.66, 0.95)
STORY = {
    ("2026-P1", "A", "绩效"): Chapter("U17", "U01 U06 U12"),
    ("2026-P1", "A", "闯创干"): Chapter("U15", "U02 U05 U09"),
    ("2026-P1", "A", "真抓实干"): Chapter("U15 U18", "U04 U11 U13", on_target=(0.1, 0.22)),
    ("2026-P1", "B", "绩效"): Chapter(),
    ("2026-P1", "B", "真抓实干"): Chapter("", "U28"),
    ("2026-P1", "B", "乡镇基层"): Chapter("U21", "U27 U29"),
    ("2026-P1", "C", "绩效"): Chapter(),
    ("2026-P1", "C", "真抓实干"): Chapter("U38", "U31 U32 U33", others=(0.2, 0.5), on_target=(0.1, 0.22)),
    ("2026-P2", "A", "绩效"): Chapter("U01 U03 U17", "U14", on_target=MET),
    ("2026-P2", "A", "闯创干"): Chapter("U01 U02 U15", "U07 U14", others=(0.35, 0.75), evenly=False),
    ("2026-P2", "A", "真抓实干"): Chapter("U02 U10 U16", "U07", on_target=MET),
    ("2026-P2", "B", "绩效"): Chapter("U20 U23", "U28"),
    ("2026-P2", "B", "真抓实干"): Chapter("U21", "U29"),
    ("2026-P2", "B", "乡镇基层"): Chapter("U19 U21", "U29"),
    ("2026-P2", "C", "绩效"): Chapter(),
    ("2026-P2", "C", "真抓实干"): Chapter("U36 U37 U40", "U32", on_target=MET),
}


def main() -> None:
    members = reading.read_units((DATA / "units.csv").read_bytes())
    indicators = reading.read_indicators((DATA / "indicators.csv").read_bytes())
    generator = random.Random(SEED)
    values = [value for key in STORY for value in chapter(generator, *key, members, indicators)]
    with (DATA / "values.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("period", "unit", "indicator", "value", "target"))
        for value in sorted(values, key=lambda each: (each.period, each.unit, each.indicator)):
            writer.writerow((value.period, value.unit, value.indicator, value.value, value.target or ""))
    print(f"{len(values)} figures")


def chapter(
    generator: random.Random,
    period: str,
    sequence: str,
    category: str,
    members: list[units.Unit],
    indicators: list[Indicator],
) -> list[Value]:
    """Figures of one category with which the law proposes the flags of the story, and no others."""
    story = STORY[period, sequence, category]
    peers = [unit for unit in members if unit.sequence == sequence]
    inside = [each for each in indicators if each.applies_to(sequence) and category in each.categories]
    wanted = {(unit, "red") for unit in story.red.split()} | {(unit, "yellow") for unit in story.yellow.split()}
    for _ in range(MOST_DRAWS):
        drawn = list(draw(generator, period, story, peers, inside))
        ranking = rankings.rank(period, peers, inside, drawn, [], rules.RuleSet())[0]
        proposed = rotations.propose(ranking.categories, [], rules.RuleSet())
        if {(each.unit, each.colour.value) for each in proposed} == wanted:
            return drawn
    raise SystemExit(f"No draw tells the story of {period} {sequence} {category}.")


def draw(
    generator: random.Random, period: str, story: Chapter, peers: list[units.Unit], indicators: list[Indicator]
) -> Iterator[Value]:
    for unit in peers:
        strengths = [generator.uniform(*band(story, unit.code, each)) for each in indicators]
        while story.evenly and not is_even(story, unit.code, indicators, strengths):
            strengths = [generator.uniform(*band(story, unit.code, each)) for each in indicators]
        for indicator, strength in zip(indicators, strengths, strict=True):
            has_target = indicator.direction is Direction.TARGET
            worst, best, places = RANGES[indicator.code]
            figure = worst + (best - worst) * strength
            yield Value(
                period=period,
                unit=unit.code,
                indicator=indicator.code,
                value=Decimal(f"{figure:.{places}f}"),
                target=TARGET if has_target else None,
            )


def band(story: Chapter, unit: str, indicator: Indicator) -> tuple[float, float]:
    """Between which strengths this unit lies."""
    if unit in story.red.split():
        return 0.8, 1.0
    if unit in story.yellow.split():
        return 0.0, 0.08
    return story.on_target if indicator.direction is Direction.TARGET else story.others


def is_even(story: Chapter, unit: str, indicators: list[Indicator], strengths: list[float]) -> bool:
    """Whether a unit that does not stand out is neither good nor poor at everything that is compared with its peers."""
    compared = [
        (float(each.weight), strength)
        for each, strength in zip(indicators, strengths, strict=True)
        if each.direction is not Direction.TARGET
    ]
    if unit in f"{story.red} {story.yellow}".split() or len(compared) < 2:
        return True
    low, high = story.others
    mean = sum(weight * strength for weight, strength in compared) / sum(weight for weight, _ in compared)
    return 0.35 <= (mean - low) / (high - low) <= 0.55


if __name__ == "__main__":
    main()
