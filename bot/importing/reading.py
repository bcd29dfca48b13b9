"""Reads a file of units, indicators or values and hands back typed rows, or every problem at once.

Remembers nothing. A cell is data, whatever it begins with: nothing here is ever evaluated. A cell means what it shows; where
that is not certain, it is refused by name.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from bot.importing import other_files, sheets, spreadsheets, text_tables, words
from bot.importing.sheets import Cell, Mark, Sheet
from domain import units
from domain.importing import files
from domain.importing.columns import COLUMNS, PLAN_COLUMNS, ImportKind, TableKind
from domain.importing.problems import CellFault, ImportRefused, Problem, ReadRow
from domain.scoring.indicators import Indicator, Value

LARGEST_FILE = 5 * 1024 * 1024
ROWS_ABOVE_THE_HEADER = 10  # titles and notes that people put there
EXAMPLE = ("例", "示例", "e.g.")  # how the example row of a template begins
FAULTS = {
    Mark.FORMULA: CellFault.NOT_COMPUTED,
    Mark.LINK: CellFault.OTHER_FILES_VALUE,
    Mark.ERROR: CellFault.ERROR_VALUE,
    Mark.UNCLEAR: CellFault.UNCLEAR_FORMAT,
}
FIGURES = {"value", "target", "weight", "section_weight", "due_day", "freeze_day", "goal", "actual", *PLAN_COLUMNS}


class Remark(NamedTuple):
    """Something to be known of a file that was read all the same: a key of `remark` in the words, and what it is about."""

    key: str
    found: str = ""


@dataclass(frozen=True, slots=True)
class ReadTable:
    """What was read: the rows below the header, and what is to be known of them."""

    rows: list[ReadRow]
    remarks: list[Remark] = field(default_factory=list)


def read_units(content: bytes, known: Iterable[units.Unit] = ()) -> list[units.Unit]:
    """The units of a file; raises `ImportRefused` with every problem. `known`: the register so far."""
    return files.check_units(read(ImportKind.UNITS, content).rows, known)


def read_indicators(content: bytes, known: Iterable[Indicator] = ()) -> list[Indicator]:
    """The indicators of a file; raises `ImportRefused` with every problem. `known`: the indicators so far."""
    return files.check_indicators(read(ImportKind.INDICATORS, content).rows, known)


def read_values(content: bytes, members: Iterable[units.Unit], indicators: Iterable[Indicator]) -> list[Value]:
    """The figures of a file; raises `ImportRefused` with every problem."""
    return files.check_values(read(ImportKind.VALUES, content).rows, members, indicators)


def read(kind: TableKind, content: bytes, sheet: str = "") -> ReadTable:
    """The rows below the header; raises `ImportRefused` for a file that is no such table.

    `sheet` names the sheet of a workbook; without it, the one visible sheet is read whose header fits.
    """
    if len(content) > LARGEST_FILE:
        raise _refused(CellFault.FILE_TOO_LARGE)
    found = other_files.kind_of(content)
    if found in spreadsheets.KINDS:
        chosen, remarks = _chosen(kind, spreadsheets.sheets(content, found), sheet)
    elif found == "text":
        chosen, remarks = _text(kind, content)
    else:
        raise _refused(CellFault.LOCKED if found == "locked" else CellFault.OTHER_FILE, found)
    return _table(kind, chosen, remarks)


def _text(kind: TableKind, content: bytes) -> tuple[Sheet, list[Remark]]:
    text, encoding = text_tables.decoded(content)
    lines = text_tables.lines(text, lambda cells: _fits(kind, [Cell(cell) for cell in cells]))
    remarks = [Remark("encoding", encoding.upper())] if encoding != "utf-8" else []
    return Sheet(rows=[(line, [Cell(cell) for cell in cells]) for line, cells in lines]), remarks


def _chosen(kind: TableKind, found: Sequence[Sheet], wanted: str) -> tuple[Sheet, list[Remark]]:
    """The sheet to read: the one that was named, else the one visible sheet whose header fits."""
    if wanted:
        named = [sheet for sheet in found if sheet.name.strip() == wanted.strip()]
        if not named:
            raise _refused(CellFault.NO_SUCH_SHEET, _names(found))
        return named[0], []
    visible = [sheet for sheet in found if not sheet.is_hidden and sheet.rows]
    remarks = [Remark("hidden_sheet", sheet.name) for sheet in found if sheet.is_hidden]
    fitting = [sheet for sheet in visible if _header_at(kind, sheet) is not None]
    if len(fitting) > 1:
        raise _refused(CellFault.SEVERAL_SHEETS_FIT, _names(fitting))
    if not fitting and len(visible) > 1:
        raise _refused(CellFault.NO_SHEET_FITS, _names(visible))
    if not visible:
        raise _refused(CellFault.NO_ROWS)
    chosen = (fitting or visible)[0]
    if len(visible) > 1:
        remarks.append(Remark("chosen_sheet", chosen.name))
    return chosen, remarks


def _table(kind: TableKind, sheet: Sheet, remarks: list[Remark]) -> ReadTable:
    filled = [(line, _trimmed(cells)) for line, cells in sheet.rows if any(_is_filled(cell) for cell in cells)]
    if not filled:
        raise _refused(CellFault.NO_ROWS)
    at = _header_at(kind, sheet) or 0
    line, titles = filled[at]
    titled = [_column(kind, cell.text) for cell in titles]
    ignored = [cell.text.strip() for cell in titles if words.is_ignored(cell.text)]
    header = ["" if words.is_ignored(cell.text) else name for cell, name in zip(titles, titled, strict=True)]
    files.header(kind, [each for each in header if each], line)
    below = filled[at + 1 :]
    rows = [each for each in below if not each[1][0].text.strip().startswith(EXAMPLE)]
    if not rows:
        raise _refused(CellFault.NO_ROWS)
    if untitled := [problem for line, cells in rows for problem in _untitled(sheet, line, cells, titles)]:
        raise ImportRefused(untitled)
    remarks += [Remark("ignored", "、".join(ignored))] if ignored else []
    remarks += _remarks(sheet, header, rows, examples=len(below) - len(rows))
    return ReadTable([_row(sheet, line, header, cells) for line, cells in rows], remarks)


def _header_at(kind: TableKind, sheet: Sheet) -> int | None:
    """Which of the filled rows is the header: the first that names all required columns."""
    filled = (cells for _, cells in sheet.rows if any(_is_filled(cell) for cell in cells))
    for at, cells in enumerate(filled):
        if at > ROWS_ABOVE_THE_HEADER:
            return None
        if _fits(kind, cells):
            return at
    return None


def _fits(kind: TableKind, cells: Sequence[Cell]) -> bool:
    return set(COLUMNS[kind].required) <= {_column(kind, cell.text) for cell in cells}


def _column(kind: TableKind, title: str) -> str:
    """The column that a title names; a title that names none is kept as it is."""
    return words.columns_named(kind).get(words.squeezed(title), title.strip().casefold())


def _remarks(
    sheet: Sheet, header: Sequence[str], rows: Sequence[tuple[int, Sequence[Cell]]], examples: int
) -> list[Remark]:
    lines = {line for line, _ in rows}
    hidden = [str(line) for line in sheet.hidden_rows if line in lines]
    columns = [sheets.column_name(each) for each in sheet.hidden_columns if each <= len(header) and header[each - 1]]
    rounded = [
        f"{sheets.column_name(at)}{line}"
        for line, cells in rows
        for at, cell in enumerate(cells, start=1)
        if cell.mark is Mark.ROUNDED
    ]
    found = {
        "example": str(examples or ""),
        "hidden_rows": _some(hidden),
        "hidden_columns": _some(columns),
        "rounded": _some(rounded),
        "has_links": sheet.name if sheet.has_links else "",
    }
    return [Remark(key, about) for key, about in found.items() if about]


def _some(names: Sequence[str]) -> str:
    """A few of many names, with how many there are."""
    return ", ".join(names[:8]) + (f" … ({len(names)})" if len(names) > 8 else "")


def _is_filled(cell: Cell) -> bool:
    return bool(cell.text.strip()) or cell.mark in FAULTS


def _trimmed(cells: Sequence[Cell]) -> list[Cell]:
    """The cells up to the last that is filled: spreadsheets leave empty ones behind."""
    filled = [number for number, cell in enumerate(cells, start=1) if _is_filled(cell)]
    return [Cell(text_tables.unmarked(cell.text), cell.mark) for cell in cells[: filled[-1]]]


def _row(sheet: Sheet, line: int, header: Sequence[str], cells: Sequence[Cell]) -> ReadRow:
    named = [(name, at, cell) for at, (name, cell) in enumerate(zip(header, cells, strict=False), start=1) if name]
    faults = {name: FAULTS[cell.mark] for name, _, cell in named if cell.mark in FAULTS}
    faults |= {name: CellFault.MERGED_FIGURE for name, _, cell in named if cell.mark is Mark.MERGED and name in FIGURES}
    places = {name: f"{sheets.column_name(at)}{line}" for name, at, _ in named} if sheet.name else {}
    return ReadRow(
        line=line,
        cells={name: cell.text for name, _, cell in named},
        sheet=sheet.name,
        places=places,
        faults=faults,
    )


def _untitled(sheet: Sheet, line: int, cells: Sequence[Cell], titles: Sequence[Cell]) -> Iterator[Problem]:
    """The filled cells under no header: what they are is not known, and they are not passed over."""
    for at, cell in enumerate(cells, start=1):
        if _is_filled(cell) and (at > len(titles) or not titles[at - 1].text.strip()):
            place = f"{sheets.column_name(at)}{line}" if sheet.name else ""
            yield Problem(
                line=line, column="", fault=CellFault.TOO_MANY_CELLS, found=cell.text[:60], sheet=sheet.name, cell=place
            )


def _names(found: Iterable[Sheet]) -> str:
    return "、".join(sheet.name for sheet in found if not sheet.is_hidden)


def _refused(fault: CellFault, found: str = "") -> ImportRefused:
    return ImportRefused([Problem(line=0, column="", fault=fault, found=found)])
