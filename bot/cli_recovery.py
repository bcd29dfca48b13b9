"""The commands for bad days: `flagpost backup`, `flagpost restore`, `flagpost verify`.

Added to the command line by `bot/cli.py`. Here is only what they say and ask; the rooms that do the work are `bot/backup.py`,
`bot/restoring.py` and `bot/verifying.py`.
"""

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

from bot import backup as copying
from bot import backup_keys, clocks, home, readiness, restoring, settings, verifying
from bot.sealed_copies import Inventory
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
    to: Annotated[Path | None, typer.Option(help="The folder to put it in, instead of FLAGPOST_BACKUP.")] = None,
    recipient: Annotated[
        list[str] | None, typer.Option(help="An age recipient (age1…) who can open it too; may be given several times.")
    ] = None,
    if_changed: Annotated[
        bool, typer.Option("--if-changed", help="Make none where nothing has happened since the last.")
    ] = False,
) -> None:
    """Copy everything into one sealed file, check it, and thin the old ones. The bot may run meanwhile."""
    given = settings.load(os.environ)
    place = made_home(given)
    try:
        others = backup_keys.recipients([*given.backup_recipients, *(recipient or ())])
    except ValueError as wrong:
        err.print(
            f"“{wrong}” is no age recipient. It is the line that age-keygen calls the public key: age1…", markup=False
        )
        raise typer.Exit(USAGE) from None
    plan = copying.Plan(place=place, evidence=given.evidence, folder=to or given.backup, recipients=others)
    if if_changed and not copying.is_needed(plan, clocks.real()):
        return
    with showing() as progress:
        made = copying.make(plan, clocks.real(), progress)
    _tell_made(made)
    raise typer.Exit(1 if made.inventory.problems else 0)


def restore(
    file: Annotated[
        Path | None, typer.Argument(help="The copy. Without one, the lost key is put back from paper.")
    ] = None,
    identity: Annotated[
        Path | None, typer.Option(help="An age identity file that it was sealed to, instead of the recovery key.")
    ] = None,
) -> None:
    """Make a home of a copy; or, without a copy, write the lost key of this home anew. Asks for the recovery key."""
    given = settings.load(os.environ)
    place = home.Home(folder=given.home)
    if file is None:
        restoring.check_key_is_lost(place)
        restoring.put_key_back(place, _recovery_key())
        out.print(f"Wrote {place.key}; it opens the database. Next: flagpost check, flagpost run", markup=False)
        return
    if not file.is_file():
        err.print(f"There is no file {file}.", markup=False)
        raise typer.Exit(USAGE)
    restoring.check_empty(place, given.evidence)
    opener = opener_of(identity)
    with showing() as progress:
        restored = restoring.restore(file, opener, place, given.evidence, clocks.real(), progress)
    _tell_restored(restored, given)


def verify(
    backup: Annotated[Path | None, typer.Option(help="Look through this copy instead of the home.")] = None,
    identity: Annotated[
        Path | None, typer.Option(help="An age identity file that the copy was sealed to, instead of the recovery key.")
    ] = None,
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
        out.print(f"{'✗' if report.wrong.get(name) else '✓'} {name}: {number:,}", markup=False)
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
    readiness.check(place)
    return place


def opener_of(identity: Path | None) -> restoring.Opener:
    """What opens a copy: the identity file that was named, or the recovery key, which is asked for."""
    if identity is None:
        return restoring.Opener(master=_recovery_key())
    if not identity.is_file():
        err.print(f"There is no file {identity}.", markup=False)
        raise typer.Exit(USAGE)
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


def rows_of(inventory: Inventory, names: Sequence[tuple[str, str]]) -> str:
    """Say how many of the things that matter there are."""
    return ", ".join(f"{inventory.rows.get(table, 0):,} {what}" for table, what in names)


WHAT = (
    ("clue", "clues"),
    ("striver", "nominations"),
    ("announcement", "announcements"),
    ("history", "entries of history"),
)


def _recovery_key() -> bytes:
    return vault.read_recovery_words(typer.prompt("Recovery key", prompt_suffix=": ", err=True))


def _tell_made(made: copying.Made) -> None:
    out.print(f"Made {made.path}", markup=False)
    out.print(f"  {_size(made.size)}, {made.took:.1f} s, opened again and checked: {rows_of(made.inventory, WHAT)}")
    if made.thinned:
        out.print(f"  {made.thinned} old one(s) deleted")
    for problem in made.inventory.problems:
        err.print(f"  ✗ {problem}", markup=False)
    if made.inventory.problems:
        err.print("The copy is whole, but what was copied is not sound. Run flagpost verify; keep the older copies.")


def _tell_restored(restored: restoring.Restored, given: settings.Settings) -> None:
    inventory, held = restored.inventory, restored.held
    out.print(f"Restored {given.home} from a copy of {_local(times.read(inventory.made_at), given)}:", markup=False)
    out.print(f"  {rows_of(inventory, WHAT)}")
    out.print("What came after that moment is not here: clues, decisions, and roles that were given or taken away.")
    if held.messages or held.announcements:
        out.print(
            f"{held.messages} public message(s) and {held.announcements} announcement(s) may have been said since the copy was"
            " made. None is said by itself: leaders are asked."
        )
    for problem in inventory.problems:
        err.print(f"  ✗ known when the copy was made: {problem}", markup=False)
    steps = ["flagpost migrate"] if restored.is_older_schema else []
    out.print(f"Next: {', '.join([*steps, 'flagpost verify', 'flagpost run'])}")


def _local(moment: datetime, given: settings.Settings) -> str:
    return f"{moment.astimezone(given.timezone):%Y-%m-%d %H:%M:%S} ({given.timezone.key})"


def _size(size: int) -> str:
    return f"{size / 1_000_000:,.1f} MB"
