"""The long run's other disturbances: every scene of `nemesis.py`, in several towns, each time in another order."""

from __future__ import annotations

import asyncio
import random
from collections import Counter

from tests.faults.harm import nemesis
from tests.faults.people import town
from tests.faults.people.goals import Course, Result, Trial, at_least, none

TOWNS = 6
AT_ONCE = 2


async def run(course: Course) -> Result:
    """Play."""
    template = town.make_home(course.folder / "template")
    gate, towns = asyncio.Semaphore(AT_ONCE), course.of(TOWNS)
    result, tally = Result(), Counter[str]()
    places = [town.Town(template, course.room(f"town-{n}"), seed=course.seed + n) for n in range(towns)]
    for found, one in zip(await asyncio.gather(*(_play(course, gate, each) for each in places)), places, strict=True):
        result.wrong += [f"{one.folder.name}: {each}" for each in found]
        tally += one.tally
    result.goals = [
        at_least("disturbances of nine kinds, each back in service", towns * len(nemesis.SCENES), tally["scenes"]),
        at_least("rows of a stopped bot that another took over", towns, tally["rows taken over"]),
        none("lost, done twice, half done, strange or broken", result.wrong),
    ]
    result.figures = {"tally": dict(tally)}
    return result


async def _play(course: Course, gate: asyncio.Semaphore, one: town.Town) -> list[str]:
    names = list(nemesis.SCENES)
    random.Random(one.drawn.random()).shuffle(names)
    async with gate:
        async with one:
            await one.play_undisturbed()
            for name in names:
                await nemesis.SCENES[name](one)
                one.tally["scenes"] += 1
                course.advance(1)
        return one.wrong()


TRIAL = Trial(name="nemesis", title="other disturbances", steps=TOWNS * len(nemesis.SCENES), run=run)
