"""The home folder: database, key, evidence, and the lock that keeps a second Flagpost out.

Called by the command line and the wiring.
"""

import fcntl
import os
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from storage import errors, migrating, vault

DATABASE = "flagpost.db"
KEY = "flagpost.key"
LOCK = "flagpost.lock"


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """The paths of a home."""

    folder: Path

    @property
    def database(self) -> Path:
        """The encrypted database."""
        return self.folder / DATABASE

    @property
    def key(self) -> Path:
        """The key, which is never in the database or a backup."""
        return self.folder / KEY

    def is_made(self) -> bool:
        """Whether `flagpost init` was here."""
        return self.key.exists() and self.database.exists()


def make(home: Home) -> str:
    """Make folder, key and database; return the recovery key to keep on paper.

    An interrupted `init` is finished by the next; an existing home is refused with FileExistsError.
    """
    if home.is_made():
        raise FileExistsError(home.folder)
    home.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not home.key.exists():
        vault.write_key(home.key, vault.new_master())
    master = vault.read_key(home.key)
    migrating.migrate(home.database, vault.Vault(master))
    home.database.chmod(0o600)
    return vault.recovery_words(master)


class Lock:
    """Held while a process runs on this home; raises HomeTaken where another one does."""

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

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Let it go; a killed process lets it go as well."""
        if self._file is not None:
            os.close(self._file)
