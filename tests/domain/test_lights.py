"""Lights beside the law §6.4 in plain fractions, as one would do it with pen and paper, at every edge and for random projects."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain import months
from domain.mechanism.rules import LightProfile, RuleSet
from domain.scoring.lights import Light, Progress, lit, who_talks

NUMBERS = {profile: RuleSet(light_profile=profile) for profile in LightProfile}
ORDER = ["green", "yellow", "red"]


def project(
    actual: str | None,
    *,
    plan: str = "500",
    goal: str = "1000",
    month: str = "2026-06",
    starts: str = "",
    begun: bool = True,
) -> Progress:
    return Progress(
        month=month,
        goal=Decimal(goal),
        plan={month: Decimal(plan)} if plan else {},
        actual=None if actual is None else Decimal(actual),
        starts=starts,
        is_started=begun,
    )


@pytest.mark.parametrize(
    ("actual", "gap", "ratio", "track"),
    [
        ("500", "green", "green", "green"),
        ("600", "green", "green", "green"),
        ("499.99", "green", "yellow", "green"),
        ("400.01", "green", "yellow", "green"),  # 9.999 points behind
        ("400", "yellow", "yellow", "green"),  # 10 points, and 80 % of the plan
        ("399.99", "yellow", "yellow", "yellow"),
        ("300", "yellow", "yellow", "yellow"),  # 60 % of the plan
        ("299.99", "yellow", "yellow", "red"),
        ("250", "yellow", "yellow", "red"),  # half of the plan
        ("249.99", "yellow", "red", "red"),
        ("200", "yellow", "red", "red"),  # 30 points behind
        ("199.99", "red", "red", "red"),
        ("0", "red", "red", "red"),
    ],
)
def test_each_profile_turns_where_the_law_says(actual: str, gap: str, ratio: str, track: str) -> None:
    found = [lit(project(actual), NUMBERS[profile]).value for profile in LightProfile]
    assert found == [gap, ratio, track]


@pytest.mark.parametrize(
    ("month", "begun", "light"),
    [
        ("2026-02", False, "green"),  # not due yet
        ("2026-03", False, "yellow"),
        ("2026-04", False, "yellow"),
        ("2026-05", False, "red"),  # the third month running
        ("2027-01", False, "red"),
        ("2026-05", True, "green"),
    ],
)
def test_a_start_that_is_missed_is_yellow_and_in_the_third_month_red(month: str, begun: bool, light: str) -> None:
    started = project("0", plan="0", month=month, starts="2026-03", begun=begun)
    assert {lit(started, rules).value for rules in NUMBERS.values()} == {light}


def test_without_a_plan_of_its_own_a_twelfth_is_due_with_every_month() -> None:
    assert project("0", plan="", goal="100", month="2026-01").gap == Fraction(25, 3)
    assert lit(project("0", plan="", goal="100", month="2026-01"), RuleSet()) is Light.GREEN
    assert lit(project("0", plan="", goal="100", month="2026-02"), RuleSet()) is Light.YELLOW
    assert lit(project("0", plan="", goal="100", month="2026-04"), RuleSet()) is Light.RED  # 33⅓ points
    assert project("70", plan="", goal="100", month="2026-12").gap == 30


def test_an_exemption_is_grey_and_what_nobody_reported_has_no_colour() -> None:
    assert lit(replace(project("0"), is_exempt=True), RuleSet()) is Light.GREY
    assert lit(replace(project(None), is_exempt=True), RuleSet()) is Light.GREY
    assert lit(project(None), RuleSet()) is Light.MISSING


@pytest.mark.parametrize(
    ("light", "before", "who"),
    [
        ("green", "red", ""),
        ("missing", "yellow", ""),
        ("yellow", None, "office"),
        ("yellow", "red", "office"),
        ("yellow", "yellow", "deputy"),
        ("red", None, "leader"),
    ],
)
def test_who_talks_about_a_light(light: str, before: str | None, who: str) -> None:
    """The law §6.4: yellow, two yellows running, red."""
    assert who_talks(Light(light), Light(before) if before else None) == who


amounts = st.integers(0, 200_000).map(lambda cents: Decimal(cents).scaleb(-2))
projects = st.builds(
    Progress,
    month=st.sampled_from(months.of_year(2026)),
    goal=amounts.filter(bool),
    plan=st.dictionaries(st.sampled_from(months.of_year(2026)), amounts),
    actual=st.none() | amounts,
    starts=st.sampled_from(("", *months.of_year(2026), "2025-11", "2027-02")),
    is_started=st.booleans(),
    is_exempt=st.booleans(),
)


def by_hand(one: Progress, profile: LightProfile, plan: Mapping[str, Decimal]) -> str:
    """The law's sentences one after the other."""
    if one.is_exempt:
        return "grey"
    if one.actual is None:
        return "missing"
    index = int(one.month.split("-")[1])
    due = Fraction(plan[one.month]) if one.month in plan else Fraction(one.goal) * index / 12
    have = Fraction(one.actual)
    if profile == "gap":
        points = due / Fraction(one.goal) * 100 - have / Fraction(one.goal) * 100
        light = "green" if points < 10 else "yellow" if points <= 30 else "red"
    elif profile == "ratio":
        light = "green" if have >= due else "yellow" if (due - have) / due <= Fraction(1, 2) else "red"
    else:
        light = "green" if have >= due * 8 / 10 else "yellow" if have >= due * 6 / 10 else "red"
    if one.starts and not one.is_started and one.starts <= one.month:
        year, month = map(int, one.starts.split("-"))
        late = (int(one.month[:4]) - year) * 12 + index - month + 1
        light = max(light, "red" if late >= 3 else "yellow", key=ORDER.index)
    return light


@given(one=projects, profile=st.sampled_from(LightProfile))
def test_random_projects_get_the_light_of_plain_fractions(one: Progress, profile: LightProfile) -> None:
    assert lit(one, NUMBERS[profile]).value == by_hand(one, profile, one.plan)


@given(one=projects.filter(lambda each: each.actual is not None), more=amounts, profile=st.sampled_from(LightProfile))
def test_nobody_falls_because_they_did_more(one: Progress, more: Decimal, profile: LightProfile) -> None:
    rules = NUMBERS[profile]
    better = replace(one, actual=(one.actual or Decimal(0)) + more, is_started=True)
    if not one.is_exempt:
        assert ORDER.index(lit(better, rules).value) <= ORDER.index(lit(one, rules).value)


@given(one=projects, factor=st.integers(1, 1000), profile=st.sampled_from(LightProfile))
def test_it_does_not_matter_in_which_unit_money_is_counted(one: Progress, factor: int, profile: LightProfile) -> None:
    counted = replace(
        one,
        goal=one.goal * factor,
        plan={month: amount * factor for month, amount in one.plan.items()},
        actual=None if one.actual is None else one.actual * factor,
    )
    assert lit(counted, NUMBERS[profile]) is lit(one, NUMBERS[profile])


def test_months_are_counted_over_the_turn_of_the_year() -> None:
    assert months.later("2026-11", 3) == "2027-02"
    assert months.later("2026-01", -1) == "2025-12"
    assert months.between("2025-11", "2026-02") == 3
