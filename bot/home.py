"""The home folder: database (unless that is on a server), key, evidence, and the lock that keeps a second Flagpost out."""

import fcntl
import os
import secrets
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType

from bot import settings
from storage import errors, vault
from storage.engines import opening

DATABASE = "flagpost.db"
KEY = "flagpost.key"
LOCK = "flagpost.lock"
_BOOT = Path("/proc/sys/kernel/random/boot_id")  # Linux: another one for every start of every machine


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """The paths of a home, and the address of its database where that is on a server."""

    folder: Path
    url: str = field(default="", repr=False)

    @property
    def database(self) -> Path:
        """The encrypted database of an office on SQLite."""
        return self.folder / DATABASE

    @property
    def file(self) -> Path | None:
        """The same; None where the office is on a server."""
        return None if self.url else self.database

    @property
    def place(self) -> opening.DatabasePlace:
        """Where the database is."""
        return opening.DatabasePlace(file=self.database, url=self.url)

    @property
    def key(self) -> Path:
        """The key, which is never in the database or a backup."""
        return self.folder / KEY

    def is_made(self) -> bool:
        """Whether `flagpost init` was here."""
        return self.key.exists() and opening.is_made(self.place)


def of(given: settings.Settings) -> Home:
    """The home that is set."""
    return Home(folder=given.home, url=given.database)


def begin(home: Home) -> str:
    """Make folder and key, and return the recovery key to keep on paper: before there is a database, so that whoever is interrupted
    is told it again by the next `init`.

    An existing home is refused with FileExistsError, and a database in which there is an office under a key that is not here with
    KeyElsewhere.
    """
    if home.is_made():
        raise FileExistsError(home.folder)
    if not home.key.exists() and opening.is_made(home.place):
        raise errors.KeyElsewhere
    home.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not home.key.exists():
        vault.write_key(home.key, vault.new_master())
    return vault.recovery_words(vault.read_key(home.key))


def make(home: Home) -> str:
    """Make folder, key and database; return the recovery key to keep on paper. Refuses what `begin` refuses."""
    words = begin(home)
    opening.migrate(home.place, vault.Vault(vault.read_key(home.key)))
    return words


class Lock:
    """Held while a process runs on this home; raises HomeTaken where another one does.

    Processes that share a database on a server have a home each: what they must not do together they settle there.
    """

    def __init__(self, home: Home) -> None:
        """Name the lock file."""
        self._path = home.folder / LOCK
        self._file: int | None = None

    def __enter__(self) -> "Lock":
        """Take it."""
        self._file = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(self._file)
            self._file = None
            raise errors.HomeTaken from None
        return self

    @property
    def holder(self) -> str:
        """A name that no other process can have while this one holds the lock, and that the next to hold it has again.

        Where the machine tells nothing to make such a name of, it is drawn anew each time.
        """
        if self._file is None or not _BOOT.is_file():
            return secrets.token_hex(16)
        file = os.fstat(self._file)
        return f"{_BOOT.read_text('ascii').strip()}:{file.st_dev}:{file.st_ino}"

    def mark(self, what: bytes) -> None:
        """Write into the lock file, durably, what this process is about; a killed one leaves it there."""
        if self._file is not None:
            os.ftruncate(self._file, 0)
            os.pwrite(self._file, what, 0)
            os.fsync(self._file)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Let it go; a killed process lets it go as well."""
        if self._file is not None:
            os.close(self._file)
