"""The one way to the database: `write` and `read`.

Lives here: `Tx`, what a work sees of a transaction, and `Database`, what an engine must do. The engines are
`storage/engines/sqlite/engine.py` and `storage/engines/postgres/engine.py`.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from typing import Any, Generic, Protocol, TypeVar

from storage import vault

T = TypeVar("T")
Row = tuple[Any, ...]
Execute = Callable[[str, dict[str, Any]], Any]
MOST_ROWS = 50  # that one statement inserts: a driver takes a thousand values
News = tuple[str, int]  # a channel and an account that something was put before
Hear = Callable[[Collection[News]], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class WordIndex:
    """How an engine finds clues by keyed tokens: the one thing that SQL says differently on each."""

    insert: str
    """SQL that indexes the clue `:id` under `:tokens`, parted by spaces."""
    delete: str
    """SQL that takes the clue `:id` out of the index."""
    source: str
    """What is selected from: the index, with `matter` and `clue` beside it."""
    newest: str
    """What to order by, descending, so that the newest come first."""
    parts: str
    """SQL that counts the parts of which the index consists; empty where it has no such thing."""
    merge: str
    """SQL that merges them into one, about so many `:pages` of it."""
    banded: str
    """SQL that lists as `number` the newest `:recent` clues of a band, whose parameter is put in for `{band}`."""
    matching: Callable[[Iterable[str], int], list[str]]
    """Write the conditions that a clue has all these tokens, given the highest number of a clue. The last is about all clues;
    those before it about the newest alone, each about more of them, where the engine would first gather all that have the tokens.
    They and the numbers are part of the text, so that the engine sees how common they are."""


class Tx:
    """A transaction as a work sees it: SQL with `:name` parameters, the vault, and how this engine indexes words.

    A work is a plain function of it. It may run more than once, so its only effects are in here; it catches no SQL error.
    On both engines it answers with int, str, bytes and None; a condition is 0 or 1.
    """

    __slots__ = ("_execute", "_gathered", "_inserts", "_news", "_put", "_returning", "vault", "words")

    def __init__(
        self,
        execute: Execute,
        keys: vault.Vault,
        words: WordIndex,
        *,
        put: Execute | None = None,
        returning: str = "",
        news: set[News] | None = None,
        gathers: bool = False,
    ) -> None:
        """Wrap an engine's execute; `put` is the same for what nobody reads the answer of, where that is another thing.
        `returning` asks for a new row's number, where the engine does not tell it unasked.

        `news` takes what other processes are told once it is committed. `gathers`: its works are ended by `done`, so that rows may wait
        for others of their table.
        """
        self._execute = execute
        self._gathered: dict[str, list[Mapping[str, Any]]] | None = {} if gathers else None
        self._inserts: dict[str, Insert] = {}
        self._put = put or execute
        self._news = news
        self._returning = returning
        self.vault = keys
        self.words = words

    def add(self, sql: str, **given: Any) -> int:
        """Insert one row and return its number.

        On SQLite, RETURNING on a table with triggers would cost three times as much as the row.
        """
        cursor = self._asked(sql + self._returning, given)
        return int(cursor.fetchone()[0] if self._returning else cursor.lastrowid)

    def put(self, sql: str, **given: Any) -> None:
        """Execute what gives no answer. Where it cannot be done, the work fails: here, or at the latest when it would be committed."""
        self._settle(sql)
        self._put(sql, given)

    def gather(self, table: str, row: Mapping[str, Any], insert: "Insert | None" = None) -> None:
        """Insert a row together with others of its table: before the next statement in which that is named, at the latest when the
        work is done. Nobody reads the answer. Rows of one table have the same columns, or an `insert` of their own."""
        self._inserts[table] = insert or partial(_insert, table)
        if self._gathered is None:
            self._inserts[table](self, [row])
            return
        rows = self._gathered.setdefault(table, [])
        rows.append(row)
        if len(rows) >= MOST_ROWS:
            self._settle(table)

    def done(self, work: Callable[["Tx"], T]) -> T:
        """Do a work to its end; of one that fails, nothing is left that was gathered."""
        try:
            result = work(self)
            self._settle()
        except BaseException:
            if self._gathered:
                self._gathered.clear()
            raise
        return result

    def run(self, sql: str, **given: Any) -> int:
        """Execute and return how many rows it touched."""
        return int(self._asked(sql, given).rowcount)

    def one(self, sql: str, **given: Any) -> Row | None:
        """Return the first row or None."""
        row: Row | None = self._asked(sql, given).fetchone()
        return row

    def one_beside(self, table: str, sql: str, **given: Any) -> Row | None:
        """The same, without inserting first what is gathered of one table that it names: whoever asks looks at `waiting` by themselves."""
        self._settle(sql, but=table)
        row: Row | None = self._execute(sql, given).fetchone()
        return row

    def waiting(self, table: str) -> Sequence[Mapping[str, Any]]:
        """The rows of a table that are gathered and not inserted yet."""
        return (self._gathered or {}).get(table, ())

    def all(self, sql: str, **given: Any) -> list[Row]:
        """Return every row."""
        rows: list[Row] = self._asked(sql, given).fetchall()
        return rows

    def each(self, sql: str, **given: Any) -> Iterator[Row]:
        """Yield every row, one after the other, where there may be too many to hold."""
        cursor = self._asked(sql, given)
        while (row := cursor.fetchone()) is not None:
            yield row

    def value(self, sql: str, **given: Any) -> Any:
        """Return the first column of the first row or None."""
        row = self._asked(sql, given).fetchone()
        return None if row is None else row[0]

    def _asked(self, sql: str, given: dict[str, Any]) -> Any:
        self._settle(sql)
        return self._execute(sql, given)

    def _settle(self, sql: str | None = None, *, but: str = "") -> None:
        """Insert what was gathered: of the tables that a statement names `but` one, or of all."""
        while self._gathered:
            named = (each for each in self._gathered if each != but and (sql is None or _named(each).search(sql)))
            table = next(named, None)
            if table is None:
                return
            self._inserts[table](self, self._gathered.pop(table))

    @property
    def tells_others(self) -> bool:
        """Whether other processes want to know before whom something was put."""
        return self._news is not None

    def put_before(self, channel: str, account_id: int) -> None:
        """Note that something was put before an account, for whoever waits for it in another process."""
        if self._news is not None:
            self._news.add((channel, account_id))


Insert = Callable[[Tx, list[Mapping[str, Any]]], None]


@cache
def _named(table: str) -> re.Pattern[str]:
    return re.compile(rf"\b{table}\b")


def values(rows: Sequence[Mapping[str, Any]]) -> tuple[str, dict[str, Any]]:
    """What an INSERT of these rows says after the name of the table, and its parameters. They have the same columns."""
    columns = list(rows[0])
    marks = (f"({', '.join(f':{column}_{n}' for column in columns)})" for n in range(len(rows)))
    given = {f"{column}_{n}": row[column] for n, row in enumerate(rows) for column in columns}
    return f"({', '.join(columns)}) VALUES {', '.join(marks)}", given


def _insert(table: str, tx: Tx, rows: list[Mapping[str, Any]]) -> None:
    written, given = values(rows)
    tx.put(f"INSERT INTO {table} {written}", **given)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lookup:
    """A statement that is answered with a row, or with none."""

    sql: str
    given: dict[str, Any]


class Knowing(Generic[T]):
    """A work that begins with a question.

    An engine may ask it before the works that come earlier in the same transaction are done, so it is about nothing that
    they change: the speaker's own rows, of whom one message at a time is under way.
    """

    __slots__ = ("_work", "question")

    def __init__(self, question: Lookup, work: Callable[[Tx, Row | None], T]) -> None:
        """`work` gets the answer beside the transaction."""
        self.question = question
        self._work = work

    def __call__(self, tx: Tx) -> T:
        """Ask, and work."""
        return self.told(tx, tx.one(self.question.sql, **self.question.given))

    def told(self, tx: Tx, row: Row | None) -> T:
        """Work, where it was asked already."""
        return self._work(tx, row)


class Database(Protocol):
    """An engine."""

    @property
    def vault(self) -> vault.Vault:
        """The keys of the office."""
        ...

    @property
    def is_shared(self) -> bool:
        """Whether other processes may write to it as this one does."""
        ...

    async def write(self, work: Callable[[Tx], T]) -> T:
        """Run a work as if it were alone; durable on return. Raises StorageUnavailable where it may not have been stored.

        Cancelling the caller does not undo it. On PostgreSQL the works of several callers run beside each other and commit
        in any order; whoever needs an order awaits one before asking for the next.
        """
        ...

    async def read(self, work: Callable[[Tx], T]) -> T:
        """Run a work that only looks; it never waits for the writer."""
        ...

    def heard(self, hear: Hear) -> None:
        """Call this, in the running loop, soon after any process has put something before accounts (`Tx.put_before`).

        It is a help and no promise: whoever waits looks now and then all the same. Where one process is alone it is
        never called.
        """
        ...

    async def close(self) -> None:
        """Finish what was queued and close."""
        ...
