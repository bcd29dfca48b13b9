"""`python -m tests.mutation.mechanism`: changes the code of the mechanism line by line, and prints what no test noticed.

`--only NAME` takes the files whose path has these words in it. The exit code is 1 where fewer than `GOAL` were caught.
"""

from __future__ import annotations

import time
from collections import Counter
from typing import Annotated

import pytest
import typer
from rich.console import Console
from rich.table import Table

from tests.mutation.code import ROOT, CodeMutant, mutants
from tests.mutation.judging import Judges

GOAL = 95.0
PROCEDURES = "handlers/conversation/procedures"
MECHANISM = (
    *sorted(f"domain/mechanism/{file.name}" for file in (ROOT / "domain/mechanism").glob("*.py")),
    *sorted(f"storage/mechanism/{file.name}" for file in (ROOT / "storage/mechanism").glob("*.py")),
    *(f"{PROCEDURES}/{name}.py" for name in ("moves", "relatives", "polls")),
)
LAW = ("tests/domain",)
TALKS = (
    "tests/handlers/conversation",
    "tests/handlers/procedures",
    "tests/handlers/test_brought_by_table.py",
    "tests/handlers/test_conflicts.py",
    "tests/handlers/test_several_at_once.py",
    "tests/handlers/test_eligibility.py",
    "tests/handlers/test_people.py",
    "tests/handlers/test_who_decides_a_period.py",
)
JUDGES = {"domain/": LAW, "storage/": TALKS, "handlers/": TALKS}
OPTIONS = (
    "-q",
    *("-p", "no:cacheprovider", "-p", "no:xdist", "-o", "tmp_path_retention_policy=failed"),
    *("-k", "not postgresql and not lives"),  # what holds on one engine is judged on one; lives are long
    *("-W", "ignore::pytest.PytestAssertRewriteWarning"),  # some was imported already
)


def main(
    only: Annotated[list[str] | None, typer.Option(help="Files whose path has this in it.")] = None,
    every: Annotated[int, typer.Option(help="Of so many changes one, where there is no time for all.")] = 1,
) -> None:
    """Change the mechanism, and print what no test noticed."""
    out = Console(highlight=False, width=160)
    missed: list[CodeMutant] = []
    tried: Counter[str] = Counter()

    def tell(mutant: CodeMutant, is_caught: bool) -> None:
        tried[mutant.file] += 1
        if not is_caught:
            missed.append(mutant)
            out.print(mutant.name, markup=False)

    begun = time.monotonic()
    for part, judges in JUDGES.items():
        files = [each for each in MECHANISM if each.startswith(part) and (not only or any(o in each for o in only))]
        changes = [mutant for file in files for mutant in mutants(file)]
        changes = changes[every // 2 :: every]
        if not changes:
            continue
        plugin = Judges(changes, judges, tell)
        pytest.main([*OPTIONS, *judges], plugins=[plugin])
        if plugin.red:
            raise typer.BadParameter(f"red before anything was changed: {', '.join(plugin.red)}")
    out.print(_figures(tried, missed))
    out.print(f"{time.monotonic() - begun:.0f} s")
    if _share(tried.total(), len(missed)) < GOAL:
        raise typer.Exit(1)


def _figures(tried: Counter[str], missed: list[CodeMutant]) -> Table:
    table = Table("file", "changes", "caught", "%")
    by_file = Counter(each.file for each in missed)
    for file, number in tried.items():
        table.add_row(file, str(number), str(number - by_file[file]), f"{_share(number, by_file[file]):.1f}")
    total = tried.total()
    table.add_row("all", str(total), str(total - len(missed)), f"{_share(total, len(missed)):.1f}")
    return table


def _share(tried: int, missed: int) -> float:
    return 100 * (tried - missed) / max(tried, 1)


if __name__ == "__main__":
    typer.run(main)
