"""Last two years running (the law §6.2, §10), worked out beside the house: from its files of two years, in fractions."""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction

from domain.mechanism.rules import RuleSet
from domain.scoring import last_places
from tests.importing.by_hand import MEASURED, SEQUENCE, Changed, changed_rows, ranked_by_the_house, scored

YEARS = ("2025-Y1", "2024-Y1")
U29_A_LITTLE_BETTER: Changed = {("U29", "I08"): "100"}


def last_by_hand(year: str, changed: Changed) -> dict[str, list[str]]:
    """Who has the least composite, by sequence: sections are weighted means, and the composite weighs them again."""
    figures: dict[tuple[str, str], dict[str, tuple[Fraction, Fraction]]] = defaultdict(dict)
    for row in changed_rows("years", year, changed):
        pair = (Fraction(row["value"]), Fraction(row["target"] or 0))
        figures[SEQUENCE[row["unit"]], row["indicator"]][row["unit"]] = pair
    total: dict[str, dict[str, Fraction]] = defaultdict(lambda: defaultdict(Fraction))
    for (sequence, code), column in figures.items():
        one = MEASURED[code]
        beside = [
            each for each in MEASURED.values() if (each["sequences"], each["section"]) == (sequence, one["section"])
        ]
        share = Fraction(one["weight"]) / sum(Fraction(each["weight"]) for each in beside)
        for unit, score in scored(code, column).items():
            total[sequence][unit] += Fraction(one["section_weight"]) / 100 * share * score
    return {
        sequence: [
            unit for unit, score in of_units.items() if round(100 * score) == round(100 * min(of_units.values()))
        ]
        for sequence, of_units in sorted(total.items())
    }


def leads_by_hand(changed_in_2025: Changed) -> list[str]:
    newest, before = last_by_hand("2025-Y1", changed_in_2025), last_by_hand("2024-Y1", {})
    return [newest[each][0] for each in newest if newest[each] == before[each] and len(newest[each]) == 1]


def leads(changed_in_2025: Changed) -> list[str]:
    years = [ranked_by_the_house("years", year, changed_in_2025 if year == YEARS[0] else {}) for year in YEARS]
    found = [last_places.last_in_a_row(of_sequence, RuleSet()) for of_sequence in zip(*years, strict=True)]
    return [unit for unit in found if unit is not None]


def test_u29_is_last_of_its_sequence_in_both_years_and_nobody_else_is() -> None:
    for year in YEARS:
        assert last_by_hand(year, {})["B"] == ["U29"]
    assert leads({}) == leads_by_hand({}) == ["U29"]


def test_u30_is_last_in_the_second_year_only_where_one_figure_of_u29_is_better_and_nobody_is_a_lead() -> None:
    assert last_by_hand("2025-Y1", U29_A_LITTLE_BETTER)["B"] == ["U30"]
    assert leads(U29_A_LITTLE_BETTER) == leads_by_hand(U29_A_LITTLE_BETTER) == []
