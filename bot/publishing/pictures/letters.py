"""The letters of the one font that pictures and documents are drawn with: how wide they run, what they look like, which are missing.

One font, from a package, and none of the system's: a machine without any Chinese font draws the same. It is opened once for each
size and weight, and a letter is drawn once: opening its 32 MB and shaping every line anew took most of the time of a picture.
What the font lacks is drawn in documents as 〓, which printers set for a letter they do not have, and named below: nothing is left
out in silence.
"""

import importlib.util
import threading
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from domain import errors

FONT_PACKAGE = "manimgx_fonts_cjk"
FONT_FILE = "NotoSansCJK-VF.otf.ttc"
FONT_FAMILY = "Noto Sans CJK SC"  # the file draws the same characters in five regions' ways; this is the mainland's

MISSING = "〓"
BOLD = 700
_NOWHERE = "\U0010ffff"  # no font has it
_MEASURED = 1000  # pixels: large enough for widths to be exact to a thousandth
_FACES = 5  # regions in the file
_ONE_AT_A_TIME = threading.Lock()  # pictures are drawn in several threads, and a font keeps one letter at a time


class FontMissing(errors.FlagpostError):
    """The font for pictures is not installed: run `pip install manimgx-fonts-cjk`."""


@dataclass(frozen=True, slots=True)
class LetterMask:
    """Letters as grey values, and where their upper left corner stands from their place on the baseline."""

    mask: Image.Image
    left: int
    top: int


def font_file() -> Path:
    """The one font file that pictures are drawn with. Raises `FontMissing`."""
    package = importlib.util.find_spec(FONT_PACKAGE)
    if package is None or package.origin is None:
        raise FontMissing
    path = Path(package.origin).with_name(FONT_FILE)
    if not path.is_file():
        raise FontMissing
    return path


def replaced(text: str) -> tuple[str, tuple[str, ...]]:
    """The text with 〓 for every letter that the font lacks, and those letters, each once. Raises `FontMissing`."""
    lacking = tuple(dict.fromkeys(letter for letter in text if not (letter.isspace() or _has(letter))))
    return "".join(MISSING if letter in lacking else letter for letter in text), lacking


@lru_cache(maxsize=20_000)
def advance(letter: str, weight: int = BOLD) -> float:
    """How far the next letter stands from this one, as a share of their height. Raises `FontMissing`."""
    with _ONE_AT_A_TIME:
        return _font(_MEASURED, weight).getlength(letter) / _MEASURED


def width(text: str, weight: int = BOLD) -> float:
    """How far a text runs, as a share of the height of its letters. Raises `FontMissing`."""
    return sum(advance(letter, weight) for letter in text)


@lru_cache(maxsize=10_000)
def drawn(piece: str, size: int, weight: int) -> LetterMask | None:
    """A letter, or several that follow each other, at so many pixels; None where nothing of it is seen. Raises `FontMissing`."""
    return _one(piece, size, weight) if len(piece) == 1 else _several(piece, size, weight)


def _one(letter: str, size: int, weight: int) -> LetterMask | None:
    with _ONE_AT_A_TIME:
        font = _font(size, weight)
        left, top, right, bottom = map(round, font.getbbox(letter, anchor="ls"))
        if right <= left or bottom <= top:
            return None
        mask = Image.new("L", (right - left, bottom - top))
        ImageDraw.Draw(mask).text((-left, -top), letter, fill=255, font=font, anchor="ls")
    return LetterMask(mask=mask, left=left, top=top)


def _several(piece: str, size: int, weight: int) -> LetterMask | None:
    placed: list[tuple[int, LetterMask]] = []
    across = 0.0
    for letter in piece:
        found = drawn(letter, size, weight)
        if found is not None:
            placed.append((round(across) + found.left, found))
        across += advance(letter, weight) * size
    if not placed:
        return None
    left, top = min(x for x, _ in placed), min(each.top for _, each in placed)
    right, bottom = (
        max(x + each.mask.width for x, each in placed),
        max(each.top + each.mask.height for _, each in placed),
    )
    mask = Image.new("L", (right - left, bottom - top))
    for x, each in placed:
        mask.paste(255, (x - left, each.top - top), each.mask)
    return LetterMask(mask=mask, left=left, top=top)


@lru_cache(maxsize=10_000)
def _has(letter: str) -> bool:
    return _shape(letter) != _shape(_NOWHERE)


def _shape(letter: str) -> bytes:
    found = drawn(letter, 20, BOLD)
    return b"" if found is None else bytes(found.mask.size) + found.mask.tobytes()


@lru_cache(maxsize=64)
def _font(size: int, weight: int) -> ImageFont.FreeTypeFont:
    font = ImageFont.truetype(str(font_file()), size, index=_face(), layout_engine=ImageFont.Layout.BASIC)
    font.set_variation_by_axes([weight])
    return font


@cache
def _face() -> int:
    """Which of the fonts in the file is the mainland's."""
    path = str(font_file())
    return next(at for at in range(_FACES) if ImageFont.truetype(path, 20, index=at).getname()[0] == FONT_FAMILY)
