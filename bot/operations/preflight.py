"""Whether one can run on a home at all: whose it is, whether it is whole, whether it can be written.

Called before anything in the home is opened, by the wiring and the command line.
"""

import contextlib
import logging
import os
import pwd
import stat
from pathlib import Path

from bot import home
from domain import errors
from storage import errors as storage_errors

LOG = logging.getLogger(__name__)
RUNNING = b"running\n"


class NotOurs(errors.FlagpostError):
    """Something in the home belongs to another user."""


class NotWritable(errors.FlagpostError):
    """Something in the home cannot be written."""


class HalfAHome(errors.FlagpostError):
    """Of the key and the database, one is not there."""


def check(place: home.Home) -> None:
    """Raise what stands in the way, with what to do; a home that is not there yet is for others to miss."""
    for path in _parts(place):
        with contextlib.suppress(FileNotFoundError):  # the log goes when somebody who looked beside us hangs up
            _check_owner(path)
            _check_writable(path)
    if place.file is not None:
        _check_halves(place, place.file)
        if _was_cut_off(place) and place.file.exists():
            _look_for_log(place, place.file)


def _check_halves(place: home.Home, file: Path) -> None:
    if file.exists() and not place.key.exists():
        raise HalfAHome(told="key_gone", file=file, key_file=place.key)
    if place.key.exists() and not file.exists():
        raise HalfAHome(told="database_gone", folder=place.folder)


def _look_for_log(place: home.Home, file: Path) -> None:
    """Report a write-ahead file that is gone after a crash. It may be for a good reason, so the start goes on."""
    log = file.with_name(f"{file.name}-wal")
    with contextlib.suppress(storage_errors.HomeTaken), home.Lock(place) as lock:
        if not log.exists():
            LOG.error(
                "The last run was cut off, and %s, which it left, is gone. If somebody has opened the database since, that is"
                " as it should be. If the file was deleted, what was acknowledged last is lost: stop the bot and put the"
                " file back, or restore a backup.",
                log.name,
            )
        # Whoever opens the database next takes it in, and nobody misses it any more.
        lock.mark(b"")


def _parts(place: home.Home) -> list[Path]:
    files = [place.key, place.folder / home.LOCK]
    if place.file is not None:
        files += [place.file, *(place.file.with_name(f"{place.file.name}-{end}") for end in ("wal", "shm"))]
    return [path for path in (place.folder, *files) if path.exists()]


def _check_owner(path: Path) -> None:
    owner, us = path.stat().st_uid, os.geteuid()
    if owner != us:
        raise NotOurs(told="owner", path=path, owner=_name(owner), us=_name(us), home=path.parent)


def _check_writable(path: Path) -> None:
    """By its mode also where root would write all the same: somebody made it read-only on purpose."""
    is_key = path.name == home.KEY
    wanted = stat.S_IRUSR if is_key else stat.S_IRUSR | stat.S_IWUSR
    access = os.R_OK if is_key else os.R_OK | os.W_OK
    if path.stat().st_mode & wanted != wanted:
        raise NotWritable(told="mode", path=path, mode="u+rwx" if path.is_dir() else "u+rw")
    if not os.access(path, access) and path.exists():
        raise NotWritable(told="disk", path=path)


def _was_cut_off(place: home.Home) -> bool:
    try:
        return (place.folder / home.LOCK).read_bytes() == RUNNING
    except FileNotFoundError:
        return False


def _name(user: int) -> str:
    try:
        return pwd.getpwuid(user).pw_name
    except KeyError:
        return f"user {user}"
