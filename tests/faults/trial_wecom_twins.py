"""The long run's two processes before WeCom, on one PostgreSQL: killed, woken up late, and rung at where nobody pulls."""

from __future__ import annotations

from collections import Counter

from tests.faults.harm import replicas
from tests.faults.harm.storm import figures
from tests.faults.harm.wecom_twins import WecomTwins
from tests.faults.people.goals import Course, Result, Trial, at_least, none
from tests.support import engines

KILLS, TOWNS, TIMES = 80, 4, 4  # times that each town's one wakes up late, and that a bell rings elsewhere
FAULTY = 0.05


async def run(course: Course) -> Result:
    """One town after the other, in every other of which some calls fail."""
    home, made = replicas.make_office(course.folder / "template", engines.databases().bare())
    wrong, towns = list[str](), list[WecomTwins]()
    kills, times = 2 * course.of(KILLS // TOWNS // 2), course.of(TIMES)
    for number in range(TOWNS):
        room, url = course.room(f"town-{number}"), engines.databases().bare(template=made)
        given = {"seed": course.seed + number, "faulty": FAULTY * (number % 2), "told": lambda: course.advance(1)}
        async with WecomTwins(home, room, url, **given) as one:
            await one.play_undisturbed()
            await one.rage(kills)
            await one.calm_down()
            for _ in range(times):
                await one.wakes_late()
                await one.hears_elsewhere()
            wrong += [f"town {number}: {each}" for each in one.wrong()]
        towns.append(one)
    tally = sum((one.tally for one in towns), Counter[str]())
    return Result(
        goals=[
            at_least("kills of one of two processes", TOWNS * kills, sum(one.deaths.total() for one in towns)),
            at_least("times that the old one woke up late", TOWNS * times, tally["woke late"]),
            at_least("bells heard that rang where nobody pulls", TOWNS * times, tally["rung elsewhere"]),
            none("lost, done twice, pulled by two at once, strange or broken", wrong),
        ],
        figures=figures(towns) | {"tally": dict(tally)},
        wrong=wrong,
    )


TRIAL = Trial(name="wecom-twins", title="two before WeCom", steps=KILLS, run=run)
