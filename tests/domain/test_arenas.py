"""The arithmetic of an arena beside the law's sentences (§6.6), and an arena of the size of §10 computed once more by other means."""

from __future__ import annotations

import csv
import hashlib
import statistics
from collections import defaultdict
from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction
from importlib import resources

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.scoring import arenas

TENTH = Fraction(1, 10)
TOTALS = st.lists(st.integers(0, 10_000).map(lambda number: Fraction(number, 100)), max_size=24)
FEW = settings(max_examples=30)


def by_hand(totals: list[Fraction]) -> Fraction | None:
    """Strike out the highest and the lowest, a tenth of them each and one at least."""
    left, times = list(totals), max(1, -(-len(totals) // 10))
    for _ in range(times):
        for extreme in (max, min):
            if not left:
                return None
            left.remove(extreme(left))
    return Fraction(statistics.mean(left)) if left else None


@FEW
@given(TOTALS)
def test_a_trimmed_mean_is_that_of_what_nobody_struck_out(totals: list[Fraction]) -> None:
    found = arenas.trimmed(totals, TENTH)
    assert (found.mean if found else None) == by_hand(totals)


@FEW
@given(TOTALS)
def test_the_order_of_ballots_changes_nothing_and_a_shift_shifts_the_mean(totals: list[Fraction]) -> None:
    found, again = arenas.trimmed(totals, TENTH), arenas.trimmed(totals[::-1], TENTH)
    assert found == again
    shifted = arenas.trimmed([each + 7 for each in totals], TENTH)
    assert (shifted and shifted.mean) == (found and found.mean + 7)


@FEW
@given(TOTALS.filter(lambda every: len(every) > 2), st.integers(0, 1000))
def test_one_ballot_beyond_all_others_moves_nothing_by_how_far_it_lies_beyond(
    totals: list[Fraction], beyond: Fraction
) -> None:
    most = max(totals)
    one, other = (arenas.trimmed([*totals, most + each], TENTH) for each in (Fraction(1), 1 + beyond))
    assert one is not None
    assert other is not None
    assert one.mean == other.mean


@pytest.mark.parametrize(("number", "dropped"), [(3, 1), (10, 1), (11, 2), (60, 6), (61, 7), (62, 7)])
def test_how_many_are_dropped(number: int, dropped: int) -> None:
    """§6.6: ceil(10 %) each end."""
    found = arenas.trimmed([Fraction(each) for each in range(number)], TENTH)
    assert found is not None
    assert found.dropped == dropped


@pytest.mark.parametrize(
    ("mean", "composite", "final"), [("85", "78.71", "81.23"), ("95.005", "60", "74.00"), ("70", "100", "88.00")]
)
def test_a_final_score_is_sixty_of_the_composite_and_forty_of_the_arena_as_both_are_published(
    mean: str, composite: str, final: str
) -> None:
    """§6.6: composite 60 + arena 40. By hand: 78.71 · 0.6 + 85 · 0.4 = 81.226; 60 · 0.6 + 95.00 · 0.4 = 74.00."""
    trimmed = arenas.trimmed([Fraction(mean)] * 3, TENTH)
    assert trimmed is not None
    assert arenas.shown(arenas.combined(trimmed, Decimal(composite), Fraction(3, 5))) == final


def test_weights_make_the_total() -> None:
    """§6.6: 50 / 30 / 20."""
    assert arenas.shown(arenas.total([90, 85, 80], list(arenas.DEFAULT_WEIGHTS.values()))) == "86.50"


def test_anybody_draws_the_same_order_from_the_seed() -> None:
    units = [f"U{number:02}" for number in range(1, 11)]
    marks = {hashlib.sha256(f"K7Q2 {unit}".encode()).hexdigest(): unit for unit in units}
    assert arenas.drawn(reversed(units), "K7Q2") == [marks[each] for each in sorted(marks)]


def test_the_arena_of_the_sample_computed_from_its_file_alone() -> None:
    """§10: ten speakers, 62 raters, one of them missing, one flat voter, one extreme pair."""
    rows = list(
        csv.DictReader((resources.files("bot") / "demo_data" / "ballots.csv").read_text("utf-8-sig").splitlines())
    )
    weights = {"results": 50, "steps": 30, "delivery": 20}
    given_by: dict[str, dict[str, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    for row in rows:
        given_by[row["slot"]][row["rater"]] += Decimal(row["score"]) * weights[row["criterion"]] / 100
    assert len(given_by) == 10
    assert len({row["rater"] for row in rows}) == 61, "one rater is missing"
    expected = {}
    for unit, every in given_by.items():
        ordered = sorted(every.values())
        cut = -(-len(ordered) // 10)
        middle = ordered[cut:-cut]
        mean = sum(middle, Decimal()) / len(middle)
        expected[unit] = str(mean.quantize(Decimal("0.01"), ROUND_HALF_EVEN))
    totals = {unit: {rater: Fraction(total) for rater, total in every.items()} for unit, every in given_by.items()}
    means = {unit: arenas.trimmed(every.values(), TENTH) for unit, every in totals.items()}
    assert {unit: mean.shown for unit, mean in means.items() if mean} == expected
    rated = [len(every) for every in totals.values()]
    assert rated == [59, 60, 60, 59, 60, 59, 60, 59, 59, 60], "nobody rates their own unit, or the one above it"
    numbers = {rater: place for place, rater in enumerate(sorted({row["rater"] for row in rows}))}
    by_rater: dict[int, dict[str, Fraction]] = defaultdict(dict)
    for unit, of_unit in totals.items():
        for rater, total in of_unit.items():
            by_rater[numbers[rater]][unit] = total
    named = {number: rater for rater, number in numbers.items()}
    assert [named[each] for each in arenas.flat(by_rater)] == ["V05"]
    kept = {unit: mean for unit, mean in means.items() if mean}
    pairs = arenas.reciprocal(by_rater, named, kept)
    assert [(named[one], named[other]) for one, other in pairs] == [("U03", "U07")]
