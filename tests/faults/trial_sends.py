"""The long run's public sends: ten thousand to a channel and three thousand to a group, with one faulty reply in ten."""

from __future__ import annotations

from tests.faults.people import public_places, public_sends
from tests.faults.people.goals import Course, Goal, Result, Trial, at_least, none, share_at_least, share_at_most

SENDS, TO_GROUPS, BATCH, FAULTY = 10_000, 3_000, 100, 0.1
DRAWN = 0.105  # so that chance does not leave it below


async def run(course: Course) -> Result:
    """Announce batch after batch on Telegram."""
    sends = course.of(SENDS)
    async with public_sends.opened(course.room("square"), seed=course.seed, faulty=DRAWN) as square:
        await _announce(square, sends, course)
    unknown = share_at_most("unknown because an answer was lost", 0.001, square.tally["lost answers"], sends)
    return _result(square, sends, unknown)


async def run_in_groups(course: Course) -> Result:
    """The same by a robot: there each lost answer, and each death, is one for a person to look after, and nothing else is."""
    sends = course.of(TO_GROUPS)
    async with public_sends.opened(
        course.room("group"), seed=course.seed, faulty=DRAWN, at=public_places.on_wecom
    ) as square:
        await _announce(square, sends, course)
    lost = max(square.tally["lost answers"] - square.tally["died"], 0)
    unknown = share_at_most("unknown because an answer was lost, one for each death aside", DRAWN, lost, sends)
    return _result(square, sends, unknown)


async def _announce(square: public_sends.Square, sends: int, course: Course) -> None:
    for first in range(0, sends, BATCH):
        await square.announce(min(BATCH, sends - first))
        course.advance(min(BATCH, sends - first))


def _result(square: public_sends.Square, sends: int, unknown: Goal) -> Result:
    tally, wrong = square.tally, square.wrong
    goals = [
        at_least("public sends", sends, tally["announced"]),
        share_at_least("faulty replies", FAULTY, tally["faulty"], tally["calls"]),
        _none(wrong, "twice in public", "announcements twice in public"),
        _none(wrong, "silently unsent", "announcements silently unsent"),
        _none(wrong, "said without approvals", "said after their approvals fell"),
        _none(wrong, "nobody signed", "words that nobody signed"),
        none("anything else that is wrong", _others(wrong)),
        unknown,
    ]
    return Result(goals=goals, figures={"tally": dict(tally)}, wrong=wrong)


KINDS = ("twice in public", "silently unsent", "said without approvals", "nobody signed")


def _none(wrong: list[str], kind: str, name: str) -> Goal:
    return none(name, [each for each in wrong if each.startswith(kind)])


def _others(wrong: list[str]) -> list[str]:
    return [each for each in wrong if not each.startswith(KINDS)]


TRIAL = Trial(name="sends", title="public sends", steps=SENDS, run=run)
TRIAL_IN_GROUPS = Trial(name="group-sends", title="sends to groups", steps=TO_GROUPS, run=run_in_groups)
