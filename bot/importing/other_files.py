"""What a file is that is no table, so that it is refused by its right name.

Lives here: `kind_of`. Told from the content, never from the file's name. Calls nobody.
"""

import io
import re
import zipfile

import olefile

from bot import broken_zips

OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP = b"PK\x03\x04"
MAGIC = (
    (b"%PDF-", "pdf"),
    (b"\xff\xd8\xff", "picture"),
    (b"\x89PNG", "picture"),
    (b"GIF8", "picture"),
    (b"Rar!", "archive"),
    (b"7z\xbc\xaf", "archive"),
    (b"\x1f\x8b", "archive"),
    (b"{\\rtf", "word"),
)
MEMBERS = (
    ("xl/workbook.xml", "xlsx"),
    ("xl/workbook.bin", "xlsb"),
    ("word/", "word"),
    ("ppt/", "slides"),
    ("OFD.xml", "ofd"),
    ("Index/", "numbers"),
)
PAGE = re.compile(rb"\s*(\xef\xbb\xbf)?\s*<(\?xml|!doctype|html|table|head|meta)", re.IGNORECASE)


def kind_of(content: bytes) -> str:
    """`xlsx`, `xls`, `ods` or `text` where it can be read; else what it is (`pdf`, `word`, `locked` …)."""
    for magic, kind in MAGIC:
        if content.startswith(magic):
            return kind
    if content.startswith(ZIP):
        return _of_zip(content)
    if content.startswith(OLD_OFFICE):
        return _of_old_office(content)
    if PAGE.match(content[:1000]):
        return "page"
    return "text"


def _of_zip(content: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = archive.namelist()
            is_small = "mimetype" in names and archive.getinfo("mimetype").file_size < 200
            mime = archive.read("mimetype") if is_small else b""
    except (*broken_zips.BROKEN, RuntimeError):
        return "broken"
    if mime.startswith(b"application/vnd.oasis.opendocument"):
        return "ods" if b"spreadsheet" in mime else "word"
    return next((kind for start, kind in MEMBERS if any(name.startswith(start) for name in names)), "archive")


def _of_old_office(content: bytes) -> str:
    try:
        with olefile.OleFileIO(io.BytesIO(content)) as ole:
            if ole.exists("EncryptedPackage"):
                return "locked"
            if ole.exists("Workbook") or ole.exists("Book"):
                return "xls"
            return "word" if ole.exists("WordDocument") else "slides" if ole.exists("PowerPoint Document") else "broken"
    except (OSError, ValueError, IndexError):
        return "broken"
