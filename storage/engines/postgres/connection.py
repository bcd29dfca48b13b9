"""One connection to PostgreSQL: how it is opened, its statements, its transactions, and the server's complaints in the family's names.

Lives here: `Session`. No error of psycopg leaves here with what it knows of the connection: that holds the password.
"""

import contextlib
import itertools
import select
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import psycopg
from psycopg import errors as sql
from psycopg.pq import ConnStatus, DiagnosticField, ExecStatus, Format, TransactionStatus
from psycopg.pq.abc import PGresult

from storage import errors, vault
from storage.database import Execute, News, Row, Tx, WordIndex
from storage.engines.postgres import address, statements

WRITING = "BEGIN ISOLATION LEVEL SERIALIZABLE READ WRITE"
READING = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
ALONE = "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE"  # for who holds a lock that keeps everybody else out
MOST_PREPARED = 512
MOST_SEEN = 4096
Key = tuple[str, tuple[int, ...]]  # a text and the types of its parameters
_NOTHING: Mapping[str, Any] = {}
_FINE = (ExecStatus.TUPLES_OK, ExecStatus.COMMAND_OK)
_LAST_WORDS = (b"FATAL", b"PANIC")  # the server hangs up

# Two works that wait for each other, and a process that was stopped in the middle of one, must not hold up the others for
# long. Indexes are used even on small tables: a scan of the whole table would make every two works conflict.
_SETTINGS = """
    SET client_encoding = 'UTF8'; SET lock_timeout = '500ms'; SET statement_timeout = '60s';
    SET idle_in_transaction_session_timeout = '10s'; SET enable_seqscan = off; SET jit = off;
    SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off';
"""


class ConnectionLost(errors.StorageUnavailable):
    """The connection to the PostgreSQL server was lost, and nothing was stored. Try again in a moment."""


class CommitUnknown(errors.StorageUnavailable):
    """The connection was lost while it was stored: it may be there or not. Ask again, it is taken once."""


@contextlib.contextmanager
def session(url: str) -> Iterator["Session"]:
    """A session for as long as the block lasts; what is not committed by then is rolled back, and complaints are translated."""
    opened = Session(url)
    try:
        yield opened
    except psycopg.Error as error:
        raise translated(error) from None
    finally:
        opened.roll_back()
        opened.close()


class Session:
    """A connection, used by one thread at a time."""

    def __init__(self, url: str) -> None:
        """Connect. Raises Unreachable or WrongServer (`storage/engines/postgres/address.py`)."""
        self._connection = address.connect(url)
        self.libpq = self._connection.pgconn
        self._poll = select.poll()
        self._poll.register(self.libpq.socket, select.POLLIN)
        self._poll_to_send = select.poll()
        self._poll_to_send.register(self.libpq.socket, select.POLLIN | select.POLLOUT)
        self._seen: set[Key] = set()
        self._prepared: dict[Key, bytes] = {}
        self._numbers = itertools.count()
        self.takes_turns_at = 0.0  # from then on, of the monotonic clock; see storage/engines/postgres/pipeline.py
        self.script(_SETTINGS)

    def wait(self, *, to_send: bool) -> None:
        """Wait until the server has said something or, where something is left `to_send`, takes more of it."""
        (self._poll_to_send if to_send else self._poll).poll()

    @property
    def is_open(self) -> bool:
        """Whether it can be used again."""
        return self.libpq.status == ConnStatus.OK

    def execute(self, text: str, given: Mapping[str, Any] = _NOTHING) -> statements.Fetched:
        """Run one statement by itself; raises psycopg's error for it, or Lost."""
        command, names = statements.translated(text)
        values, types = statements.parameters(names, given)
        try:
            result = self.libpq.exec_params(command, values, types, statements.formats(values), Format.BINARY)
        except psycopg.OperationalError:
            raise ConnectionLost from None
        return statements.Fetched(self.checked(result))

    def script(self, text: str) -> None:
        """Run statements without parameters, several at once: those of a migration."""
        try:
            self.checked(self.libpq.exec_(text.encode()))
        except psycopg.OperationalError:
            if self.is_open:
                raise
            raise ConnectionLost from None

    def copy_in(self, command: str, rows: Iterable[Row]) -> None:
        """Run COPY … FROM STDIN in the transaction that is open."""
        try:
            with self._connection.cursor() as cursor, cursor.copy(command.encode()) as copying:
                for row in rows:
                    copying.write_row(row)
        except psycopg.Error as error:
            if not self.is_open:
                raise ConnectionLost from None
            raise type(error)(error.diag.message_primary or type(error).__name__) from None

    def begin_alone(self) -> None:
        """Begin a transaction of scripts, copies and single statements; works have a `storage/engines/postgres/pipeline.py`."""
        self.script(ALONE)

    def commit(self) -> None:
        """Commit what `begin_alone` began. Raises Unknown where it is not known whether it was."""
        try:
            answer = self.libpq.exec_(b"COMMIT")
        except psycopg.OperationalError:
            raise CommitUnknown from None
        if answer.status != ExecStatus.COMMAND_OK and not answer.error_field(DiagnosticField.SQLSTATE):
            raise CommitUnknown
        if self.checked(answer).command_status != b"COMMIT":
            raise errors.StorageUnavailable("The transaction had ended before its time; nothing was stored.")

    def roll_back(self) -> None:
        """End whatever is open; a connection on which that fails is closed."""
        try:
            if self.libpq.transaction_status != TransactionStatus.IDLE:
                self.libpq.exec_(b"ROLLBACK")
        except psycopg.OperationalError:
            self.close()
        if self.libpq.transaction_status != TransactionStatus.IDLE:
            self.close()

    def fileno(self) -> int:
        """What becomes readable when the server has something to say unasked."""
        return self.libpq.socket

    def notices(self) -> list[str]:
        """The words that other sessions have sent by NOTIFY until now. Raises Lost."""
        try:
            self.libpq.consume_input()
        except psycopg.OperationalError:
            raise ConnectionLost from None
        heard = []
        while (notice := self.libpq.notifies()) is not None:
            if notice.be_pid != self.libpq.backend_pid:
                heard.append(notice.extra.decode())
        return heard

    def close(self) -> None:
        """Hang up; what was open is rolled back by the server."""
        self._connection.close()

    def name_of(self, key: Key) -> tuple[bytes, bool]:
        """The name under which a text is prepared, and whether that is still to be done.

        Empty for a text that comes the first time: it may have been made for this one time.
        """
        name = self._prepared.get(key, b"")
        if name:
            return name, False
        if key not in self._seen:
            if len(self._seen) >= MOST_SEEN:
                self._seen.clear()
            self._seen.add(key)
            return b"", False
        if len(self._prepared) >= MOST_PREPARED:
            return b"", False
        name = self._prepared[key] = b"s%d" % next(self._numbers)
        return name, True

    def forget(self, key: Key) -> None:
        """It was not prepared after all."""
        self._prepared.pop(key, None)

    def is_fine(self, result: PGresult) -> bool:
        """Whether the server did what it was asked."""
        return result.status in _FINE

    def checked(self, result: PGresult) -> PGresult:
        """The answer; raises the server's complaint where it is one, or Lost where it was the last."""
        if result.status in _FINE:
            return result
        state = (result.error_field(DiagnosticField.SQLSTATE) or b"").decode()
        severity = result.error_field(DiagnosticField.SEVERITY_NONLOCALIZED)
        if not state or not self.is_open or severity in _LAST_WORDS:
            raise ConnectionLost
        # Only the first line: the details quote values, and errors are logged.
        primary = (result.error_field(DiagnosticField.MESSAGE_PRIMARY) or b"").decode("utf-8", "replace")
        raise _class_of(state)(primary)


def tx_of(
    execute: Execute,
    keys: vault.Vault,
    *,
    put: Execute | None = None,
    news: set[News] | None = None,
    gathers: bool = False,
) -> Tx:
    """A transaction as works see it; `put` sends what nobody reads the answer of, `news` takes what is told after the commit, `gathers`
    as in `Tx`."""
    return Tx(execute, keys, _WORDS, put=put, returning=" RETURNING id", news=news, gathers=gathers)


def is_conflict(error: BaseException) -> bool:
    """Whether the work lost against another one and will do better if it is run again."""
    return isinstance(error, sql.SerializationFailure | sql.DeadlockDetected | sql.LockNotAvailable)


def translated(error: BaseException) -> BaseException:
    """Give the server's complaints the family's names; leave everything else as it is."""
    if isinstance(error, sql.InsufficientPrivilege):
        return errors.WrongServer(f"PostgreSQL refuses: {error}. Make this user the owner of the database.")
    if isinstance(error, psycopg.OperationalError | sql.ReadOnlySqlTransaction):
        return errors.StorageUnavailable(f"The database cannot take anything now: {error}.").with_traceback(
            error.__traceback__
        )
    return error


def _class_of(state: str) -> type[psycopg.Error]:
    try:
        return sql.lookup(state)
    except KeyError:
        return psycopg.DatabaseError


def _matching(tokens: Iterable[str], newest: int) -> list[str]:
    """The last few hundred, one by one, for words that many have; the last two eras by the index, for words that some have; all."""
    wanted, era = " & ".join(f"'{token}'" for token in sorted(tokens)), newest // _ERA
    few = f"clue_words.tokens @@ CAST($${wanted}$$ AS tsquery) AND clue_words.clue_id > {newest - _LAST_FEW}"
    lately = f"{_LEXEMES} @@ CAST($${wanted} & (y{era} | y{era - 1})$$ AS tsquery)"
    ever = f"{_LEXEMES} @@ CAST($${wanted}$$ AS tsquery)"
    return [few, lately, ever] if era > 1 else [few, ever]


_LAST_FEW = 500
_ERA = 32_768
# As the index has it: the tokens, and in which era the clue came.
_LEXEMES = f"(clue_words.tokens || array_to_tsvector(ARRAY['y' || CAST(clue_words.clue_id / {_ERA} AS TEXT)]))"

_WORDS = WordIndex(
    insert="INSERT INTO clue_words (clue_id, tokens) VALUES (:id, array_to_tsvector(string_to_array(:tokens, ' ')))",
    delete="DELETE FROM clue_words WHERE clue_id = :id",
    source="clue_words JOIN matter ON matter.id = clue_words.clue_id JOIN clue ON clue.id = matter.id",
    # Not by the bare number: the planner, who takes no word for rare, would walk through every clue for one that is.
    newest="clue_words.clue_id + 0",
    parts="",
    merge="",
    banded="SELECT clue_id AS number FROM clue_words_band WHERE band = :{band} ORDER BY clue_id DESC LIMIT :recent",
    matching=_matching,
)
_UNKNOWN = "The connection was lost while it was stored: it may be there or not. Ask again, it is taken once."
