"""A table of an export as a file: CSV, XLSX, JSON, or JSON a line, chosen by how its name ends. Rows are written as they come.

Nothing in a file is executed where it is opened: what a spreadsheet would take for a formula is text; numbers and days are numbers and
days. People read CSV and XLSX, with headings and words of the law in their language; machines read JSON, with the names that stay.
"""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import IO, Any

import msgspec
import openpyxl
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font

from bot.importing.text_tables import plain
from domain.saying import Term
from handlers.exports.columns import Cell, ExportKind, Row

MOST_ROWS = 1_000_000  # of a sheet; Excel takes 1,048,576
_WIDTH = 16
_BETWEEN = "; "  # several words in one cell
_JSON = msgspec.json.Encoder(decimal_format="number")
Say = Callable[[Term], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """What is to be written: `say` words the title, the headings of the columns and the words of the law."""

    title: Term
    columns: Mapping[str, Term]
    rows: Iterable[Row]
    say: Say

    @property
    def headings(self) -> list[str]:
        """The columns in the language of whoever reads."""
        return [self.say(heading) for heading in self.columns.values()]


def table_of(kind: str, what: ExportKind, rows: Iterable[Row], say: Say) -> Table:
    """An export as a table."""
    columns = {name: what.heading(name) for name in what.columns}
    return Table(title=what.title or Term("export_kind", kind), columns=columns, rows=rows, say=say)


def write(form: str, file: IO[bytes], table: Table) -> int:
    """Write a table in a form of `FORMS`; return how many rows it has."""
    number = 0

    def counted() -> Iterator[Row]:
        nonlocal number
        for row in table.rows:
            number += 1
            yield row

    _WRITERS[form](file, replace(table, rows=counted()))
    return number


def _csv(file: IO[bytes], table: Table) -> None:
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="")
    lines = csv.writer(text, quoting=csv.QUOTE_NONNUMERIC)  # a text with another separator in it stays in its cell
    lines.writerow(table.headings)
    for row in table.rows:
        lines.writerow([_written(row.get(name), table.say) for name in table.columns])
    text.flush()
    text.detach()


def _written(cell: Cell, say: Say) -> str | int | Decimal:
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, int):
        return cell
    if isinstance(cell, Decimal):
        return Decimal(f"{cell:f}")  # never with an exponent
    return cell.isoformat() if isinstance(cell, date) else plain(_text(cell, say))


def _text(cell: Cell, say: Say) -> str:
    """What is neither a number nor a day, without the signs that no spreadsheet takes."""
    if cell is None:
        return ""
    if isinstance(cell, Mapping):
        return _JSON.encode(cell).decode()
    said = _BETWEEN.join(map(say, cell)) if isinstance(cell, tuple) else say(cell) if isinstance(cell, Term) else cell
    return str(ILLEGAL_CHARACTERS_RE.sub("", said))


def _xlsx(file: IO[bytes], table: Table) -> None:
    book = openpyxl.Workbook(write_only=True)
    with closing(book):
        sheet = _sheet(book, table)
        for place, row in enumerate(table.rows):
            if place and place % MOST_ROWS == 0:
                sheet = _sheet(book, table)
            sheet.append([_cell(sheet, row.get(name), table.say) for name in table.columns])
        book.save(file)


def _sheet(book: Any, table: Table) -> Any:
    place = f" {len(book.worksheets) + 1}" if book.worksheets else ""
    sheet = book.create_sheet(table.say(table.title) + place)
    sheet.freeze_panes = "A2"
    for column in range(1, len(table.columns) + 1):
        sheet.column_dimensions[openpyxl.utils.get_column_letter(column)].width = _WIDTH
    heads = [WriteOnlyCell(sheet, heading) for heading in table.headings]
    for head in heads:
        head.font = Font(bold=True)
    sheet.append(heads)
    return sheet


def _cell(sheet: Any, cell: Cell, say: Say) -> Any:
    """A cell whose text stays text: openpyxl takes what begins with = for a formula and #N/A for an error."""
    if cell is None or isinstance(cell, int | Decimal | date):
        return cell
    text = _text(cell, say)
    if not text or (plain(text) == text and not text.startswith("#")):
        return text or None
    made = WriteOnlyCell(sheet, text)
    made.data_type, made.quotePrefix = "s", True
    return made


def _json(file: IO[bytes], table: Table) -> None:
    before = b"[\n"
    for row in table.rows:
        file.write(before + _object(row, table.columns))
        before = b",\n"
    file.write(b"[]\n" if before == b"[\n" else b"\n]\n")


def _jsonl(file: IO[bytes], table: Table) -> None:
    for row in table.rows:
        file.write(_object(row, table.columns) + b"\n")


def _object(row: Row, columns: Iterable[str]) -> bytes:
    return _JSON.encode({name: _kept(row.get(name)) for name in columns})


def _kept(cell: Cell) -> object:
    """What programs read of a cell: of words of the law their names, which stay."""
    if isinstance(cell, tuple):
        return [each.name for each in cell]
    return cell.name if isinstance(cell, Term) else cell


_WRITERS: Mapping[str, Callable[[IO[bytes], Table], None]] = {
    ".csv": _csv,
    ".xlsx": _xlsx,
    ".json": _json,
    ".jsonl": _jsonl,
}
FORMS = tuple(_WRITERS)
