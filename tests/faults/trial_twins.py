"""The long run's two processes on one PostgreSQL, each killed again and again."""

from __future__ import annotations

from tests.faults.harm import deaths, replicas
from tests.faults.harm.storm import figures, places
from tests.faults.harm.twins import Twins
from tests.faults.people.goals import Course, Result, Trial, at_least, none
from tests.support import engines

KILLS, TOWNS = 100, 2


async def run(course: Course) -> Result:
    """One town after the other: two processes and a server of PostgreSQL are enough for two cores."""
    home, made = replicas.make_office(course.folder / "template", engines.databases().bare())
    wrong, towns = list[str](), list[Twins]()
    for number in range(TOWNS):
        room, url = course.room(f"town-{number}"), engines.databases().bare(template=made)
        one = Twins(home, room, url, seed=course.seed + number, told=lambda: course.advance(1))
        async with one:
            await one.play_undisturbed()
            await one.rage(2 * course.of(KILLS // TOWNS // 2))
            await one.calm_down()
            wrong += [f"town {number}: {each}" for each in one.wrong()]
        towns.append(one)
    return Result(
        goals=[
            at_least("kills of one of two processes", course.of(KILLS), sum(one.deaths.total() for one in towns)),
            at_least(
                "places of the code at which it died", min(len(deaths.PLACES), course.of(KILLS) // 10), places(towns)
            ),
            none("lost, done twice, half done, strange or broken", wrong),
        ],
        figures=figures(towns),
        wrong=wrong,
    )


TRIAL = Trial(name="twins", title="kills of two", steps=KILLS, run=run)
