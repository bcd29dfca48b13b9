"""`flagpost rehearse`: a year of the fictional county in about a minute, or what an office's own next period would give."""

import asyncio
import contextlib
import json
import os
import signal
import tempfile
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from types import FrameType, MappingProxyType
from typing import Annotated, NoReturn

import typer
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from bot import language, page_words, settings
from bot.commands import desk
from bot.importing import telling
from bot.importing.words import ImportWords
from bot.rehearsal import county, given_files, next_period, programme, report
from bot.rehearsal.played import Played
from bot.rehearsal.rehearse import SEED
from bot.rehearsal.rehearse import rehearse as play
from domain.matters.scoring.periods import name_of

BEGINS_ON = programme.BEGINS_ON
MOST_PROJECTS = 200
FOLDER = "flagpost-rehearsal"  # where the report of a year goes, where nothing else is said
OPTIONS = {"projects": "projects-file", "progress": "progress-file"}
"""What the files are called by that are not called by what is in them."""


def add_to(app: typer.Typer) -> None:
    """Add this command."""
    app.command()(rehearse)


def rehearse(
    is_json: Annotated[bool, typer.Option("--json")] = False,
    into: Annotated[Path | None, typer.Option()] = None,
    values: Annotated[Path | None, typer.Option()] = None,
    projects: Annotated[int | None, typer.Option(min=1, max=MOST_PROJECTS)] = None,
    projects_file: Annotated[Path | None, typer.Option()] = None,
    progress_file: Annotated[Path | None, typer.Option()] = None,
    ballots: Annotated[Path | None, typer.Option()] = None,
    seed: Annotated[int | None, typer.Option()] = None,
    home: Annotated[Path | None, typer.Option()] = None,
    period: Annotated[str, typer.Option()] = "",
) -> None:
    """Play a year of the fictional county: print what was announced, and write a report with the pictures. With `home`, show what a period
    of that office would give."""
    files = {"values": values, "projects": projects_file, "progress": progress_file, "ballots": ballots}
    there = {name: file for name, file in files.items() if file is not None}
    if home is not None:
        of_year = [OPTIONS.get(name, name) for name in there]
        of_year += [name for name, each in {"projects": projects, "seed": seed}.items() if each is not None]
        if of_year:
            desk.stop("rehearse.not_of_home", options=", ".join(f"--{name}" for name in of_year))
        rehearse_own(home, period, is_json=is_json, into=into)
        return
    if period:
        desk.stop("rehearse.period_of_home")
    given = _given(there)
    given = given if projects is None else programme.with_projects(given, projects)
    found = rehearse_year(given, SEED if seed is None else seed, is_json=is_json, into=into)
    if found.stopped and not there:
        raise typer.Exit(1)


def rehearse_year(
    given: programme.Given, seed: int = SEED, *, is_json: bool = False, into: Path | None = None
) -> Played:
    """Play a year of the fictional county with what is given, and print it."""
    if into is None and not is_json and os.access(os.curdir, os.W_OK):
        into = Path(FOLDER)
    if into is not None:
        report.is_possible(into)
    with (
        _until_it_is_ended(),
        tempfile.TemporaryDirectory(prefix="flagpost-rehearsal-") as temporary,
        _bar(is_json) as bar,
    ):
        found = _played(Path(temporary), given, seed, bar)
    page = None if into is None else _page(into, found)
    for stopped in found.stopped:
        said = language.say("rehearse.stopped", name=stopped.name, on=stopped.on, why=stopped.why)
        desk.err.print(said, markup=False)
    if is_json:
        print(json.dumps(found.figures, ensure_ascii=False, indent=1))
        return found
    _print(found)
    if page is not None:
        desk.say("rehearse.written", page=page)
    desk.say("rehearse.over", announcements=len(found.said), seconds=found.figures["seconds"])
    return found


def rehearse_own(folder: Path, period: str = "", *, is_json: bool = False, into: Path | None = None) -> None:
    """Show what a period of the office in this home would give; nothing is written there, and nobody is told."""
    given = settings.load({**os.environ, "FLAGPOST_HOME": str(folder)})
    with tempfile.TemporaryDirectory(prefix="flagpost-rehearsal-") as temporary:
        found = asyncio.run(next_period.rehearse(given, Path(temporary), language.locale(), period))
    (closed,) = found.figures["periods"]
    page = None
    if into is not None:
        own = page_words.table(language.locale(), "rehearsal", "own")
        page = _page(
            into, found, {name: own[name].format(period=closed["name"]) for name in ("title", "lead", "figures")}
        )
    if is_json:
        print(json.dumps(found.figures, ensure_ascii=False, indent=1))
        return
    _print(found)
    if page is not None:
        desk.say("rehearse.written", page=page)
    desk.say("rehearse.own_over", folder=folder, period=closed["name"])


def _given(files: Mapping[str, Path]) -> programme.Given:
    """What the year is played with; where a file has problems, they are said, and it is not played."""
    for file in files.values():
        if not file.is_file():
            desk.stop("no_file", file=file)
    words = ImportWords(language.locale())
    try:
        found = given_files.given(files)
    except given_files.FilesRefused as refused:
        for each in refused.files:
            desk.err.print(
                language.say("rehearse.refused", file=each.file.name, number=len(each.problems)), markup=False
            )
            for line in telling.refusals(each.problems, each.kind, words):
                desk.err.print(f"  · {line}", markup=False)
        raise typer.Exit(1) from None
    if "ballots" in files and (left_out := given_files.not_counted(found)):
        named = ", ".join(f"{slot} {rater}" for slot, rater in left_out)
        desk.err.print(language.say("rehearse.not_counted", number=len(left_out), ballots=named), markup=False)
    if late := given_files.too_late(found):
        desk.err.print(language.say("rehearse.too_late", periods=", ".join(late)), markup=False)
    return found


def _page(into: Path, found: Played, headed: Mapping[str, str] = MappingProxyType({})) -> Path:
    periods = {each["name"]: desk.told(name_of(each["name"])) for each in found.figures["periods"]}
    names = {**found.names, **periods}
    return report.write(into, language.locale(), found.said, found.drawn, found.figures, found.stopped, names, headed)


@contextlib.contextmanager
def _until_it_is_ended() -> Iterator[None]:
    """To be ended from outside (SIGTERM) is as to be interrupted by whoever sits here: what was made for the while goes."""

    def end(number: int, frame: FrameType | None) -> NoReturn:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, end)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _print(found: Played) -> None:
    for each in found.said:
        desk.out.rule(f"{each.at:%Y-%m-%d} {each.number}", characters="─")
        desk.out.print(each.text, markup=False, highlight=False)


def _played(folder: Path, given: programme.Given, seed: int, bar: Progress) -> Played:
    whole = (county.ENDS_ON - BEGINS_ON).days
    task: TaskID = bar.add_task(
        language.say("rehearse.playing"), total=None
    )  # as long as what is beside the year is played

    def tell(day: date) -> None:
        bar.update(task, total=whole, completed=(day - BEGINS_ON).days, description=day.isoformat())

    return asyncio.run(play(folder, language.locale(), given, tell, seed=seed))


def _bar(is_json: bool) -> Progress:
    """How far the year is, on the error stream: what is printed may be kept in a file; beside figures for people alone."""
    columns = TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn()
    return Progress(*columns, console=desk.err, disable=is_json and not desk.err.is_terminal)
