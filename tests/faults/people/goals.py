"""What the long run wants, and what it reached.

Each `trial_….py` has a `TRIAL`: its name, how many steps its progress bar has, and a `run` that answers with goals and
figures. `__main__.py` runs them and prints the table.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sized
from dataclasses import dataclass, field
from pathlib import Path

SHOWN = 20  # of what is wrong


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """A line of the table."""

    name: str
    wanted: str
    reached: str
    is_met: bool


@dataclass(slots=True, kw_only=True)
class Course:
    """How a trial is to be run: the same seed is the same plan; `scale` 1.0 is the long run; the folder is empty."""

    seed: int
    scale: float
    folder: Path
    advance: Callable[[int], None] = lambda steps: None

    def of(self, number: int) -> int:
        """So many, at this scale."""
        return max(1, round(number * self.scale))

    def room(self, name: str) -> Path:
        """Make a folder of its own."""
        made = self.folder / name
        made.mkdir()
        return made


@dataclass(slots=True, kw_only=True)
class Result:
    """What a trial found. `wrong` are sentences, for whoever must find the fault."""

    goals: list[Goal] = field(default_factory=list)
    figures: dict[str, object] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """One part of the long run; `steps` are those of the full one."""

    name: str
    title: str
    steps: int
    run: Callable[[Course], Awaitable[Result]]


def none(name: str, found: Sized) -> Goal:
    """Nothing of this may be found."""
    return Goal(name=name, wanted="0", reached=f"{len(found):,}", is_met=not found)


def at_least(name: str, wanted: int, reached: int) -> Goal:
    """So many, or more."""
    return Goal(name=name, wanted=f"≥ {wanted:,}", reached=f"{reached:,}", is_met=reached >= wanted)


def share_at_least(name: str, wanted: float, part: int, whole: int) -> Goal:
    """A share of a whole, or more."""
    reached = part / whole if whole else 0.0
    return Goal(name=name, wanted=f"≥ {wanted:.1%}", reached=f"{reached:.1%}", is_met=reached >= wanted)


def share_at_most(name: str, wanted: float, part: int, whole: int) -> Goal:
    """A share of a whole, or less."""
    reached = part / whole if whole else 1.0
    return Goal(name=name, wanted=f"≤ {wanted:.2%}", reached=f"{reached:.2%} ({part:,})", is_met=reached <= wanted)
