"""Moving an office from SQLite to PostgreSQL: one transaction, read back and compared row by row before it is committed.

The source is only looked at; a target that holds anything is refused. Whatever goes wrong on the way,
also a kill, leaves the target as empty as it was.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from graphlib import TopologicalSorter
from itertools import zip_longest
from pathlib import Path
from typing import TypeVar

from storage import clues, errors, vault
from storage.database import Row, Tx
from storage.engines import migrating, standalone
from storage.engines.postgres import connection, schema
from storage.road import history

T = TypeVar("T")
Progress = Callable[[str, int, int], None]  # what is done now, how far it is, how much there is
WORDS = "clue_words"
BANDS = "clue_words_band"  # follows from the words
CHUNK = 2_000
_HAVE = f"SELECT clue_id, bands_of(tokens) FROM {WORDS}"
_STAND = f"SELECT clue_id, band FROM {BANDS}"
_STRAY_BANDS = f"({_HAVE} EXCEPT {_STAND}) UNION ALL ({_STAND} EXCEPT {_HAVE}) LIMIT 1"


@dataclass(frozen=True, slots=True, kw_only=True)
class MovedRows:
    """What stands in PostgreSQL now, row for row as it stands in the file."""

    rows: dict[str, int]
    history_head: str

    @property
    def number(self) -> int:
        """How many rows in all."""
        return sum(self.rows.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class _Table:
    """A table that is moved: its columns, those of its key, and how many rows it has."""

    name: str
    columns: tuple[str, ...]
    key: tuple[str, ...]
    rows: int

    @property
    def select(self) -> str:
        """Every row, in the order of the key, which is the same on both engines."""
        return f"SELECT {', '.join(self.columns)} FROM {self.name} ORDER BY {', '.join(self.key)}"


def move(file: Path, url: str, keys: vault.Vault, progress: Progress) -> MovedRows:
    """Move all that is in a file to an empty database. Nobody may write to the file meanwhile.

    Raises MoveRefused where the target is not empty, the history does not hold, or what was read back differs.
    """
    migrating.check(file, keys)
    with standalone.reading(file, keys) as source:
        head = _sound_history(source, "the SQLite file", progress)
        with connection.session(url) as session:
            return _move(source, session, keys, head, progress)


def _move(source: Tx, session: connection.Session, keys: vault.Vault, head: str, progress: Progress) -> MovedRows:
    schema.begin_alone(session)
    schema.build(session, keys)
    tables = _tables(source)
    _check_names(tables, schema.tables(session))
    for name in (table.name for table in tables):
        session.execute(f"ALTER TABLE {name} DISABLE TRIGGER USER")  # what was allowed once is not asked again
    for table in tables:
        rows = _counted(_rows_of(source, table), f"Copying {table.name}", table.rows, progress)
        session.copy_in(_copying(table), rows)
    session.copy_in(f"COPY {WORDS} (clue_id, tokens) FROM STDIN", _lexemes(source))
    for name in (table.name for table in tables):
        session.execute(f"ALTER TABLE {name} ENABLE TRIGGER USER")
    _set_numbers_on(session)
    _compare(source, session, tables, progress)
    target = connection.tx_of(session.execute, keys)
    if _sound_history(target, "what was written to PostgreSQL", progress) != head:
        raise errors.MoveRefused("The history that was written is not the one that was read. Nothing was moved.")
    session.commit()
    session.execute("ANALYZE")
    return MovedRows(rows={table.name: table.rows for table in tables}, history_head=head)


def _sound_history(tx: Tx, where: str, progress: Progress) -> str:
    progress(f"Checking the history of {where}", 0, 0)
    broken = next(iter(history.verify(tx)), None)
    if broken is not None:
        raise errors.MoveRefused(
            f"The history of {where} does not hold: {broken.matter} {broken.matter_id}, entry {broken.seq}."
            " Nothing was moved. Run `flagpost verify`."
        )
    return history.heads(tx)[1].hex()


def _tables(source: Tx) -> list[_Table]:
    """The tables of the file, each after those that it refers to. The index of words is made anew from the stories."""
    names = [
        name
        for (name,) in source.all("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
        if not name.startswith((WORDS, "sqlite_"))
    ]
    # A matter refers to one that was there before it, so the order of its key is good for that.
    refers = {name: {row[2] for row in source.all(f"PRAGMA foreign_key_list({name})")} - {name} for name in names}
    return [_table(source, name) for name in TopologicalSorter(refers).static_order()]


def _table(source: Tx, name: str) -> _Table:
    columns = source.all(f"PRAGMA table_info({name})")
    key = sorted((place, column) for _, column, _, _, _, place in columns if place)
    return _Table(
        name=name,
        columns=tuple(row[1] for row in columns),
        key=tuple(column for _, column in key),
        rows=int(source.value(f"SELECT COUNT(*) FROM {name}")),
    )


def _check_names(tables: list[_Table], there: list[str]) -> None:
    expected = {*(table.name for table in tables), WORDS, BANDS}
    if expected != set(there):
        raise errors.MoveRefused(
            f"The file has other tables than this version: {', '.join(sorted(expected ^ set(there)))}. Nothing was moved."
        )


def _copying(table: _Table) -> str:
    return f"COPY {table.name} ({', '.join(table.columns)}) FROM STDIN"


def _rows_of(source: Tx, table: _Table) -> Iterator[Row]:
    """Every row of the file's table, a chunk at a time, in the order of the key."""
    return source.each(table.select)


def _lexemes(source: Tx) -> Iterator[Row]:
    """The tokens of every clue as a tsvector is written; a story whose key was destroyed has none any more."""
    for (clue_id,) in source.each("SELECT id FROM clue ORDER BY id"):
        yield clue_id, " ".join(f"'{token}'" for token in sorted(clues.tokens_of(source, clue_id)))


def _compare(source: Tx, session: connection.Session, tables: list[_Table], progress: Progress) -> None:
    """Read every row back and compare it with the file's."""
    for table in tables:
        there = _read_back(session, table.select)
        pairs = zip_longest(_rows_of(source, table), there)
        for here, copied in _counted(pairs, f"Comparing {table.name}", table.rows, progress):
            if here != copied:
                key = dict(zip(table.columns, here or copied, strict=True))
                named = ", ".join(f"{column} {key[column]!r}" for column in table.key)
                raise errors.MoveRefused(f"{table.name}, {named}: what was written differs. Nothing was moved.")
    words = _read_back(session, f"SELECT clue_id, CAST(tokens AS TEXT) FROM {WORDS} ORDER BY clue_id")
    for here, copied in zip_longest(_lexemes(source), words):
        if here != copied:
            raise errors.MoveRefused("The index of words differs. Nothing was moved.")
    if session.execute(_STRAY_BANDS).fetchone():
        raise errors.MoveRefused("The index of words differs. Nothing was moved.")


def _read_back(session: connection.Session, select: str) -> Iterator[Row]:
    session.execute(f"DECLARE reading NO SCROLL CURSOR FOR {select}")
    while rows := session.execute(f"FETCH {CHUNK} FROM reading").fetchall():
        yield from rows
    session.execute("CLOSE reading")


def _counted(rows: Iterator[T], what: str, number: int, progress: Progress) -> Iterator[T]:
    for done, row in enumerate(rows):
        if done % CHUNK == 0:
            progress(what, done, number)
        yield row


def _set_numbers_on(session: connection.Session) -> None:
    """New rows are numbered after those that came along."""
    owned = session.execute(
        "SELECT CAST(pg_class.oid::regclass AS TEXT), CAST(refobjid::regclass AS TEXT), CAST(attname AS TEXT)"
        " FROM pg_class JOIN pg_depend ON objid = pg_class.oid AND deptype IN ('a', 'i') AND refobjsubid > 0"
        " JOIN pg_attribute ON attrelid = refobjid AND attnum = refobjsubid"
        " WHERE relkind = 'S' AND relnamespace = current_schema()::regnamespace"
    ).fetchall()
    for sequence, table, column in owned:
        session.execute(f"SELECT setval('{sequence}', COALESCE(MAX({column}), 0) + 1, false) FROM {table}")
