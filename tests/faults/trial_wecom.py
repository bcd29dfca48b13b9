"""The long run on WeCom: two hundred SIGKILLs among citizens, members and a group, in every other town of which one call in ten
fails; then everything but death, in each."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from pathlib import Path

from tests.faults.harm import wecom_nemesis
from tests.faults.harm.storm import figures, places
from tests.faults.harm.wecom_storm import PLACES, WecomStorm
from tests.faults.people import town
from tests.faults.people.goals import Course, Result, Trial, at_least, none

KILLS, IN_A_TOWN, AT_ONCE = 200, 50, 2
FAULTY = 0.1


async def run(course: Course) -> Result:
    """Kill in several towns, two at a time."""
    template = town.make_home(course.folder / "template")
    kills = course.of(KILLS)
    gate = asyncio.Semaphore(AT_ONCE)
    storms = [
        WecomStorm(
            template,
            course.room(f"town-{number}"),
            seed=course.seed + number,
            faulty=FAULTY * (number % 2),
            told=lambda: course.advance(1),
        )
        for number in range(-(-kills // IN_A_TOWN))
    ]
    shares = [min(IN_A_TOWN, kills - IN_A_TOWN * number) for number in range(len(storms))]
    found = await asyncio.gather(*(_weather(gate, *each) for each in zip(storms, shares, strict=True)))
    wrong = [each for one in found for each in one]
    return Result(
        goals=[
            at_least("kills", kills, sum(storm.deaths.total() for storm in storms)),
            at_least("kills between commit and acknowledgement", kills // 20, sum(s.between for s in storms)),
            at_least("places of the code at which it died", min(len(PLACES), kills // 10), places(storms)),
            at_least(
                "disturbances of seven kinds, each back in service",
                len(storms) * len(wecom_nemesis.SCENES),
                sum(storm.tally["scenes"] for storm in storms),
            ),
            none("lost, done twice, half done, strange or broken", wrong),
        ],
        figures=figures(storms) | {"tally": dict(sum((storm.tally for storm in storms), Counter()))},
        wrong=wrong,
    )


async def _weather(gate: asyncio.Semaphore, storm: WecomStorm, kills: int) -> list[str]:
    async with gate:
        async with storm:
            await storm.play_undisturbed()
            await storm.rage(kills)
            await storm.calm_down()
            for name in random.Random(storm.drawn.random()).sample(
                list(wecom_nemesis.SCENES), len(wecom_nemesis.SCENES)
            ):
                await wecom_nemesis.SCENES[name](storm)
                storm.tally["scenes"] += 1
        return [f"{Path(storm.folder).name}: {each}" for each in storm.wrong()]


TRIAL = Trial(name="wecom", title="WeCom", steps=KILLS, run=run)
