"""`python -m tests.mutation`: changes the rows of the tables one by one, has the matrices judge, prints what they missed.

A change lives in a process of its own, which ends after its judgement; no file is touched. `--only MATTER` takes one table. The
exit code is 1 where fewer than `GOAL` were caught.
"""

from __future__ import annotations

import contextlib
import importlib
import os
from collections import Counter
from pathlib import Path
from typing import Annotated

import pytest
import typer
from rich.console import Console
from rich.progress import track
from rich.table import Table

from domain.mechanism.table import Procedure
from tests.mutation.rows import Mutant, mutants

MATRICES = Path(__file__).parents[1] / "domain" / "tables"
GOAL = 95.0
IMPORTED_ALREADY = ("-W", "ignore::pytest.PytestAssertRewriteWarning")  # the parent has, and is not rewritten again
BROKEN = 99
CAUGHT = 1  # what pytest ends with where a test fails


def main(only: Annotated[list[str] | None, typer.Option(help="One table, by its matter.")] = None) -> None:
    """Change every row of the tables, and print what no matrix noticed."""
    tried: Counter[str] = Counter()
    missed: list[Mutant] = []
    out = Console(highlight=False)
    for matrix in sorted(MATRICES.glob("test_*_table.py")):
        for table in _held_by(matrix):
            if only and table.matter not in only:
                continue
            if _judged(matrix, None) != 0:
                raise typer.BadParameter(f"{matrix.name} is red before anything was changed")
            for mutant in track(list(mutants(table)), description=table.matter, console=Console(stderr=True)):
                tried[table.matter] += 1
                if _judged(matrix, mutant) != CAUGHT:
                    missed.append(mutant)
    for each in missed:
        out.print(each.name)
    out.print(_figures(tried, missed))
    if _share(tried.total(), len(missed)) < GOAL:
        raise typer.Exit(1)


def _held_by(matrix: Path) -> tuple[Procedure, ...]:
    """The tables that a matrix is about."""
    held = vars(importlib.import_module(f"tests.domain.tables.{matrix.stem}"))
    return (held["TABLE"],) if "TABLE" in held else tuple(held["TABLES"])


def _judged(matrix: Path, mutant: Mutant | None) -> int:
    """What the matrix says of a change, as pytest ends; in a child, with which the change goes."""
    child = os.fork()
    if not child:
        ended = BROKEN
        try:
            with (
                Path(os.devnull).open("w") as nowhere,
                contextlib.redirect_stdout(nowhere),
                contextlib.redirect_stderr(nowhere),
            ):
                if mutant is not None:
                    mutant.make()
                ended = int(pytest.main(["-x", "-p", "no:cacheprovider", *IMPORTED_ALREADY, str(matrix)]))
        finally:
            os._exit(ended)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def _figures(tried: Counter[str], missed: list[Mutant]) -> Table:
    table = Table("table", "changes", "caught", "%")
    by_matter = Counter(each.name.partition(".")[0].partition(",")[0].partition(":")[0] for each in missed)
    for matter, number in tried.items():
        table.add_row(matter, str(number), str(number - by_matter[matter]), f"{_share(number, by_matter[matter]):.1f}")
    table.add_row(
        "all", str(tried.total()), str(tried.total() - len(missed)), f"{_share(tried.total(), len(missed)):.1f}"
    )
    return table


def _share(tried: int, missed: int) -> float:
    return 100 * (tried - missed) / max(tried, 1)


if __name__ == "__main__":
    typer.run(main)
