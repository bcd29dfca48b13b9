"""Opens a spreadsheet in a child of `bot/sandbox.py`, which may not take much memory or time.

Lives here: `sheets`, and `work`, which the child does. A workbook is a zip of XML: a small one can unpack to gigabytes, or
claim a cell in its last row and column. What is plain in the zip's directory is refused before anything is opened; what lies
about itself dies with the child.
"""

import importlib
import io
import zipfile

from bot import sandbox
from bot.importing.sheets import Sheet, TooMany, packed, unpacked
from domain.importing.problems import CellFault, ImportRefused, Problem

MOST_MEMBERS = 200
MOST_UNPACKED = 50 * 1024 * 1024
HIGHEST_RATIO = 100
LIMITS = sandbox.ChildLimits(memory=768 * sandbox.MEGABYTE, cpu_seconds=40, wall_seconds=80.0)

_BOOKS = {kind: f"bot.importing.{kind}_books" for kind in ("xlsx", "xls", "ods")}
KINDS = tuple(_BOOKS)
TOO_MANY_ROWS = "too_many_rows"  # what the child says no with
_TOO_MUCH = (sandbox.Met.TIME, sandbox.Met.MEMORY, sandbox.Met.ANSWER, sandbox.Met.CRASH)
_FAULTS = dict.fromkeys(_TOO_MUCH, CellFault.FILE_TOO_LARGE)


def sheets(content: bytes, kind: str) -> list[Sheet]:
    """The sheets of a workbook of this kind; raises `ImportRefused` for none, or for one that is too large."""
    if kind != "xls":
        _check_zip(content)
    try:
        answer = sandbox.run(__name__, content, LIMITS, kind)
    except sandbox.Declined:
        raise _refused(CellFault.TOO_MANY_ROWS) from None
    except sandbox.ChildStopped as stopped:
        raise _refused(_FAULTS.get(stopped.met, CellFault.NOT_A_TABLE)) from None
    return unpacked(answer.decode())


def work(content: bytes, kind: str) -> bytes:
    """Read a workbook: its sheets, packed."""
    books = importlib.import_module(_BOOKS[kind])  # only here: the office's own process never loads it
    try:
        return packed(list(books.sheets(content))).encode()
    except TooMany:
        raise sandbox.Declined(TOO_MANY_ROWS) from None


def _check_zip(content: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        raise _refused(CellFault.NOT_A_TABLE) from None
    unpacked_size = sum(member.file_size for member in members)
    packed_size = sum(member.compress_size for member in members)
    if len(members) > MOST_MEMBERS or unpacked_size > MOST_UNPACKED or unpacked_size > packed_size * HIGHEST_RATIO:
        raise _refused(CellFault.FILE_TOO_LARGE)


def _refused(fault: CellFault) -> ImportRefused:
    return ImportRefused([Problem(line=0, column="", fault=fault)])
