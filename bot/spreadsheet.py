"""Reads a spreadsheet in a process of its own, which may not take much memory or time.

Lives here: `rows`, called by `bot/imports.py`, and the child it starts (`python -m bot.spreadsheet`). A workbook is a
zip of XML: a small one can unpack to gigabytes, or claim a cell in its last row and column. What is plain in the zip's
directory is refused before anything is opened; what lies about itself dies with the child.
"""

import io
import json
import os
import resource
import subprocess
import sys
import zipfile
from datetime import datetime

from domain.import_problems import Fault, ImportRefused, Problem

MOST_MEMBERS = 200
MOST_UNPACKED = 50 * 1024 * 1024
HIGHEST_RATIO = 100
MOST_ROWS = 50_000
MOST_COLUMNS = 50
CHILD_MEMORY = 512 * 1024 * 1024
CHILD_SECONDS = 20

TOO_MANY = 3  # the exit code that says so


def rows(content: bytes) -> list[list[str]]:
    """The cells of the first sheet as text, row by row; raises `ImportRefused` for no sheet, or too large a one."""
    _check_zip(content)
    try:
        child = subprocess.run(
            [sys.executable, "-m", "bot.spreadsheet"],
            input=content,
            capture_output=True,
            timeout=CHILD_SECONDS * 2,
            check=False,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        )
    except subprocess.TimeoutExpired:
        raise _refused(Fault.NOT_A_TABLE) from None
    if child.returncode == TOO_MANY:
        raise _refused(Fault.TOO_MANY_ROWS)
    if child.returncode < 0:  # stopped by a signal: it asked for more than it may take
        raise _refused(Fault.FILE_TOO_LARGE)
    if child.returncode:
        raise _refused(Fault.NOT_A_TABLE)
    read: list[list[str]] = json.loads(child.stdout)
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


def _child() -> int:
    """Reads a workbook from stdin and writes its first sheet as JSON to stdout."""
    resource.setrlimit(resource.RLIMIT_AS, (CHILD_MEMORY, CHILD_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CHILD_SECONDS, CHILD_SECONDS))
    import python_calamine  # after the limits, and only here: the office's own process never loads it

    workbook = python_calamine.load_workbook(io.BytesIO(sys.stdin.buffer.read()))
    sheet = workbook.get_sheet_by_index(0)
    if sheet.total_height > MOST_ROWS + 1 or sheet.total_width > MOST_COLUMNS:
        return TOO_MANY
    cells = [[as_text(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]
    sys.stdout.write(json.dumps(cells))
    return 0


if __name__ == "__main__":
    sys.exit(_child())
