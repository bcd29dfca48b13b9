"""Opens .ods, in the child alone. Such a file keeps the very words that every cell shows.

What is repeated is written once with a count: rows and columns without anything are counted, not made.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from xml.etree.ElementTree import Element

from defusedxml import ElementTree

from bot.importing.sheets import MOST_COLUMNS, MOST_ROWS, Cell, Mark, Sheet, TooMany

OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
ERRORS = ("#", "Err:")
OTHER_FILE = re.compile(r"\['[^']*'#")  # how a formula names one: ['file:///…'#$Sheet.A1]
YEAR = re.compile(r"[0-9]{4}")


def sheets(content: bytes) -> Iterator[Sheet]:
    """The sheets of a workbook, in its order; raises `TooMany`, and `KeyError` or a parse error for no workbook."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        root = ElementTree.fromstring(archive.read("content.xml"))
    unseen = {
        style.get(f"{STYLE}name")
        for style in root.iter(f"{STYLE}style")
        if any(each.get(f"{TABLE}display") == "false" for each in style)
    }
    for table in root.iter(f"{TABLE}table"):
        yield _sheet(table, is_hidden=table.get(f"{TABLE}style-name") in unseen)


def _sheet(table: Element, *, is_hidden: bool) -> Sheet:
    name = table.get(f"{TABLE}name", "")
    rows: list[tuple[int, list[Cell]]] = []
    hidden: list[int] = []
    below: dict[int, tuple[int, Cell]] = {}  # by column: for how many more rows a merged cell covers it
    line = 0
    for row in table.iter(f"{TABLE}table-row"):
        times = int(row.get(f"{TABLE}number-rows-repeated", "1"))
        cells = _row(row, name, below)
        if not any(cell.text or cell.mark for cell in cells):
            line += times
            continue
        if line + times > MOST_ROWS + 1:
            raise TooMany(name)
        numbers = range(line + 1, line + times + 1)
        rows += [(number, cells) for number in numbers]
        hidden += [*numbers] if row.get(f"{TABLE}visibility", "visible") != "visible" else []
        line += times
    return Sheet(
        name=name,
        is_hidden=is_hidden,
        rows=rows,
        hidden_rows=tuple(hidden),
        hidden_columns=tuple(_hidden_columns(table)),
    )


def _hidden_columns(table: Element) -> Iterator[int]:
    number = 0
    for column in table.iter(f"{TABLE}table-column"):
        times = int(column.get(f"{TABLE}number-columns-repeated", "1"))
        if column.get(f"{TABLE}visibility", "visible") != "visible":
            yield from range(number + 1, min(number + times, MOST_COLUMNS) + 1)
        number += times


def _row(row: Element, name: str, below: dict[int, tuple[int, Cell]]) -> list[Cell]:
    cells: list[Cell] = []
    beside = Cell()
    for cell in row:
        if cell.tag not in (f"{TABLE}table-cell", f"{TABLE}covered-table-cell"):
            continue
        times = int(cell.get(f"{TABLE}number-columns-repeated", "1"))
        is_covered = cell.tag == f"{TABLE}covered-table-cell"
        read = Cell() if is_covered else _cell(cell)
        if not read.text and not read.mark and not is_covered and times > MOST_COLUMNS:
            break  # the empty rest of the row
        for _ in range(times):
            at = len(cells)
            if is_covered:
                left, above = below.get(at, (0, Cell()))
                below[at] = (left - 1, above)
                cells.append(above if left > 0 else beside)
                continue
            cells.append(read)
            covering = Cell(read.text, read.mark or Mark.MERGED) if read.text or read.mark else Cell()
            beside = covering if int(cell.get(f"{TABLE}number-columns-spanned", "1")) > 1 else Cell()
            below[at] = (int(cell.get(f"{TABLE}number-rows-spanned", "1")) - 1, covering)
    while cells and not (cells[-1].text or cells[-1].mark):
        cells.pop()
    if len(cells) > MOST_COLUMNS:
        raise TooMany(name)
    return cells


def _cell(cell: Element) -> Cell:
    text = "\n".join("".join(each.itertext()) for each in cell.findall(f"{TEXT}p"))
    kind = cell.get(f"{OFFICE}value-type", "")
    formula = cell.get(f"{TABLE}formula")
    is_formula = formula is not None
    if OTHER_FILE.search(formula or ""):
        return Cell(text, Mark.LINK)
    if is_formula and not kind:
        return Cell("", Mark.FORMULA)
    if is_formula and text.startswith(ERRORS):
        return Cell(text, Mark.ERROR)
    if kind == "date" and not _names_a_year(text):
        return Cell(_day(cell.get(f"{OFFICE}date-value", "")) or text)
    held = cell.get(f"{OFFICE}value", "")
    return Cell(text or held, Mark.ROUNDED if _is_rounded(text, held, kind) else None)


def _day(written: str) -> str:
    """The day, or the month of a first day, as ISO writes it; nothing where there is a time of day too."""
    if written[10:].strip("T0:"):
        return ""
    return written[:7] if written[8:10] == "01" else written[:10]


def _is_rounded(text: str, held: str, kind: str) -> bool:
    """Whether a plain figure holds other digits than it shows."""
    try:
        shown = Decimal(text.rstrip("%").replace(",", ""))
        return shown != Decimal(held) * (100 if kind == "percentage" else 1)
    except InvalidOperation:
        return False


def _names_a_year(text: str) -> bool:
    """Whether what is shown names a year in four digits: then the words themselves are read."""
    return YEAR.search(text) is not None
