"""The measurement of a press runs, and holds what it measures to the bounds of the design §4."""

from __future__ import annotations

import pytest

from bench import press

MOST_A_PRESS = 15
MOST = {"submit": 25, "last_judge": 23}  # with all that the last vote ends


@pytest.mark.parametrize("engine", list(press.ENGINES))
async def test_a_row_for_every_act_and_none_takes_more_statements_than_it_may(engine: str) -> None:
    """Today's office took 76 statements for 领取 and 210 for a submission with twenty reviewers."""
    told: list[str] = []
    figures = await press.measure(press.Size(repetitions=2, reviewers=(1, 20)), engine, told.append)
    rows = figures["rows"]
    acts = ("submit", "claim", "accept", "sign", "acknowledge")
    of_a_case = ("file_plan", "mark", "vote", "last_judge", "judge", "name_visitors", "commend", "todo")
    assert [(row["engine"], row["reviewers"], row["act"]) for row in rows] == [
        (engine, reviewers, act) for reviewers, every in ((1, acts), (20, (*acts, *of_a_case))) for act in every
    ]
    statements = {(row["reviewers"], row["act"]): row["statements"] for row in rows}
    assert all(row.keys() == {"engine", "reviewers", "act", "statements", "p50_ms", "p99_ms"} for row in rows)
    assert all(statements[1, act] == statements[20, act] for act in acts), "nothing grows with the office"
    for act in (*acts, *of_a_case):
        assert statements[20, act] <= MOST.get(act, MOST_A_PRESS)
    assert len(told) == 2
