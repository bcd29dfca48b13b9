"""Nothing in a conversation grows with the number of reviewers: a submission and a press cost one office what they cost another."""

from __future__ import annotations

from pathlib import Path

import pytest

from domain.people import Role
from tests.direct_stage import DirectStage
from tests.scripts import REPORTED
from tests.statements import counted
from tests.transcripts import Play

TO_SUBMIT = "".join(REPORTED.splitlines(keepends=True)[:-4])
MOST_A_SUBMISSION, MOST_A_PRESS, MOST_A_DECISION = 25, 15, 30


async def _cost(folder: Path, reviewers: int) -> dict[str, int]:
    """What each step costs where so many reviewers work who all have the card open."""
    house = await DirectStage(folder).open()
    for number in range(reviewers):
        await house.joins(f"王{number}", Role.REVIEWER)
    play, cost = Play(house), {}
    await play.play(TO_SUBMIT + "    李 [匿名]")
    cost["submission"] = await _cost_of(play, "李 [提交]")
    await play.play("李 ? number 编号：(QS-\\d{4}-\\d{6})")
    for number in range(reviewers):
        await play.play(f"王{number} > {{number}}")
    for step, script in {
        "claim": "王0 [领取]",
        "open": "王0 [受理]",
        "accept": "王0 [后果严重]",
        "list": "王0 > 待办",
    }.items():
        cost[step] = await _cost_of(play, script)
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
async def test_a_submission_and_a_press_cost_the_same_with_one_reviewer_and_with_twenty(tmp_path: Path) -> None:
    """A submission took 21 statements with one reviewer and 211 with twenty; 领取 took 39 and 77, 受理 26 and 64."""
    folders = [tmp_path / name for name in ("one", "twenty")]
    for folder in folders:
        folder.mkdir()
    one, twenty = await _cost(folders[0], 1), await _cost(folders[1], 20)
    assert one == twenty, (one, twenty)
    assert twenty["submission"] <= MOST_A_SUBMISSION
    assert max(twenty[step] for step in ("claim", "open", "list")) <= MOST_A_PRESS
    assert twenty["accept"] <= MOST_A_DECISION
