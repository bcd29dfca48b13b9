"""Several clues of the list decided at once, where the table allows it: asked once, made of each as its own guards allow."""

from __future__ import annotations

from dataclasses import replace

import pytest

from domain import lifecycles
from tests.support.scripts import REPORTED
from tests.support.transcripts import Play

TWO = REPORTED + REPORTED.replace("李", "张").replace("? number", "? second")


async def test_two_clues_of_the_list_are_accepted_with_one_answer(staffed: Play) -> None:
    await staffed.play(
        TWO
        + """
        王 > 待办
        王 > 受理 1 2
        王 < {number}
        王 [造成不良影响]
        王 < {number}
        王 < {second}
        赵 > {number}
        赵 < ｜已受理
        赵 > {second}
        赵 < ｜已受理
    """
    )


async def test_a_move_that_asks_nothing_is_made_of_each_too(staffed: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only the first of them was moved where there was nothing to ask."""
    table = lifecycles.PROCEDURES["clue"]
    assert isinstance(table.moves, dict)
    monkeypatch.setitem(table.moves, "claim", replace(table.moves["claim"], is_for_several=True))
    await staffed.play(
        TWO
        + """
        王 > 待办
        王 > 领取 1 2
        王 > 待办
        王 < 我领取2件
    """
    )


async def test_each_of_several_rejections_waits_for_its_own_second_signer(staffed: Play) -> None:
    await staffed.play(
        TWO
        + """
        王 > 待办
        王 > 不受理 1-2
        王 [没有写明具体事实]
        王 > 只写了“有问题”，没有时间地点。
        赵 > {second}
        赵 <[同意]
        赵 [同意]
        赵 > {number}
        赵 < ｜研判中
        赵 <[同意]
    """
    )


async def test_one_that_somebody_else_decided_meanwhile_is_named_and_the_others_are_decided(staffed: Play) -> None:
    await staffed.play(
        TWO
        + """
        王 > 待办
        王 > 受理 1 2
        赵 > {second}
        赵 [受理]
        赵 [造成不良影响]
        王 [造成不良影响]
        王 < {number}
        王 < 赵
        赵 > {number}
        赵 < ｜已受理
    """
    )


async def test_one_that_somebody_else_claimed_meanwhile_is_named_with_the_reason(staffed: Play) -> None:
    """A claim moves nothing, so that the answer still fits it: only its guard says no."""
    await staffed.play(
        TWO
        + """
        王 > 待办
        王 > 受理 1 2
        赵 > {second}
        赵 [领取]
        王 [造成不良影响]
        王 < {second}：这件事项已由其他人员领取
        赵 > {number}
        赵 < ｜已受理
        赵 > {second}
        赵 < ｜研判中
    """
    )


async def test_what_is_decided_one_by_one_says_so_and_a_place_that_is_not_there_decides_nothing(staffed: Play) -> None:
    await staffed.play(
        TWO
        + """
        王 > 待办
        王 > 转送 1 2
        王 < 要一件一件地办
        王 > 受理 1 9
        王 !< 造成不良影响
        王 > {number}
        王 < ｜研判中
    """
    )
