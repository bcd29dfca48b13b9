"""Playing lives: each from its seed, step by step, until something does not hold or it is over."""

from __future__ import annotations

import asyncio
import shutil
import traceback
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from storage import times
from storage.database import Tx
from tests.lives import house, promises
from tests.lives.ledger import Ledger
from tests.lives.life import Life

STEPS = 60
TOLD = 25  # lines of what happened before
Made = Counter[tuple[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Broken:
    """A promise that was not kept, or a press that failed: in which life, after how many steps, and what happened before."""

    seed: int
    steps: int
    what: tuple[str, ...]
    story: tuple[str, ...]

    def __str__(self) -> str:
        """As a person reads it."""
        told = "\n".join("    " + line for line in self.story[-TOLD:])
        return f"seed {self.seed}, step {self.steps}:\n{told}\n" + "\n".join(f"  ! {each}" for each in self.what)


@dataclass(slots=True)
class Street:
    """Where lives are played: the houses in which they begin, the moves that were made in all of them, and what happened in the last."""

    folder: Path
    loop: asyncio.AbstractEventLoop = field(default_factory=asyncio.new_event_loop)
    begun: Mapping[str, house.Begun] = field(default_factory=dict)
    made: Made = field(default_factory=Counter)
    kind: type[Life] = Life
    story: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        if self.begun:
            return
        (self.folder / "begun" / "told").mkdir(parents=True)
        self.begun = self.loop.run_until_complete(house.begin(self.folder / "begun"))

    def forked(self, folder: Path) -> Street:
        """The same houses in a process that was forked: with a loop and a folder of its own."""
        return Street(folder, begun=self.begun, kind=self.kind)

    def play(self, seed: int, steps: int = STEPS, *, depth: str = "", has_mornings: bool = False) -> Broken | None:
        """Play one life; what did not hold in it. It begins at this `depth` and has mornings where that is asked for."""
        folder = self.folder / f"life {seed}"
        life = house.live(self.kind, self.loop, self.begun, folder, seed, depth)
        life.has_mornings |= has_mornings
        try:
            return self._lived(life, seed, steps)
        finally:
            self.story = life.story
            life.read(self._count)
            life.close()
            shutil.rmtree(folder, ignore_errors=True)

    def close(self) -> None:
        """End it."""
        self.loop.close()

    def _lived(self, life: Life, seed: int, steps: int) -> Broken | None:
        ledger = Ledger(has_mornings=life.has_mornings)

        def look(tx: Tx) -> list[str]:
            ledger.read(tx, times.text(life.stage.now))
            return promises.broken(tx, ledger)

        life.read(lambda tx: ledger.read(tx, times.text(life.stage.now)))
        for step in range(1, steps + 1):
            try:
                life.step()
                wrong = [*life.wrong(), *life.read(look)]
            except Exception as error:  # whatever it is, nobody could press this
                wrong = [f"{error!r}", *traceback.format_exc().splitlines()[-6:]]
            if wrong:
                return Broken(seed=seed, steps=step, what=tuple(dict.fromkeys(wrong)), story=tuple(life.story))
        seen = [*promises.read_outside(life), *life.ends()]
        if seen:
            return Broken(seed=seed, steps=steps, what=tuple(seen), story=tuple(life.story))
        return None

    def _count(self, tx: Tx) -> None:
        for kind, what, number in tx.all("SELECT matter, what, COUNT(*) FROM history GROUP BY matter, what"):
            self.made[kind, what.partition(".")[0]] += number
