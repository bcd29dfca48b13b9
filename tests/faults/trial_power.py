"""The long run's power cuts: 2,000 over several lives, and the proof that the same rig finds what less care loses."""

from __future__ import annotations

from collections import Counter

from tests.faults.harm import power
from tests.faults.people.goals import Course, Result, Trial, at_least, none

CUTS, LIVES = 2_000, 4
PROOFS = 120
NORMAL, OFF = "PRAGMA synchronous=NORMAL", "PRAGMA synchronous=OFF"


async def run(course: Course) -> Result:
    """Cut in turn at every kind of boundary of each life."""
    result, kinds = Result(), Counter[str]()
    for life in range(LIVES):
        seed = course.seed + life
        story = await power.live(course.room(f"life-{life}"), seed=seed)
        room = course.room(f"after-{life}")
        for cut, wrong in power.suffer(story, power.cuts(story, course.of(CUTS // LIVES), seed=seed), room):
            kinds[cut.kind] += 1
            result.wrong += [f"life {seed}: {cut}: {each}" for each in wrong]
            course.advance(1)
    normal, off = await _proof(course, "normal", NORMAL), await _proof(course, "off", OFF)
    result.goals = [
        at_least("power cuts", course.of(CUTS // LIVES) * LIVES, kinds.total()),
        none("acknowledged messages lost, files broken, half messages", result.wrong),
        at_least("proof: messages that the rig loses under synchronous=NORMAL", 1, _lost(normal)),
        at_least("proof: files that the rig breaks under synchronous=OFF", 1, len(off) - _lost(off)),
    ]
    result.figures = {"kinds": dict(sorted(kinds.items()))}
    return result


async def _proof(course: Course, name: str, worse: str) -> list[str]:
    story = await power.live(course.room(name), seed=course.seed, worse=worse)
    planned = power.cuts(story, course.of(PROOFS), seed=course.seed)
    return [each for _, wrong in power.suffer(story, planned, course.room(f"{name}-after")) for each in wrong]


def _lost(wrong: list[str]) -> int:
    return sum(each.startswith("lost:") for each in wrong)


TRIAL = Trial(name="power", title="power cuts", steps=CUTS, run=run)
