"""What must not leave the office is found in what is written, and nothing else is taken for it (the law §11.5)."""

from __future__ import annotations

import pytest

from domain import leaks
from domain.leaks import Leak, LeakKind
from domain.lifecycles import PROCEDURES

LEAKING = {
    "请打13800000000": Leak(LeakKind.PHONE, "请打13800000000"),
    "请打 138 0000 0000 联系": Leak(LeakKind.PHONE, "请打 138 0000 0000 联系"),
    "＋86-138-0000-0000": Leak(LeakKind.PHONE, "＋86-138-0000-0000"),
    "座机010-12345678。": Leak(LeakKind.PHONE, "座机010-12345678。"),
    "身份证51012319900101123x号": Leak(LeakKind.IDENTITY_CARD, "身份证51012319900101123x号"),
    "牌号川A·12345的车": Leak(LeakKind.PLATE, "牌号川A·12345的车"),
    "线索QS-2026-000123": Leak(LeakKind.CLUE, "线索QS-2026-000123"),
    "反映人R-7F3K说": Leak(LeakKind.REPORTER, "反映人R-7F3K说"),
}
HARMLESS = (
    "对数据有异议的，电话0830-1234567。",  # the office's own
    "数据校验码13800000000a，计分办法1",
    "旗号2026-P1-R01、2026-P1-Y12，编号RC-2026-000001",
    "授权文号：清政办〔2026〕1号",
    "得分87.50，同序列60.00～99.99，2026年3月13日，共20260313个",
    "投资13800000000000元",
    "云Service 与 川A区",
)


@pytest.mark.parametrize("text", LEAKING)
def test_numbers_of_people_cars_and_clues_are_found_with_the_place(text: str) -> None:
    assert leaks.look(text) == LEAKING[text]


@pytest.mark.parametrize("text", HARMLESS)
def test_what_every_announcement_holds_is_not_taken_for_one(text: str) -> None:
    assert leaks.look(text, allowed=("0830-1234567", "")) is None


def test_a_passage_is_between_two_stops_and_long_enough_not_to_be_chance() -> None:
    assert list(leaks.passages("经查，局长每天下午都去打牌；属实。")) == ["局长每天下午都去打牌"]


def test_the_answers_that_are_read_outside_of_the_office() -> None:
    """By hand from the law §7.3 and §9: what is served on the unit, and what is printed on an announcement."""
    found = {
        (kind, move, asked.name)
        for kind, table in PROCEDURES.items()
        for move, rule in table.moves.items()
        for asked in rule.asks
        if table.leaves(move, asked)
    }
    assert {each for each in found if each[0] in ("tolerance", "period", "ruling")} == {
        ("tolerance", "turn_away", "reason"),
        ("tolerance", "decide", "reason"),
        ("tolerance", "decide_review", "reason"),
        ("tolerance", "send_back", "lacking"),
        ("tolerance", "revoke", "reason"),
        ("period", "set_authorisation", "number"),
    }
