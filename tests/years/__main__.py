"""`python -m tests.years`: simulated years, each from its seed, with everything that can go wrong in them; what did not hold is printed
with the seed that plays it again.

`--seed N` plays one year again and tells all of it. `--broken` breaks the law on purpose, one thing at a time, and says after how
many years it was found.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Annotated

import typer

from tests.lives import showing
from tests.lives.playing import Street
from tests.years.breaking import BREAKS
from tests.years.year import Year


def main(
    years: Annotated[int, typer.Option(help="How many years.")] = 1000,
    steps: Annotated[int, typer.Option(help="Steps of each.")] = 90,
    first: Annotated[int, typer.Option(help="The first seed.")] = 0,
    seed: Annotated[int | None, typer.Option(help="Play this year alone.")] = None,
    broken: Annotated[bool, typer.Option(help="Break the law on purpose.")] = False,
    only: Annotated[str, typer.Option(help="Of the breaks, those with these words.")] = "",
) -> None:
    """Play years, and say what did not hold."""
    with tempfile.TemporaryDirectory(dir="/dev/shm" if Path("/dev/shm").is_dir() else None) as folder:
        street = Street(Path(folder), kind=Year)
        if broken:
            is_well = showing.broken(street, BREAKS, years, steps, only)
        else:
            seeds = [seed] if seed is not None else range(first, first + years)
            is_well = showing.played(street, seeds, steps, "years")
    raise typer.Exit(0 if is_well else 1)


if __name__ == "__main__":
    typer.run(main)
