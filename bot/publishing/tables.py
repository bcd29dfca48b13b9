"""The figures of an announcement as a table: rendered with its words, kept by content, approved under the same hash.

What the board shows as a table and gives away as open data are these very bytes, read again; nothing is computed for it anew.
"""

import csv
import io
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from typing import Any

LEADING = 3  # columns that say what a row is about
UNIT_CODE = "unit_code"  # the heading of the codes in a CSV: the same in every language
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedTable:
    """Cells as they are published, in one language. `period` is the period's code; `sequence` is empty where the table is not of one.

    `kind` is `ranking`, `flags`, `lights`, `quarter` or `pledges`; `formula` and `hash` say how the scores came about and which figures
    went in. `units` are the codes of the units that the rows are about, row by row, by which tables are joined; `method` the method
    sheet, under its `method_columns`: what was weighed, and how much; `rules` the version of the rules by which it was judged. What was
    published before there were these has none.
    """

    kind: str
    period: str
    period_name: str
    sequence: str = ""
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    formula: str = ""
    hash: str = ""
    units: tuple[str, ...] = ()
    method_columns: tuple[str, ...] = ()
    method: tuple[tuple[str, ...], ...] = ()
    rules: int = 0

    @property
    def head(self) -> int:
        """The place of the column that says what a row is about: a unit, or a project."""
        return {"ranking": 2, "flags": 2, "pledges": 0}.get(self.kind, 1)


def filled(table: PublishedTable) -> PublishedTable:
    """The table as a page shows it: without columns behind the first three in which nothing stands."""
    shown = [
        at for at in range(len(table.columns)) if at < LEADING or any(row[at : at + 1] != ("",) for row in table.rows)
    ]
    columns = tuple(table.columns[at] for at in shown)
    return replace(
        table, columns=columns, rows=tuple(tuple(row[at] for at in shown if at < len(row)) for row in table.rows)
    )


def encode(table: PublishedTable) -> bytes:
    """Return a table as JSON."""
    return json.dumps(asdict(table), ensure_ascii=False, indent=1).encode()


def decode(data: bytes) -> PublishedTable:
    """Read what `encode` made."""
    return PublishedTable(**{name: _whole(value) for name, value in json.loads(data).items()})


def _whole(value: Any) -> Any:
    return tuple(map(_whole, value)) if isinstance(value, list) else value


def as_csv(table: PublishedTable) -> bytes:
    """Return a table as CSV that spreadsheet programs open with its Chinese right, and in which nothing is a formula."""
    if not table.units:
        return lines((table.columns, *table.rows))
    coded = zip(table.rows, table.units, strict=True)
    return lines(((*table.columns, UNIT_CODE), *((*row, unit) for row, unit in coded)))


def method_as_csv(table: PublishedTable) -> bytes:
    """The method sheet of a table, in the same way."""
    return lines((table.method_columns, *table.method))


def lines(rows: Iterable[Iterable[str]]) -> bytes:
    """Lines of cells as such a CSV."""
    out = io.StringIO()
    csv.writer(out).writerows([_plain(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def _plain(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
