"""A transaction on PostgreSQL whose statements are not waited for one by one.

What nobody reads the answer of is sent and left; it is answered together with the next question, or with the commit. So a
message costs as many journeys to the server as it asks questions, and the server works while the next line is being thought
of. A complaint comes as late as its answer does, but never after the commit: then nothing of the transaction is kept. Lives
here: `Pipeline`. Made by `storage/engines/postgres/engine.py` for every transaction, on a session of
`storage/engines/postgres/connection.py`.
"""

import enum
import time
from collections import deque
from collections.abc import Callable, Mapping
from typing import Any

import psycopg
from psycopg.pq import ExecStatus, Format, PipelineStatus
from psycopg.pq.abc import PGresult

from storage import errors
from storage.engines.postgres import statements
from storage.engines.postgres.connection import WRITING, CommitUnknown, ConnectionLost, Key, Session

MOST_UNDER_WAY = 200  # their answers must fit into what a socket holds, or both sides would wait for each other
RUDE = 5.0  # seconds for which nobody waits for a turn after one did not come
_COMMIT = b"COMMIT"
# Which turn: any number will do, as long as nothing else in this database takes the same.
_TAKE_TURN = b"SELECT pg_advisory_lock(7013001)"
_PASS_ON = b"SELECT pg_advisory_unlock_all()"
_NOTHING: Mapping[str, Any] = {}


class Ticket:
    """What an answer is fetched with."""

    __slots__ = ("result",)

    def __init__(self) -> None:
        self.result: PGresult | None = None


class _Sent(enum.Enum):
    STATEMENT = enum.auto()
    SYNC = enum.auto()


_What = Ticket | Key | _Sent  # somebody's question, a text to be prepared, or what nobody asks after


class Pipeline:
    """One transaction, from its beginning to `commit` or `roll_back`. Used by one thread."""

    def __init__(self, session: Session, kind: str) -> None:
        """Send the beginning of a transaction: WRITING or READING.

        Who writes waits until nobody else does, in any process, because beside each other most would lose and be run again. That is no
        more than good manners: who has waited for as long as for a lock goes on all the same, and SERIALIZABLE judges.
        """
        self._session = session
        self._libpq = session.libpq
        self._under_way: deque[_What] = deque()
        self._in_turn: Ticket | None = None
        self._do(self._libpq.enter_pipeline_mode)
        if kind == WRITING and time.monotonic() >= session.takes_turns_at:
            self._in_turn = Ticket()
            self._send(self._in_turn, self._libpq.send_query_params, _TAKE_TURN, None)
            self._sync()  # a part of its own: what the one before has committed is seen
        self._send(_Sent.STATEMENT, self._libpq.send_query_params, kind.encode(), None)
        self._sync()

    def execute(self, text: str, given: Mapping[str, Any] = _NOTHING) -> statements.Fetched:
        """Ask, and wait for the answer. Raises the server's complaint about this or anything sent before, or Lost."""
        return self.answer(self.ask(text, given))

    def ask(self, text: str, given: Mapping[str, Any] = _NOTHING) -> Ticket:
        """Send a question whose answer is fetched later, when other things have been done here."""
        ticket = Ticket()
        self._put(text, given, ticket)
        self._sync()
        return ticket

    def answer(self, ticket: Ticket) -> statements.Fetched:
        """Fetch it; raises as `execute` does."""
        while ticket.result is None:
            self._settle()
        return statements.Fetched(ticket.result)

    def put(self, text: str, given: Mapping[str, Any] = _NOTHING) -> None:
        """Send what nobody reads the answer of. A complaint about it is raised later, by the commit at the latest."""
        self._put(text, given, _Sent.STATEMENT)
        if len(self._under_way) >= MOST_UNDER_WAY:
            self._sync()
            while len(self._under_way) > MOST_UNDER_WAY // 2:
                self._settle()

    def commit(self) -> None:
        """Commit. Raises what any statement was refused for; Unknown where it is not known whether it was committed."""
        try:
            commit = Ticket()
            self._send(commit, self._libpq.send_query_params, _COMMIT, None)
            self._sync()
            self._pass_on()
            self.answer(commit)
            while self._under_way:
                self._next()
            self._do(self._libpq.exit_pipeline_mode)
        except ConnectionLost:
            raise CommitUnknown from None
        if commit.result is None or commit.result.command_status != _COMMIT:
            raise errors.StorageUnavailable("The transaction had ended before its time; nothing was stored.")

    def roll_back(self) -> None:
        """End whatever is open; a connection on which that fails is closed."""
        try:
            if self._libpq.pipeline_status != PipelineStatus.OFF:
                self._sync()
                self._send(_Sent.STATEMENT, self._libpq.send_query_params, b"ROLLBACK", None)
                self._sync()
                self._pass_on()
                while self._under_way:
                    self._next()
                self._do(self._libpq.exit_pipeline_mode)
        except ConnectionLost:
            self._session.close()
            return
        self._session.roll_back()

    def _pass_on(self) -> None:
        """Let the next one have its turn. Twice does no harm, nor does it where the turn had not come."""
        if self._in_turn is not None:
            self._send(_Sent.STATEMENT, self._libpq.send_query_params, _PASS_ON, None)
            self._sync()

    def _put(self, text: str, given: Mapping[str, Any], what: _What) -> None:
        command, names = statements.translated(text)
        values, types = statements.parameters(names, given)
        formats = statements.formats(values)
        key = (text, types)
        name, is_new = self._session.name_of(key)
        if is_new:
            self._send(key, self._libpq.send_prepare, name, command, types)
        if name:
            self._send(what, self._libpq.send_query_prepared, name, values, formats, Format.BINARY)
        else:
            self._send(what, self._libpq.send_query_params, command, values, types, formats, Format.BINARY)

    def _send(self, what: _What, sends: Callable[..., None], *arguments: Any) -> None:
        self._do(sends, *arguments)
        self._under_way.append(what)

    def _sync(self) -> None:
        """Send all, as a part that ends here. The transaction goes on; but if nothing follows, because this process was stopped, the
        server sees it idle, and ends it before long. To ask for answers without an end would keep its locks for ever."""
        self._send(_Sent.SYNC, self._libpq.pipeline_sync)

    def _do(self, does: Callable[..., Any], *arguments: Any) -> None:
        try:
            does(*arguments)
        except psycopg.OperationalError:
            raise ConnectionLost from None

    def _settle(self) -> None:
        """Take the next answer; raises the complaint, if it is one. That a turn did not come is none, nor is the end of a part."""
        result = self._next()
        is_turn = self._in_turn is not None and result is self._in_turn.result
        if is_turn and not self._session.is_fine(result):  # somebody stands still with the turn in hand
            self._session.takes_turns_at = time.monotonic() + RUDE
        if not is_turn and result.status != ExecStatus.PIPELINE_SYNC:
            self._session.checked(result)

    def _next(self) -> PGresult:
        """The next answer, waited for without keeping other threads from their work."""
        libpq, what = self._libpq, self._under_way.popleft()
        try:
            while libpq.is_busy():
                is_all_sent = not libpq.flush()  # what was too much for the socket waits here until it is taken
                self._session.wait(to_send=not is_all_sent)
                libpq.consume_input()
            result = libpq.get_result()
            if result is None:
                raise ConnectionLost
            if what is not _Sent.SYNC:
                libpq.get_result()  # the end of this answer
        except psycopg.OperationalError:
            raise ConnectionLost from None
        if isinstance(what, Ticket):
            what.result = result
        elif isinstance(what, tuple) and not self._session.is_fine(result):
            self._session.forget(what)
        return result
