"""The flags of the fictional county (the law §10), worked out beside the house: from its files, in fractions, by the law §5 and
the design §12, with nothing of ours but the files."""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction

import pytest

from domain.mechanism.rules import RuleSet
from domain.scoring import rotations
from tests.importing.by_hand import MEASURED, SEQUENCE, Changed, changed_rows, ranked_by_the_house, scored

Held = dict[tuple[str, str], str]


def flags(period: str, changed: Changed) -> Held:
    """By unit and category: red for the first three from 85 on, yellow for the last three below 70 or short of a target."""
    given: dict[tuple[str, str], dict[str, tuple[Fraction, Fraction]]] = defaultdict(dict)
    missed = set()
    for row in changed_rows("values", period, changed):
        figure, target = Fraction(row["value"]), Fraction(row["target"] or 0)
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


def ours(period: str, changed: Changed) -> Held:
    ranked = ranked_by_the_house("values", period, changed)
    proposed = rotations.propose([each for ranking in ranked for each in ranking.categories], (), RuleSet())
    return {(each.unit, each.category): each.colour.value for each in proposed}


def titles(before: Held, now: Held) -> dict[str, set[str]]:
    """Of who holds no yellow flag: two reds, or a red one where there was a yellow. A keeper takes three periods, and there are two."""
    found: dict[str, set[str]] = defaultdict(set)
    for unit in units_with(now, "red") - units_with(now, "yellow"):
        reds = [category for (one, category), colour in now.items() if (one, colour) == (unit, "red")]
        if len(reds) >= 2:
            found[unit].add("double_red")
        if any(before.get((unit, category)) == "yellow" for category in reds):
            found[unit].add("turnaround")
    return found


def titles_of_the_house(first: Changed, second: Changed) -> list[dict[str, set[str]]]:
    """Of the two periods, one after the other, with other figures for some units."""
    held: list[rotations.HeldFlag] = []
    found = []
    for period, changed in (("2026-P1", first), ("2026-P2", second)):
        now = [(unit, category, rotations.Colour(colour)) for (unit, category), colour in ours(period, changed).items()]
        turns = rotations.rotate(held, now)
        held = rotations.held_after(turns)
        earned = rotations.titles(turns, RuleSet())
        found.append({unit: {title.value for title in titles} for unit, titles in earned.items()})
    return found


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


OTHERWISE: tuple[tuple[Changed, Changed], ...] = (
    ({}, {}),
    ({("U15", "D02"): "60", ("U15", "D08"): "40"}, {}),  # poor at one of its two reds
    ({}, {("U01", "D02"): "60", ("U01", "D08"): "40"}),
    ({("U02", "D02"): "3", ("U02", "D08"): "100"}, {}),  # good at what it had a yellow flag for
)


@pytest.mark.parametrize(("first", "second"), OTHERWISE)
def test_titles_are_those_of_the_law_by_hand_also_where_a_figure_is_another(first: Changed, second: Changed) -> None:
    before, now = flags("2026-P1", first), flags("2026-P2", second)
    assert titles_of_the_house(first, second) == [titles({}, before), titles(before, now)]


def test_the_titles_of_the_fixture_and_what_another_figure_makes_of_them() -> None:
    """A double red in the first period; in the second, two that turned with two reds, and who put off yellow without any red has none."""
    pairs = [(flags("2026-P1", first), flags("2026-P2", second)) for first, second in OTHERWISE]
    plain, poor, lost, never = [(titles({}, before), titles(before, now)) for before, now in pairs]
    assert plain[0] == {"U15": {"double_red"}}
    assert plain[1]["U01"] == plain[1]["U02"] == {"double_red", "turnaround"}
    assert "U12" not in plain[1]
    assert (poor[0], poor[1]["U15"]) == ({}, {"turnaround"})
    assert lost[1].get("U01", set()) != {"double_red", "turnaround"}
    assert never[1]["U02"] == {"double_red"}
