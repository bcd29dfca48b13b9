"""Reads a file of units, indicators or values, CSV or XLSX, and hands back typed rows or every problem at once.

Called by `flagpost import` and by the demo; the rows are checked in `domain/imports.py`, spreadsheets are opened by
`bot/spreadsheet.py`. Remembers nothing. A cell is data, whatever it begins with: nothing here is ever evaluated.
"""

import csv
import io
import re
from collections.abc import Iterable, Sequence

from bot import spreadsheet
from domain import imports, units
from domain.import_problems import Fault, ImportRefused, Problem, Row
from domain.indicators import Indicator, Value

LARGEST_FILE = 5 * 1024 * 1024
BEGINS_A_ZIP = b"PK\x03\x04"
MARKED_AS_TEXT = re.compile(r"'(?=[=+\-@])")  # how exports keep spreadsheets from taking a cell for a formula
FIRST_OF_MONTH = re.compile(r"([0-9]{4}-[0-9]{2})-01")


def read_units(content: bytes, known: Iterable[units.Unit] = ()) -> list[units.Unit]:
    """The units of a file; raises `ImportRefused` with every problem. `known`: the register so far."""
    return imports.check_units(read(imports.Kind.UNITS, content), known)


def read_indicators(content: bytes, known: Iterable[Indicator] = ()) -> list[Indicator]:
    """The indicators of a file; raises `ImportRefused` with every problem. `known`: the indicators so far."""
    return imports.check_indicators(read(imports.Kind.INDICATORS, content), known)


def read_values(content: bytes, members: Iterable[units.Unit], indicators: Iterable[Indicator]) -> list[Value]:
    """The figures of a file; raises `ImportRefused` with every problem."""
    return imports.check_values(read(imports.Kind.VALUES, content), members, indicators)


def template(kind: imports.Kind) -> bytes:
    """An empty file of this kind: its header, with the mark by which spreadsheets know UTF-8."""
    return (",".join(imports.COLUMNS[kind].order) + "\r\n").encode("utf-8-sig")


def read(kind: imports.Kind, content: bytes) -> list[Row]:
    """The rows below the header, as text; raises `ImportRefused` for a file that is no such table."""
    if len(content) > LARGEST_FILE:
        raise _refused(Fault.FILE_TOO_LARGE)
    is_workbook = content.startswith(BEGINS_A_ZIP)
    lines = list(enumerate(spreadsheet.rows(content), start=1)) if is_workbook else _csv(content)
    filled = [(line, _trimmed(cells)) for line, cells in lines if any(cell.strip() for cell in cells)]
    if not filled:
        raise _refused(Fault.NO_ROWS)
    header = [cell.strip().casefold() for cell in filled[0][1]]
    imports.header(kind, header)
    if len(filled) == 1:
        raise _refused(Fault.NO_ROWS)
    overlong = [_overlong(line, cells, header) for line, cells in filled[1:] if len(cells) > len(header)]
    if overlong:
        raise ImportRefused(overlong)
    return [_row(line, header, cells) for line, cells in filled[1:]]


def _csv(content: bytes) -> list[tuple[int, list[str]]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise _refused(Fault.NOT_UTF8) from None
    if "\0" in text:
        raise _refused(Fault.NOT_A_TABLE)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows: list[tuple[int, list[str]]] = []
    begins = 1
    try:
        for cells in reader:
            rows.append((begins, cells))
            begins = reader.line_num + 1
            if len(rows) > spreadsheet.MOST_ROWS + 1:
                raise _refused(Fault.TOO_MANY_ROWS)
    except csv.Error:
        raise ImportRefused([Problem(line=begins, column="", fault=Fault.NOT_A_TABLE)]) from None
    return rows


def _trimmed(cells: Sequence[str]) -> list[str]:
    """The cells up to the last that is filled: spreadsheets leave empty ones behind."""
    filled = [number for number, cell in enumerate(cells, start=1) if cell.strip()]
    return [MARKED_AS_TEXT.sub("", cell, count=1) if cell.startswith("'") else cell for cell in cells[: filled[-1]]]


def _row(line: int, header: Sequence[str], cells: Sequence[str]) -> Row:
    by_column = dict(zip(header, cells, strict=False))
    # A spreadsheet takes 2026-05 for the first of May and stores that day.
    if period := FIRST_OF_MONTH.fullmatch(by_column.get("period", "")):
        by_column["period"] = period[1]
    return Row(line, by_column)


def _overlong(line: int, cells: Sequence[str], header: Sequence[str]) -> Problem:
    return Problem(line=line, column="", fault=Fault.TOO_MANY_CELLS, found=cells[len(header)][:60])


def _refused(fault: Fault) -> ImportRefused:
    return ImportRefused([Problem(line=0, column="", fault=fault)])
