"""The long run's kills on WeCom: two hundred SIGKILLs among citizens of customer service and members of the app."""

from __future__ import annotations

import asyncio
from pathlib import Path

from tests.faults.harm import deaths
from tests.faults.harm.storm import Storm, figures, places
from tests.faults.people import town
from tests.faults.people.corporation import Corporation
from tests.faults.people.goals import Course, Result, Trial, at_least, none

KILLS, IN_A_TOWN, AT_ONCE = 200, 50, 2
PLACES = (*deaths.PLACES, *deaths.PULLING)


async def run(course: Course) -> Result:
    """Kill in several towns, two at a time."""
    template = town.make_home(course.folder / "template")
    kills = course.of(KILLS)
    gate = asyncio.Semaphore(AT_ONCE)
    storms = [
        Storm(
            template,
            course.room(f"town-{number}"),
            seed=course.seed + number,
            places=PLACES,
            told=lambda: course.advance(1),
            platform=Corporation(),
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
            none("lost, done twice, half done, strange or broken", wrong),
        ],
        figures=figures(storms),
        wrong=wrong,
    )


async def _weather(gate: asyncio.Semaphore, storm: Storm, kills: int) -> list[str]:
    async with gate:
        async with storm:
            await storm.play_undisturbed()
            await storm.rage(kills)
            await storm.calm_down()
        return [f"{Path(storm.folder).name}: {each}" for each in storm.wrong()]


TRIAL = Trial(name="wecom-kills", title="kills on WeCom", steps=KILLS, run=run)
