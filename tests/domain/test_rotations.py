"""Flags from the figures. The tables are written by hand from the law §5."""

from decimal import Decimal

import pytest

from domain.mechanism import rules
from domain.scoring import rotations
from domain.scoring.rotations import Colour, Effect, FlagTitle, HeldFlag, Rotation
from domain.scoring.standings import CategoryScore

RULES = rules.RuleSet()
RED, YELLOW = Colour.RED, Colour.YELLOW


def scored(*scores: str, missed: str = "", category: str = "绩效", sequence: str = "A") -> list[CategoryScore]:
    """Units U1, U2, … with these scores, ranked 1-2-2-4; `missed` names the units that missed the target D01."""
    numbers = [Decimal(score) for score in scores]
    return [
        CategoryScore(
            period="2026-P1",
            sequence=sequence,
            category=category,
            unit=f"U{place}",
            score=number,
            rank=1 + sum(other > number for other in numbers),
            of=len(numbers),
            missed=("D01",) if f"U{place}" in missed.split() else (),
            missing=(),
        )
        for place, number in enumerate(numbers, start=1)
    ]


def proposed(scores: list[CategoryScore], vetoed: tuple[str, ...] = ()) -> dict[str, str]:
    return {each.unit: each.colour.value for each in rotations.propose(scores, [], RULES, vetoed=vetoed)}


def test_the_first_three_are_red_from_eighty_five_and_the_last_three_yellow_below_seventy() -> None:
    scores = scored("95", "90", "85.00", "84", "80", "75", "69.99", "65", "61")
    assert proposed(scores) == {"U1": "red", "U2": "red", "U3": "red", "U7": "yellow", "U8": "yellow", "U9": "yellow"}


def test_places_are_never_filled_by_force() -> None:
    assert proposed(scored("86", "84.99", "80", "78", "75", "74", "73", "70.00")) == {"U1": "red"}
    assert proposed(scored("80", "79", "78", "77", "76", "75")) == {}


def test_being_last_alone_is_not_enough_but_a_missed_target_is() -> None:
    scores = ("90", "89", "88", "82", "81", "80", "79", "78")
    assert proposed(scored(*scores)) == {"U1": "red", "U2": "red", "U3": "red"}
    assert proposed(scored(*scores, missed="U7")) == {"U1": "red", "U2": "red", "U3": "red", "U7": "yellow"}


def test_a_missed_target_or_a_low_score_in_the_middle_brings_no_flag() -> None:
    assert proposed(scored("69", "68", "67", "66", "65", "64", "63", missed="U1 U2 U4")) == {
        "U5": "yellow",
        "U6": "yellow",
        "U7": "yellow",
    }


def test_a_veto_keeps_a_red_flag_away_and_its_place_is_not_handed_down() -> None:
    assert proposed(scored("95", "94", "93", "92", "80", "79", "78"), vetoed=("U2",)) == {"U1": "red", "U3": "red"}


def test_all_who_tie_for_the_third_place_are_red() -> None:
    assert proposed(scored("95", "94", "90", "90", "90", "80", "79", "78")) == {f"U{n}": "red" for n in range(1, 6)}


def test_of_units_that_tie_across_the_border_of_the_last_three_none_is_yellow() -> None:
    """Ranks 1 2 3 4 5 5 5 8: the three fifths are not behind n - k = 5, the eighth is."""
    assert proposed(scored("80", "79", "78", "77", "66", "66", "66", "61")) == {"U8": "yellow"}


def test_units_that_tie_inside_the_last_three_are_all_yellow() -> None:
    assert proposed(scored("80", "79", "78", "77", "66", "66", "66")) == dict.fromkeys(("U5", "U6", "U7"), "yellow")


def test_where_all_are_alike_there_is_no_flag() -> None:
    assert proposed(scored(*["80"] * 6, missed="U1 U2 U3 U4 U5 U6")) == {}


def test_four_units_are_too_few_for_flags_and_five_are_not() -> None:
    assert proposed(scored("95", "94", "62", "61")) == {}
    assert proposed(scored("95", "94", "75", "62", "61")) == {
        "U1": "red",
        "U2": "red",
        "U4": "yellow",
        "U5": "yellow",
    }


def test_who_meets_both_rules_in_a_small_sequence_is_red_and_the_missed_target_is_shown() -> None:
    (third,) = (
        each
        for each in rotations.propose(scored("95", "94", "90", "80", "79", missed="U3"), [], RULES)
        if each.unit == "U3"
    )
    assert third.colour is RED
    assert third.missed == ("D01",)


def test_a_proposal_carries_the_figures_behind_it() -> None:
    scores = scored("95", "90", "84", "80", "79", "78", "66.5", missed="U7")
    red, _, yellow = rotations.propose(scores, [HeldFlag(unit="U7", category="绩效", colour=YELLOW)], RULES)
    assert (red.unit, red.score, red.rank, red.of, red.places, red.threshold) == (
        "U1",
        Decimal(95),
        1,
        7,
        3,
        Decimal(85),
    )
    assert (yellow.unit, yellow.score, yellow.rank, yellow.of) == ("U7", Decimal("66.5"), 7, 7)
    assert (yellow.threshold, yellow.missed) == (Decimal(70), ("D01",))
    assert (yellow.rotation, yellow.streak) == (Rotation.REPEATED, 2)
    assert (red.period, red.sequence, red.category) == ("2026-P1", "A", "绩效")


def test_each_category_and_sequence_has_places_of_its_own() -> None:
    both = scored("95", "94", "93", "80", "79", "78") + scored("95", "94", "93", "80", "79", "78", category="闯创干")
    assert [(each.category, each.unit) for each in rotations.propose(both, [], RULES)] == [
        (category, f"U{place}") for category in ("绩效", "闯创干") for place in (1, 2, 3)
    ]


def test_an_office_may_set_other_places_and_thresholds() -> None:
    numbers = rules.RuleSet.from_mapping(2, {"flag.k_red": 1, "flag.score_red": "90", "flag.k_yel": 0})
    found = rotations.propose(scored("95", "94", "70", "62", "61"), [], numbers)
    assert [each.unit for each in found] == ["U1"]


ROTATION = [
    (None, RED, Rotation.WON),  # 得旗
    (RED, RED, Rotation.KEPT),  # 守旗
    (RED, None, Rotation.PASSED_ON),  # 红旗流走
    (RED, YELLOW, Rotation.FELL),  # 红转黄
    (YELLOW, None, Rotation.REMOVED),  # 甩旗/摘旗
    (YELLOW, RED, Rotation.TURNED),  # 夺旗
    (YELLOW, YELLOW, Rotation.REPEATED),  # 连续黄旗
    (None, YELLOW, Rotation.TAKEN),  # 领旗
]


@pytest.mark.parametrize(("before", "after", "rotation"), ROTATION)
def test_flags_rotate_as_the_law_names_it(before: Colour | None, after: Colour | None, rotation: Rotation) -> None:
    previous = [HeldFlag(unit="U1", category="绩效", colour=before)] if before else []
    now = [("U1", "绩效", after)] if after else []
    (turn,) = rotations.rotate(previous, now)
    assert turn.rotation is rotation
    assert turn.streak == (0 if after is None else 2 if after is before else 1)


def test_what_was_held_in_another_category_does_not_count() -> None:
    turns = rotations.rotate([HeldFlag(unit="U1", category="闯创干", colour=YELLOW)], [("U1", "绩效", RED)])
    assert [(turn.category, turn.rotation) for turn in turns] == [
        ("绩效", Rotation.WON),
        ("闯创干", Rotation.REMOVED),
    ]


def test_streaks_grow_from_period_to_period() -> None:
    held = [HeldFlag(unit="U1", category="绩效", colour=YELLOW)]
    asked = []
    for _ in range(3):
        (turn,) = rotations.rotate(held, [("U1", "绩效", YELLOW)])
        asked.append((turn.streak, rotations.effect(turn, RULES)))
        held = rotations.held_after([turn])
    assert asked == [(2, Effect.TALK), (3, Effect.LEAD), (4, Effect.LEAD)]


@pytest.mark.parametrize(
    ("before", "after", "effect"),
    [
        (RED, YELLOW, Effect.WARNING_TALK),
        (None, YELLOW, Effect.PLAN),
        (None, RED, None),
        (YELLOW, None, None),
        (YELLOW, RED, None),
    ],
)
def test_some_turns_ask_something_of_the_office(
    before: Colour | None, after: Colour | None, effect: Effect | None
) -> None:
    previous = [HeldFlag(unit="U1", category="绩效", colour=before)] if before else []
    (turn,) = rotations.rotate(previous, [("U1", "绩效", after)] if after else [])
    assert rotations.effect(turn, RULES) is effect


def titles(previous: list[HeldFlag], now: list[tuple[str, str, Colour]]) -> dict[str, tuple[FlagTitle, ...]]:
    return rotations.titles(rotations.rotate(previous, now), RULES)


def test_two_reds_in_different_categories_make_a_double_red_model() -> None:
    assert titles([], [("U1", "绩效", RED), ("U1", "闯创干", RED), ("U2", "绩效", RED)]) == {
        "U1": (FlagTitle.DOUBLE_RED,)
    }


def test_from_yellow_to_red_makes_a_turnaround_model() -> None:
    previous = [HeldFlag(unit="U1", category="绩效", colour=YELLOW)]
    assert titles(previous, [("U1", "绩效", RED)]) == {"U1": (FlagTitle.TURNAROUND,)}
    assert titles(previous, [("U1", "绩效", RED), ("U1", "闯创干", RED)]) == {
        "U1": (FlagTitle.DOUBLE_RED, FlagTitle.TURNAROUND)
    }
    assert titles(previous, [("U1", "闯创干", RED)]) == {}  # removed in one category, won in another


def test_who_also_holds_a_yellow_flag_gets_no_title() -> None:
    previous = [HeldFlag(unit="U1", category="绩效", colour=YELLOW)]
    now = [("U1", "绩效", RED), ("U1", "闯创干", RED), ("U1", "真抓实干", YELLOW)]
    assert titles(previous, now) == {}


def test_an_office_may_ask_for_two_reds_before_it_speaks_of_a_turnaround() -> None:
    numbers = rules.RuleSet.from_mapping(2, {"flag.min_red": 2})
    turns = rotations.rotate([HeldFlag(unit="U1", category="绩效", colour=YELLOW)], [("U1", "绩效", RED)])
    assert rotations.titles(turns, numbers) == {}


def test_red_three_times_running_makes_a_keeper() -> None:
    assert titles([HeldFlag(unit="U1", category="绩效", colour=RED, streak=1)], [("U1", "绩效", RED)]) == {}
    assert titles([HeldFlag(unit="U1", category="绩效", colour=RED, streak=2)], [("U1", "绩效", RED)]) == {
        "U1": (FlagTitle.KEEPER,)
    }
