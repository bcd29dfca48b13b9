"""A sheet as it was read, whatever kind of file it stood in: what every cell shows, and what is to be minded of it.

Lives here: `Cell`, `Sheet`, `Mark` and their way through the pipe between the child that opens a file and the house.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

MOST_ROWS = 50_000
MOST_COLUMNS = 50


class Mark(StrEnum):
    """What is to be minded of a cell."""

    FORMULA = "formula"  # a formula without a stored result
    LINK = "link"  # a formula that takes its result from another file
    ERROR = "error"  # it shows #N/A, #DIV/0! …
    UNCLEAR = "unclear"  # a number format that is not understood for certain
    ROUNDED = "rounded"  # it holds more digits than it shows
    MERGED = "merged"  # it is covered by a merged cell and shows that cell's text


@dataclass(frozen=True, slots=True)
class Cell:
    """What a cell shows, as text."""

    text: str = ""
    mark: Mark | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A sheet: its rows from the first on, and the numbers (from 1) of the rows and columns that are hidden; `has_links`: formulas of its
    workbook take from other files, and it cannot be told which."""

    name: str = ""
    is_hidden: bool = False
    rows: Sequence[tuple[int, Sequence[Cell]]] = ()
    hidden_rows: tuple[int, ...] = ()
    hidden_columns: tuple[int, ...] = ()
    has_links: bool = False


@dataclass(slots=True)
class TooMany(Exception):
    """A sheet has more rows or columns than are read."""

    sheet: str = field(default="")


def column_name(number: int) -> str:
    """How a spreadsheet calls a column: 1 is A, 27 is AA."""
    name = ""
    while number:
        number, rest = divmod(number - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def packed(sheets: Sequence[Sheet]) -> str:
    """The sheets as one text for the pipe; rows without anything are left out."""
    return json.dumps(
        [
            {
                "name": sheet.name,
                "is_hidden": sheet.is_hidden,
                "hidden_rows": sheet.hidden_rows,
                "hidden_columns": sheet.hidden_columns,
                "has_links": sheet.has_links,
                "rows": [
                    [line, [cell.text if cell.mark is None else [cell.text, cell.mark] for cell in cells]]
                    for line, cells in sheet.rows
                    if any(cell.text or cell.mark for cell in cells)
                ],
            }
            for sheet in sheets
        ]
    )


def unpacked(text: str) -> list[Sheet]:
    """The sheets that `packed` made a text of."""
    return [
        Sheet(
            name=each["name"],
            is_hidden=each["is_hidden"],
            hidden_rows=tuple(each["hidden_rows"]),
            hidden_columns=tuple(each["hidden_columns"]),
            has_links=each["has_links"],
            rows=[
                (line, [Cell(cell) if isinstance(cell, str) else Cell(cell[0], Mark(cell[1])) for cell in cells])
                for line, cells in each["rows"]
            ],
        )
        for each in json.loads(text)
    ]
