"""Numbers as people write them where one is asked for."""

from __future__ import annotations

import pytest

from handlers.understanding import days, spoken_numbers
from tests.support import office


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


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("四月三十日", "2026-04-30"),
        ("十二月三十一号", "2026-12-31"),
        ("2026年四月二日", "2026-04-02"),
        ("April 30", "2026-04-30"),
        ("30 April 2027", "2027-04-30"),
        ("Apr. 3rd", "2026-04-03"),
        ("明天", "2026-03-05"),
        ("tomorrow", "2026-03-05"),
        ("月底", "2026-03-31"),
        ("下个月底", "2026-04-30"),
        ("下周三", "2026-03-11"),
        ("下下星期一", "2026-03-16"),
        ("周五", "2026-03-06"),
        ("礼拜一", "2026-03-09"),
        ("本周一", None),  # it is over
        ("上周三", None),
        ("next Friday", "2026-03-13"),
        ("下个月５号", "2026-04-05"),
        ("２０２６年３月２７日", "2026-03-27"),  # was no day: written in full width
        ("12月5号", "2026-12-05"),
        ("下个月31日", None),
        ("二月三十日", None),
        ("April 31", None),
        ("十三月一日", None),
        ("尽快", None),
    ],
)
def test_a_day_is_read_as_people_write_it(text: str, day: str | None) -> None:
    found = days.coming_day(text, office.MORNING.date())
    assert (found.isoformat() if found else None) == day


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("上周三", "2026-02-25"),
        ("上上周三", "2026-02-18"),
        ("周一", "2026-03-02"),
        ("周五", "2026-02-27"),
        ("last Monday", "2026-02-23"),
        ("上个月28号", "2026-02-28"),
        ("下周三", "2026-03-11"),  # it has not come: that is said, and not that it is no day
        ("明天", "2026-03-05"),
        ("12月5号", "2025-12-05"),
        ("2月31日", None),
    ],
)
def test_a_day_that_has_come_is_read_as_people_write_it(text: str, day: str | None) -> None:
    found = days.past_day(text, office.MORNING.date())
    assert (found.isoformat() if found else None) == day
