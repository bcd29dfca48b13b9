"""Forty deaths: the bot is killed in the middle of its work, again and again, and loses nothing it has acknowledged.

Two homes at once, each with its own stand-in for Telegram and its own pages; a bot of its own for every life, forked from
a process that has imported everything. Every plan of deaths follows from its seed. A short version of `make faults`, which
kills a thousand times.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from pathlib import Path

from tests.faults.harm import deaths, storm

KILLS = 40
SEEDS = (1, 2)


async def test_forty_kills_lose_nothing_that_was_acknowledged_and_do_nothing_twice(
    template: Path, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    storms = [_storm(template, tmp_path, seed) for seed in SEEDS]

    await asyncio.gather(*(_weather(each, KILLS // len(SEEDS)) for each in storms))

    wrong = [each for one in storms for each in one.wrong()]
    record_property("figures", f"seeds {SEEDS}: {json.dumps(storm.figures(storms))}")
    assert not wrong, "\n".join(wrong[:20])
    assert sum(one.deaths.total() for one in storms) == KILLS
    assert not set(deaths.PLACES) - set().union(*(one.deaths for one in storms)), "it dies everywhere that it can"
    assert sum(one.between for one in storms) >= KILLS // 10, (
        "some deaths fall between the commit and the acknowledgement"
    )


async def test_a_bot_that_acknowledges_before_it_commits_is_found_out(template: Path, tmp_path: Path) -> None:
    async with _storm(template, tmp_path, 3) as hasty:
        await hasty.rage(4, unsound="acknowledge first", channels=("telegram",))

        assert any(each.startswith("acknowledged, but there 0 times") for each in hasty.found)


async def test_a_bot_that_takes_a_repeated_message_for_a_new_one_is_found_out(template: Path, tmp_path: Path) -> None:
    async with storm.Storm(template, _folder(tmp_path, 4), seed=4, places=deaths.BETWEEN) as forgetful:
        await forgetful.play_undisturbed()
        await forgetful.rage(4, unsound="forget keys", channels=("telegram",))
        await forgetful.calm_down()

    wrong = forgetful.wrong()
    assert any(each.startswith("nobody said") for each in wrong)
    assert any(" left Effects" in each for each in wrong)


async def _weather(one: storm.Storm, kills: int) -> None:
    async with one:
        await one.play_undisturbed()
        await one.rage(kills)
        await one.calm_down()


def _storm(template: Path, folder: Path, seed: int) -> storm.Storm:
    return storm.Storm(template, _folder(folder, seed), seed=seed)


def _folder(folder: Path, seed: int) -> Path:
    made = folder / f"storm-{seed}"
    made.mkdir()
    return made
