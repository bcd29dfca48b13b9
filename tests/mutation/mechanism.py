"""`python -m tests.mutation.mechanism`: changes the code of the mechanism line by line, and prints what no test noticed.

`--only NAME` takes the files whose path has these words in it. The exit code is 1 where fewer than `GOAL` were caught.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from typing import Annotated

import pytest
import typer
from rich.console import Console
from rich.table import Table

from tests.mutation.code import ROOT, CodeMutant, mutants
from tests.mutation.equal import EQUAL
from tests.mutation.judging import Judges
from tests.mutation.watching import Line, watch_imports

GOAL = 95.0
SAYS = 50  # changes after which it says how far it is
PROCEDURES = "handlers/conversation/procedures"
MECHANISM = (
    *sorted(f"domain/mechanism/{file.name}" for file in (ROOT / "domain/mechanism").glob("*.py")),
    *sorted(f"storage/mechanism/{file.name}" for file in (ROOT / "storage/mechanism").glob("*.py")),
    *(f"{PROCEDURES}/{name}.py" for name in ("moves", "relatives", "polls")),
)
LAW = ("tests/domain",)
TALKS = (
    *("tests/storage/test_matters.py", "tests/storage/test_ties.py", "tests/storage/test_kept_terms.py"),
    "tests/handlers/conversation",
    "tests/handlers/procedures",
    "tests/handlers/test_brought_by_table.py",
    "tests/handlers/test_conflicts.py",
    "tests/handlers/test_several_at_once.py",
    "tests/handlers/test_eligibility.py",
    "tests/handlers/test_leaders_and_a_list.py",
    "tests/handlers/test_people.py",
    "tests/handlers/test_triage.py",
    "tests/handlers/test_who_decides_a_period.py",
    "tests/handlers/test_working_a_queue.py",
)
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
    """Change the mechanism, and print what no test noticed: neither a test of the law, which is quick, nor one of what people see."""
    out, begun = Console(highlight=False, width=160), time.monotonic()
    imported = watch_imports(MECHANISM)
    every_change = [mutant for file in MECHANISM for mutant in mutants(file)]
    if gone := EQUAL.keys() - {(each.file, each.what) for each in every_change}:
        raise typer.BadParameter(f"no change of the code any more: {sorted(gone)}")
    changes = [
        each
        for each in every_change
        if (each.file, each.what) not in EQUAL and (not only or any(part in each.file for part in only))
    ]
    changes = changes[every // 2 :: every]
    of_law = [each for each in changes if each.file.startswith("domain/")]
    missed = _judged(of_law, LAW, imported, "not noticed by the tables")
    others = [each for each in changes if not each.file.startswith("domain/")]
    missed = _judged([*missed, *others], TALKS, imported, "not noticed")
    for each in missed:
        out.print(each.name, markup=False, emoji=False)
    out.print(_figures(Counter(each.file for each in changes), missed))
    out.print(f"{len(EQUAL)} of {len(every_change)} were left out, for the reasons in tests/mutation/equal.py")
    out.print(f"{time.monotonic() - begun:.0f} s")
    if _share(len(changes), len(missed)) < GOAL:
        raise typer.Exit(1)


def _judged(
    changes: list[CodeMutant], tests: Sequence[str], imported: AbstractSet[Line], says: str
) -> list[CodeMutant]:
    """The changes that these tests do not notice; meanwhile it says how far it is."""
    out, missed, number = Console(highlight=False, width=160, stderr=True), [], 0

    def tell(mutant: CodeMutant, is_caught: bool) -> None:
        nonlocal number
        number += 1
        if not is_caught:
            missed.append(mutant)
            out.print(f"{says}: {mutant.name}", markup=False, emoji=False)
        if number % SAYS == 0 or number == len(changes):
            out.print(f"{number} of {len(changes)}, {len(missed)} {says}; {mutant.file}", markup=False, emoji=False)

    if changes:
        judges = Judges(changes, tests, imported, tell)
        pytest.main([*OPTIONS, *tests], plugins=[judges])
        if judges.red:
            out.print(f"red before anything was changed, and so no judges: {', '.join(judges.red)}", markup=False)
    return sorted(missed, key=lambda each: (each.file, each.line))


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
