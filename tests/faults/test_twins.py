"""Two processes on one PostgreSQL, behind one address, each killed in the midst of its work: what one leaves, the other does."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from tests import engines
from tests.faults import storm, twins

KILLS = 8


async def test_two_processes_on_one_database_lose_nothing_and_do_nothing_twice_whichever_dies(
    tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    async with twins.Twins(tmp_path, engines.databases().bare(), seed=1) as both:
        await both.play_undisturbed()
        await both.rage(KILLS)
        await both.calm_down()
        wrong = both.wrong()

    record_property("figures", json.dumps(storm.figures([both])))
    assert not wrong, "\n".join(wrong[:20])
    assert both.deaths.total() == KILLS
