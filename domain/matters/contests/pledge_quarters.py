"""How pledges stand (赛马亮榜), counted by level, contest and unit; and the board of a quarter's end. The law §1 row 7, §9.

Only units and contests are named, never who leads one, and no words of a pledge. Nothing follows from it for a score.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from domain.mechanism.columns import Asked
from domain.mechanism.drafts import drafted
from domain.mechanism.modules import Module
from domain.mechanism.standing import Standing


class Course(StrEnum):
    """How a signed pledge stands on a day."""

    MET = "met"  # 完成
    PARTLY = "partly"  # 部分完成
    MISSED = "missed"  # 未完成
    REPORTED = "reported"  # 待核验
    UNDER_WAY = "under_way"  # 推进中: its day has not passed
    OVERDUE = "overdue"  # 逾期: its day has passed, and nothing was reported


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class PledgeCount:
    """How many pledges of a unit in a contest stand how; the level is that of its unit."""

    level: str
    contest: str
    unit: str
    met: int = 0
    partly: int = 0
    missed: int = 0
    reported: int = 0
    under_way: int = 0
    overdue: int = 0

    @property
    def counts(self) -> tuple[int, ...]:
        """How many stand how, in the order of `Course`."""
        return tuple(getattr(self, course) for course in Course)


def course_on(pledge: Standing, day: date) -> Course | None:
    """How a pledge stood at the end of a day; None where it was not signed then, had been withdrawn, or was over before that year."""
    if not _is_by("signed_on", pledge, day) or _is_by("left_on", pledge, day):
        return None
    own, until = pledge.own, date.fromisoformat(pledge.own["until"])
    if _is_by("found_on", pledge, day):
        return Course(own["finding"]) if until.year >= day.year or own["found_on"] >= f"{day.year}-01-01" else None
    if _is_by("reported_on", pledge, day):
        return Course.REPORTED
    return Course.OVERDUE if until < day else Course.UNDER_WAY


def _is_by(name: str, pledge: Standing, day: date) -> bool:
    told = pledge.own.get(name, "")
    return bool(told) and date.fromisoformat(told) <= day


def summed(every: Iterable[PledgeCount], *parts: str) -> list[PledgeCount]:
    """The same summed over what is not one of these `parts` (level, contest, unit), in the order in which they come first."""
    found: dict[tuple[str, ...], Counter[Course]] = {}
    for each in every:
        key = tuple(getattr(each, part) for part in parts)
        found.setdefault(key, Counter()).update(dict(zip(Course, each.counts, strict=True)))
    return [_counted(dict(zip(parts, key, strict=True)), counts) for key, counts in found.items()]


def _counted(named: Mapping[str, str], counts: Counter[Course]) -> PledgeCount:
    numbers = {course.value: counts[course] for course in Course}
    level, contest, unit = (named.get(part, "") for part in ("level", "contest", "unit"))
    return PledgeCount(level=level, contest=contest, unit=unit, **numbers)


def ahead_first(every: Iterable[PledgeCount]) -> list[PledgeCount]:
    """Those with the greatest share of what they met first, then those with the least that was missed or is overdue, then by code."""
    return sorted(every, key=lambda each: (-each.met / (sum(each.counts) or 1), each.missed + each.overdue, each.unit))


PROCEDURE = drafted(
    "pledge_quarter",
    "LB",
    Asked("month", "text"),
    says="pledges",
    public=("month",),
    shows=("month", "day", "total", "levels", "contests", "units"),
    body=frozenset({"levels", "contests", "units"}),
    term="pledge_confirm",
    module=Module.RACE,
)
