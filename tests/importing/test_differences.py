"""What would change is said before it counts: what is new, what was another, what jumps, whose rank moves, what is gone."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from domain.importing import differences
from domain.importing.differences import Difference, Jumps
from domain.mechanism import rules
from domain.scoring import rankings
from domain.scoring.indicators import Direction, Indicator, Value
from domain.units import Unit

MEMBERS = [Unit(code=f"U{number}", name=f"第{number}局", sequence="A") for number in range(1, 10)]
MEASURED = [
    Indicator(
        code="A", name="率", section="s", section_weight=Decimal(1), weight=Decimal(1), direction=Direction.HIGHER
    )
]


def value(unit: str, number: str | None, period: str = "2026-05") -> Value:
    return Value(period=period, unit=unit, indicator="A", value=None if number is None else Decimal(number))


def difference(given: list[Value], known: list[Value] | None = None, before: list[Value] | None = None) -> Difference:
    return differences.of_values(given, known or [], {"2026-05": before or []})


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        ("126.9", "1.269", Jumps.FACTOR),
        ("56.5", "565", Jumps.FACTOR),
        ("56.5", "-56.5", Jumps.SIGN),
        ("56.5", "0", Jumps.ZERO),
        ("56.5", None, Jumps.MISSING),
        ("56.5", "60", None),
        ("0", "12", None),
    ],
)
def test_a_figure_far_from_what_it_was_is_pointed_at(before: str, after: str | None, kind: Jumps | None) -> None:
    corrected = difference([value("U1", after)], known=[value("U1", before)])
    assert [jump.kind for jump in corrected.jumps] == ([kind] if kind else [])
    assert len(corrected.changed) == 1
    newer = difference([value("U1", after)], before=[value("U1", before, "2026-04")])
    expected = [kind] if kind and kind is not Jumps.MISSING else []
    assert [(jump.kind, jump.against) for jump in newer.jumps] == [(each, "2026-04") for each in expected]


def test_a_first_figure_unlike_its_peers_is_pointed_at() -> None:
    given = [value(f"U{number}", str(90 + number)) for number in range(1, 9)] + [value("U9", "0.95")]
    assert [(jump.unit, jump.kind) for jump in difference(given).jumps] == [("U9", Jumps.PEERS)]


def test_an_equal_figure_is_the_same_however_it_is_written() -> None:
    found = difference([value("U1", "81.50")], known=[value("U1", "81.5")])
    assert (found.same, found.changed) == (1, ())


def test_a_rank_that_moves_far_is_pointed_at() -> None:
    numbers = rules.RuleSet()
    old = [value(f"U{number}", str(90 + number)) for number in range(1, 10)]
    new = [replace(each, value=Decimal("0.99")) if each.unit == "U9" else each for each in old]
    was, now = (rankings.rank("2026-05", MEMBERS, MEASURED, each, [], numbers) for each in (old, new))
    (moved,) = differences.moves(now, was, "2026-05")
    assert (moved.unit, moved.before, moved.after, moved.of) == ("U9", 1, 9, 9)


def test_of_units_what_changes_and_what_the_file_does_not_name_are_told() -> None:
    given = [replace(MEMBERS[0], name="新名"), Unit(code="U99", name="新局", sequence="A")]
    found = differences.of_units(given, [*MEMBERS[:3], replace(MEMBERS[3], is_closed=True)])
    assert found.added == ("U99",)
    assert [(each.of, each.field, each.before, each.after) for each in found.changed] == [
        (("U1",), "name", "第1局", "新名")
    ]
    assert found.gone == ("U2", "U3")
