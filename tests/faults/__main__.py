"""`python -m tests.faults`: the long run of the faults; prints what was wanted and what was reached.

`--only NAME` runs one part (again and again), `--scale 0.1` a tenth of everything, `--seed` another plan; `--json` prints
the figures instead of the table. The exit code is 1 where a goal was missed.
"""

from __future__ import annotations

import asyncio
import json
import tempfile
import time
import traceback
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn
from rich.table import Table

from tests.faults import (
    trial_cancellations,
    trial_kills,
    trial_nemesis,
    trial_power,
    trial_replicas,
    trial_sends,
    trial_twins,
    trial_wecom,
    trial_wecom_power,
    trial_wecom_twins,
)
from tests.faults.people.goals import SHOWN, Course, Goal, Result, Trial

TRIALS = {
    trial.name: trial
    for trial in (
        trial_power.TRIAL,
        trial_nemesis.TRIAL,
        trial_sends.TRIAL,
        trial_sends.TRIAL_IN_GROUPS,
        trial_cancellations.TRIAL,
        trial_kills.TRIAL,
        trial_wecom.TRIAL,
        trial_wecom_power.TRIAL,
        trial_wecom_twins.TRIAL,
        trial_twins.TRIAL,
        trial_replicas.TRIAL,
    )
}


def main(
    only: Annotated[list[str] | None, typer.Option(help=f"One part: {', '.join(TRIALS)}.")] = None,
    seed: Annotated[int, typer.Option(help="The same seed, the same plan.")] = 1,
    scale: Annotated[float, typer.Option(min=0.001, help="1 is the long run.")] = 1.0,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Put Flagpost through its faults."""
    if unknown := set(only or ()) - TRIALS.keys():
        raise typer.BadParameter(f"no such part: {', '.join(sorted(unknown))}")
    err = Console(stderr=True, highlight=False)
    chosen = [TRIALS[name] for name in only or TRIALS]
    results: dict[str, Result] = {}
    with Progress(
        TextColumn("{task.description:>16}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), console=err
    ) as progress:
        for trial in chosen:
            results[trial.name] = _run(trial, seed, scale, progress)
    for name, result in results.items():
        for each in result.wrong[:SHOWN]:
            err.print(f"{name}: {each}")
    if as_json:
        typer.echo(json.dumps(_figures(seed, scale, results), ensure_ascii=False))
    else:
        Console(highlight=False).print(_table(results))
    if not all(goal.is_met for result in results.values() for goal in result.goals):
        raise typer.Exit(1)


def _run(trial: Trial, seed: int, scale: float, progress: Progress) -> Result:
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="flagpost-faults-") as folder:
        course = Course(seed=seed, scale=scale, folder=Path(folder))
        task = progress.add_task(trial.title, total=course.of(trial.steps))
        course.advance = lambda steps: _advance(progress, task, steps)
        try:
            result = asyncio.run(_finished(trial, course))
        except Exception:  # the other parts have found something too, and it must not go with this one
            result = Result(
                goals=[Goal(name="comes to its end", wanted="yes", reached="no", is_met=False)],
                wrong=[traceback.format_exc()],
            )
    result.figures["seconds"] = round(time.monotonic() - began, 1)
    return result


def _advance(progress: Progress, task: TaskID, steps: int) -> None:
    """Where there is no terminal, a line for every tenth."""
    before = int(10 * progress.tasks[task].percentage / 100)
    progress.advance(task, steps)
    now = progress.tasks[task]
    if not progress.console.is_terminal and int(10 * now.percentage / 100) > before:
        progress.console.print(f"{now.description}: {now.completed:,.0f} of {now.total:,.0f}")


async def _finished(trial: Trial, course: Course) -> Result:
    return await trial.run(course)


def _table(results: dict[str, Result]) -> Table:
    table = Table("part", "goal", "wanted", "reached", "verdict")
    for name, result in results.items():
        for goal in result.goals:
            verdict = "[green]met[/green]" if goal.is_met else "[red]missed[/red]"
            table.add_row(name, goal.name, goal.wanted, goal.reached, verdict)
        table.add_section()
    return table


def _figures(seed: int, scale: float, results: dict[str, Result]) -> dict[str, object]:
    return {"seed": seed, "scale": scale, "parts": {name: asdict(result) for name, result in results.items()}}


if __name__ == "__main__":
    typer.run(main)
