"""The long run's cancellations: a hundred thousand, at every door."""

from __future__ import annotations

import shutil

from tests.faults.harm import doors
from tests.faults.people.goals import Course, Result, Trial, at_least, none, share_at_least
from tests.support import engines

CANCELLED = 100_000
IN_A_HOUSE = 10_000  # then a new one: the books are looked through as a whole
OTHER_ENGINE = 5  # every so many houses stand on PostgreSQL
IN_FLIGHT = 0.3
LOST, TWICE, LEFT = ("lost:",), ("there ", "person ", "nobody said", "bare keys"), ("transaction", "a task")


async def run(course: Course) -> Result:
    """Fill house after house."""
    result, wanted = Result(), course.of(CANCELLED)
    tally: dict[str, int] = {}
    house = 0
    while (before := tally.get("cancelled", 0)) < wanted:
        house += 1
        room = course.room(f"house-{house}")
        engine = "sqlite" if house % OTHER_ENGINE else "postgresql"
        with engines.chosen(engine):
            async with doors.opened(room, engine=engine, seed=course.seed + house) as opened:
                while opened.cancelled < min(IN_A_HOUSE, wanted - before):
                    left = opened.cancelled
                    await opened.wave()
                    course.advance(opened.cancelled - left)
                await opened.close_the_books()
        result.wrong += [f"{engine}: {each}" for each in opened.wrong]
        tally = {name: tally.get(name, 0) + opened.tally[name] for name in {*tally, *opened.tally}}
        shutil.rmtree(room)
    wrong = result.wrong
    result.goals = [
        at_least("cancellations", wanted, tally["cancelled"]),
        share_at_least("while the group was in flight", IN_FLIGHT, tally["cancelled in flight"], tally["cancelled"]),
        none("messages lost", _of(wrong, LOST)),
        none("effects twice, or half", _of(wrong, TWICE)),
        none("open transactions, tasks left", _of(wrong, LEFT)),
        none("anything else that is wrong", [each for each in wrong if not _of([each], (*LOST, *TWICE, *LEFT))]),
    ]
    result.figures = {"tally": dict(sorted(tally.items()))}
    return result


def _of(wrong: list[str], kinds: tuple[str, ...]) -> list[str]:
    return [each for each in wrong if any(kind in each for kind in kinds)]


TRIAL = Trial(name="cancellations", title="cancellations", steps=CANCELLED, run=run)
