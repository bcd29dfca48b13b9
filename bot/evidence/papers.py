"""PDF re-made: its pages as pictures, and where there are more pages than are shown, its words.

A remaker: runs in the child of `bot/sandbox.py`. PDFium comes with its wheel; scripts, attachments and forms of a PDF
are not looked at, and nothing but pixels and characters comes out.
"""

from __future__ import annotations

import ctypes
import functools
from collections.abc import Iterator
from importlib import resources

import pypdfium2
from pypdfium2 import raw

from bot.evidence import pictures, texts
from bot.evidence.remade import NotShown, Remade, ShownPiece, declined

MOST_PAGES = 10
LONG_SIDE = 1800  # pixels of a page: small print can be read
_LARGEST_SCALE = 4.0
_PASSWORD = 4  # PDFium's number for it
_PNG_UP_TO = 500_000  # bytes; above, a page is a scan


def remake(data: bytes) -> Remade:
    """The first pages as pictures; all words, where there are pages that are not shown."""
    _know_chinese()
    try:
        opened = pypdfium2.PdfDocument(data)
        whole = len(opened)
        pages = [_page(opened, number) for number in range(min(whole, MOST_PAGES))]
        words = "\n\n".join(_words(opened)) if whole > MOST_PAGES else ""
    except pypdfium2.PdfiumError as wrong:
        is_locked = wrong.err_code == _PASSWORD
        raise declined(NotShown.LOCKED if is_locked else NotShown.BROKEN) from wrong
    except (ValueError, OSError) as wrong:
        raise declined(NotShown.BROKEN) from wrong
    if not pages:
        raise declined(NotShown.NOTHING_INSIDE)
    more = texts.pieces(words) if words.strip() else ()
    return Remade(pieces=(*pages, *more), whole=whole, part=len(pages))


def _page(opened: pypdfium2.PdfDocument, number: int) -> ShownPiece:
    page = opened[number]
    width, height = page.get_size()
    scale = min(_LARGEST_SCALE, LONG_SIDE / max(width, height, 1.0))
    drawn = page.render(scale=scale, may_draw_forms=False).to_pil()
    return pictures.shown(drawn, png_up_to=_PNG_UP_TO)


def _words(opened: pypdfium2.PdfDocument) -> Iterator[str]:
    left = texts.MOST
    for number in range(len(opened)):
        words = opened[number].get_textpage().get_text_bounded()
        yield words
        left -= len(words)
        if left < 0:
            return


@functools.cache
def _know_chinese() -> None:
    """Let PDFium use our font for what a PDF does not bring: many offices' files name a Chinese font and leave it out."""
    folder = str(resources.files("manimgx_fonts_cjk")).encode()
    paths = [ctypes.create_string_buffer(path) for path in (folder, b"/usr/share/fonts")]
    pointer = ctypes.POINTER(ctypes.c_char)
    listed = (pointer * 3)(*(ctypes.cast(path, pointer) for path in paths))  # the third stays null: the end
    config = raw.FPDF_LIBRARY_CONFIG(version=2, m_pUserFontPaths=listed, m_pIsolate=None, m_v8EmbedderSlot=0)
    _KEPT.append((paths, listed, config))
    raw.FPDF_DestroyLibrary()
    raw.FPDF_InitLibraryWithConfig(config)


_KEPT: list[object] = []  # PDFium reads the list for as long as it lives
