"""`flagpost rehearse`: a year of the fictional county in about a minute, or what an office's own next period would give."""

import asyncio
import json
import os
import tempfile
from datetime import date
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from bot import language, page_words, settings
from bot.commands import desk
from bot.rehearsal import county, next_period, programme, report
from bot.rehearsal.played import Played
from bot.rehearsal.rehearse import SEED
from bot.rehearsal.rehearse import rehearse as play

BEGINS_ON = programme.BEGINS_ON
MOST_PROJECTS = 200


def add_to(app: typer.Typer) -> None:
    """Add this command."""
    app.command()(rehearse)


def rehearse(
    is_json: Annotated[bool, typer.Option("--json")] = False,
    into: Annotated[Path | None, typer.Option()] = None,
    values: Annotated[Path | None, typer.Option()] = None,
    projects: Annotated[int, typer.Option(min=0, max=MOST_PROJECTS)] = 0,
    projects_file: Annotated[Path | None, typer.Option()] = None,
    progress_file: Annotated[Path | None, typer.Option()] = None,
    ballots: Annotated[Path | None, typer.Option()] = None,
    seed: Annotated[int, typer.Option()] = SEED,
    home: Annotated[Path | None, typer.Option()] = None,
    period: Annotated[str, typer.Option()] = "",
) -> None:
    """Play a year of the fictional county: print what was announced, and write a report with the pictures. With `home`, show what a period
    of that office would give."""
    if home is not None:
        rehearse_own(home, period, is_json=is_json, into=into)
        return
    if period:
        desk.stop("rehearse.period_of_home")
    files = {"values": values, "projects": projects_file, "progress": progress_file, "ballots": ballots}
    given = programme.Given(**{name: _content(file) for name, file in files.items() if file is not None})
    if projects:
        given = programme.with_projects(given, projects)
    with tempfile.TemporaryDirectory(prefix="flagpost-rehearsal-") as temporary, _bar(is_json) as bar:
        found = _played(Path(temporary), given, seed, bar)
    if is_json:
        print(json.dumps(found.figures, ensure_ascii=False, indent=1))
        return
    _print(found)
    if into is not None:
        page = report.write(into, language.locale(), found.said, found.drawn, found.figures, found.stopped)
        desk.say("rehearse.written", page=page)
    for stopped in found.stopped:
        desk.err.print(
            language.say("rehearse.stopped", name=stopped.name, on=stopped.on, why=stopped.why), markup=False
        )
    desk.say("rehearse.over", announcements=len(found.said), seconds=found.figures["seconds"])


def rehearse_own(folder: Path, period: str = "", *, is_json: bool = False, into: Path | None = None) -> None:
    """Show what a period of the office in this home would give; nothing is written there, and nobody is told."""
    given = settings.load({**os.environ, "FLAGPOST_HOME": str(folder)})
    with tempfile.TemporaryDirectory(prefix="flagpost-rehearsal-") as temporary:
        found = asyncio.run(next_period.rehearse(given, Path(temporary), language.locale(), period))
    if is_json:
        print(json.dumps(found.figures, ensure_ascii=False, indent=1))
        return
    _print(found)
    (closed,) = found.figures["periods"]
    if into is not None:
        own = page_words.table(language.locale(), "rehearsal", "own")
        headed = {name: own[name].format(period=closed["name"]) for name in ("title", "lead", "figures")}
        page = report.write(into, language.locale(), found.said, found.drawn, found.figures, (), headed)
        desk.say("rehearse.written", page=page)
    desk.say("rehearse.own_over", folder=folder, period=closed["name"])


def _print(found: Played) -> None:
    for each in found.said:
        desk.out.rule(f"{each.at:%Y-%m-%d} {each.number}", characters="─")
        desk.out.print(each.text, markup=False, highlight=False)


def _played(folder: Path, given: programme.Given, seed: int, bar: Progress) -> Played:
    whole = (county.ENDS_ON - BEGINS_ON).days
    task: TaskID = bar.add_task(language.say("rehearse.playing"), total=whole)

    def tell(day: date) -> None:
        bar.update(task, completed=(day - BEGINS_ON).days, description=day.isoformat())

    return asyncio.run(play(folder, language.locale(), given, tell, seed=seed))


def _bar(is_hidden: bool) -> Progress:
    """How far the year is, on the error stream: what is printed may be kept in a file."""
    return Progress(
        TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn(), console=desk.err, disable=is_hidden
    )


def _content(file: Path) -> bytes:
    if not file.is_file():
        desk.stop("no_file", file=file)
    return file.read_bytes()
