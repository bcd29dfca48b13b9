"""The long run's kills: a thousand SIGKILLs, each after at least twenty new messages."""

from __future__ import annotations

import asyncio
from pathlib import Path

from tests.faults.harm import deaths
from tests.faults.harm.storm import Storm, figures, places
from tests.faults.people import town
from tests.faults.people.goals import Course, Result, Trial, at_least, none

KILLS, INPUTS = 1_000, 20
IN_A_TOWN = 50  # kills; then a new one, because every death is followed by a look at the whole database
AT_ONCE = 2  # towns
SPARE = 1.06  # a life that was given up, or died of a fault that the messages before it had, does not count


async def run(course: Course) -> Result:
    """Kill in many towns, two at a time."""
    template = town.make_home(course.folder / "template")
    kills = course.of(round(KILLS * SPARE))
    gate = asyncio.Semaphore(AT_ONCE)
    storms = [
        Storm(template, course.room(f"town-{number}"), seed=seed, inputs=INPUTS, told=lambda: course.advance(1))
        for number, seed in enumerate(range(course.seed, course.seed + -(-kills // IN_A_TOWN)))
    ]
    shares = [min(IN_A_TOWN, kills - IN_A_TOWN * number) for number in range(len(storms))]
    found = await asyncio.gather(*(_weather(gate, *each) for each in zip(storms, shares, strict=True)))
    wrong = [each for one in found for each in one]
    enough = sum(inputs >= INPUTS for storm in storms for inputs in storm.inputs)
    return Result(
        goals=[
            at_least(f"kills with {INPUTS} or more new messages each", course.of(KILLS), enough),
            at_least(
                "kills between commit and acknowledgement", course.of(KILLS) // 20, sum(s.between for s in storms)
            ),
            at_least("places of the code at which it died", min(len(deaths.PLACES), kills // 10), places(storms)),
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


TRIAL = Trial(name="kills", title="kills", steps=round(KILLS * SPARE), run=run)
