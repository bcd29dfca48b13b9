"""Numbers as people write them where one is asked for."""

from __future__ import annotations

import pytest

from handlers.understanding import spoken_numbers


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("25", 25),
        (" ２５ ", 25),
        ("25分", 25),
        ("25 分。", 25),
        ("打25分", 25),
        ("25/30", 25),
        ("92%", 92),
        ("92％", 92),
        ("3次", 3),
        ("25 points", 25),
        ("0", 0),
        ("零", 0),
        ("十", 10),
        ("十五分", 15),
        ("二十四", 24),
        ("一百", 100),
        ("一百零五", 105),
        ("两次", 2),
        ("1 5", None),
        ("20 15 10", None),
        ("25.5", None),
        ("-3", None),
        ("二四", None),
        ("百", None),
        ("二十到三十", None),
        ("不知道", None),
        ("", None),
        ("9" * 40, None),
    ],
)
def test_a_number_is_read_as_it_was_meant_and_two_are_not_one(text: str, number: int | None) -> None:
    assert spoken_numbers.read(text) == number
