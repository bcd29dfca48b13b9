"""Deaths of a bot among citizens of customer service and members of WeCom's app: nothing that WeCom was told we have is lost.

One town: first its bot is sound, then it has things the wrong way round, and is found out. A short version of `make faults`.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from tests.faults.harm import deaths, storm
from tests.faults.people.corporation import Corporation

PLACES = (
    *deaths.BETWEEN,
    *deaths.PULLING,
    "in the transaction",
    "after the errand",
    "before the send",
    "after the send",
)
KILLS = 14


async def test_kills_among_members_and_citizens_lose_nothing_that_wecom_was_told_we_have(
    template: Path, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    folder = tmp_path / "town"
    folder.mkdir()
    async with storm.Storm(template, folder, seed=21, places=PLACES, platform=Corporation()) as one:
        await one.play_undisturbed()
        await one.rage(KILLS)
        await one.calm_down()
        wrong, figures = one.wrong(), storm.figures([one])
        found = {}
        for unsound, channel in (("acknowledge first", "wecom"), ("move the cursor first", "wechat")):
            one.found.clear()
            await one.rage(3, unsound=unsound, channels=(channel,))
            found[unsound] = list(one.found)
            await one.everybody_goes()

    record_property("figures", json.dumps(figures))
    assert not wrong, "\n".join(wrong[:20])
    for unsound, said in found.items():
        assert any(each.startswith("acknowledged, but there 0 times") for each in said), f"not found out: {unsound}"
