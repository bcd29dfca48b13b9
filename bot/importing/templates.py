"""Empty files to fill in: an XLSX with an example, an explanation and the units to choose from, or a plain CSV.

What stands in them is read back by `bot/importing/reading.py`.
"""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import openpyxl
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from bot.importing.sheets import MOST_ROWS
from bot.importing.text_tables import plain
from bot.importing.words import ImportWords
from domain.importing.columns import COLUMNS, ImportKind
from domain.scoring.indicators import Direction, Indicator
from domain.units import Unit

HEAD = PatternFill("solid", fgColor="DDE7F3")
OF_UNITS: Mapping[ImportKind, tuple[str, ...]] = {
    ImportKind.PROJECTS: ("owner", "lead"),
    ImportKind.PLEDGES: ("unit",),
    ImportKind.STAFF: ("unit",),
    ImportKind.SNAILS: ("unit",),
    ImportKind.UNDERTAKINGS: ("owner",),
    ImportKind.BREAKTHROUGHS: ("owner",),
}
"""The columns in which a unit is chosen."""
GREY = Font(italic=True, color="808080")


@dataclass(frozen=True, slots=True, kw_only=True)
class Lists:
    """What may be chosen from: the office's open units and its indicators. `rows` are begun already, and wait for their figures."""

    units: Sequence[Unit] = ()
    indicators: Sequence[Indicator] = ()
    rows: Sequence[Sequence[str]] = ()


def csv_file(kind: ImportKind, words: ImportWords) -> bytes:
    """A header and nothing else, with the mark by which spreadsheets know UTF-8."""
    text = io.StringIO()
    csv.writer(text).writerow(COLUMNS[kind].order)
    return text.getvalue().encode("utf-8-sig")


def workbook(kind: ImportKind, words: ImportWords, lists: Lists) -> bytes:
    """A workbook of this kind: the sheet to fill in, a sheet that explains it, and lists of what may be chosen."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = words.say(f"kind.{kind}")
    _write(sheet, [[words.label(kind, name) for name in COLUMNS[kind].order], _example(kind, words), *lists.rows])
    _dress(sheet, [18] * len(COLUMNS[kind].order))
    for cell in sheet[2]:
        cell.font = GREY
    for column in range(1, len(COLUMNS[kind].order) + 1):  # what is typed stays as it was typed
        sheet.column_dimensions[get_column_letter(column)].number_format = "@"
    _explain(book, kind, words)
    _offer(book, sheet, kind, words, lists)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _example(kind: ImportKind, words: ImportWords) -> list[str]:
    examples = [words.column(kind, name).example for name in COLUMNS[kind].order]
    return [words.say("template.example") + examples[0], *examples[1:]]


def _explain(book: Any, kind: ImportKind, words: ImportWords) -> None:
    sheet = book.create_sheet(words.say("template.notes"))
    heads = ("column", "required", "means", "allowed", "example")
    rows = [[words.say(f"template.head_{each}") for each in heads]]
    for name in COLUMNS[kind].order:
        column = words.column(kind, name)
        needed = words.say("template.yes" if name in COLUMNS[kind].required else "template.no")
        rows.append([column.label, needed, column.means, column.allowed, column.example])
    _write(sheet, [*rows, [], [words.say("template.first")]])
    _dress(sheet, [16, 8, 44, 52, 18])


def _offer(book: Any, sheet: Any, kind: ImportKind, words: ImportWords, lists: Lists) -> None:
    """Add the lists as sheets, and let the cells be chosen from them; other words stay possible."""
    order = COLUMNS[kind].order
    if kind is ImportKind.VALUES and lists.units:
        _list(book, words, "units", ((unit.code, unit.name, unit.sequence) for unit in lists.units), ImportKind.UNITS)
        _choose(sheet, order.index("unit") + 1, _range(words.say("template.units"), len(lists.units)))
    if kind is ImportKind.VALUES and lists.indicators:
        rows = ((each.code, each.name, each.section) for each in lists.indicators)
        _list(book, words, "indicators", rows, ImportKind.INDICATORS)
        _choose(sheet, order.index("indicator") + 1, _range(words.say("template.indicators"), len(lists.indicators)))
    columns = OF_UNITS.get(kind, ())
    if columns and lists.units:
        _list(book, words, "units", ((unit.code, unit.name, unit.sequence) for unit in lists.units), ImportKind.UNITS)
        for name in columns:
            _choose(sheet, order.index(name) + 1, _range(words.say("template.units"), len(lists.units)))
    if kind is ImportKind.INDICATORS:
        _choose(sheet, order.index("direction") + 1, f'"{",".join(Direction)}"')


def _list(book: Any, words: ImportWords, name: str, rows: Iterable[tuple[str, ...]], of: ImportKind) -> None:
    sheet = book.create_sheet(words.say(f"template.{name}"))
    third = "sequence" if of is ImportKind.UNITS else "section"
    _write(sheet, [[words.label(of, each) for each in ("code", "name", third)], *rows])
    _dress(sheet, [16, 32, 24])


def _range(title: str, number: int) -> str:
    return f"'{title}'!$A$2:$A${number + 1}"


def _choose(sheet: Any, column: int, formula: str) -> None:
    offered = DataValidation(type="list", formula1=formula, allow_blank=True, showErrorMessage=False)
    letter = get_column_letter(column)
    offered.add(f"{letter}3:{letter}{MOST_ROWS}")
    sheet.add_data_validation(offered)


def _write(sheet: Any, rows: Iterable[Sequence[str]]) -> None:
    """Write rows as text: a name that begins with = is no formula here."""
    for line, row in enumerate(rows, start=1):
        for column, text in enumerate(row, start=1):
            cell = sheet.cell(line, column, text)
            if text:
                cell.data_type = "s"
                cell.quotePrefix = plain(text) != text


def _dress(sheet: Any, widths: Sequence[int]) -> None:
    for cell in sheet[1]:
        cell.font, cell.fill = Font(bold=True), HEAD
    for number, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    for row in sheet.iter_rows(min_row=1):
        for cell in row:
            cell.alignment = Alignment(vertical="top", wrap_text=sheet.max_column == len(widths) and len(widths) == 5)
    sheet.freeze_panes = "A2"
