"""Opens .xls and .et (the workbooks of Excel 97 to 2003 and of WPS), in the child alone.

Their formulas always carry a result; what else is said of .xlsx is the same here.
"""

import sys
from collections.abc import Iterator
from typing import Any

import xlrd

from bot.importing import number_formats
from bot.importing.sheets import MOST_COLUMNS, MOST_ROWS, Cell, Mark, Sheet, TooMany

OTHER_FILES = {xlrd.book.SUPBOOK_EXTERNAL, xlrd.book.SUPBOOK_DDEOLE}
"""Where the formulas of a workbook take from besides itself; the formulas themselves xlrd does not tell."""


def sheets(content: bytes) -> Iterator[Sheet]:
    """The sheets of a workbook, in its order; raises `TooMany`, and `xlrd.XLRDError` for no workbook."""
    book = xlrd.open_workbook(file_contents=content, formatting_info=True, logfile=sys.stderr)
    for sheet in book.sheets():
        if sheet.nrows > MOST_ROWS + 1 or sheet.ncols > MOST_COLUMNS:
            raise TooMany(sheet.name)
        cells = [[_cell(book, sheet, row, column) for column in range(sheet.ncols)] for row in range(sheet.nrows)]
        for first_row, last_row, first, last in sheet.merged_cells:
            _cover(cells, range(first_row, min(last_row, sheet.nrows)), range(first, min(last, sheet.ncols)))
        yield Sheet(
            name=sheet.name,
            is_hidden=sheet.visibility != 0,
            has_links=bool(OTHER_FILES & set(book._supbook_types)),
            rows=list(enumerate(cells, start=1)),
            hidden_rows=tuple(sorted(row + 1 for row, each in sheet.rowinfo_map.items() if each.hidden)),
            hidden_columns=tuple(
                column + 1 for column, each in sorted(sheet.colinfo_map.items()) if each.hidden and column < sheet.ncols
            ),
        )


def _cover(cells: list[list[Cell]], rows: range, columns: range) -> None:
    """Let the cells that a merged one covers show its text."""
    above = cells[rows.start][columns.start] if rows and columns else Cell()
    for row in rows if above.text or above.mark else ():
        for column in columns:
            if (row, column) != (rows.start, columns.start):
                cells[row][column] = Cell(above.text, above.mark or Mark.MERGED)


def _cell(book: Any, sheet: Any, row: int, column: int) -> Cell:
    kind, value = sheet.cell_type(row, column), sheet.cell_value(row, column)
    if kind == xlrd.XL_CELL_ERROR:
        return Cell(xlrd.error_text_from_code.get(value, "#N/A"), Mark.ERROR)
    if kind == xlrd.XL_CELL_BOOLEAN:
        return Cell(str(bool(value)).upper())
    if kind not in (xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_DATE):
        return Cell(str(value))
    key = book.xf_list[sheet.cell_xf_index(row, column)].format_key
    form = book.format_map[key].format_str if key in book.format_map else ""
    try:
        return _number(book, value, key, form)
    except (number_formats.Unclear, xlrd.xldate.XLDateError, ValueError, OverflowError):
        return Cell(f"{value:.15g} ({form})", Mark.UNCLEAR)


def _number(book: Any, value: float, key: int, form: str) -> Cell:
    if number_formats.is_unsaid(key):
        if key not in number_formats.CHINESE_DAYS:
            raise number_formats.Unclear
        form = number_formats.CHINESE_DAYS[key]
    if number_formats.is_of_days(form):
        return Cell(number_formats.day(xlrd.xldate.xldate_as_datetime(value, book.datemode), form))
    text, is_rounded = number_formats.shown(value, form)
    return Cell(text, Mark.ROUNDED if is_rounded else None)
