"""Playing lives: each from its seed, step by step, until something does not hold or it is over."""

from __future__ import annotations

import asyncio
import hashlib
import shutil
import traceback
from collections import Counter
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from storage import times
from storage.database import Tx
from tests.lives import house, promises
from tests.lives.begun import Begun
from tests.lives.ledger import Ledger
from tests.lives.life import Life
from tests.support import engines

SQLITE, POSTGRESQL = engines.ENGINES
STEPS = 60
TOLD = 25  # lines of what happened before
Made = Counter[tuple[str, str]]
Begin = Callable[[Path, str], Coroutine[Any, Any, dict[str, Begun]]]


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Lived:
    """What a life came to. `mark` is of all that was done, said and kept in it: it is the same where the life is lived again."""

    seed: int
    engine: str
    steps: int
    made: Made
    faults: Counter[str]
    looked: int
    mark: str
    broken: Broken | None

    @property
    def moves(self) -> int:
        """How many moves were made in it."""
        return sum(self.made.values())


@dataclass(slots=True)
class Street:
    """Where lives are played: the houses in which they begin, on either engine, the moves that were made in all of them, and what
    happened in the last."""

    folder: Path
    loop: asyncio.AbstractEventLoop = field(default_factory=asyncio.new_event_loop)
    begun: dict[str, Mapping[str, Begun]] = field(default_factory=dict)
    made: Made = field(default_factory=Counter)
    kind: type[Life] = Life
    begin: Begin = house.begin
    story: list[str] = field(default_factory=list)

    def begins(self, engine: str) -> Mapping[str, Begun]:
        """The houses in which lives begin on an engine."""
        if engine not in self.begun:
            self.begun[engine] = self.loop.run_until_complete(self.begin(self.folder / engine, engine))
        return self.begun[engine]

    def forked(self, folder: Path) -> Street:
        """The same houses in a process that was forked: with a loop and a folder of its own."""
        return Street(folder, begun=dict(self.begun), kind=self.kind, begin=self.begin)

    def play(
        self, seed: int, steps: int = STEPS, *, engine: str = SQLITE, depth: str = "", has_mornings: bool = False
    ) -> Lived:
        """Play one life. It begins at this `depth` and has mornings where that is asked for."""
        folder, begun = self.folder / f"life {seed}", self.begins(engine)
        with engines.chosen(engine):
            life = house.live(self.kind, self.loop, begun, folder, seed, depth)
            life.has_mornings |= has_mornings
            ledger = Ledger(has_mornings=life.has_mornings)
            try:
                broken = _lived(life, ledger, seed, steps)
            finally:
                self.story = life.story
                made, mark = life.read(_made), life.read(lambda tx: _mark(tx, life, ledger))
                life.close()
                shutil.rmtree(folder, ignore_errors=True)
        self.made.update(made)
        done = broken.steps if broken else steps
        looked = done * (1 + len(promises.PROMISES)) + life.looked()
        return Lived(
            seed=seed,
            engine=engine,
            steps=done,
            made=made,
            faults=life.faults,
            looked=looked,
            mark=mark,
            broken=broken,
        )

    def close(self) -> None:
        """End it."""
        self.loop.close()


def _lived(life: Life, ledger: Ledger, seed: int, steps: int) -> Broken | None:
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
    try:
        seen = [*promises.read_outside(life), *life.ends()]
    except Exception as error:  # see above
        seen = [f"{error!r}", *traceback.format_exc().splitlines()[-6:]]
    if seen:
        return Broken(seed=seed, steps=steps, what=tuple(seen), story=tuple(life.story))
    return None


def _made(tx: Tx) -> Made:
    made: Made = Counter()
    for kind, what, number in tx.all("SELECT matter, what, COUNT(*) FROM history GROUP BY matter, what"):
        made[kind, what.partition(".")[0]] += number
    return made


def _mark(tx: Tx, life: Life, ledger: Ledger) -> str:
    ledger.read(tx, times.text(life.stage.now))
    place = {account: number for number, account in enumerate(sorted(ledger.accounts))}  # ids have gaps on PostgreSQL
    kept = [
        life.story,
        [(each.number, each.stage, each.epoch, sorted(each.own.items(), key=str)) for each in ledger.matters.values()],
        [(each.matter, each.at, each.actor, each.what, each.told) for each in ledger.history],
        [(place.get(each.account), each.made_at, each.card, each.words) for each in ledger.sent],
    ]
    return hashlib.sha256(repr(kept).encode()).hexdigest()[:12]
