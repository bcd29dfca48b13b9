"""The long run's replicas: two or three processes on one PostgreSQL, ended or held up one after the other, in both modes."""

from __future__ import annotations

from collections import Counter

from tests.faults.harm import replicas
from tests.faults.people.goals import Course, Goal, Result, Trial, at_least, none
from tests.support import engines

ENDS = 100
IN_AN_OFFICE = 10  # then a new one, with the other mode and another number of processes
WORDS = 10  # from one process to a stream of another, in every office
LONGEST_WAY = 1.0  # seconds


async def run(course: Course) -> Result:
    """End them, one office after the other."""
    home, url = replicas.make_office(course.folder / "template", engines.databases().bare())
    ends, wrong, waited, tally = course.of(ENDS), list[str](), list[float](), Counter[str]()
    for number in range(-(-ends // IN_AN_OFFICE)):
        office = replicas.Replicas(
            home,
            course.room(f"office-{number}"),
            engines.databases().bare(template=url),
            seed=course.seed + number,
            number=2 + number // 2 % 2,
            mode=("polling", "webhook")[number % 2],
        )
        share = min(IN_AN_OFFICE, ends - IN_AN_OFFICE * number)
        async with office:
            await office.play_undisturbed()
            await office.rage(ends=share)
            waited += [await office.word_from_elsewhere() for _ in range(WORDS)]
            await office.calm_down()
        wrong += [f"office-{number}: {each}" for each in office.wrong()]
        tally += office.ends + Counter(
            acknowledged=len(office.record.acknowledged), announced=len(office.square.titles)
        )
        course.advance(share)
    return Result(
        goals=[
            at_least("processes killed, held up or stopped", ends, sum(tally[how.name] for how in replicas.HOLDING)),
            none("lost, done twice, out of order, at the wrong pace or by two at once", wrong),
            _soon(waited),
        ],
        figures={"done": dict(tally), "word_from_elsewhere_s": [round(each, 3) for each in sorted(waited)]},
        wrong=wrong,
    )


def _soon(waited: list[float]) -> Goal:
    longest = max(waited)
    return Goal(
        name="a word reaches a stream held by another process",
        wanted=f"≤ {LONGEST_WAY:.1f} s",
        reached=f"≤ {longest:.2f} s",
        is_met=longest <= LONGEST_WAY,
    )


TRIAL = Trial(name="replicas", title="replicas", steps=ENDS, run=run)
