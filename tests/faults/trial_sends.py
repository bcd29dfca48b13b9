"""The long run's public sends: ten thousand, with one faulty reply in ten."""

from __future__ import annotations

from tests.faults.people import public_sends
from tests.faults.people.goals import Course, Goal, Result, Trial, at_least, none, share_at_least, share_at_most

SENDS, BATCH, FAULTY = 10_000, 100, 0.1
DRAWN = 0.105  # so that chance does not leave it below


async def run(course: Course) -> Result:
    """Announce batch after batch."""
    sends = course.of(SENDS)
    async with public_sends.opened(course.room("square"), seed=course.seed, faulty=DRAWN) as square:
        for first in range(0, sends, BATCH):
            await square.announce(min(BATCH, sends - first))
            course.advance(min(BATCH, sends - first))
    tally, wrong = square.tally, square.wrong
    goals = [
        at_least("public sends", sends, tally["announced"]),
        share_at_least("faulty replies", FAULTY, tally["faulty"], tally["calls"]),
        _none(wrong, "twice in the channel", "announcements twice in the channel"),
        _none(wrong, "silently unsent", "announcements silently unsent"),
        _none(wrong, "said without approvals", "said after their approvals fell"),
        _none(wrong, "nobody signed", "words that nobody signed"),
        none("anything else that is wrong", _others(wrong)),
        share_at_most("unknown because an answer was lost", 0.001, tally["lost answers"], sends),
    ]
    return Result(goals=goals, figures={"tally": dict(tally)}, wrong=wrong)


KINDS = ("twice in the channel", "silently unsent", "said without approvals", "nobody signed")


def _none(wrong: list[str], kind: str, name: str) -> Goal:
    return none(name, [each for each in wrong if each.startswith(kind)])


def _others(wrong: list[str]) -> list[str]:
    return [each for each in wrong if not each.startswith(KINDS)]


TRIAL = Trial(name="sends", title="public sends", steps=SENDS, run=run)
