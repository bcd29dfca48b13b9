"""The commands for bad days: `flagpost backup`, `flagpost restore`, `flagpost verify`.

Here is only what they say and ask; the rooms that do the work are `bot/operations/backup.py`,
`bot/operations/restoring.py` and `bot/operations/verifying.py`.
"""

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

from bot import backup_keys, clocks, home, language, settings
from bot.commands import desk
from bot.operations import backup as copying
from bot.operations import preflight, restoring, verifying
from bot.operations.archive_format import Inventory
from storage import errors, times, vault

USAGE = 2
out = Console(soft_wrap=True)
err = Console(stderr=True, soft_wrap=True)


def add_to(app: typer.Typer) -> None:
    """Add these commands."""
    app.command()(backup)
    app.command()(restore)
    app.command()(verify)


def backup(
    to: Annotated[Path | None, typer.Option()] = None,
    recipient: Annotated[list[str] | None, typer.Option()] = None,
    if_changed: Annotated[bool, typer.Option("--if-changed")] = False,
) -> None:
    """Copy everything into one sealed file, check it, and thin the old ones. The bot may run meanwhile."""
    given = settings.load(os.environ)
    place = made_home(given)
    try:
        others = backup_keys.recipients([*given.backup_recipients, *(recipient or ())])
    except ValueError as wrong:
        desk.stop("backup.no_recipient", given=wrong)
    plan = copying.BackupPlan(place=place, evidence=given.evidence, folder=to or given.backup, recipients=others)
    if if_changed and not copying.is_needed(plan, clocks.real()):
        return
    with showing() as progress:
        made = copying.make(plan, clocks.real(), progress)
    _tell_made(made)
    raise typer.Exit(1 if made.inventory.problems else 0)


def restore(
    file: Annotated[Path | None, typer.Argument()] = None,
    identity: Annotated[Path | None, typer.Option()] = None,
) -> None:
    """Make a home of a copy; or, without a copy, write the lost key of this home anew. Asks for the recovery key."""
    given = settings.load(os.environ)
    place = home.Home(folder=given.home)
    if file is None:
        restoring.check_key_is_lost(place)
        restoring.put_key_back(place, _recovery_key())
        desk.say("restore.key_written", file=place.key)
        return
    if not file.is_file():
        desk.stop("no_file", file=file)
    restoring.check_empty(place, given.evidence)
    opener = opener_of(identity)
    with showing() as progress:
        restored = restoring.restore(file, opener, place, given.evidence, clocks.real(), progress)
    _tell_restored(restored, given)


def verify(
    backup: Annotated[Path | None, typer.Option()] = None,
    identity: Annotated[Path | None, typer.Option()] = None,
) -> None:
    """Check everything that is remembered: pages, schema, history, approvals, sealed values, evidence. The bot may run meanwhile."""
    given = settings.load(os.environ)
    if backup is None:
        place = any_home(given)
        with showing() as progress:
            report = verifying.verify(place, given.evidence, progress)
    else:
        opener = opener_of(identity)
        with showing() as progress, folder_beside(backup) as folder:
            restoring.look(backup, opener, folder, progress)
            report = verifying.verify(home.Home(folder=folder), folder / "evidence", progress)
    for name, number in report.looked_at.items():
        out.print(
            f"{'✗' if report.wrong.get(name) else '✓'} {language.say(f'verify.{name}')}: {number:,}", markup=False
        )
        for each in report.wrong.get(name, []):
            out.print(f"    {each.row}: {each.why}", markup=False)
    raise typer.Exit(1 if report.wrong else 0)


def made_home(given: settings.Settings) -> home.Home:
    """The home, where there is one with its database in it; raises HomeMissing or DatabaseElsewhere."""
    if given.database:
        raise errors.DatabaseElsewhere
    return any_home(given)


def any_home(given: settings.Settings) -> home.Home:
    """The home, wherever its database is; raises HomeMissing where there is none."""
    place = home.of(given)
    if not place.is_made():
        raise errors.HomeMissing
    preflight.check(place)
    return place


def opener_of(identity: Path | None) -> restoring.Opener:
    """What opens a copy: the identity file that was named, or the recovery key, which is asked for."""
    if identity is None:
        return restoring.Opener(master=_recovery_key())
    if not identity.is_file():
        desk.stop("no_file", file=identity)
    return restoring.Opener(identities=backup_keys.identities(identity))


@contextlib.contextmanager
def showing() -> Iterator[copying.Progress]:
    """A progress bar on the error stream, for as long as the block lasts."""
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    with Progress(*columns, console=err, transient=True) as bars:
        bar = bars.add_task("", total=None)

        def show(what: str, done: int, total: int) -> None:
            bars.update(bar, description=what, completed=done, total=total or None)

        yield show


@contextlib.contextmanager
def folder_beside(file: Path) -> Iterator[Path]:
    """A folder for a moment, where there is as much room as for the file; nobody else can look into it."""
    folder = Path(tempfile.mkdtemp(prefix=".flagpost-", dir=file.parent if os.access(file.parent, os.W_OK) else None))
    try:
        yield folder
    finally:
        shutil.rmtree(folder)


def rows_of(inventory: Inventory) -> str:
    """Say how many of the things that matter there are."""
    return ", ".join(f"{inventory.rows.get(table, 0):,}{language.say(f'backup.{table}')}" for table in WHAT)


WHAT = ("clue", "striver", "announcement", "history")


def _recovery_key() -> bytes:
    return vault.read_recovery_words(typer.prompt(language.say("restore.ask_key"), prompt_suffix=": ", err=True))


def _tell_made(made: copying.Made) -> None:
    desk.say("backup.made", path=made.path)
    desk.say("backup.size", size=_size(made.size), took=f"{made.took:.1f}", rows=rows_of(made.inventory))
    if made.thinned:
        desk.say("backup.thinned", number=made.thinned)
    for problem in made.inventory.problems:
        err.print(f"  ✗ {problem}", markup=False)
    if made.inventory.problems:
        err.print(language.say("backup.unsound"), markup=False)


def _tell_restored(restored: restoring.Restored, given: settings.Settings) -> None:
    inventory, held = restored.inventory, restored.held
    desk.say("restore.done", home=given.home, moment=_local(times.read(inventory.made_at), given))
    out.print(f"  {rows_of(inventory)}", markup=False, highlight=False)
    desk.say("restore.gone")
    if held.messages or held.announcements:
        desk.say("restore.held", messages=held.messages, announcements=held.announcements)
    for problem in inventory.problems:
        err.print(f"  ✗ {language.say('restore.known', problem=problem)}", markup=False)
    steps = ["flagpost migrate"] if restored.is_older_schema else []
    steps += ["flagpost verify", "flagpost people list", "flagpost run"]
    desk.say("restore.next", steps=", ".join(steps))


def _local(moment: datetime, given: settings.Settings) -> str:
    return f"{moment.astimezone(given.timezone):%Y-%m-%d %H:%M:%S} ({given.timezone.key})"


def _size(size: int) -> str:
    return f"{size / 1_000_000:,.1f} MB"
