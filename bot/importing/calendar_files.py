"""A file with a year's days off: its lines, of a text as they are, of a workbook the rows of its first sheet; and an empty one."""

import io

import openpyxl
from openpyxl.styles import Font
from openpyxl.worksheet.datavalidation import DataValidation

from bot.importing import other_files, spreadsheets, text_tables
from bot.importing.reading import LARGEST_FILE
from bot.importing.templates import HEAD
from bot.importing.words import ImportWords
from domain.importing.problems import CellFault, ImportRefused, Problem

KIND = "calendar"  # as it is called where kinds of files are
MOST_DAYS = 366


def lines(content: bytes) -> list[str]:
    """The lines as `handlers/understanding/holidays.py` reads them; raises `ImportRefused` for a file that is no such thing."""
    if len(content) > LARGEST_FILE:
        raise _refused(CellFault.FILE_TOO_LARGE)
    found = other_files.kind_of(content)
    if found in spreadsheets.KINDS:
        return _rows(content, found)
    if found == "text":
        return text_tables.decoded(content)[0].splitlines()
    raise _refused(CellFault.LOCKED if found == "locked" else CellFault.OTHER_FILE, found)


def empty(year: int, words: ImportWords) -> bytes:
    """A workbook for the days of a year: 1 January stands in it, for it is always off and makes the year a whole one."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = words.say("calendar.sheet", year=year)
    sheet.append([words.say("calendar.day"), words.say("calendar.kind")])
    sheet.append([f"{year}-01-01", words.say("calendar.off")])
    for cell in sheet[1]:
        cell.font, cell.fill = Font(bold=True), HEAD
    for column in "AB":
        sheet.column_dimensions[column].width = 18
        sheet.column_dimensions[column].number_format = "@"
    kinds = DataValidation(type="list", formula1=f'"{words.say("calendar.off")},{words.say("calendar.work")}"')
    kinds.add(f"B2:B{MOST_DAYS}")
    sheet.add_data_validation(kinds)
    sheet.freeze_panes = "A2"
    notes = book.create_sheet(words.say("template.notes"))
    notes.append([words.say("calendar.notes")])
    notes.column_dimensions["A"].width = 100
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _rows(content: bytes, kind: str) -> list[str]:
    seen = [sheet for sheet in spreadsheets.sheets(content, kind) if not sheet.is_hidden and sheet.rows]
    if not seen:
        raise _refused(CellFault.NO_ROWS)
    made = [""] * max(line for line, _ in seen[0].rows)
    for line, cells in seen[0].rows:
        made[line - 1] = ",".join(text for cell in cells if (text := cell.text.strip()))
    return made


def _refused(fault: CellFault, found: str = "") -> ImportRefused:
    return ImportRefused([Problem(line=0, column="", fault=fault, found=found)])
