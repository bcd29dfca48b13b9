"""Deaths of a bot among citizens of customer service, members of WeCom's app and a group: what WeCom was told we have is not lost,
what citizens were told to be kept is handled once, and no group hears anything twice.

One town: first its bot is sound, and WeCom fails in one of ten calls; then it has things the wrong way round, and is found out. A
short version of `make faults`.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from tests.faults.harm import deaths, storm, wecom_nemesis
from tests.faults.harm.wecom_storm import WecomStorm

PLACES = (
    *deaths.BETWEEN,
    *deaths.ON_WECOM,
    "in the transaction",
    "after the errand",
    "before the send",
    "after the send",
)
KILLS = 12
HASTY = (
    ("acknowledge first", "wecom", "in the transaction"),
    ("move the cursor first", "wechat", "in the transaction"),
)  # what they do, where that is noticed, and where they die over it


async def test_whatever_happens_on_wecom_nothing_is_lost_or_said_twice(
    template: Path, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    folder = tmp_path / "town"
    folder.mkdir()
    async with WecomStorm(template, folder, seed=21, places=PLACES, faulty=0.1) as one:
        await one.play_undisturbed()
        await one.rage(KILLS)
        await one.calm_down()
        await wecom_nemesis.lost_bells(one)
        wrong, figures = one.wrong(), storm.figures([one])
        lost = [await _found_out(one, *each) for each in HASTY]
        one.dies_only("after the robot")
        await one.rage(3, unsound="say again", channels=("wecom",))
        said = one.said_wrong()
        await one.rage(2, unsound="tell everything")
        await one.everybody_goes()
        told = one.told_of()

    record_property("figures", json.dumps(figures))
    assert not wrong, "\n".join(wrong[:20])
    assert all(lost), "a bot that is too hasty is found out"
    assert any(each.startswith("twice in public") for each in said), (
        f"so is one that says again what it may have said: {said}"
    )
    found = {(where, what) for where in ("log", "rows") for what in ("a citizen's id", "a member's id")}
    assert {f"stands in the {where}: {what}" for where, what in found} <= set(told), (
        f"and one that tells everything: {told}"
    )
    assert "stands in the log: words of a story" in told


async def _found_out(one: WecomStorm, unsound: str, channel: str, place: str) -> bool:
    one.found.clear()
    one.dies_only(place)
    await one.rage(2, unsound=unsound, channels=(channel,))
    await one.everybody_goes()
    return any(each.startswith(f"acknowledged, but there 0 times: ('{channel}'") for each in one.found)
