"""The monthly lights of projects (月亮灯): how far the work lies behind its plan, and the light that this gives (the law §6.4).

Exact: figures are fractions from the first to the last, and nothing is rounded here. Lives here: `Progress`, what is known of a project
for a month, and `lit`, its light under the profile that the rules name.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from domain import months
from domain.mechanism.rules import LightProfile, RuleSet

HUNDRED = Fraction(100)


class Light(StrEnum):
    """A light, the worst last; the two that say nothing about the work first."""

    GREY = "grey"  # 经批准暂不亮灯
    MISSING = "missing"  # 缺: nobody reported
    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"


_WORSE = (Light.GREEN, Light.YELLOW, Light.RED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """What is known of a project for one month. Amounts are cumulative since January and of the same unit as `goal`, the year's.

    `plan` has them by month; where a month is not in it, a twelfth of the goal is due with every month. `actual` is None where nobody
    reported. `starts` is the month in which work is to begin, empty where it goes on from before. `is_exempt`: an exemption was approved.
    """

    month: str
    goal: Decimal
    plan: Mapping[str, Decimal]
    actual: Decimal | None
    starts: str = ""
    is_started: bool = True
    is_exempt: bool = False

    @property
    def planned(self) -> Fraction:
        """The amount that the plan wants by the end of the month."""
        if self.month in self.plan:
            return Fraction(self.plan[self.month])
        return Fraction(self.goal) * months.number(self.month) / months.YEAR

    @property
    def gap(self) -> Fraction:
        """Percentage points of the year's goal by which the work lies behind its plan; below zero where it is ahead."""
        return (self.planned - Fraction(self.actual or 0)) * HUNDRED / Fraction(self.goal)

    @property
    def done(self) -> Fraction:
        """The work as a percentage of what the plan wants; 100 where it wants nothing yet."""
        return Fraction(self.actual or 0) * HUNDRED / self.planned if self.planned else HUNDRED

    @property
    def months_late(self) -> int:
        """In how many months running the start was missed, the one in which it was due among them."""
        return 0 if self.is_started or not self.starts else max(0, months.between(self.starts, self.month) + 1)


def lit(progress: Progress, rules: RuleSet) -> Light:
    """The light of a project for a month: that of its progress or that of its start, whichever is worse."""
    if progress.is_exempt:
        return Light.GREY
    if progress.actual is None:
        return Light.MISSING
    return max(_PROFILES[rules.light_profile](progress, rules), _of_start(progress, rules), key=_WORSE.index)


def _by_gap(progress: Progress, rules: RuleSet) -> Light:
    """YC: by percentage points behind."""
    if progress.gap > Fraction(rules.light_red):
        return Light.RED
    return Light.YELLOW if progress.gap >= Fraction(rules.light_yellow) else Light.GREEN


def _by_ratio(progress: Progress, rules: RuleSet) -> Light:
    """SY: by the share of the plan that is missing."""
    short = HUNDRED - progress.done
    if short > Fraction(rules.light_ratio_red):
        return Light.RED
    return Light.YELLOW if short > 0 else Light.GREEN


def _by_track(progress: Progress, rules: RuleSet) -> Light:
    """XH: by the share of the plan that is done."""
    if progress.done < Fraction(rules.light_track_red):
        return Light.RED
    return Light.YELLOW if progress.done < Fraction(rules.light_track_yellow) else Light.GREEN


def _of_start(progress: Progress, rules: RuleSet) -> Light:
    if not progress.months_late:
        return Light.GREEN
    return Light.RED if progress.months_late >= rules.light_late_start_red else Light.YELLOW


def who_talks(light: Light, before: Light | None) -> str:
    """Who talks with the project's owner about a light, where the one of the month before is known: the owner is talked with, a deputy
    leader talks with the heads, or the leader in charge does; empty where nobody has to (the law §6.4)."""
    if light is Light.RED:
        return "leader"
    if light is not Light.YELLOW:
        return ""
    return "deputy" if before is Light.YELLOW else "office"


def shown(figure: Fraction) -> str:
    """A figure as people read it: rounded half-even to two places, without noughts at its end."""
    return f"{Decimal(round(figure * HUNDRED)).scaleb(-2).normalize():f}"


_PROFILES = {LightProfile.GAP: _by_gap, LightProfile.RATIO: _by_ratio, LightProfile.TRACK: _by_track}
