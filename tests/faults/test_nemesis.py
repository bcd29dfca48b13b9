"""A bot stopped in its tracks, with a wrong clock, a full disk, a locked database, and a platform that stammers.

Scenes of `make faults`, once, one after the other in one town. The others have quicker tests of their own: a second bot
on one home, a polite end, repeated messages, numbers that jump.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from tests.faults.harm import nemesis
from tests.faults.people import town

PLAYED = (nemesis.stopped, nemesis.wrong_clock, nemesis.full_disk, nemesis.locked, nemesis.stammering)


async def test_nothing_is_lost_or_done_twice_whatever_happens_to_the_bot_but_death(
    template: Path, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    (tmp_path / "town").mkdir()
    async with town.Town(template, tmp_path / "town", seed=1) as one:
        await one.play_undisturbed()
        for scene in PLAYED:
            await scene(one)
        wrong = one.wrong()

    assert not wrong, "\n".join(wrong[:20])
    assert one.tally["rows taken over"] > 0
    record_property("figures", f"{one.acknowledged} acknowledged, {json.dumps(one.tally)}")
