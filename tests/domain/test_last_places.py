"""Last year after year, and winners of a horse-race, from rankings made by hand (the law §6.2, §6.3, §10)."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from domain import units
from domain.mechanism.rules import RuleSet
from domain.scoring import last_places, rankings
from domain.scoring.indicators import Direction, Indicator, Value
from domain.scoring.standings import Ranking

RULES = RuleSet()
ONE = Indicator(
    code="I01", name="I01", section="规模", section_weight=Decimal(1), weight=Decimal(1), direction=Direction.HIGHER
)


def ranking(*figures: str, sequence: str = "B", first: int = 26) -> Ranking:
    """Units in the order of their figures: U26, U27 … as the townships of the law §10."""
    members = [units.Unit(code=f"U{n:02}", name=str(n), sequence=sequence) for n in range(first, first + len(figures))]
    values = [
        Value(period="P", unit=unit.code, indicator="I01", value=Decimal(figure) if figure else None)
        for unit, figure in zip(members, figures, strict=True)
    ]
    return rankings.rank("P", members, [ONE], values, (), RULES)[0]


YEAR_1 = ranking("5", "4", "3", "1", "2")  # U29 is last
YEAR_2 = ranking("5", "4", "3", "1", "2")
ONLY_2 = ranking("5", "4", "3", "2", "1")  # U30 is last


@pytest.mark.parametrize(
    ("years", "found"),
    [
        ([YEAR_2, YEAR_1], "U29"),
        ([ONLY_2, YEAR_1], None),  # U30 in the second year only
        ([YEAR_2], None),  # one year is a private reminder and nothing more
        ([YEAR_2, ranking("5", "4", "3", "1", "2", "6")], None),  # the members changed: a person looks
        ([YEAR_2, ranking("5", "4", "3", "1", "1")], None),  # tied for last
        ([YEAR_2, ranking("5", "4", "3", "1", "")], None),  # too few figures
        ([ranking("5", "4", "3", "1"), ranking("5", "4", "3", "1")], None),  # too few peers
    ],
)
def test_who_is_last_two_years_running_is_a_lead(years: list[Ranking], found: str | None) -> None:
    assert last_places.last_in_a_row(years, RULES) == found


def test_a_province_has_four_cities_and_eleven_counties_and_a_county_four_three_and_two() -> None:
    """The fixture of the law §10: eleven cities and forty counties."""
    cities = ranking(*map(str, range(11)), sequence="市", first=10)
    counties = ranking(*map(str, range(40)), sequence="县", first=10)
    assert last_places.winners(cities, RULES) == ("U20", "U19", "U18", "U17")
    assert len(last_places.winners(counties, RULES)) == 11
    for sequence, places in {"A": 4, "B": 3, "C": 2, "D": 0}.items():
        assert len(last_places.winners(replace(YEAR_1, sequence=sequence), RULES)) == places


def test_whoever_ties_for_the_last_place_wins_too() -> None:
    assert last_places.winners(ranking("5", "4", "3", "3", "1"), RULES) == ("U26", "U27", "U28", "U29")
