"""The lines of a file with a year's days off: a text as it is, of a workbook the first sheet that is seen, a row a line."""

from bot.importing import other_files, spreadsheets, text_tables
from bot.importing.reading import LARGEST_FILE
from domain.importing.problems import CellFault, ImportRefused, Problem


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
