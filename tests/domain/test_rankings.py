"""Rankings. Every expected figure is computed by hand from the design §12; the working stands beside it."""

import random
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain import units
from domain.mechanism import rules
from domain.scoring import indicators, rankings, sheets, standings
from domain.scoring.indicators import Adjustment, Direction, Indicator, Value

PERIOD = "2026-P1"
RULES = rules.RuleSet()


def unit(code: str, sequence: str = "A") -> units.Unit:
    return units.Unit(code=code, name=f"Unit {code}", sequence=sequence)


def indicator(code: str, direction: str = "+", weight: str = "100", **other: object) -> Indicator:
    plain = Indicator(
        code=code,
        name=f"Indicator {code}",
        section="Work",
        section_weight=Decimal(100),
        weight=Decimal(weight),
        direction=Direction(direction),
    )
    return replace(plain, **other)  # type: ignore[arg-type]  # a test's shorthand


def value(unit_: str, indicator_: str, figure: str | None, target: str | None = None) -> Value:
    return Value(
        period=PERIOD,
        unit=unit_,
        indicator=indicator_,
        value=None if figure is None else Decimal(figure),
        target=None if target is None else Decimal(target),
    )


def column(indicator_: str, *figures: str | None) -> list[Value]:
    """One figure for each of U1, U2, …"""
    return [value(f"U{number}", indicator_, figure) for number, figure in enumerate(figures, start=1)]


def rank_of(
    values: Sequence[Value],
    measured: Sequence[Indicator],
    adjustments: Sequence[Adjustment] = (),
    numbers: rules.RuleSet = RULES,
) -> standings.Ranking:
    members = [unit(code) for code in sorted({each.unit for each in values})]
    (ranking,) = rankings.rank(PERIOD, members, measured, values, adjustments, numbers)
    return ranking


def scores(ranking: standings.Ranking) -> dict[str, str]:
    return {each.unit: str(each.score) for each in ranking.standings}


def ranks(ranking: standings.Ranking) -> dict[str, int | None]:
    return {each.unit: each.rank for each in ranking.standings}


def line(ranking: standings.Ranking, unit_: str, indicator_: str) -> sheets.ScoreLine:
    (found,) = (each for each in sheets.sheet(ranking, unit_) if each.indicator == indicator_)
    return found


def test_the_worked_example_of_the_design() -> None:
    measured = [indicator("A", weight="60"), indicator("B", weight="40")]
    ranking = rank_of([*column("A", "10", "20", "30"), *column("B", "5", "5", "8")], measured)
    assert scores(ranking) == {"U1": "60.00", "U2": "72.00", "U3": "100.00"}
    assert ranks(ranking) == {"U3": 1, "U2": 2, "U1": 3}
    assert [str(line(ranking, f"U{n}", "A").score) for n in (1, 2, 3)] == ["60.00", "80.00", "100.00"]
    assert [str(line(ranking, f"U{n}", "B").score) for n in (1, 2, 3)] == ["60.00", "60.00", "100.00"]
    sheet = line(ranking, "U2", "A")
    assert (sheet.value, sheet.low, sheet.high) == (Decimal(20), Decimal(10), Decimal(30))


def test_where_less_is_better_the_least_figure_has_the_most_points() -> None:
    ranking = rank_of(column("A", "2", "5", "12"), [indicator("A", "-")])
    assert scores(ranking) == {"U1": "100.00", "U2": "88.00", "U3": "60.00"}  # 60 + 40·(12-5)/(12-2)


@pytest.mark.parametrize(
    ("figure", "target", "score", "is_missed"),
    [
        ("80", "100", "92.00", True),  # 60 + 40·0.8
        ("100", "100", "100.00", False),
        ("135", "100", "100.00", False),  # more than the target brings no more
        ("0", "100", "60.00", True),
        ("-8", "100", "60.00", True),
        ("8", "-4", "80.00", True),  # what must stay low: 60 + 40·4/8
        ("4", "-4", "100.00", False),
        ("3", "-4", "100.00", False),
        ("0", "-4", "60.00", False),  # x ≤ 0 under T gives 60, also here
    ],
)
def test_a_target_is_reached_or_missed_by_itself_and_not_by_the_peers(
    figure: str, target: str, score: str, is_missed: bool
) -> None:
    ranking = rank_of([value("U1", "A", figure, target)], [indicator("A", "T")])
    assert scores(ranking) == {"U1": score}
    assert line(ranking, "U1", "A").is_target_missed is is_missed
    assert line(ranking, "U1", "A").low is None


def test_where_all_are_alike_everybody_gets_eighty() -> None:
    assert scores(rank_of(column("A", "7", "7.0", "7.00"), [indicator("A")])) == {f"U{n}": "80.00" for n in (1, 2, 3)}


def test_from_twelve_figures_on_the_ends_are_percentiles_and_what_lies_outside_is_clipped() -> None:
    """Figures 0, 10, …, 100 and 1000: n = 12, so the 5th percentile stands at 1 + 11·0.05 = 1.55, the 95th at 11.45.

    lo = 0 + 0.55·10 = 5.5; hi = 100 + 0.45·900 = 505. Then 0 → 60, 1000 → 100, 100 → 60 + 40·94.5/499.5 = 67.5675…
    """
    figures = [str(10 * n) for n in range(11)] + ["1000"]
    ranking = rank_of(column("A", *figures), [indicator("A")])
    assert line(ranking, "U1", "A").low == Decimal("5.5")
    assert line(ranking, "U1", "A").high == Decimal(505)
    found = scores(ranking)
    assert (found["U1"], found["U2"], found["U11"], found["U12"]) == ("60.00", "60.36", "67.57", "100.00")


def test_eleven_figures_are_not_clipped() -> None:
    figures = [str(10 * n) for n in range(10)] + ["1000"]
    ranking = rank_of(column("A", *figures), [indicator("A")])
    assert (line(ranking, "U1", "A").low, line(ranking, "U1", "A").high) == (Decimal(0), Decimal(1000))


def test_sections_are_weighed_among_themselves_and_so_are_the_indicators_in_them() -> None:
    """U2: section Work (A 80, B 60; weights 3 and 1) = 75; section People (C 100) = 100; weights 60 and 20 → 81.25."""
    measured = [
        indicator("A", weight="3", section_weight=Decimal(60)),
        indicator("B", weight="1", section_weight=Decimal(60)),
        indicator("C", weight="5", section="People", section_weight=Decimal(20)),
    ]
    ranking = rank_of([*column("A", "0", "1", "2"), *column("B", "0", "0", "1"), *column("C", "0", "9", "3")], measured)
    assert scores(ranking)["U2"] == "81.25"
    (second,) = (each for each in ranking.standings if each.unit == "U2")
    assert {each.section: str(each.score) for each in second.sections} == {"Work": "75.00", "People": "100.00"}


def test_rounding_happens_once_at_the_end_and_half_to_even() -> None:
    """One indicator from 0 to 1600: 0.6 is 60.015 → 60.02 and 0.2 is 60.005 → 60.00: the even neighbour, both times."""
    ranking = rank_of(column("A", "0", "0.6", "0.2", "1600"), [indicator("A")])
    assert scores(ranking) == {"U1": "60.00", "U2": "60.02", "U3": "60.00", "U4": "100.00"}


def test_thirds_are_not_rounded_on_the_way() -> None:
    """60 + 40/3 = 73.3333…, and with 0.002 points 73.3353…; had 73.33 been carried on, it would end as 73.33."""
    measured = [indicator(code, weight="1") for code in "ABC"]
    figures = [each for code in "ABC" for each in column(code, "0", "1", "3")]
    (second,) = (
        each
        for each in rank_of(figures, measured, [Adjustment(unit="U2", points=Decimal("0.002"), decision="1")]).standings
        if each.unit == "U2"
    )
    assert str(second.score) == "73.34"  # 73.33533…
    assert str(second.before_adjustments) == "73.33"


@pytest.mark.parametrize("size", ["1", "1E-12", "1E+17", "1E+160", "1E+400"])
def test_scores_are_exact_however_large_the_figures_and_however_close_together(size: str) -> None:
    """Figures that lie close together far from nought: as floats they would be alike, or infinite."""
    far = Decimal("123456789012345678") if size == "1" else Decimal(0)
    figures = [str(far + Decimal(each) * Decimal(size)) for each in ("0", "0.2", "0.6", "1600")]
    ranking = rank_of(column("A", *figures), [indicator("A")])
    assert scores(ranking) == {"U1": "60.00", "U2": "60.00", "U3": "60.02", "U4": "100.00"}  # 60.005 and 60.015


def test_a_weight_that_all_but_vanishes_counts_where_nothing_else_is_there() -> None:
    measured = [indicator("A", weight="1E-30"), indicator("B", weight="1E+30")]
    ranking = rank_of([*column("A", "0", "1", "2"), *column("B", "0", None, "4")], measured)
    assert scores(ranking) == {"U1": "60.00", "U2": "80.00", "U3": "100.00"}


def test_units_with_the_same_rounded_score_share_a_place_and_the_next_is_left_out() -> None:
    ranking = rank_of(column("A", "0", "50.001", "50.002", "100"), [indicator("A")])
    assert scores(ranking) == {"U1": "60.00", "U2": "80.00", "U3": "80.00", "U4": "100.00"}
    assert [(each.unit, each.rank) for each in ranking.standings] == [("U4", 1), ("U2", 2), ("U3", 2), ("U1", 4)]


def test_a_tie_is_broken_by_the_main_section_then_fewer_penalty_points_then_improvement_and_else_declared() -> None:
    """The law §6.1. Work weighs most: .6·80 + .4·80 = .6·88 + .4·68 = 80."""
    measured = [
        indicator("A", section_weight=Decimal(60)),
        indicator("B", section="People", section_weight=Decimal(40)),
    ]
    main = [*column("A", "0", "50", "70", "100"), *column("B", "0", "50", "20", "100")]
    alike = [*column("A", "0", "50", "50", "100"), *column("B", "0", "50", "50", "100")]
    earlier = [*column("A", "0", "30", "60", "100"), *column("B", "0", "30", "60", "100")]
    both = [Adjustment(unit="U2", points=Decimal(points), decision="D") for points in (1, -1)]
    for values, decided, numbers, places in (
        (main, (), RULES, {"U4": 1, "U3": 2, "U2": 3, "U1": 4}),
        (main, (), replace(RULES, rank_tie_steps=0), {"U4": 1, "U2": 2, "U3": 2, "U1": 4}),
        (alike, both, RULES, {"U4": 1, "U3": 2, "U2": 3, "U1": 4}),
        (alike, both, replace(RULES, rank_tie_steps=1), {"U4": 1, "U2": 2, "U3": 2, "U1": 4}),
        (alike, (), RULES, {"U4": 1, "U2": 2, "U3": 2, "U1": 4}),
    ):
        assert ranks(rank_of(values, measured, decided, numbers)) == places
    members = [unit(f"U{number}") for number in range(1, 5)]
    before = rankings.rank(PERIOD, members, measured, earlier, (), RULES)
    (ranking,) = rankings.rank(PERIOD, members, measured, alike, (), RULES, before)
    assert ranks(ranking) == {"U4": 1, "U2": 2, "U3": 3, "U1": 4}  # from 72.00, and from 84.00
    assert {each.unit: each.rise for each in ranking.standings} == {"U4": 0, "U2": 1, "U3": -1, "U1": 0}


def test_a_decision_adds_points_or_takes_them() -> None:
    points = [
        Adjustment(unit="U1", points=Decimal("0.5"), decision="D-1"),
        Adjustment(unit="U2", points=Decimal("-2"), decision="D-2"),
    ]
    ranking = rank_of(column("A", "0", "1"), [indicator("A")], points)
    assert scores(ranking) == {"U1": "60.50", "U2": "98.00"}
    assert ranking.standings[1].adjustments == (points[0],)


def test_what_decisions_add_and_take_is_limited_each_for_itself() -> None:
    points = [
        *(Adjustment(unit="U1", points=Decimal(2), decision=f"plus {n}") for n in range(3)),
        *(Adjustment(unit="U1", points=Decimal(-4), decision=f"minus {n}") for n in range(2)),
    ]
    assert scores(rank_of(column("A", "0", "1"), [indicator("A")], points))["U1"] == "58.00"  # 60 + 3 - 5


@pytest.mark.parametrize("decision", ["", "  "])
def test_without_a_decision_no_point_is_added_or_taken(decision: str) -> None:
    with pytest.raises(indicators.FiguresRefused):
        Adjustment(unit="U1", points=Decimal(1), decision=decision)


def test_a_missing_figure_is_missing_and_not_zero() -> None:
    measured = [indicator("A", weight="60"), indicator("B", weight="40")]
    ranking = rank_of([*column("A", "10", "20", "30"), *column("B", "5", None, "8")], measured)
    assert scores(ranking) == {"U1": "60.00", "U2": "80.00", "U3": "100.00"}  # U2 by A alone
    assert line(ranking, "U2", "B").score is None
    assert ranking.is_provisional
    assert ranking.needs_waiver
    assert [str(each.coverage) for each in ranking.standings] == ["100.00", "60.00", "100.00"]
    assert ranking.coverage == Decimal(60)


def test_a_gap_of_five_percent_is_provisional_but_needs_no_waiver() -> None:
    measured = [indicator("A", weight="95"), indicator("B", weight="5")]
    ranking = rank_of([*column("A", "1", "2"), *column("B", "1", None)], measured)
    assert (ranking.coverage, ranking.is_provisional, ranking.needs_waiver) == (Decimal(95), True, False)


def test_a_unit_without_any_figure_has_neither_score_nor_place() -> None:
    ranking = rank_of(column("A", "1", "2", None), [indicator("A")])
    assert ranks(ranking) == {"U2": 1, "U1": 2, "U3": None}
    assert ranking.standings[-1].score is None


def test_a_complete_ranking_is_not_provisional_but_fewer_than_five_units_are_too_few() -> None:
    four, five = (rank_of(column("A", *"12345"[:n]), [indicator("A")]) for n in (4, 5))
    assert (four.is_provisional, four.is_too_small) == (False, True)
    assert (five.is_provisional, five.is_too_small) == (False, False)


def test_units_are_compared_only_inside_their_sequence_by_the_indicators_of_that_sequence() -> None:
    members = [unit("U1"), unit("U2"), unit("V1", "B"), unit("V2", "B")]
    measured = [indicator("A"), indicator("B", sequences=("B",))]
    values = [value(code, "A", figure) for code, figure in zip(("U1", "U2", "V1", "V2"), "1239", strict=True)]
    values += [value("V1", "B", "5"), value("V2", "B", "5")]
    a, b = rankings.rank(PERIOD, members, measured, values, [], RULES)
    assert (a.sequence, scores(a)) == ("A", {"U1": "60.00", "U2": "100.00"})
    assert (b.sequence, scores(b)) == ("B", {"V1": "70.00", "V2": "90.00"})  # with B, 80 for both


def test_a_category_is_scored_by_the_indicators_that_name_it_across_sections() -> None:
    measured = [
        indicator("A", weight="3", categories=("绩效",)),
        indicator("B", weight="1", section="People", categories=("绩效", "闯创干")),
        indicator("C", "T", weight="9", categories=("闯创干",)),
    ]
    values = [*column("A", "0", "1", "2"), *column("B", "0", "0", "1"), value("U1", "C", "50", "100")]
    ranking = rank_of(values, measured)
    found = {(each.category, each.unit): each for each in ranking.categories}
    assert str(found["绩效", "U2"].score) == "75.00"  # (3·80 + 1·60) / 4
    assert str(found["闯创干", "U1"].score) == "78.00"  # (1·60 + 9·80) / 10
    assert (found["绩效", "U3"].rank, found["绩效", "U2"].rank, found["绩效", "U1"].rank) == (1, 2, 3)
    assert found["闯创干", "U1"].missed == ("C",)
    assert found["闯创干", "U2"].missing == ("C",)
    assert found["闯创干", "U2"].of == 3


@pytest.mark.parametrize(
    ("values", "measured"),
    [
        ([value("U1", "A", "1"), value("U1", "A", "1")], [indicator("A")]),
        ([value("U1", "Z", "1")], [indicator("A")]),
        ([value("U1", "A", "1")], [indicator("A"), indicator("A")]),
        ([value("U1", "A", "1")], [indicator("A", "T")]),
        ([value("U1", "A", "1", "0")], [indicator("A", "T")]),
        ([value("U1", "A", "1")], [indicator("A", weight="0")]),
        ([value("U1", "A", "1")], [indicator("A"), indicator("B", section_weight=Decimal(30))]),
    ],
    ids=["given twice", "unknown", "indicator twice", "no target", "target zero", "weight zero", "two section weights"],
)
def test_figures_that_contradict_themselves_are_refused(values: list[Value], measured: list[Indicator]) -> None:
    with pytest.raises(indicators.FiguresRefused):
        rank_of(values, measured)


def test_a_figure_of_an_unknown_unit_is_refused_and_one_of_another_period_passed_over() -> None:
    with pytest.raises(indicators.FiguresRefused):
        rankings.rank(PERIOD, [unit("U1")], [indicator("A")], [value("U9", "A", "1")], [], RULES)
    with pytest.raises(indicators.FiguresRefused):
        rankings.rank(PERIOD, [unit("U1")], [], [], [Adjustment(unit="U9", points=Decimal(1), decision="1")], RULES)
    other = replace(value("U9", "A", "1"), period="2025-P6")
    (ranking,) = rankings.rank(PERIOD, [unit("U1")], [indicator("A")], [other], [], RULES)
    assert ranking.standings[0].score is None


def test_the_digest_names_the_frozen_figures() -> None:
    measured, values = [indicator("A")], column("A", "1", "2", "3")
    digest = rank_of(values, measured).digest
    assert (
        rank_of([replace(each, value=each.value and each.value * Decimal("1.00")) for each in values], measured).digest
        == digest
    )
    changed = [
        rank_of(column("A", "1", "2", "4"), measured),
        rank_of(values, [indicator("A", weight="99")]),
        rank_of(values, [indicator("A", "-")]),
        rank_of(values, [indicator("A", categories=("绩效",))]),
        rank_of(values, measured, [Adjustment(unit="U1", points=Decimal(1), decision="1")]),
        rank_of(values, measured, numbers=rules.RuleSet.from_mapping(2, {"rank.clip_from_n": 3})),
    ]
    assert len({digest, *(each.digest for each in changed)}) == 7


FIGURES = st.decimals(min_value=-1000, max_value=1000, places=2)


@st.composite
def tables(draw: st.DrawFn) -> tuple[list[Indicator], list[Value]]:
    """Some indicators of every direction and figures for up to fifteen units, a few of them missing."""
    weights = st.decimals(min_value="0.1", max_value=50, places=1)
    measured = [
        indicator(code, draw(st.sampled_from("+-T")), categories=draw(st.sampled_from([(), ("绩效",)])))
        for code in "ABCD"[: draw(st.integers(1, 4))]
    ]
    measured = [replace(each, weight=draw(weights)) for each in measured]
    values = [
        Value(period=PERIOD, unit=f"U{n}", indicator=each.code, value=draw(st.none() | FIGURES), target=Decimal(100))
        for n in range(draw(st.integers(1, 15)))
        for each in measured
    ]
    return measured, values


@given(table=tables(), seed=st.integers(0, 99))
def test_the_order_in_which_figures_come_changes_nothing(table: tuple[list[Indicator], list[Value]], seed: int) -> None:
    measured, values = table
    shuffled = random.Random(seed).sample(values, len(values))
    assert rank_of(shuffled, measured[::-1]) == rank_of(values, measured)


@given(table=tables())
def test_every_score_lies_between_sixty_and_a_hundred_and_places_follow_the_scores(
    table: tuple[list[Indicator], list[Value]],
) -> None:
    ranking = rank_of(table[1], table[0])
    placed = [each for each in ranking.standings if each.score is not None]
    for score in [*(each.score for each in placed), *(each.score for each in ranking.categories)]:
        assert score is not None
        assert Decimal(60) <= score <= Decimal(100)
    for each in placed:
        better = [
            other for other in placed if other.score is not None and each.score is not None and other.score > each.score
        ]
        assert each.rank == len(better) + 1
