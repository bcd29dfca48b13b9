"""The quarter of a project (季度红旗、蜗牛): what was done of its target, and what that makes of it (the law §5, P-RED, P-SNAIL).

Exact, as the lights are. Lives here: `Quarter`, what is known of a project for three months, and `judged`, what the rules suggest: a
person decides.
"""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from domain import months
from domain.mechanism.rules import RuleSet
from domain.scoring.lights import HUNDRED, Progress

MONTHS = 3


class Judged(StrEnum):
    """What the figures of a quarter suggest."""

    RED_FLAG = "red_flag"  # 红旗项目
    LATE_START = "late_start"  # 蜗牛: 未按期开工
    BELOW_TARGET = "below_target"  # 蜗牛: 续建项目未达季度目标
    MISSING = "missing"  # 缺
    NEITHER = "neither"


SNAILS = frozenset({Judged.LATE_START, Judged.BELOW_TARGET})


@dataclass(frozen=True, slots=True, kw_only=True)
class Quarter:
    """A project in a quarter. `last` is what is known for its last month, `before` for the last month of the quarter before it in the same
    year, None in the first quarter, when amounts begin at nought. `is_excused`: force majeure was recognised in it."""

    last: Progress
    before: Progress | None
    is_excused: bool = False

    @property
    def target(self) -> Fraction:
        """What the plan wants to be done in the quarter."""
        return self.last.planned - (self.before.planned if self.before else 0)

    @property
    def done(self) -> Fraction | None:
        """What was done in it; None where that was not reported."""
        if self.last.actual is None or (self.before is not None and self.before.actual is None):
            return None
        return Fraction(self.last.actual) - (Fraction(self.before.actual or 0) if self.before else 0)

    @property
    def is_carried_over(self) -> bool:
        """Whether the project goes on from a year before."""
        return not self.last.starts or months.year(self.last.starts) < months.year(self.last.month)


def judged(quarter: Quarter, rules: RuleSet) -> Judged:
    """What the rules suggest for a project."""
    done, target = quarter.done, quarter.target
    if done is None:
        return Judged.MISSING
    if not quarter.is_excused and quarter.last.months_late:
        return Judged.LATE_START
    if not quarter.is_excused and quarter.is_carried_over and done < target:
        return Judged.BELOW_TARGET
    over = done - target
    is_far_over = target > 0 and over * HUNDRED >= target * Fraction(rules.project_red_over)
    return Judged.RED_FLAG if is_far_over and over >= rules.project_red_amount else Judged.NEITHER


def months_of(last: str) -> tuple[str, ...]:
    """The months of the quarter that ends with this one."""
    return tuple(months.later(last, by) for by in range(1 - MONTHS, 1))


def code_of(last: str) -> str:
    """The quarter that ends with a month: 2026-Q1."""
    return f"{months.year(last):04}-Q{months.number(last) // MONTHS}"
