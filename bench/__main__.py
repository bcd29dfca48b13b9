"""`python -m bench NAME`: measures, and prints the figures. `bench/README.md` says what they mean."""

import asyncio
import json
import signal
import sys
from collections.abc import Callable, Coroutine
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer
import uvloop
from rich.console import Console
from rich.table import Table

from bench import announce, arena, board, callbacks, intake, pictures, queue, ranking, year
from bench.children import CouldNotMeasure

LAST_DAY = datetime(2026, 12, 31, tzinfo=UTC)
Measurement = Callable[[Callable[[str], None]], Coroutine[Any, Any, dict[str, Any]]]

app = typer.Typer(add_completion=False, no_args_is_help=True, help="Measurements of Flagpost.")


Engine = Annotated[str, typer.Option("--database", help="Empty: SQLite. postgresql: a server of its own. Or a URL.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]


@app.command("intake")
def measure_intake(
    as_json: AsJson = False,
    on_server: Annotated[str, typer.Option("--database", help="Empty: SQLite. postgresql: a server of its own.")] = "",
    pairs: Annotated[int, typer.Option(min=1, help="How often to measure side by side.")] = 5,
    dialogues: Annotated[int, typer.Option(min=64, help="How many speakers play a report in each run.")] = 2000,
    reviewers: Annotated[int, typer.Option(min=0, help="How many reviewers are signed in, and see each report.")] = 0,
) -> None:
    """Updates a second through the Telegram webhook, beside bare SQLite and aiogram, or on PostgreSQL."""
    if on_server not in ("", "postgresql"):
        raise typer.BadParameter("The intake is measured on SQLite, or with postgresql on a server of its own.")
    size = intake.Size(pairs=pairs, dialogues=dialogues, reviewers=reviewers)
    if on_server:
        from bench import intake_on_server  # here, because the driver is not installed where only SQLite is measured

        _measure(lambda tell: intake_on_server.measure(size, tell), as_json=as_json)
        return
    _measure(lambda tell: intake.measure(size, tell), as_json=as_json)


@app.command("announce")
def measure_announce(as_json: AsJson = False, database: Engine = "") -> None:
    """Notices to a thousand chats against a server that permits 30 a second, and replies in the middle of them."""
    _measure(lambda tell: announce.measure(announce.Size(), database, tell), as_json=as_json)


@app.command("arena")
def measure_arena(
    as_json: AsJson = False,
    database: Engine = "",
    raters: Annotated[list[int] | None, typer.Option(min=60, help="How many rate; may be given several times.")] = None,
) -> None:
    """Ballots of 60 and of 600 raters within three minutes, and all at once, through the Telegram webhook."""
    size = arena.Size(raters=tuple(raters)) if raters else arena.Size()
    _measure(lambda tell: arena.measure(size, database, tell), as_json=as_json)


@app.command("callbacks")
def measure_callbacks(
    as_json: AsJson = False,
    database: Engine = "",
    messages: Annotated[
        int, typer.Option(min=64, help="How many messages, each brought twice.")
    ] = callbacks.Size().messages,
) -> None:
    """Calls at WeCom's door, each message twice and in disorder, 64 under way at once."""
    _measure(lambda tell: callbacks.measure(callbacks.Size(messages=messages), database, tell), as_json=as_json)


@app.command("queue")
def measure_queue(
    as_json: AsJson = False,
    database: Engine = "",
    clues: Annotated[int, typer.Option(min=20_000, help="How many clues the old office has.")] = 1_000_000,
    keep: Annotated[
        Path | None, typer.Option(help="Keep the offices that are made in this folder, or take them.")
    ] = None,
) -> None:
    """A reviewer's questions in an office of ten thousand clues and in one of a million."""
    if keep is not None and database == "postgresql":
        raise typer.BadParameter("A server of its own keeps nothing: name one of yours, with --database URL.")
    _measure(lambda tell: queue.measure(queue.Size(clues=clues), database, keep, tell), as_json=as_json)


@app.command("press")
def measure_press(
    as_json: AsJson = False,
    engine: Annotated[str, typer.Option("--database", help="Empty: both engines. sqlite or postgresql: one.")] = "",
    repetitions: Annotated[int | None, typer.Option(min=1, help="How often each act is done.")] = None,
) -> None:
    """Statements and time of what people press, with 1, 5, 20 and 100 reviewers."""
    from bench import press  # here, because it tells lives that the tests tell, whose packages are not everywhere

    if engine not in ("", *press.ENGINES):
        raise typer.BadParameter("It is measured on sqlite, on postgresql on a server of its own, or on both.")
    size = press.Size() if repetitions is None else press.Size(repetitions=repetitions)
    _measure(lambda tell: press.measure(size, engine, tell), as_json=as_json)


@app.command("ranking")
def measure_ranking(
    as_json: AsJson = False,
    members: Annotated[
        int, typer.Option("--units", min=12, help="How many units the province has.")
    ] = ranking.Size().units,
) -> None:
    """A province's rankings of twelve periods."""
    _measure(lambda tell: ranking.measure(ranking.Size(units=members), tell), as_json=as_json)


@app.command("pictures")
def measure_pictures(
    as_json: AsJson = False,
    repetitions: Annotated[int, typer.Option(min=1, help="How often each is drawn.")] = pictures.Size().repetitions,
) -> None:
    """What a picture of each kind costs, beside Pillow setting the same letters."""
    _measure(lambda tell: pictures.measure(pictures.Size(repetitions=repetitions), tell), as_json=as_json)


@app.command("board")
def measure_board(
    as_json: AsJson = False,
    engine: Annotated[str, typer.Option("--database", help="Empty: both engines. sqlite or postgresql: one.")] = "",
    announcements: Annotated[
        int, typer.Option(min=600, help="How many announcements stand there.")
    ] = board.Size().announcements,
) -> None:
    """Pages of the public board with five years of history behind it, read by sixteen at once."""
    if engine not in ("", *board.ENGINES):
        raise typer.BadParameter("It is measured on sqlite, on postgresql on a server of its own, or on both.")
    _measure(lambda tell: board.measure(board.Size(announcements=announcements), engine, tell), as_json=as_json)


@app.command("year")
def measure_year(
    as_json: AsJson = False,
    engine: Annotated[str, typer.Option("--database", help="Empty: both engines. sqlite or postgresql: one.")] = "",
    until: Annotated[datetime, typer.Option(formats=["%Y-%m-%d"], help="The last day that is played.")] = LAST_DAY,
) -> None:
    """A whole rehearsed year on both engines, and whether its figures are the same."""
    if engine not in ("", *year.ENGINES):
        raise typer.BadParameter("It is measured on sqlite, on postgresql on a server of its own, or on both.")
    _measure(lambda tell: year.measure(engine, until.date(), tell), as_json=as_json)


def _measure(measurement: Measurement, *, as_json: bool) -> None:
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # also then, end the children and remove the homes
    console = Console(stderr=True, highlight=False)
    try:
        with console.status("measuring …"):
            figures = _run(measurement(console.print))
    except CouldNotMeasure as problem:
        print(f"Could not measure. {problem}", file=sys.stderr)
        raise typer.Exit(1) from None
    if as_json:
        print(json.dumps(figures))
    else:
        Console(highlight=False).print(_table(figures))


def _run(measuring: Coroutine[Any, Any, dict[str, Any]]) -> dict[str, Any]:
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        return runner.run(measuring)


def _table(figures: dict[str, Any]) -> Table:
    if rows := figures.get("rows"):
        listed = Table(*rows[0])
        for row in rows:
            listed.add_row(*map(str, row.values()))
        return listed
    pairs = figures.get("pairs", {})
    table = Table("figure", "median" if pairs else "value", *(["pair by pair"] if pairs else []))
    for name, value in figures.items():
        if name not in ("pairs", "size"):
            each = ["  ".join(f"{one:g}" for one in pairs.get(name, ()))] if pairs else []
            table.add_row(name, f"{value:g}", *each)
    return table


if __name__ == "__main__":
    app()
