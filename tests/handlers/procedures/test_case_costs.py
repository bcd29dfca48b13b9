"""What a press of a case costs does not grow with the people who work there: twenty reviewers and nine members (issue 11)."""

from __future__ import annotations

from pathlib import Path

from tests.support.case_life import CountingStage, lived

MOST = 15
# Everything that ends with the last vote for a removal follows in its transaction: the flag comes down, three visits are opened and
# wait, an announcement and a document are asked for.
LAST_VOTE = ("壬 > 改到位了。", 23)


async def test_no_press_in_the_life_of_a_case_takes_more_than_fifteen_statements(tmp_path: Path) -> None:
    house = await CountingStage(tmp_path).open()
    presses = await lived(house, reviewers=20)
    await house.close()
    line, most = LAST_VOTE
    dear = {each.line: each.statements for each in presses if each.statements > MOST}
    assert dear.pop(line) <= most
    assert dear == {}
