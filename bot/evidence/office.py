"""Office files re-made: the words of Word, Excel, PowerPoint and OFD, and the pictures that stand in them.

A remaker: runs in the child of `bot/sandbox.py`. Properties, comments' authors, revisions and macros are not read;
pictures within are re-made like any other.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from pathlib import PurePosixPath
from xml.etree.ElementTree import Element, ParseError

import python_calamine
from defusedxml import DefusedXmlException, ElementTree

from bot import broken_zips
from bot.evidence import pictures, texts
from bot.evidence.remade import NotShown, Remade, ShownPiece, declined

MOST_PICTURES = 10
LARGEST_MEMBER = 60 * 1024 * 1024  # bytes, unpacked
_PICTURE_ENDINGS = {".png", ".jpg", ".jpeg", ".gif", ".bmp", ".tif", ".tiff", ".webp"}
_BROKEN = (*broken_zips.BROKEN, ParseError, DefusedXmlException)


def remake_word(data: bytes) -> Remade:
    """A document's paragraphs, tables and notes."""
    return _remade(data, _word_words, "word/media/")


def remake_slides(data: bytes) -> Remade:
    """A presentation's words, slide by slide."""
    return _remade(data, _slide_words, "ppt/media/")


def remake_layout(data: bytes) -> Remade:
    """The words of an OFD (GB/T 33190), page by page."""
    return _remade(data, _layout_words, "")


def remake_table(data: bytes) -> Remade:
    """The cells of every visible sheet, a row a line; of old and new workbooks."""
    try:
        book = python_calamine.load_workbook(io.BytesIO(data))
    except python_calamine.PasswordError as wrong:
        raise declined(NotShown.LOCKED) from wrong
    except python_calamine.CalamineError as wrong:
        raise declined(NotShown.BROKEN) from wrong
    return of_parts("".join(_cells(book)), _pictures_within(data, "xl/media/"))


def _remade(data: bytes, read: Callable[[zipfile.ZipFile], Iterator[str]], media: str) -> Remade:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            words = "".join(read(archive))
    except RuntimeError as locked:  # how zipfile says that a member has a password
        raise declined(NotShown.LOCKED) from locked
    except _BROKEN as broken:
        raise declined(NotShown.BROKEN) from broken
    return of_parts(words, _pictures_within(data, media))


def of_parts(words: str, within: tuple[ShownPiece, ...]) -> Remade:
    if not words.strip() and within:
        return Remade(pieces=within)
    told = texts.of_words(words)
    return Remade(pieces=(*told.pieces, *within), whole=told.whole, part=told.part)


def _pictures_within(data: bytes, folder: str) -> tuple[ShownPiece, ...]:
    if not data.startswith(b"PK"):
        return carved(data)
    found: list[ShownPiece] = []
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for name in archive.namelist():
                if name.startswith(folder) and PurePosixPath(name).suffix.lower() in _PICTURE_ENDINGS:
                    found += pictures.remake_within(_member(archive, name), MOST_PICTURES - len(found))
    except (*_BROKEN, RuntimeError):
        return tuple(found)
    return tuple(found)


def carved(data: bytes) -> tuple[ShownPiece, ...]:
    """Pictures that stand in an old file as they are, found by how they begin."""
    found: list[ShownPiece] = []
    for begin in re.finditer(rb"\x89PNG\r\n\x1a\n|\xff\xd8\xff[\xe0\xe1\xdb]", data):
        if len(found) < MOST_PICTURES:
            found += pictures.remake_within(data[begin.start() :], MOST_PICTURES - len(found))
    return tuple(found)


def _member(archive: zipfile.ZipFile, name: str) -> bytes:
    if archive.getinfo(name).file_size > LARGEST_MEMBER:
        raise declined(NotShown.TOO_HEAVY)
    return archive.read(name)


def _tree(archive: zipfile.ZipFile, name: str) -> Element:
    root: Element = ElementTree.fromstring(_member(archive, name))
    return root


def _named(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _word_words(archive: zipfile.ZipFile) -> Iterator[str]:
    for part in ("word/document.xml", "word/footnotes.xml", "word/endnotes.xml", "word/comments.xml"):
        if part in archive.namelist():
            yield from _flowing(_tree(archive, part), {"p": "\n", "tc": "\t", "tr": "\n"})
            yield "\n"


def _slide_words(archive: zipfile.ZipFile) -> Iterator[str]:
    slides = [name for name in archive.namelist() if re.fullmatch(r"ppt/slides/slide\d+\.xml", name)]
    for name in sorted(slides, key=lambda name: int(re.sub(r"\D", "", name))):
        yield from _flowing(_tree(archive, name), {"p": "\n"})
        yield "\n"


def _layout_words(archive: zipfile.ZipFile) -> Iterator[str]:
    pages = [name for name in archive.namelist() if re.search(r"Pages?/Page_\d+/Content\.xml$", name)]
    for name in sorted(pages, key=lambda name: [int(number) for number in re.findall(r"\d+", name)]):
        for code in _tree(archive, name).iter():
            if _named(code) == "TextCode" and code.text:
                yield code.text + "\n"
        yield "\n"


def _flowing(element: Element, ends: dict[str, str]) -> Iterator[str]:
    """The words below an element in their order; a paragraph within a table's cell ends with the cell."""
    name = _named(element)
    if name in ("del", "moveFrom", "Fallback", "instrText"):
        return  # what a revision took away; what stands there a second time for old programs; a field's formula
    if name == "t":
        yield element.text or ""
    elif name in ("tab", "br", "cr"):
        yield "\t" if name == "tab" else "\n"
    if name == "tc":
        yield "".join(text for child in element for text in _flowing(child, ends)).strip().replace("\n", " ")
    else:
        for child in element:
            yield from _flowing(child, ends)
    yield ends.get(name, "")


def _cells(book: python_calamine.CalamineWorkbook) -> Iterator[str]:
    seen = [one for one in book.sheets_metadata if one.visible is python_calamine.SheetVisibleEnum.Visible]
    left = texts.MOST
    for sheet in seen:
        if len(seen) > 1:
            yield f"【{sheet.name}】\n"
        for row in book.get_sheet_by_name(sheet.name).iter_rows():
            line = "\t".join(_cell(cell) for cell in row).rstrip()
            left -= len(line) + 1
            if left < 0:
                break
            yield line + "\n"


def _cell(cell: object) -> str:
    if isinstance(cell, float):
        return f"{cell:.15g}"
    return "" if cell is None else str(cell).replace("\n", " ")
