"""What is measured and what was measured: the figures that rankings are made of.

Lives here: `Indicator`, `Value`, `Adjustment`. Read from files by `domain/importing/files.py`, remembered by `storage/`,
frozen for a period by `domain/scoring/figures.py`, ranked by `domain/scoring/rankings.py`.
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from domain import errors


class FiguresRefused(errors.FlagpostError):
    """The figures contradict themselves."""

    def __init__(self, why: str) -> None:
        super().__init__(f"The figures were refused: {why}.")


class Direction(StrEnum):
    """What a good figure is."""

    HIGHER = "+"
    LOWER = "-"
    TARGET = "T"


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """What is measured. Weights count inside the section. An empty `sequences` means every sequence.

    `due_day` and `freeze_day` (the law §6.1): on which day after the end of a period its figures are due, and are frozen; None: as the
    office's rule says.
    """

    code: str
    name: str
    section: str
    section_weight: Decimal
    weight: Decimal
    direction: Direction
    sequences: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    owner: str = ""
    due_day: int | None = None
    freeze_day: int | None = None

    def applies_to(self, sequence: str) -> bool:
        """Whether units of this sequence are measured by it."""
        return not self.sequences or sequence in self.sequences


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """A unit's figure for a period. None is missing (缺), not zero. A negative target marks what must stay low."""

    period: str
    unit: str
    indicator: str
    value: Decimal | None
    target: Decimal | None = None

    @property
    def is_target_missed(self) -> bool:
        """Whether there is a target and the figure falls short of it (exceeds it, where it must stay low)."""
        return is_missed(self.value, self.target)


def is_missed(value: Decimal | None, target: Decimal | None) -> bool:
    """Whether there are a figure and a target and it falls short of it (exceeds it, where it must stay low)."""
    if value is None or target is None:
        return False
    return value > -target if target < 0 else value < target


@dataclass(frozen=True, slots=True, kw_only=True)
class Adjustment:
    """Points added (or, negative, taken) by a decision; without the decision's number there is none."""

    unit: str
    points: Decimal
    decision: str

    def __post_init__(self) -> None:
        if not self.decision.strip():
            raise FiguresRefused(f"the adjustment of {self.points} for {self.unit} names no decision")
