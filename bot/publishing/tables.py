"""The figures of an announcement as a table: rendered with its words, kept by content, approved under the same hash.

What the board shows as a table and gives away as open data are these very bytes, read again; nothing is computed for it anew.
"""

import csv
import io
import json
from dataclasses import asdict, dataclass, replace

LEADING = 3  # columns that say what a row is about
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedTable:
    """Cells as they are published, in one language. `period` is the period's code; `sequence` is empty where the table is not of one.

    `kind` is `ranking` or `flags`; `formula` and `hash` say how the scores came about and which figures went in.
    """

    kind: str
    period: str
    period_name: str
    sequence: str = ""
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    formula: str = ""
    hash: str = ""


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
    found = json.loads(data)
    columns, rows = tuple(found.pop("columns")), tuple(tuple(row) for row in found.pop("rows"))
    return PublishedTable(columns=columns, rows=rows, **found)


def as_csv(table: PublishedTable) -> bytes:
    """Return a table as CSV that spreadsheet programs open with its Chinese right, and in which nothing is a formula."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(table.columns)
    writer.writerows([_plain(cell) for cell in row] for row in table.rows)
    return out.getvalue().encode("utf-8-sig")


def _plain(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
