"""`flagpost export`: what the office has of a kind as a table, without identities (`handlers/exports/`)."""

import asyncio
import fcntl
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import IO, Annotated

import typer
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

from bot import clocks, home, language, settings, wording
from bot.commands import desk
from bot.exporting import tables
from bot.house import wiring
from domain.people import OPERATOR
from handlers.conversation.room import Room
from handlers.exports import every
from handlers.exports.columns import ExportKind, Row
from storage.database import Database, Tx

_BESIDE, _PART = ".flagpost-", ".exporting"  # what a table is called while it is being written
_EVERY = 500  # rows, after which the progress is shown anew


def add_to(main: typer.Typer) -> None:
    """Add the command to the command line."""
    main.command("export")(export)


def export(
    kind: Annotated[str, typer.Argument()],
    file: Annotated[Path | None, typer.Argument()] = None,
    is_json: Annotated[bool, typer.Option("--json")] = False,
    force: Annotated[bool, typer.Option("--force")] = False,
) -> None:
    """Write a table; never over a file that is there, unless that was said. With `--json` and no file it is printed."""
    if kind not in every.EXPORTS:
        desk.stop("export.no_kind", kind=kind, kinds=", ".join(every.EXPORTS))
    form = ".json" if is_json else file.suffix.lower() if file else ""
    if form not in tables.FORMS:
        desk.stop("export.no_form", file=file or "", forms=" ".join(tables.FORMS))
    if file is not None and file.exists() and not force:
        desk.stop("export.there_already", file=file)
    given = settings.load(os.environ)
    number = desk.with_database(home.of(given), partial(_exported, given, kind, form, file))
    if file is not None:
        desk.say("export.wrote", file=file, number=number)


async def _exported(given: settings.Settings, kind: str, form: str, file: Path | None, database: Database) -> int:
    """Write it beside its place, note it in history, and put it there."""
    view = wiring.view_of(given, database)
    await view.refresh()
    words, now = wording.load(given.timezone, clocks.real), clocks.real()
    what = every.EXPORTS[kind]

    def room(tx: Tx) -> Room:
        return view.quiet_room(tx, now).acting_as(OPERATOR)

    with _bar(kind) as tell, _opened(file) as (out, put):
        number = await database.read(
            lambda tx: _write(out, form, kind, what, room(tx), partial(words.term, locale=language.locale()), tell)
        )
        await database.write(lambda tx: every.noted(room(tx), kind, form, number))
        await asyncio.to_thread(put)
    return number


def _write(
    out: IO[bytes],
    form: str,
    kind: str,
    what: ExportKind,
    room: Room,
    say: tables.Say,
    tell: Callable[[int, int], None],
) -> int:
    if out.seekable():  # a look may be made twice
        out.seek(0)
        out.truncate()
    size = what.counted(room.tx)

    def rows() -> Iterator[Row]:
        for number, row in enumerate(what.rows(room)):
            if number % _EVERY == 0:
                tell(number, size)
            yield row

    return tables.write(form, out, tables.table_of(kind, what, rows(), say))


@contextmanager
def _opened(file: Path | None) -> Iterator[tuple[IO[bytes], Callable[[], None]]]:
    """What is written into, and what puts it into its place; what comes to nothing leaves nothing, and what a killed export left goes
    with the next one into its folder. Nobody else may read it."""
    if file is None:
        yield sys.stdout.buffer, sys.stdout.flush
        return
    _clear(file.parent)
    descriptor, name = tempfile.mkstemp(prefix=_BESIDE, suffix=_PART, dir=file.parent)
    part = Path(name)
    with os.fdopen(descriptor, "w+b") as out:

        def put() -> None:
            out.flush()
            os.fsync(out.fileno())
            part.replace(file)

        try:
            fcntl.flock(out, fcntl.LOCK_EX)  # as long as this process lives
            yield out, put
        finally:
            part.unlink(missing_ok=True)


def _clear(folder: Path) -> None:
    """Take away what killed exports left half written; whoever still writes holds their file."""
    for leftover in folder.glob(f"{_BESIDE}*{_PART}"):
        with suppress(OSError):  # it is being written, or nothing of ours
            descriptor = os.open(leftover, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                leftover.unlink(missing_ok=True)
            finally:
                os.close(descriptor)


@contextmanager
def _bar(kind: str) -> Iterator[Callable[[int, int], None]]:
    """How far it is, on the error stream: what is printed may be kept in a file."""
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    with Progress(*columns, console=desk.err, transient=True) as bars:
        task = bars.add_task(language.say("export.writing", kind=kind), total=None)
        yield lambda done, size: bars.update(task, completed=done, total=max(size, done))
