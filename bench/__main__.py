"""`python -m bench NAME`: measures, and prints the figures. `bench/README.md` says what they mean."""

import asyncio
import json
import signal
import sys
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from bench import intake
from bench.children import CouldNotMeasure

app = typer.Typer(add_completion=False, no_args_is_help=True, help="Measurements of Flagpost.")


@app.callback()
def names() -> None:
    """Keep the measurement's name on the command line, also while there is only one."""


@app.command("intake")
def measure_intake(
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
    pairs: Annotated[int, typer.Option(min=1, help="How often to measure side by side.")] = 5,
    dialogues: Annotated[int, typer.Option(min=64, help="How many speakers play a report in each run.")] = 2000,
) -> None:
    """Updates a second through the Telegram webhook, beside bare SQLite and aiogram."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # also then, end the children and remove the homes
    console = Console(stderr=True, quiet=as_json, highlight=False)
    try:
        with console.status("measuring …"):
            figures = asyncio.run(intake.measure(intake.Size(pairs=pairs, dialogues=dialogues), console.print))
    except CouldNotMeasure as problem:
        print(f"Could not measure. {problem}", file=sys.stderr)
        raise typer.Exit(1) from None
    if as_json:
        print(json.dumps(figures))
    else:
        Console(highlight=False).print(_table(figures))


def _table(figures: dict[str, Any]) -> Table:
    table = Table("figure", "median", "pair by pair")
    for name, values in figures["pairs"].items():
        table.add_row(name, f"{figures[name]:g}", "  ".join(f"{value:g}" for value in values))
    return table


if __name__ == "__main__":
    app()
