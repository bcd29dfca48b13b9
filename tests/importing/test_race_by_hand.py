"""The horse-race of a fictional province (the law §6.3, §10), worked out beside the house: from its files, in fractions."""

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
from domain.scoring import last_places, rankings

SAMPLE = resources.files("bot") / "demo_data" / "race"
QUARTER = "2026-Q1"
PLACES = {"市": 4, "县": 11}
NOTHING: Mapping[tuple[str, str], str] = {}


def rows(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO((SAMPLE / f"{name}.csv").read_text("utf-8"))))


def by_hand(changed: Mapping[tuple[str, str], str]) -> dict[str, list[str]]:
    """The first four cities and eleven counties: every indicator is better the higher it is, and there are no targets."""
    measured, sequences = rows("indicators"), {row["code"]: row["sequence"] for row in rows("units")}
    figures: dict[tuple[str, str], dict[str, Fraction]] = defaultdict(dict)
    for row in rows("values"):
        key = (row["unit"], row["indicator"])
        figures[sequences[row["unit"]], row["indicator"]][row["unit"]] = Fraction(changed.get(key, row["value"]))
    won = {}
    for sequence, places in PLACES.items():
        sections: dict[str, dict[str, Fraction]] = defaultdict(lambda: defaultdict(Fraction))
        whole: dict[str, Fraction] = defaultdict(Fraction)
        for one in measured:
            column = figures[sequence, one["code"]]
            low, high = ends(sorted(column.values()))
            whole[one["section"]] += Fraction(one["weight"])
            for unit, x in column.items():
                score = 60 + 40 * (max(low, min(high, x)) - low) / (high - low)
                sections[one["section"]][unit] += Fraction(one["weight"]) * score
        weights = {one["section"]: Fraction(one["section_weight"]) for one in measured}
        assert sum(weights.values()) == 100
        total = {
            unit: round(100 * sum(w * sections[s][unit] / whole[s] for s, w in weights.items()) / 100)
            for unit in figures[sequence, "I01"]
        }
        won[sequence] = sorted(unit for unit, score in total.items() if sum(o > score for o in total.values()) < places)
    return won


def ends(ordered: list[Fraction]) -> tuple[Fraction, Fraction]:
    """Eleven cities: the least and the most. Forty counties: the percentiles at 1 + 39 · 0.05 = 2.95 and 1 + 39 · 0.95 = 38.05."""
    if len(ordered) < 12:
        return ordered[0], ordered[-1]
    return (
        ordered[1] + (ordered[2] - ordered[1]) * Fraction(95, 100),
        ordered[37] + (ordered[38] - ordered[37]) * Fraction(5, 100),
    )


def ours(changed: Mapping[tuple[str, str], str]) -> dict[str, list[str]]:
    members = reading.read_units((SAMPLE / "units.csv").read_bytes())
    measured = reading.read_indicators((SAMPLE / "indicators.csv").read_bytes())
    text = io.StringIO()
    writer = csv.DictWriter(text, rows("values")[0].keys())
    writer.writeheader()
    writer.writerows(
        {**row, "value": changed.get((row["unit"], row["indicator"]), row["value"])} for row in rows("values")
    )
    values = reading.read_values(text.getvalue().encode(), members, measured)
    ranked = rankings.rank(QUARTER, members, measured, values, (), RuleSet())
    return {each.sequence: sorted(last_places.winners(each, RuleSet())) for each in ranked}


def test_four_cities_of_eleven_and_eleven_counties_of_forty_win() -> None:
    assert (len(rows("units")), len(rows("indicators"))) == (51, 11)
    won = ours(NOTHING)
    assert won == by_hand(NOTHING)
    assert {sequence: len(units) for sequence, units in won.items()} == PLACES


@pytest.mark.parametrize("unit", ["S", "X"])
def test_who_is_given_another_figure_wins_or_loses_as_by_hand(unit: str) -> None:
    """One of those who do not win is given more of everything than most, and one who wins less than anybody."""
    plain = by_hand(NOTHING)
    won = {each for units in plain.values() for each in units}
    loser = next(row["code"] for row in rows("units") if row["code"].startswith(unit) and row["code"] not in won)
    winner = next(each for each in sorted(won) if each.startswith(unit))
    for one, figure in ((loser, "130"), (winner, "-7.5")):
        changed = {(one, f"I{number:02}"): figure for number in range(1, 12)}
        assert ours(changed) == by_hand(changed) != plain
