"""Reads a spreadsheet in a process of its own, which may not take much memory or time.

Lives here: `rows`, and `work`, which `bot/sandbox.py` does in a child. A workbook is a zip of XML: a small one can
unpack to gigabytes, or claim a cell in its last row and column. What is plain in the zip's directory is refused before
anything is opened; what lies about itself dies with the child.
"""

import io
import json
import zipfile
from datetime import datetime

from bot import sandbox
from domain.import_problems import Fault, ImportRefused, Problem

MOST_MEMBERS = 200
MOST_UNPACKED = 50 * 1024 * 1024
HIGHEST_RATIO = 100
MOST_ROWS = 50_000
MOST_COLUMNS = 50
TOO_MANY_ROWS = "too_many_rows"  # what the child says no with
_FAULTS = dict.fromkeys((sandbox.Met.MEMORY, sandbox.Met.ANSWER, sandbox.Met.CRASH), Fault.FILE_TOO_LARGE)


def rows(content: bytes) -> list[list[str]]:
    """The cells of the first sheet as text, row by row; raises `ImportRefused` for no sheet, or too large a one."""
    _check_zip(content)
    try:
        answer = sandbox.run(__name__, content, sandbox.Limits())
    except sandbox.Declined:
        raise _refused(Fault.TOO_MANY_ROWS) from None
    except sandbox.Stopped as stopped:
        raise _refused(_FAULTS.get(stopped.met, Fault.NOT_A_TABLE)) from None
    read: list[list[str]] = json.loads(answer)
    return read


def as_text(cell: object) -> str:
    """The cell as a person sees it: numbers to fifteen digits, as spreadsheets keep them, days as 2026-03-05."""
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, float):
        return f"{cell:.15g}"
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    return "" if cell is None else str(cell)


def _check_zip(content: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        raise _refused(Fault.NOT_A_TABLE) from None
    unpacked = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members)
    if len(members) > MOST_MEMBERS or unpacked > MOST_UNPACKED or unpacked > packed * HIGHEST_RATIO:
        raise _refused(Fault.FILE_TOO_LARGE)


def _refused(fault: Fault) -> ImportRefused:
    return ImportRefused([Problem(line=0, column="", fault=fault)])


def work(content: bytes) -> bytes:
    """The first sheet of a workbook as JSON; done in a child."""
    import python_calamine  # only here: the office's own process never loads it

    workbook = python_calamine.load_workbook(io.BytesIO(content))
    sheet = workbook.get_sheet_by_index(0)
    if sheet.total_height > MOST_ROWS + 1 or sheet.total_width > MOST_COLUMNS:
        raise sandbox.Declined(TOO_MANY_ROWS)
    return json.dumps([[as_text(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]).encode()
