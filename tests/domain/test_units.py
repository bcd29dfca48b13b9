"""The register: who stands above whom."""

from dataclasses import replace

import pytest

from domain import units


def unit(code: str, parent: str = "") -> units.Unit:
    return units.Unit(code=code, name=f"Unit {code}", sequence="A", parent=parent)


REGISTER = units.Register((unit("county"), unit("bureau", "county"), unit("team", "bureau"), unit("other", "county")))


@pytest.mark.parametrize(
    ("a", "b", "is_above", "is_in_line"),
    [
        ("team", "team", True, True),
        ("bureau", "team", True, True),
        ("county", "team", True, True),
        ("team", "bureau", False, True),  # a team does not stand above its bureau, but may not decide about it
        ("other", "team", False, False),
        ("unknown", "unknown", True, True),
        ("unknown", "team", False, False),
    ],
)
def test_the_line_of_command_is_followed_upwards(a: str, b: str, is_above: bool, is_in_line: bool) -> None:
    assert units.is_same_or_above(REGISTER, a, b) is is_above
    assert units.is_in_line(REGISTER, a, b) is is_in_line


@pytest.mark.parametrize(
    "members",
    [
        (unit("a"), unit("a")),
        (unit("a", "nobody"),),
        (unit("a", "a"),),
        (unit("a", "b"), unit("b", "c"), unit("c", "a")),
    ],
    ids=["twice", "unknown parent", "its own parent", "a circle"],
)
def test_a_register_that_contradicts_itself_is_refused(members: tuple[units.Unit, ...]) -> None:
    with pytest.raises(units.RegisterRefused):
        units.Register(members)


def test_the_units_of_a_sequence_come_by_code() -> None:
    assert [each.code for each in REGISTER.sequence("A")] == ["bureau", "county", "other", "team"]
    assert REGISTER.sequence("B") == ()


def test_a_closed_unit_is_ranked_only_where_it_has_figures() -> None:
    gone = replace(unit("gone"), is_closed=True)
    register = units.Register((unit("open"), gone))
    assert [each.code for each in units.measured(register, set())] == ["open"]
    assert [each.code for each in units.measured(register, {"gone"})] == ["open", "gone"]
