"""Looking through a home, or a copy that was opened for it: is everything as it was written? (`flagpost verify`)

One state of the database is looked at, so that a running bot does not disturb it.
"""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

from bot import home
from bot.operations.backup import Progress, counter
from storage import errors as storage_errors
from storage import evidence, vault
from storage.database import Tx
from storage.engines import opening, standalone
from storage.upkeep import copies, verifying
from storage.upkeep.verifying import Wrong

Files = dict[str, str]
"""The names of files, each with the mark of what came in it; empty where that was not kept."""
FILE, SCHEMA, EVIDENCE = "pages of the file", "schema", "evidence files"


@dataclass(slots=True)
class VerifyReport:
    """How much was looked at, and what is wrong, by the name of the check."""

    looked_at: dict[str, int] = field(default_factory=dict)
    wrong: dict[str, list[Wrong]] = field(default_factory=dict)

    def add(self, name: str, size: int, found: Iterator[Wrong]) -> None:
        """Note one check; a great many of one kind are as good as a hundred."""
        self.looked_at[name] = size
        if named := list(islice(found, verifying.MOST)):
            self.wrong[name] = named


def verify(place: home.Home, evidence_folder: Path, progress: Progress) -> VerifyReport:
    """Check everything. Raises StorageError where the database cannot even be opened."""
    keys = vault.Vault(vault.read_key(place.key))
    if place.url:
        report, files = asyncio.run(_on_server(place, keys, progress))
    else:
        report, files = _in_file(place, keys, progress)
    if FILE not in report.wrong:
        tick = counter(progress, f"Checking {EVIDENCE}", len(files))
        report.add(EVIDENCE, len(files), _of_evidence(keys, files, evidence_folder, tick))
    return report


def _in_file(place: home.Home, keys: vault.Vault, progress: Progress) -> tuple[VerifyReport, Files]:
    report = VerifyReport()
    try:
        with standalone.reading(place.database, keys) as tx:
            progress("Checking pages", 0, 0)
            report.add(FILE, int(tx.value("PRAGMA page_count")), _of_file(copies.damage(tx)))
    except storage_errors.DatabaseDamaged as damaged:
        report.add(FILE, 0, iter([Wrong(row="the file", why=str(damaged))]))
    if report.wrong:
        # What stands in a damaged file cannot be judged: every other check would stumble over the same page.
        return report, {}
    with standalone.reading(place.database, keys) as tx:
        with TemporaryDirectory() as empty:
            report.add(SCHEMA, 1, _of_file(copies.schema_differences(tx, Path(empty))))
        return report, _of_rows(tx, report, verifying.checks(), progress)


async def _on_server(place: home.Home, keys: vault.Vault, progress: Progress) -> tuple[VerifyReport, Files]:
    """The server looks after its pages and its schema itself; what stands in the rows is looked at here."""

    def look(tx: Tx) -> tuple[VerifyReport, Files]:
        report = VerifyReport()
        return report, _of_rows(tx, report, verifying.checks(is_in_order=False), progress)

    database = await opening.open_database(place.place, keys)
    try:
        return await database.read(look)
    finally:
        await database.close()


def _of_rows(tx: Tx, report: VerifyReport, checks: Sequence[verifying.Check], progress: Progress) -> Files:
    """Make the checks; return the files that the evidence counts on."""
    for check in checks:
        size = check.size(tx)
        report.add(check.name, size, check.look(tx, counter(progress, f"Checking {check.name}", size)))
    marks = evidence.marks(tx)
    return {ref: marks.get(ref, "") for ref in evidence.files(tx)}


def _of_file(found: Iterator[str]) -> Iterator[Wrong]:
    return (Wrong(row="the file", why=why) for why in found)


def _of_evidence(keys: vault.Vault, files: Files, folder: Path, tick: Callable[[int], None]) -> Iterator[Wrong]:
    for ref, mark in files.items():
        tick(1)
        try:
            data = keys.open((folder / ref).read_bytes(), ref, key="evidence")
        except FileNotFoundError:
            yield Wrong(row=f"evidence file {ref}", why="missing")
        except storage_errors.Tampered:
            yield Wrong(row=f"evidence file {ref}", why="it was changed, or is another one's")
        else:
            if mark and keys.content_mark(data) != mark:
                yield Wrong(row=f"evidence file {ref}", why="what is in it is not what came: it was exchanged")
