"""The long run's power cuts on WeCom: several lives of a house among citizens and members, and the proof that the rig finds losses."""

from __future__ import annotations

from collections import Counter

from tests.faults import trial_power
from tests.faults.harm import power, wecom_power
from tests.faults.people.goals import Course, Result, Trial, at_least, none

CUTS, LIVES, PROOFS = 800, 4, 200


async def run(course: Course) -> Result:
    """Cut in turn at every kind of boundary of each life."""
    result, kinds, items = Result(), Counter[str](), 0
    for life in range(LIVES):
        seed = course.seed + life
        lived = await wecom_power.live(course.room(f"life-{life}"), seed=seed)
        items += len(lived.items)
        planned = power.cuts(lived.story, course.of(CUTS // LIVES), seed=seed)
        for cut, wrong in power.suffer(lived.story, planned, course.room(f"after-{life}"), wecom_power.check(lived)):
            kinds[cut.kind] += 1
            result.wrong += [f"life {seed}: {cut}: {each}" for each in wrong]
            course.advance(1)
    result.goals = [
        at_least("power cuts", course.of(CUTS // LIVES) * LIVES, kinds.total()),
        none("what WeCom was told we have, or what lies before the cursor, is gone; broken files", result.wrong),
        at_least("proof: messages that the rig loses under synchronous=NORMAL", 1, await _proof(course)),
    ]
    result.figures = {"kinds": dict(sorted(kinds.items())), "items": items}
    return result


async def _proof(course: Course) -> int:
    lived = await wecom_power.live(course.room("normal"), seed=course.seed, worse=trial_power.NORMAL)
    planned = power.cuts(lived.story, course.of(PROOFS), seed=course.seed)
    found = power.suffer(lived.story, planned, course.room("normal-after"), wecom_power.check(lived))
    return sum(each.startswith("lost: ") for _, wrong in found for each in wrong)


TRIAL = Trial(name="wecom-power", title="power on WeCom", steps=CUTS, run=run)
