"""What can go wrong with remembering, as sentences a person can act on. Raised in `storage/`, answered in `bot/`."""

from domain import errors


class StorageError(errors.FlagpostError):
    """The database could not do what was asked."""


class StorageUnavailable(StorageError):
    """The database cannot take anything now (locked, full or closed); nothing was acknowledged, try again in a moment."""


class KeptOtherwise(StorageError):
    """This was kept by another version and cannot be read by this one. Run the version that kept it."""


class WrongKey(StorageError):
    """The key does not open this database. Put back the key file that `flagpost init` made, or restore a backup."""


class KeyUnreadable(StorageError):
    """This user may not read the key file. Run the command as the user that runs the bot."""


class WrongServer(StorageError):
    """The PostgreSQL server or database that is set cannot be used as it is; the sentence says what to mend."""


class WrongRecoveryKey(StorageError):
    """This is not a recovery key: it has 56 letters and digits, and at least one of these is wrong. Read it again."""


class DatabaseDamaged(StorageError):
    """The database file is damaged. Stop the bot, keep the file, run `flagpost verify`, and restore the newest sound backup."""


class DriverMissing(StorageError):
    """FLAGPOST_DATABASE names a PostgreSQL server, but its driver is not installed. Run: pip install 'flagpost[postgresql]'"""


class KeyElsewhere(StorageError):
    """There is an office in this database already, and its key is not in this home. Copy the office's key file here first."""


class DatabaseElsewhere(StorageError):
    """The database is on a PostgreSQL server: back it up there (pg_dump, or the provider's way), and copy the home folder."""


class MoveRefused(StorageError):
    """The office was not moved, and nothing was changed; the sentence says why."""


class SchemaMismatch(StorageError):
    """The database has another schema than this version of Flagpost knows."""


class LibraryUnfit(StorageError):
    """The SQLite library has the WAL-reset fault; install the locked version of sqlcipher3."""


class HomeMissing(StorageError):
    """There is no Flagpost home here yet. Run `flagpost init` first."""


class HomeTaken(StorageError):
    """Another Flagpost already runs on this home. Stop it first, or give this one a home of its own."""


class Tampered(StorageError):
    """A sealed value does not belong where it stands, or was changed."""


class AlreadyChanged(StorageError):
    """Somebody else moved this matter first."""
