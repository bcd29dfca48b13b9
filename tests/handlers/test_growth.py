"""Nothing in a conversation grows with the number of reviewers: a submission and a press cost one office what they cost another."""

from __future__ import annotations

from pathlib import Path

import pytest

from domain.people import Role
from tests.support.direct_stage import DirectStage
from tests.support.scripts import REPORTED
from tests.support.statements import counted
from tests.support.transcripts import Play

TO_SUBMIT = "".join(REPORTED.splitlines(keepends=True)[:-4])
SUBMITTED = {"submission": 13}
PRESSED = {
    "claim": 8,
    "open": 5,
    "accept": 14,
    "list": 9,
    "reject": 13,
    "sign": 12,
    "take_up": 11,
    "conclude": 14,
    "conclude_sign": 12,
    "close": 13,
    "transfer": 14,
}


async def _cost(folder: Path, reviewers: int) -> dict[str, int]:
    """What each step costs where so many reviewers work who all have the card open, and another clue waits: the next that is
    offered."""
    house = await DirectStage(folder).open()
    for number in range(reviewers):
        await house.joins(f"王{number}", Role.REVIEWER)
    play, cost = Play(house), {}
    for who in "李张赵":
        await play.play(TO_SUBMIT.replace("李", who) + f"    {who} [匿名]")
        cost["submission"] = await _cost_of(play, f"{who} [提交]")
        await play.play(f"{who} ? {who} 编号：(QS-\\d{{4}}-\\d{{6}})")
    for number in range(reviewers):
        for who in "张李":
            await play.play(f"王{number} > {{{who}}}")
    for step, script in {
        "claim": "王0 [领取]",
        "open": "王0 [受理]",
        "accept": "王0 [后果严重]",
        "list": "王0 > 待办",
    }.items():
        cost[step] = await _cost_of(play, script)
    await play.play("王0 > {张}\n王0 [不予受理]\n王0 [没有写明具体事实]")
    cost["reject"] = await _cost_of(play, "王0 > 没有事实。")
    await play.play("王1 > {张}")
    cost["sign"] = await _cost_of(play, "王1 [同意]")
    await play.play("王1 > {李}")
    cost["take_up"] = await _cost_of(play, "王1 [我来核查]")
    await play.play("王1 > {李}\n王1 [作出结论]\n王1 [属实]")
    cost["conclude"] = await _cost_of(play, "王1 > 查了台账")
    await play.play("王0 > {李}")
    cost["conclude_sign"] = await _cost_of(play, "王0 [同意]")
    await play.play("王1 > {李}\n王1 [办结]")
    cost["close"] = await _cost_of(play, "王1 > 已整改")
    await play.play("王0 > {赵}\n王0 [转送]\n王0 [信访局、12345热线]")
    cost["transfer"] = await _cost_of(play, "王0 [确认]")
    await house.close()
    return cost


async def _cost_of(play: Play, line: str) -> int:
    """What one line costs without a look at the answer, which is drawn when it is sent and not in the conversation."""
    who = line.split()[0]
    is_press = "[" in line
    handle = await play._handle(who, line.partition("[")[2].rstrip("]"), is_old=False) if is_press else ""
    with counted() as asked:
        if is_press:
            await play.stage.presses(who, handle)
        else:
            await play.stage.says(who, line.partition("> ")[2], [])
    await play._look(who)
    return len(asked)


@pytest.mark.usefixtures("engine")
async def test_a_submission_and_a_press_cost_the_same_with_two_reviewers_and_with_twenty(tmp_path: Path) -> None:
    """A submission took 21 statements with one reviewer and 211 with twenty; 领取 took 39 and 77. With each read and told at once,
    受理 still took 34 with the next card, and a signature 31: whoever was told, and each part of the queue, was a statement."""
    folders = [tmp_path / name for name in ("two", "twenty")]
    for folder in folders:
        folder.mkdir()
    two, twenty = await _cost(folders[0], 2), await _cost(folders[1], 20)
    assert two == twenty, (two, twenty)
    assert twenty == SUBMITTED | PRESSED
