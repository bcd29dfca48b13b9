"""Two processes on one PostgreSQL before WeCom: one that dies, one that wakes up late, and a bell that rings at the wrong one.

A short version of `make faults`. Then they have things the wrong way round, and are found out.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from tests.faults.harm import storm
from tests.faults.harm.wecom_twins import WecomTwins
from tests.support import engines

KILLS = 4


async def test_of_two_before_wecom_one_pulls_and_nothing_is_lost_or_done_twice(
    office: tuple[Path, str], tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    home, url = office
    async with WecomTwins(home, tmp_path, engines.databases().bare(template=url), seed=31) as both:
        await both.play_undisturbed()
        await both.rage(KILLS)
        await both.calm_down()
        await both.wakes_late()
        is_heard = await both.hears_elsewhere()
        wrong, figures = both.wrong(), storm.figures([both])

    record_property("figures", json.dumps(figures))
    assert not wrong, "\n".join(wrong[:20])
    assert is_heard, "who does not pull tells who does that it rang"


async def test_two_before_wecom_that_have_things_the_wrong_way_round_are_found_out(
    office: tuple[Path, str], tmp_path: Path
) -> None:
    home, url = office
    async with WecomTwins(home, tmp_path, engines.databases().bare(template=url), seed=32) as both:
        await both.play_undisturbed()
        is_heard = await both.hears_elsewhere(unsound="keep bells")
        assert both.pulled_at_once() == []
        await both.lives_on(unsound="settle nothing")

    assert not is_heard
    assert both.pulled_at_once()
