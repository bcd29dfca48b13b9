"""`python -m tests.years`: simulated years, each from its seed, with everything that can go wrong in them; what did not hold is printed
with the seed that plays it again.

`--seed N` plays one year again and tells all of it. `--broken` breaks the law on purpose, one thing at a time, and says after how
many years it was found.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Annotated

import typer

from tests.lives import showing
from tests.lives.playing import POSTGRESQL, SQLITE, Street
from tests.years import houses
from tests.years.breaking import BEGUN_AT, BREAKS
from tests.years.year import Year

SHARE = 5  # of so many years one is on PostgreSQL


def main(
    years: Annotated[int, typer.Option(help="How many years.")] = 1000,
    steps: Annotated[int, typer.Option(help="Steps of each.")] = 90,
    first: Annotated[int, typer.Option(help="The first seed.")] = 0,
    seed: Annotated[int | None, typer.Option(help="Play this year alone.")] = None,
    broken: Annotated[bool, typer.Option(help="Break the law on purpose.")] = False,
    engine: Annotated[str, typer.Option(help="sqlite or postgresql; without it every fifth year on PostgreSQL.")] = "",
    jobs: Annotated[int, typer.Option(help="In how many processes.")] = os.cpu_count() or 1,
    only: Annotated[str, typer.Option(help="Of the breaks, those with these words.")] = "",
) -> None:
    """Play years, and say what did not hold."""
    with tempfile.TemporaryDirectory(dir="/dev/shm" if Path("/dev/shm").is_dir() else None) as folder:
        street = Street(Path(folder), kind=Year, begin=houses.begin)
        if broken:
            is_well = showing.broken(street, BREAKS, years, steps, only, BEGUN_AT)
        else:
            seeds = [seed] if seed is not None else range(first, first + years)
            on = showing.engine_of(engine) if engine else ""
            played = [(each, on or (POSTGRESQL if each % SHARE == SHARE - 1 else SQLITE)) for each in seeds]
            is_well = showing.played(street, showing.Plan(played, steps, "years", "python -m tests.years"), jobs)
    raise typer.Exit(0 if is_well else 1)


if __name__ == "__main__":
    typer.run(main)
