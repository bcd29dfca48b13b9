"""Lines of a list as people write or paste them."""

from __future__ import annotations

import pytest

from domain import items
from handlers.understanding import item_lines


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        ("建台账，张三，5月3日", ["建台账", "张三", "5月3日"]),
        ("建台账, Zhang, 2026-05-03", ["建台账", "Zhang", "2026-05-03"]),
        ("建台账\t张三\t5月3日", ["建台账", "张三", "5月3日"]),
        (
            "清理积案，逐件回复，张三，5月3日",
            ["清理积案，逐件回复", "张三", "5月3日"],
        ),  # a comma of the sentence itself
        ("清理积案，逐件回复；张三；5月3日", ["清理积案，逐件回复", "张三", "5月3日"]),
        ("建台账，张三", ["建台账", "张三"]),
    ],
)
def test_a_line_is_parted_by_what_stands_between(line: str, parts: list[str]) -> None:
    assert item_lines.parts(line, 3) == parts


def test_numbers_and_points_before_lines_are_not_part_of_them_and_empty_lines_are_none() -> None:
    assert item_lines.lines("1. 建台账\n\n2、回信\n（3）公开\n- 复核\n 2026年前办结") == [
        "建台账",
        "回信",
        "公开",
        "复核",
        "2026年前办结",
    ]


def test_a_list_is_read_as_it_was_written() -> None:
    every = [{"item": "建“台账”,\n逐件", "due": "2026-05-03"}]
    assert items.read(items.write(every)) == every
    assert items.is_list(items.write(every))
    assert items.read("") == []
