"""Two processes on one PostgreSQL, each killed in the midst of its work: what one leaves, the other does."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from tests.faults.harm import storm, twins
from tests.support import engines

KILLS = 4


async def test_whichever_of_two_processes_dies_in_the_midst_of_its_work_nothing_is_lost_or_done_twice(
    office: tuple[Path, str], tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    home, url = office
    copy = engines.databases().bare(template=url)
    async with twins.Twins(home, tmp_path, copy, seed=1) as both:
        await both.play_undisturbed()
        await both.rage(KILLS)
        await both.calm_down()
        wrong = both.wrong()

    record_property("figures", json.dumps(storm.figures([both])))
    assert not wrong, "\n".join(wrong[:20])
    assert both.deaths.total() == KILLS
