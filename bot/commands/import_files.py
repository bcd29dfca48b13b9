"""`flagpost import`: shows what a file would change, asks, and takes it; or writes an empty file to fill in."""

import asyncio
import os
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from bot import clocks, home, language, settings
from bot.commands import desk, office
from bot.house import wiring
from bot.importing import calendar_files, taking, telling, templates
from bot.importing.words import ImportWords
from domain.errors import FlagpostError
from domain.importing.columns import ImportKind
from domain.importing.problems import ImportRefused
from domain.matters.scoring.periods import AlreadyAnnounced
from domain.scoring.indicators import FiguresRefused
from handlers.conversation.room import Room
from storage import offices, units
from storage.database import Database, Tx
from storage.scoring import figures

REFUSALS: dict[type[FlagpostError], str] = {
    AlreadyAnnounced: "already_announced",
    FiguresRefused: "figures",
    taking.ChangedMeanwhile: "changed_meanwhile",
}


def add_to(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command("import")(import_)


def import_(
    kind: Annotated[str, typer.Argument()],
    file: Annotated[Path | None, typer.Argument()] = None,
    template: Annotated[Path | None, typer.Option()] = None,
    sheet: Annotated[str, typer.Option()] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run")] = False,
    yes: Annotated[bool, typer.Option("--yes")] = False,
    close_missing: Annotated[bool, typer.Option()] = False,
    force: Annotated[bool, typer.Option("--force")] = False,
) -> None:
    """Read units, indicators or values from a file: all of it, or nothing."""
    given = settings.load(os.environ)
    words = ImportWords(language.locale())
    if kind == calendar_files.KIND:
        _import_calendar(file, template, words, is_forced=force, dry_run=dry_run, yes=yes)
        return
    if kind not in tuple(ImportKind):
        _stop(words.say("command.no_kind", kind=kind, kinds=", ".join((*ImportKind, calendar_files.KIND))), desk.USAGE)
    if template is not None:
        _write_template(given, ImportKind(kind), template, words, is_forced=force)
        return
    if file is None or not file.is_file():
        _stop(words.say("command.no_file"), desk.USAGE)
    work = _Import(given, ImportKind(kind), file, sheet, words)
    try:
        desk.with_database(
            home.of(given),
            lambda database: work.run(database, is_dry=dry_run, is_sure=yes, is_closing=close_missing),
        )
    except ImportRefused as refused:
        desk.err.print(words.say("command.nothing", file=file.name, number=len(refused.problems)), markup=False)
        for line in telling.refusals(refused.problems, ImportKind(kind), words):
            desk.err.print(f"  · {line}", markup=False)
        raise typer.Exit(1) from None
    except tuple(REFUSALS) as refused:
        _stop(words.say(f"refused.{REFUSALS[type(refused)]}", why=refused), 1)


def _import_calendar(
    file: Path | None, template: Path | None, words: ImportWords, *, is_forced: bool, dry_run: bool, yes: bool
) -> None:
    """The days off of a year, as `flagpost calendar import`; an empty file is for the year that comes."""
    if template is not None:
        year = clocks.real().astimezone(settings.load(os.environ).timezone).year + 1
        _write(template, calendar_files.empty(year, words), words, is_forced=is_forced)
    elif file is None:
        _stop(words.say("command.no_file"), desk.USAGE)
    else:
        office.import_calendar(file, dry_run=dry_run, yes=yes)


class _Import:
    """One file on its way in: looked at, shown, asked about, taken."""

    def __init__(self, given: settings.Settings, kind: ImportKind, file: Path, sheet: str, words: ImportWords) -> None:
        self._given, self._kind, self._sheet, self._words = given, kind, sheet, words
        self._name, self._content = file.name, file.read_bytes()

    async def run(self, database: Database, *, is_dry: bool, is_sure: bool, is_closing: bool) -> None:
        """Show what would change; take it where that is wanted."""
        view = wiring.view_of(self._given, database)
        await view.refresh()

        def room(tx: Tx) -> Room:
            return view.quiet_room(tx, clocks.real())

        with desk.out.status(self._words.say("command.reading", file=self._name)):
            found = await taking.look(database, self._kind, self._content, room, sheet=self._sheet)
        names = await database.read(
            lambda tx: {each.code: each.name for each in (*units.register(tx), *figures.indicators(tx))}
        )
        desk.out.print("\n".join(telling.changes(found, self._words, names)), markup=False, highlight=False)
        if is_dry:
            desk.out.print(self._words.say("command.dry"), markup=False)
            return
        is_closing = await asyncio.to_thread(self._asked, found, is_sure=is_sure, is_closing=is_closing)
        with desk.out.status(self._words.say("command.reading", file=self._name)):
            imported = await taking.import_file(
                database,
                self._kind,
                self._content,
                room,
                sheet=self._sheet,
                shown=found.difference,
                is_closing=is_closing,
            )
        await database.write(offices.touch)
        desk.out.print(telling.summary(imported, self._words, names), markup=False, highlight=False)

    def _asked(self, found: taking.ImportLook, *, is_sure: bool, is_closing: bool) -> bool:
        """Ask whether to import, and whether to close what the file does not name; return the latter."""
        if is_sure:
            return is_closing
        gone = len(found.difference.gone) if self._kind is ImportKind.UNITS else 0
        try:
            if not desk.agreed(self._words.say("command.ask")):
                _stop(self._words.say("command.stopped"), 1)
            return is_closing or bool(gone and desk.agreed(self._words.say("command.ask_close", number=gone)))
        except typer.Abort:  # nobody is there to answer
            _stop(self._words.say("command.needs_yes"), 1)


def _write_template(
    given: settings.Settings, kind: ImportKind, file: Path, words: ImportWords, *, is_forced: bool
) -> None:
    """Write an empty file of a kind."""
    lists = templates.Lists()
    place = home.of(given)
    if place.is_made():
        lists = desk.with_database(place, _lists)
    is_csv = file.suffix.lower() == ".csv"
    content = templates.csv_file(kind, words) if is_csv else templates.workbook(kind, words, lists)
    _write(file, content, words, is_forced=is_forced)


def _write(file: Path, content: bytes, words: ImportWords, *, is_forced: bool) -> None:
    """Write a file; never over one that is there, unless that was said."""
    if file.exists() and not is_forced:
        _stop(words.say("command.there_already", file=file), 1)
    file.write_bytes(content)
    desk.out.print(words.say("command.wrote", file=file), markup=False)


async def _lists(database: Database) -> templates.Lists:
    register, measured = await database.read(lambda tx: (units.register(tx), figures.indicators(tx)))
    return templates.Lists(units=tuple(each for each in register if not each.is_closed), indicators=tuple(measured))


def _stop(sentence: str, code: int) -> NoReturn:
    desk.err.print(sentence, markup=False)
    raise typer.Exit(code)
