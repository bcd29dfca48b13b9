"""One connection to PostgreSQL: how it is opened, its statements, its transactions, and the server's complaints in the family's names.

Lives here: `Session`. Called by `storage/postgres_engine.py` and `storage/postgres_schema.py`. No error of psycopg leaves here with
what it knows of the connection: that holds the password.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any

import psycopg
from psycopg import conninfo
from psycopg import errors as sql
from psycopg.pq import ConnStatus, DiagnosticField, ExecStatus, Format, TransactionStatus
from psycopg.pq.abc import PGresult

from storage import errors, vault
from storage import postgres_statements as statements
from storage.database import Row, Tx, WordIndex

WRITING = "BEGIN ISOLATION LEVEL SERIALIZABLE READ WRITE"
READING = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
ALONE = "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE"  # for who holds a lock that keeps everybody else out
OLDEST = 140000  # PostgreSQL 14
CONNECTING_TAKES = 5  # seconds
MOST_PREPARED = 512
MOST_SEEN = 4096
_Key = tuple[str, tuple[int, ...]]  # a text and the types of its parameters
_NOTHING: Mapping[str, Any] = {}
_FINE = (ExecStatus.TUPLES_OK, ExecStatus.COMMAND_OK)

# A dead network is noticed after some seconds instead of two hours; what the office's own address says, stands.
_PATIENCE = {
    "connect_timeout": CONNECTING_TAKES,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
}
# Two works that wait for each other, and a process that was stopped in the middle of one, must not hold up the others for
# long. Indexes are used even on small tables: a scan of the whole table would make every two works conflict.
_SETTINGS = """
    SET client_encoding = 'UTF8'; SET lock_timeout = '500ms'; SET statement_timeout = '60s';
    SET idle_in_transaction_session_timeout = '20s'; SET enable_seqscan = off; SET jit = off;
    SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off';
"""


class Lost(Exception):
    """The connection is gone, and what ran on it was surely not committed."""


class Unreachable(errors.StorageUnavailable):
    """The server does not answer; the sentence says what to look at."""


class Session:
    """A connection, used by one thread at a time. Text that comes a second time is prepared."""

    def __init__(self, url: str) -> None:
        """Connect. Raises Unreachable or WrongServer with a sentence that says what to do."""
        self._connection = _connect(url)
        self._libpq = self._connection.pgconn
        self._seen: set[_Key] = set()
        self._prepared: dict[_Key, bytes] = {}
        self.script(_SETTINGS)

    @property
    def is_open(self) -> bool:
        """Whether it can be used again."""
        return self._libpq.status == ConnStatus.OK

    def execute(self, text: str, given: Mapping[str, Any] = _NOTHING) -> statements.Answer:
        """Run one statement; raises psycopg's error for it, or Lost."""
        command, names = statements.translated(text)
        values, types = statements.parameters(names, given)
        formats = statements.formats(values)
        key = (text, types)
        try:
            name = self._prepared.get(key) or self._prepare(key, command)
            if name:
                result = self._libpq.exec_prepared(name, values, formats, Format.BINARY)  # type: ignore[arg-type]  # NULL too
            else:
                result = self._libpq.exec_params(command, values, types, formats, Format.BINARY)
        except psycopg.OperationalError:
            raise Lost from None
        return statements.Answer(self._checked(result))

    def script(self, text: str) -> None:
        """Run statements without parameters, several at once: those of a migration."""
        try:
            self._checked(self._libpq.exec_(text.encode()))
        except psycopg.OperationalError:
            if self.is_open:
                raise
            raise Lost from None

    def copy_in(self, command: str, rows: Iterable[Row]) -> None:
        """Run COPY … FROM STDIN in the transaction that is open."""
        try:
            with self._connection.cursor() as cursor, cursor.copy(command.encode()) as copying:
                for row in rows:
                    copying.write_row(row)
        except psycopg.Error as error:
            if not self.is_open:
                raise Lost from None
            raise type(error)(error.diag.message_primary or type(error).__name__) from None

    def begin(self, kind: str) -> None:
        """Begin a transaction: WRITING, READING or ALONE."""
        self.execute(kind)

    def commit(self) -> None:
        """Commit. Raises StorageUnavailable where it is not known whether it was."""
        if self._libpq.transaction_status != TransactionStatus.INTRANS:
            raise errors.StorageUnavailable("The work ended its own transaction; nothing was stored.")
        try:
            answer = self._libpq.exec_(b"COMMIT")
        except psycopg.OperationalError:
            raise errors.StorageUnavailable(_UNKNOWN) from None
        if answer.status != ExecStatus.COMMAND_OK and not answer.error_field(DiagnosticField.SQLSTATE):
            raise errors.StorageUnavailable(_UNKNOWN)
        self._checked(answer)

    def roll_back(self) -> None:
        """End whatever is open; a connection on which that fails is closed."""
        try:
            if self._libpq.transaction_status != TransactionStatus.IDLE:
                self._libpq.exec_(b"ROLLBACK")
        except psycopg.OperationalError:
            self.close()
        if self._libpq.transaction_status != TransactionStatus.IDLE:
            self.close()

    def close(self) -> None:
        """Hang up; what was open is rolled back by the server."""
        self._connection.close()

    def _prepare(self, key: _Key, command: bytes) -> bytes:
        """Prepare a text that came before; a new one goes without, for it may have been made for this one time."""
        if key not in self._seen:
            if len(self._seen) >= MOST_SEEN:
                self._seen.clear()
            self._seen.add(key)
            return b""
        if len(self._prepared) >= MOST_PREPARED:
            return b""
        name = b"s%d" % len(self._prepared)
        self._checked(self._libpq.prepare(name, command, key[1]))
        self._prepared[key] = name
        return name

    def _checked(self, result: PGresult) -> PGresult:
        if result.status in _FINE:
            return result
        state = (result.error_field(DiagnosticField.SQLSTATE) or b"").decode()
        if not state or not self.is_open:
            raise Lost
        # Only the first line: the details quote values, and errors are logged.
        primary = (result.error_field(DiagnosticField.MESSAGE_PRIMARY) or b"").decode("utf-8", "replace")
        raise _class_of(state)(primary)


def tx_of(session: Session, keys: vault.Vault) -> Tx:
    """A transaction of a session, as works see it."""
    return Tx(session.execute, keys, _WORDS, returning=" RETURNING id")


def is_conflict(error: BaseException) -> bool:
    """Whether the work lost against another one and will do better if it is run again."""
    return isinstance(error, sql.SerializationFailure | sql.DeadlockDetected | sql.LockNotAvailable)


def translated(error: BaseException) -> BaseException:
    """Give the server's complaints the family's names; leave everything else as it is."""
    if isinstance(error, Lost):
        return errors.StorageUnavailable("The connection to the PostgreSQL server was lost; nothing was stored.")
    if isinstance(error, sql.InsufficientPrivilege):
        return errors.WrongServer(f"PostgreSQL refuses: {error}. Make this user the owner of the database.")
    if isinstance(error, psycopg.OperationalError | sql.ReadOnlySqlTransaction):
        return errors.StorageUnavailable(f"The database cannot take anything now: {error}.").with_traceback(
            error.__traceback__
        )
    return error


def place_of(url: str) -> str:
    """Say where an address leads, without user and password."""
    parts = _parts(url)
    return f"{parts.get('host') or 'this machine'}, database {parts.get('dbname') or parts.get('user') or '?'}"


def _connect(url: str) -> "psycopg.Connection[Any]":
    parts = _parts(url)
    try:
        connection = psycopg.connect(**{"application_name": "flagpost", **_PATIENCE, **parts}, autocommit=True)
    except psycopg.OperationalError as error:
        raise _refusal(str(error), parts, url) from None
    if connection.info.server_version < OLDEST:
        connection.close()
        raise errors.WrongServer(f"The PostgreSQL at {place_of(url)} is too old: Flagpost needs version 14 or newer.")
    if connection.info.parameter_status("server_encoding") != "UTF8":
        connection.close()
        raise errors.WrongServer(f"The text at {place_of(url)} is not in UTF-8. Make a database with ENCODING 'UTF8'.")
    return connection


def _parts(url: str) -> dict[str, Any]:
    try:
        parts = conninfo.conninfo_to_dict(url)
    except psycopg.Error:
        raise errors.WrongServer(_NO_ADDRESS) from None
    # A password with an @ in it would be taken for the host, and shown.
    if "@" in str(parts.get("host", "")) or not _PORTS.fullmatch(str(parts.get("port", ""))):
        raise errors.WrongServer(_NO_ADDRESS)
    return parts


def _refusal(said: str, parts: Mapping[str, Any], url: str) -> errors.StorageError:
    """Say what to do about a connection that was refused. libpq gives no code for it, only words."""
    if "password" in said or "authentication" in said or "role" in said:
        return errors.WrongServer(
            f"PostgreSQL does not let user {parts.get('user', '?')!r} in at {place_of(url)}."
            " Mend user and password in FLAGPOST_DATABASE."
        )
    if "database" in said and "does not exist" in said:
        return errors.WrongServer(
            f"There is no such database: {place_of(url)}. Make it on the server, with CREATE DATABASE {parts.get('dbname')}."
        )
    reason = said.rpartition("failed: ")[2].splitlines()[0] if said else "no answer"
    password = str(parts.get("password") or "")
    return Unreachable(
        f"Cannot reach PostgreSQL at {place_of(url)}: {reason.replace(password, '…') if password else reason}."
        " Is the server running, and is FLAGPOST_DATABASE right?"
    )


def _class_of(state: str) -> type[psycopg.Error]:
    try:
        return sql.lookup(state)
    except KeyError:
        return psycopg.DatabaseError


def _all_of(tokens: Iterable[str]) -> str:
    return " & ".join(f"'{token}'" for token in sorted(tokens))


_NO_ADDRESS = (
    "FLAGPOST_DATABASE is no address of a PostgreSQL database. Write postgresql://user:password@host:5432/name,"
    " with @ / : and % in the password as %40 %2F %3A %25."
)
_PORTS = re.compile(r"[0-9,]*")
_UNKNOWN = "The connection was lost while it was stored: it may be there or not. Ask again, it is taken once."
_WORDS = WordIndex(
    insert="INSERT INTO clue_words (clue_id, tokens) VALUES (:id, array_to_tsvector(string_to_array(:tokens, ' ')))",
    matching="id IN (SELECT clue_id FROM clue_words WHERE tokens @@ CAST(:words AS tsquery))",
    query=_all_of,
)
