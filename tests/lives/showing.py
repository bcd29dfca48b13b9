"""Many lives in a row for whoever looks on: what was made in them, what did not hold; and how soon the law broken on purpose is found."""

from __future__ import annotations

import logging
import os
import time
from collections import Counter
from collections.abc import Mapping, Sequence

import pytest
from rich.console import Console
from rich.progress import track
from rich.table import Table

from domain.lifecycles import PROCEDURES
from tests.lives import playing
from tests.lives.breaking import BEGUN_AT, WITH_MORNINGS, Break
from tests.lives.life import UNTOLD
from tests.lives.playing import Street

OUT = Console(highlight=False, width=150)


def played(street: Street, seeds: Sequence[int], steps: int, called: str = "lives") -> bool:
    """Play them, and show what was made; whether everything held."""
    wrong, begun = 0, time.monotonic()
    for seed in track(seeds, console=Console(stderr=True), description=called):
        found = street.play(seed, steps)
        if found is not None:
            wrong += 1
            OUT.print(str(found), markup=False)
    OUT.print(_made(street.made))
    OUT.print(
        f"{len(seeds)} {called} of {steps} steps in {time.monotonic() - begun:.0f} s; {wrong} in which something did not hold"
    )
    return not wrong


def broken(begun: Street, every: Mapping[str, Break], lives: int, steps: int, only: str) -> bool:
    """Each break in a process of its own, with which it goes; the houses in which lives begin were lawful ones. Whether all were found."""
    table, missed = Table("broken on purpose", "found after", "by"), 0
    for number, (name, breaks) in enumerate(every.items()):
        if only and not any(each in name for each in only.split("|")):
            continue
        reader, writer = os.pipe()
        child = os.fork()
        if not child:
            told = "not found|"
            try:
                logging.disable()  # what fails of it is what is looked for
                with pytest.MonkeyPatch.context() as patch:
                    breaks(patch)
                    told = _found(begun.forked(begun.folder / str(number)), name, lives, steps)
            except Exception as error:
                told = f"at once|{error!r}"
            finally:
                os.write(writer, told.encode()[:4000])
                os._exit(0)
        os.close(writer)
        with os.fdopen(reader, "rb") as said:
            after, _, by = said.read().decode(errors="replace").partition("|")
        os.waitpid(child, 0)
        missed += after == "not found"
        table.add_row(name, after, by[:90])
        OUT.print(f"{name}: {after}  {by[:100]}", markup=False)
    OUT.print(table)
    return not missed


def _found(street: Street, name: str, lives: int, steps: int) -> str:
    for seed in range(lives):
        found = street.play(seed, steps, depth=BEGUN_AT.get(name, ""), has_mornings=name in WITH_MORNINGS)
        if found is not None:
            return f"{seed + 1} lives|{found.what[0]}"
    return "not found|"


def _made(made: playing.Made) -> Table:
    """Which moves of which table were made at least once."""
    table = Table("matter", "moves made", "never")
    by_kind: Counter[str] = Counter()
    for kind, lifecycle in PROCEDURES.items():
        if kind in UNTOLD:
            continue
        never = [move for move in lifecycle.moves if not made[kind, move]]
        by_kind["all"] += len(lifecycle.moves)
        by_kind["made"] += len(lifecycle.moves) - len(never)
        table.add_row(kind, f"{len(lifecycle.moves) - len(never)} of {len(lifecycle.moves)}", ", ".join(never))
    table.add_row("all", f"{by_kind['made']} of {by_kind['all']}", "")
    return table
