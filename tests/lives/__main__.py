"""`python -m tests.lives`: plays lives of matters and checks after each step what the law promises; prints what was made in them.

`--seed N` plays one life again and tells all of it. `--broken` breaks the law on purpose, one thing at a time, and says which of it
was found after how many lives.
"""

from __future__ import annotations

import logging
import os
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Annotated

import pytest
import typer
from rich.console import Console
from rich.progress import track
from rich.table import Table

from domain.lifecycles import PROCEDURES
from tests.lives import playing
from tests.lives.breaking import BEGUN_AT, BREAKS, WITH_MORNINGS
from tests.lives.life import UNTOLD
from tests.lives.playing import Street

OUT = Console(highlight=False, width=150)


def main(
    lives: Annotated[int, typer.Option(help="How many lives.")] = 200,
    steps: Annotated[int, typer.Option(help="Steps of each.")] = 90,
    first: Annotated[int, typer.Option(help="The first seed.")] = 0,
    seed: Annotated[int | None, typer.Option(help="Play this life alone.")] = None,
    broken: Annotated[bool, typer.Option(help="Break the law on purpose.")] = False,
    only: Annotated[str, typer.Option(help="Of the breaks, those with these words.")] = "",
) -> None:
    """Play lives, and say what did not hold."""
    with tempfile.TemporaryDirectory(dir="/dev/shm" if Path("/dev/shm").is_dir() else None) as folder:
        if broken:
            is_well = _broken(Path(folder), lives, steps, only)
        else:
            is_well = _played(Path(folder), [seed] if seed is not None else range(first, first + lives), steps)
    raise typer.Exit(0 if is_well else 1)


def _played(folder: Path, seeds: list[int] | range, steps: int) -> bool:
    street, wrong, begun = Street(folder), 0, time.monotonic()
    for seed in track(seeds, console=Console(stderr=True), description="lives"):
        found = street.play(seed, steps)
        if found is not None:
            wrong += 1
            OUT.print(str(found), markup=False)
    OUT.print(_made(street.made))
    OUT.print(
        f"{len(seeds)} lives of {steps} steps in {time.monotonic() - begun:.0f} s; {wrong} in which something did not hold"
    )
    return not wrong


def _broken(folder: Path, lives: int, steps: int, only: str) -> bool:
    """Each break in a process of its own, with which it goes; the houses in which lives begin were lawful ones."""
    begun = Street(folder)
    table, missed = Table("broken on purpose", "found after", "by"), 0
    for number, (name, breaks) in enumerate(BREAKS.items()):
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
                    told = _found(begun.forked(folder / str(number)), name, lives, steps)
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


if __name__ == "__main__":
    typer.run(main)
