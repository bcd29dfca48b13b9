"""What a press of a case costs does not grow with the people who work there: twenty reviewers and nine members (issue 11)."""

from __future__ import annotations

from pathlib import Path

from tests.support.case_life import CountingStage, lived

MOST = 15
# Everything that ends with the last vote for a removal follows in its transaction: the flag comes down, three visits are opened and
# wait, an announcement and a document are asked for. What is written goes together, table by table, and who is related to it and who
# hears is asked once; each of the tables is written to once, but for the outbox (what is told, and the cards) and the terms (the one
# that ends, and those that begin).
LAST_VOTE = ("壬 > 改到位了。", 18)


async def test_no_press_in_the_life_of_a_case_takes_more_than_fifteen_statements(tmp_path: Path) -> None:
    house = await CountingStage(tmp_path).open()
    presses = await lived(house, reviewers=20)
    await house.close()
    line, most = LAST_VOTE
    dear = {each.line: each.statements for each in presses if each.statements > MOST}
    assert dear.pop(line) <= most
    assert dear == {}
