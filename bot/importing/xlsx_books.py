"""Opens .xlsx, in the child alone: what every cell shows, which sheets, rows and columns are hidden, what is merged.

A formula counts by the result that is stored beside it; one without a result is marked, and so is an error, and one that takes its
result from another file, which nobody here sees.
"""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

import openpyxl
from openpyxl.utils.datetime import from_excel

from bot.importing import number_formats
from bot.importing.sheets import MOST_COLUMNS, MOST_ROWS, Cell, Mark, Sheet, TooMany

Covered = Mapping[tuple[int, int], tuple[int, int]]
Formulas = Mapping[tuple[int, int], Mark]
_OTHER_FILE = re.compile(r"\[[0-9]+\]")  # how a formula names one: [1]Sheet!A1


def sheets(content: bytes) -> Iterator[Sheet]:
    """The sheets of a workbook, in its order; raises `TooMany`, and whatever openpyxl raises for no workbook."""
    book = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
    formulas = _formulas(content)
    for sheet in book.worksheets:
        if sheet.max_row > MOST_ROWS + 1 or sheet.max_column > MOST_COLUMNS:
            raise TooMany(sheet.title)
        covered = _covered(sheet)
        yield Sheet(
            name=sheet.title,
            is_hidden=sheet.sheet_state != "visible",
            rows=[
                (line, [_covered_cell(sheet, cell, covered, formulas.get(sheet.title, {})) for cell in row])
                for line, row in enumerate(sheet.iter_rows(), start=1)
            ],
            hidden_rows=tuple(
                sorted(line for line, each in sheet.row_dimensions.items() if each.hidden and line <= sheet.max_row)
            ),
            hidden_columns=tuple(_hidden_columns(sheet)),
        )


def _formulas(content: bytes) -> dict[str, Formulas]:
    """Where formulas stand, and which take from another file. They are looked for a second time only in a workbook that has any."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        written = [name for name in archive.namelist() if name.startswith("xl/worksheets/")]
        if not any(b"<f" in archive.read(name) for name in written):
            return {}
    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True)
    return {
        sheet.title: {
            (cell.row, cell.column): Mark.LINK if _OTHER_FILE.search(str(cell.value)) else Mark.FORMULA
            for row in sheet.iter_rows(max_row=MOST_ROWS + 1, max_col=MOST_COLUMNS)
            for cell in row
            if cell.data_type == "f"
        }
        for sheet in book.worksheets
    }


def _covered(sheet: Any) -> Covered:
    """For each cell that a merged one covers, where the merged one's text stands."""
    return {
        (row, column): (each.min_row, each.min_col)
        for each in sheet.merged_cells.ranges
        for row in range(each.min_row, min(each.max_row, MOST_ROWS) + 1)
        for column in range(each.min_col, min(each.max_col, MOST_COLUMNS) + 1)
        if (row, column) != (each.min_row, each.min_col)
    }


def _hidden_columns(sheet: Any) -> Iterator[int]:
    for each in sheet.column_dimensions.values():
        if each.hidden and each.min:
            yield from range(each.min, min(each.max, sheet.max_column) + 1)


def _covered_cell(sheet: Any, cell: Any, covered: Covered, formulas: Formulas) -> Cell:
    at = covered.get((cell.row, cell.column))
    if at is None:
        return _cell(cell, formulas.get((cell.row, cell.column)))
    above = _cell(sheet.cell(*at), formulas.get(at))
    return Cell(above.text, above.mark or Mark.MERGED) if above.text or above.mark else Cell()


def _cell(cell: Any, formula: Mark | None) -> Cell:
    value = cell.value
    if formula is Mark.LINK:
        return Cell("" if value is None else str(value), formula)
    if value is None:
        return Cell("", formula)
    if cell.data_type == "e":
        return Cell(str(value), Mark.ERROR)
    if isinstance(value, bool):
        return Cell(str(value).upper())
    if isinstance(value, str):
        return Cell(value)
    form = str(cell.number_format)
    try:
        return _number(cell, value, form)
    except (number_formats.Unclear, ValueError, OverflowError):
        return Cell(f"{value} ({form})", Mark.UNCLEAR)


def _number(cell: Any, value: Any, form: str) -> Cell:
    if isinstance(value, datetime | date):
        return Cell(number_formats.day(value, form))
    if not isinstance(value, int | float):
        raise number_formats.Unclear  # a time of day, a span of time
    number = int(cell._style.numFmtId)
    if number_formats.is_unsaid(number):  # openpyxl calls these General
        if number not in number_formats.CHINESE_DAYS:
            raise number_formats.Unclear
        day = from_excel(value, cell.parent.parent.epoch)
        return Cell(number_formats.day(day, number_formats.CHINESE_DAYS[number]))
    text, is_rounded = number_formats.shown(value, form)
    return Cell(text, Mark.ROUNDED if is_rounded else None)
