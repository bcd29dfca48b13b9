"""Making a backup (备份): a copy of everything a home needs, sealed into one file, opened again to see that it opens.

The copy is made beside a running bot, from one consistent state of the database.
"""

import contextlib
import fcntl
import os
import re
import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path

from pyrage import x25519

from bot import backup_keys, home, settings
from bot.operations import archive_format, retention
from bot.operations.archive_format import Inventory, Packed, PackedFile
from domain import errors
from storage import errors as storage_errors
from storage import evidence, times
from storage.database import Tx
from storage.engines import standalone
from storage.road import history
from storage.upkeep import backups, copies
from storage.vault import Vault, read_key

DATABASE, KEY, SETTINGS = "flagpost.db", "flagpost.key", "flagpost.toml"
EVIDENCE = "evidence/"
AT_LEAST_DAILY = timedelta(days=1)
PROBLEMS_NAMED = 20
_LEAST_FREE = 512 << 20
_NAME = re.compile(r"flagpost-(\d{8}T\d{6})Z(-unsound)?\.age")
_EVIDENCE_NAME = re.compile(r"[0-9a-f]{32}")
_PART = ".part"
_COPYING = "copying.db"
_LOCK = "backup.lock"

Progress = Callable[[str, int, int], None]  # what is done now, how far it is, how much there is


class BackupUnderWay(errors.FlagpostError):
    """Another backup of this home is being made right now. Wait for it."""


class NoRoom(errors.FlagpostError):
    """There is no room for another backup; delete something, or name another folder in FLAGPOST_BACKUP."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BackupPlan:
    """What is copied, where to, and who can open it besides whoever has the recovery key."""

    place: home.Home
    evidence: Path
    folder: Path
    recipients: Sequence[x25519.Recipient] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A backup that was made and checked. `problems` were found in the database that was copied."""

    path: Path
    size: int
    took: float
    inventory: Inventory
    thinned: int


def is_needed(plan: BackupPlan, now: datetime) -> bool:
    """Whether something happened since the last backup, or it is more than a day old, or its file is gone."""
    with standalone.reading(plan.place.database, Vault(read_key(plan.place.key))) as tx:
        last = backups.last(tx)
        if last.at is None or now - last.at > AT_LEAST_DAILY or last.mark != backups.mark_of(tx):
            return True
    return not (plan.folder / last.file).exists()


def make(plan: BackupPlan, now: datetime, progress: Progress) -> Made:
    """Make a backup, check it, thin the old ones, remember it in the database. What fails is remembered there, and raised."""
    keys = Vault(read_key(plan.place.key))
    with _alone(plan):
        try:
            return _make(plan, keys, now, progress)
        except Exception as error:
            with standalone.writing(plan.place.database, keys) as tx:
                backups.record_failure(tx, f"{times.text(now)} {error}")
            raise
        finally:
            _clear(plan)


def existing(folder: Path) -> list[retention.BackupCopy]:
    """List the copies in a folder, oldest first."""
    names = [(_NAME.fullmatch(entry.name), entry.name) for entry in folder.iterdir()] if folder.is_dir() else []
    return sorted(
        retention.BackupCopy(
            made_at=datetime.strptime(found[1], "%Y%m%dT%H%M%S").replace(tzinfo=UTC), name=name, is_sound=not found[2]
        )
        for found, name in names
        if found
    )


def _make(plan: BackupPlan, keys: Vault, now: datetime, progress: Progress) -> Made:
    began = time.monotonic()
    plan.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    _clear(plan)
    _check_room(plan)
    copied = plan.place.folder / _COPYING
    progress("Copying the database", 0, 0)
    copies.copy(plan.place.database, copied, keys)
    copied.chmod(0o600)
    progress("Checking the database", 0, 0)
    problems = _damage(plan.place.database, keys)
    with standalone.reading(copied, keys) as tx:
        contents, mark = copies.contents(tx), backups.mark_of(tx)
        problems += _problems(tx, plan.evidence)

    def describe(packed: dict[str, Packed]) -> Inventory:
        return Inventory(
            made_at=times.text(now),
            schema=contents.schema,
            rows=contents.rows,
            head=contents.head,
            problems=problems,
            files=packed,
        )

    path = plan.folder / f"flagpost-{now.astimezone(UTC):%Y%m%dT%H%M%SZ}{'-unsound' if problems else ''}.age"
    inventory = _seal(plan, keys, copied, path, describe, progress)
    size, took = path.stat().st_size, time.monotonic() - began
    with standalone.writing(plan.place.database, keys) as tx:
        error = f"{times.text(now)} {problems[0]}" if problems else ""
        backups.record(tx, at=now, size=size, took=took, file=path.name, mark=mark, error=error)
    return Made(path=path, size=size, took=took, inventory=inventory, thinned=_thin(plan.folder, now))


def _seal(
    plan: BackupPlan,
    keys: Vault,
    copied: Path,
    path: Path,
    describe: Callable[[dict[str, Packed]], Inventory],
    progress: Progress,
) -> Inventory:
    """Seal beside, open again, compare, and only then give the file its name."""
    members = _members(plan, copied)
    total = sum(member.path.stat().st_size for member in members if member.path.exists())
    own = backup_keys.own_identity(keys)
    part = path.with_name(f".{path.name}{_PART}")
    sealed = archive_format.seal(
        part, members, describe, [own.to_public(), *plan.recipients], counter(progress, "Sealing", total)
    )
    opened = archive_format.open_copy(part, [own], counter(progress, "Opening it again", total))
    if opened != sealed:
        raise archive_format.CopyDamaged
    part.rename(path)
    _sync(plan.folder)
    return sealed


def _damage(path: Path, keys: Vault) -> list[str]:
    """What is wrong with the original. A copy reads no index, so it may be whole although the original is not."""
    try:
        with standalone.reading(path, keys) as tx:
            return [
                f"the database file is damaged: {found}"
                for found in islice(copies.damage(tx, is_quick=True), PROBLEMS_NAMED)
            ]
    except storage_errors.DatabaseDamaged as error:
        return [str(error)]


def _problems(tx: Tx, folder: Path) -> list[str]:
    """What is wrong with the state that was copied. A copy whose file is damaged is none: that is refused."""
    for found in copies.damage(tx, is_quick=True):
        raise storage_errors.DatabaseDamaged(f"The copy of the database is damaged: {found}")
    broken = [
        f"history does not hold at {each.matter} {each.matter_id}, entry {each.seq}"
        for each in islice(history.verify(tx), PROBLEMS_NAMED)
    ]
    missing = (ref for ref in evidence.files(tx) if not (folder / ref).exists())
    return broken + [f"the evidence file {ref} is missing" for ref in islice(missing, PROBLEMS_NAMED)]


def _members(plan: BackupPlan, copied: Path) -> list[PackedFile]:
    found = [PackedFile(name=DATABASE, path=copied), PackedFile(name=KEY, path=plan.place.key)]
    if (plan.place.folder / settings.FILE).exists():
        found.append(PackedFile(name=SETTINGS, path=plan.place.folder / settings.FILE))
    names = sorted(entry.name for entry in os.scandir(plan.evidence)) if plan.evidence.is_dir() else []
    return found + [
        PackedFile(name=EVIDENCE + name, path=plan.evidence / name) for name in names if _EVIDENCE_NAME.fullmatch(name)
    ]


def _check_room(plan: BackupPlan) -> None:
    """A backup never takes the room that the bot itself needs."""
    database = sum(file.stat().st_size for file in plan.place.folder.glob(f"{home.DATABASE}*"))
    files = sum(entry.stat().st_size for entry in os.scandir(plan.evidence)) if plan.evidence.is_dir() else 0
    needs = {plan.place.folder: database, plan.folder: database + files}
    if plan.place.folder.stat().st_dev == plan.folder.stat().st_dev:
        needs = {plan.folder: 2 * database + files}
    for folder, size in needs.items():
        disk = shutil.disk_usage(folder)
        if disk.free < size + min(_LEAST_FREE, disk.total // 20):
            raise NoRoom(NoRoom.__doc__, told="needs", size=size >> 20, folder=folder, free=disk.free >> 20)


def _thin(folder: Path, now: datetime) -> int:
    found = retention.superfluous(existing(folder), now)
    for copy in found:
        (folder / copy.name).unlink(missing_ok=True)
    return len(found)


@contextlib.contextmanager
def _alone(plan: BackupPlan) -> Iterator[None]:
    descriptor = os.open(plan.place.folder / _LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        _take(descriptor)
        yield
    finally:
        os.close(descriptor)


def _take(descriptor: int) -> None:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise BackupUnderWay from None


def _clear(plan: BackupPlan) -> None:
    """Take away what a backup that was killed has left."""
    for leftover in [*plan.place.folder.glob(f"{_COPYING}*"), *plan.folder.glob(f".flagpost-*{_PART}")]:
        leftover.unlink(missing_ok=True)


def counter(progress: Progress, what: str, total: int) -> Callable[[int], None]:
    """Make of "this many more" what `progress` takes."""
    done = 0

    def count(more: int) -> None:
        nonlocal done
        done += more
        progress(what, done, total)

    return count


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
