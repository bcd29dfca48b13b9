"""SQL and values between the works and PostgreSQL: `:name` becomes `$1`, rows become what SQLite would answer.

Lives here: `translated`, `parameters`, `Fetched`. They stand on psycopg's `pq`, its face of libpq: a cursor costs three times
as much a statement, and a message has half a dozen.
"""

import functools
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from psycopg.pq import Format
from psycopg.pq.abc import PGresult

from storage import errors
from storage.database import Row

_BINARY = (Format.BINARY,) * 1000  # as many as a statement may have parameters, and more
_INT8, _TEXT, _BYTEA, _UNKNOWN = 20, 25, 17, 0
# What stands in quotes is left as it is, and so is a cast (`::`); a `:` before a letter begins a parameter.
_ENDS = re.compile(
    r"\s*(BEGIN|START|COMMIT|END|ROLLBACK|ABORT|SAVEPOINT|RELEASE|PREPARE\s+TRANSACTION)\b", re.IGNORECASE
)
_PIECES = re.compile(r"""('(?:[^']|'')*'|"(?:[^"]|"")*"|::)|:([A-Za-z_][A-Za-z_0-9]*)""")


@functools.lru_cache(maxsize=2048)
def translated(sql: str) -> tuple[bytes, tuple[str, ...]]:
    """Return the SQL with `$1`, `$2` … in the place of `:name`, and the names in that order; a name may stand twice."""
    if _ENDS.match(sql):
        raise errors.StorageUnavailable("A work neither begins nor ends a transaction; nothing was stored.")
    names: dict[str, int] = {}

    def place(found: re.Match[str]) -> str:
        if found[1]:
            return found[1]
        return f"${names.setdefault(found[2], len(names) + 1)}"

    text = _PIECES.sub(place, sql)
    return text.encode(), tuple(names)


def parameters(names: Iterable[str], given: Mapping[str, Any]) -> tuple[list[bytes | None], tuple[int, ...]]:
    """Return the values as PostgreSQL takes them in binary, and their types. Text with a NUL is refused by the server."""
    values: list[bytes | None] = []
    types: list[int] = []
    for name in names:
        value = given[name]
        kind = type(value)
        if kind is str:
            values.append(value.encode())
            types.append(_TEXT)
        elif kind is bytes:
            values.append(value)
            types.append(_BYTEA)
        else:
            written, oid = _written(value)
            values.append(written)
            types.append(oid)
    return values, tuple(types)


class Fetched:
    """What a statement gave, as a cursor of SQLite would say it: int, str, bytes and None; a condition is 0 or 1."""

    __slots__ = ("_columns", "_next", "_result")

    def __init__(self, result: PGresult) -> None:
        """Wrap a result in binary."""
        self._result = result
        self._columns = [_reader(result.ftype(column)) for column in range(result.nfields)]
        self._next = 0

    @property
    def rowcount(self) -> int:
        """How many rows were touched."""
        return self._result.command_tuples or 0

    def fetchone(self) -> Row | None:
        """Return the next row or None."""
        if self._next >= self._result.ntuples:
            return None
        self._next += 1
        return self._row(self._next - 1)

    def fetchall(self) -> list[Row]:
        """Return the rows that are left."""
        start, self._next = self._next, self._result.ntuples
        return [self._row(number) for number in range(start, self._next)]

    def _row(self, number: int) -> Row:
        get = self._result.get_value
        return tuple(
            None if (value := get(number, column)) is None else read(value) for column, read in enumerate(self._columns)
        )


def formats(values: list[bytes | None]) -> Sequence[Format]:
    """Everything goes in binary: text would end at its first NUL."""
    return _BINARY[: len(values)]


def _written(value: Any) -> tuple[bytes | None, int]:
    if value is None:
        return None, _UNKNOWN
    if isinstance(value, str):
        return value.encode(), _TEXT
    if isinstance(value, int):
        return value.to_bytes(8, "big", signed=True), _INT8
    if isinstance(value, bytes | bytearray | memoryview):
        return bytes(value), _BYTEA
    raise TypeError(f"A {type(value).__name__} is nothing that both engines keep.")


def _reader(kind: int) -> Callable[[bytes], Any]:
    try:
        return _READERS[kind]
    except KeyError:
        raise TypeError(f"Type {kind} is nothing that both engines answer: cast it in the SQL.") from None


def _int(value: bytes) -> int:
    return int.from_bytes(value, "big", signed=True)


_READERS: dict[int, Callable[[bytes], Any]] = {
    16: lambda value: int(value == b"\x01"),  # bool
    17: bytes,
    20: _int,  # bigint
    21: _int,  # smallint
    23: _int,  # integer
    25: bytes.decode,  # text
    2278: lambda value: None,  # void: a function called for its effect
}
