"""`python -m tests.lives`: plays lives of matters and checks after each step what the law promises; prints what was made in them.

`--seed N` plays one life again and tells all of it. `--broken` breaks the law on purpose, one thing at a time, and says which of it
was found after how many lives.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Annotated

import typer

from tests.lives import showing
from tests.lives.breaking import BREAKS
from tests.lives.playing import SQLITE, Street


def main(
    lives: Annotated[int, typer.Option(help="How many lives.")] = 200,
    steps: Annotated[int, typer.Option(help="Steps of each.")] = 90,
    first: Annotated[int, typer.Option(help="The first seed.")] = 0,
    seed: Annotated[int | None, typer.Option(help="Play this life alone.")] = None,
    broken: Annotated[bool, typer.Option(help="Break the law on purpose.")] = False,
    engine: Annotated[str, typer.Option(help="sqlite or postgresql.")] = SQLITE,
    jobs: Annotated[int, typer.Option(help="In how many processes.")] = os.cpu_count() or 1,
    only: Annotated[str, typer.Option(help="Of the breaks, those with these words.")] = "",
) -> None:
    """Play lives, and say what did not hold."""
    with tempfile.TemporaryDirectory(dir="/dev/shm" if Path("/dev/shm").is_dir() else None) as folder:
        street = Street(Path(folder))
        if broken:
            is_well = showing.broken(street, BREAKS, lives, steps, only)
        else:
            seeds = [seed] if seed is not None else range(first, first + lives)
            on = showing.engine_of(engine)
            plan = showing.Plan([(each, on) for each in seeds], steps, "lives", "python -m tests.lives")
            is_well = showing.played(street, plan, jobs)
    raise typer.Exit(0 if is_well else 1)


if __name__ == "__main__":
    typer.run(main)
