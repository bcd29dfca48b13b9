"""Bringing a home back from a backup, or its key back from paper.

A copy is opened and checked whole in a folder beside; only then do its parts get their names, the database last, so that a
home that was restored half-way is none.
"""

import os
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from pyrage import x25519

from bot import backup_keys, home, settings
from bot.operations import archive_format, backup
from bot.operations.archive_format import Inventory
from domain import errors
from storage import errors as storage_errors
from storage import vault
from storage.database import Tx
from storage.engines import migrating, standalone
from storage.road import history
from storage.upkeep import copies, restoring

_STAGE = ".restoring"


class HomeNotEmpty(errors.FlagpostError):
    """There is something in this home already. Restore into an empty folder: set FLAGPOST_HOME, or move the old home away."""


class CopyUnsound(errors.FlagpostError):
    """The copy opens, but what is in it does not agree with its inventory. Use another copy."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """What came back, and what waits for a person's decision now."""

    inventory: Inventory
    held: restoring.Held
    is_older_schema: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Opener:
    """What opens a copy: the master key from paper, or identities that it was sealed to."""

    master: bytes | None = None
    identities: Sequence[x25519.Identity] = ()

    def all(self) -> list[x25519.Identity]:
        """Every identity to try."""
        own = [] if self.master is None else [backup_keys.own_identity(vault.Vault(self.master))]
        return [*own, *self.identities]


def restore(
    file: Path, opener: Opener, place: home.Home, evidence: Path, now: datetime, progress: backup.Progress
) -> Restored:
    """Make a home of a copy. Refuses a home that is not empty; an attempt that was cut short is begun anew."""
    stage = place.folder / _STAGE
    check_empty(place, evidence)
    place.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    shutil.rmtree(stage, ignore_errors=True)
    stage.mkdir(mode=0o700)
    count = backup.counter(progress, "Opening the copy", file.stat().st_size)
    inventory = archive_format.open_copy(file, opener.all(), count, into=stage)
    keys = _keys(stage, opener)
    progress("Checking the database", 0, 0)
    with standalone.writing(stage / backup.DATABASE, keys) as tx:
        _check(tx, inventory)
        held = restoring.wake_up(tx, now)
    _settle(stage, place, evidence)
    return Restored(inventory=inventory, held=held, is_older_schema=inventory.schema < migrating.newest())


def look(file: Path, opener: Opener, folder: Path, progress: backup.Progress) -> Inventory:
    """Open a copy and check all of it, as `restore` does, in a folder that is deleted afterwards."""
    count = backup.counter(progress, "Opening the copy", file.stat().st_size)
    inventory = archive_format.open_copy(file, opener.all(), count, into=folder)
    progress("Checking the database", 0, 0)
    with standalone.reading(folder / backup.DATABASE, _keys(folder, opener)) as tx:
        _check(tx, inventory)
    return inventory


def check_key_is_lost(place: home.Home) -> None:
    """Refuse to put a key back where there is one, or nothing that it could open."""
    if place.key.exists():
        raise HomeNotEmpty(told="key", key_file=place.key)
    if not place.database.exists():
        raise storage_errors.HomeMissing(told="database", folder=place.folder)


def put_key_back(place: home.Home, master: bytes) -> None:
    """Write the lost key file anew. Raises WrongKey where this key does not open the database."""
    migrating.schema_of(place.database, vault.Vault(master))
    vault.write_key(place.key, master)


def check_empty(place: home.Home, evidence: Path) -> None:
    """Refuse to restore over anything; what an attempt of our own has left does not count."""
    is_ours = (place.folder / _STAGE).exists()
    has_evidence = evidence.is_dir() and any(evidence.iterdir())
    if place.database.exists() or (not is_ours and (place.key.exists() or has_evidence)):
        raise HomeNotEmpty


def _keys(stage: Path, opener: Opener) -> vault.Vault:
    master = vault.read_key(stage / backup.KEY)
    if opener.master is not None and master != opener.master:
        # Anybody can seal a file to a public recipient; only the office's own copies hold the office's own key.
        raise CopyUnsound(told="other_key")
    return vault.Vault(master)


def _check(tx: Tx, inventory: Inventory) -> None:
    for found in copies.damage(tx):
        raise CopyUnsound(told="damaged", found=found)
    contents = copies.contents(tx)
    if contents.schema > migrating.newest():
        raise storage_errors.SchemaMismatch(told="copy_newer")
    if (contents.schema, contents.rows, contents.head) != (inventory.schema, inventory.rows, inventory.head):
        raise CopyUnsound
    broken = next(history.verify(tx), None)
    if broken is not None and not inventory.problems:
        raise CopyUnsound(told="history", matter=broken.matter, number=broken.matter_id, entry=broken.seq)


def _settle(stage: Path, place: home.Home, evidence: Path) -> None:
    """Give everything its name. The database comes last: until then this is no home."""
    evidence.mkdir(mode=0o700, parents=True, exist_ok=True)
    kept = stage / backup.EVIDENCE
    for file in sorted(kept.iterdir()) if kept.is_dir() else ():
        shutil.move(file, evidence / file.name)
    _sync(evidence)
    if (stage / backup.SETTINGS).exists() and not (place.folder / settings.FILE).exists():
        (stage / backup.SETTINGS).rename(place.folder / settings.FILE)
    (stage / backup.KEY).replace(place.key)
    _sync(place.folder)
    (stage / backup.DATABASE).rename(place.database)
    _sync(place.folder)
    shutil.rmtree(stage)


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
