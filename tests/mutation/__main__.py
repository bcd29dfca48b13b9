"""`python -m tests.mutation`: changes the rows of the tables one by one, has the matrices judge, prints what they missed.

The tests of a matter are gathered once and called again for each change, which is made in the table itself and undone; no file is
touched. `--only MATTER` takes one table. The exit code is 1 where fewer than `--goal` per cent were caught.
"""

from __future__ import annotations

import contextlib
import importlib
import os
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
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
SHEETS = [str(MATRICES / f"test_{name}.py") for name in ("every_sheet", "what_is_asked")]
GOAL = 95.0
QUICKLY = ("-q", "--assert=plain", "-p", "no:cacheprovider")


@dataclass(slots=True)
class Judge:
    """A plugin that, in place of running the tests once, has them judge each change."""

    changes: Sequence[Mutant]
    missed: list[Mutant] = field(default_factory=list)
    name: str = ""
    has_judged: bool = False

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Of the tests of all sheets only that of this table."""
        items[:] = [each for each in items if str(each.path) not in SHEETS or f"says[{self.name}]" in each.name]

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Judge every change; before and after all of them the tests must be green."""
        tests = [_called(item) for item in session.items if isinstance(item, pytest.Function)]
        if len(tests) < len(session.items) or _is_red(tests):
            return True
        for mutant in track(self.changes, description=self.name, console=Console(stderr=True)):
            if not _is_red(tests, mutant):
                self.missed.append(mutant)
        self.has_judged = not _is_red(tests)
        return True


def _called(item: pytest.Function) -> Callable[[], object]:
    """A test of a matrix, which needs nothing but its parameters."""
    return partial(item.obj, **(item.callspec.params if hasattr(item, "callspec") else {}))


def main(
    only: Annotated[list[str] | None, typer.Option(help="One table, by its matter.")] = None,
    goal: Annotated[float, typer.Option(help="How many of a hundred must be caught.")] = GOAL,
    *,
    played: Annotated[bool, typer.Option(help="Leave the sheets out: what do the moves notice that are made?")] = False,
) -> None:
    """Change every row of the tables, and print what no matrix noticed."""
    tried: list[Mutant] = []
    missed: list[Mutant] = []
    for matrix in sorted(MATRICES.glob("test_*_table.py")):
        for table in _held_by(matrix):
            if not only or table.matter in only:
                judge = Judge(list(mutants(table)), name=table.matter)
                _judged(judge, [str(matrix)] if played else [*SHEETS, str(matrix)])
                tried += judge.changes
                missed += judge.missed
    out = Console(highlight=False)
    for each in missed:
        out.print(each.name, markup=False)
    out.print(_figures("table", [each.matter for each in tried], [each.matter for each in missed]))
    out.print(_figures("kind", [each.kind for each in tried], [each.kind for each in missed]))
    if _share(len(tried), len(missed)) < goal:
        raise typer.Exit(1)


def _held_by(matrix: Path) -> tuple[Procedure, ...]:
    """The tables that a matrix is about."""
    held = vars(importlib.import_module(f"tests.domain.tables.{matrix.stem}"))
    tables = [held[name] for name in ("TABLE",) if name in held] + [table for table, _ in held.get("SHEETS", ())]
    return tuple({table.matter: table for table in tables}.values())


def _judged(judge: Judge, tests: Sequence[str]) -> None:
    with Path(os.devnull).open("w") as nowhere, contextlib.redirect_stdout(nowhere):
        pytest.main([*QUICKLY, *tests], plugins=[judge])
    if not judge.has_judged:
        raise typer.BadParameter(f"{judge.name}: its tests judged nothing: it is red, or cannot be gathered")


def _is_red(tests: Sequence[Callable[[], object]], mutant: Mutant | None = None) -> bool:
    """Whether one of the tests notices a change, which is undone again."""
    undo = mutant.make() if mutant is not None else None
    try:
        for test in tests:
            test()
    except KeyboardInterrupt:
        raise
    except BaseException:  # what pytest fails with is no Exception
        return True
    finally:
        if undo is not None:
            undo()
    return False


def _figures(title: str, tried: Sequence[str], missed: Sequence[str]) -> Table:
    table = Table(title, "changes", "caught", "%")
    all_of, lost = Counter(tried), Counter(missed)
    for name, number in [*all_of.items(), ("all", len(tried))]:
        gone = len(missed) if name == "all" else lost[name]
        table.add_row(name, str(number), str(number - gone), f"{_share(number, gone):.1f}")
    return table


def _share(tried: int, missed: int) -> float:
    return 100 * (tried - missed) / max(tried, 1)


if __name__ == "__main__":
    typer.run(main)
