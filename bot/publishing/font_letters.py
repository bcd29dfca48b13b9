"""Which letters the one font has that pictures and documents are drawn with.

What it lacks is drawn as 〓, which printers set for a letter they do not have, and named below: nothing is left out in silence.
"""

from functools import cache, lru_cache

from PIL import ImageFont

from bot.publishing import pictures

MISSING = "〓"
_NOWHERE = "\U0010ffff"  # no font has it


def replaced(text: str) -> tuple[str, tuple[str, ...]]:
    """The text with 〓 for every letter that the font lacks, and those letters, each once. Raises `FontMissing`."""
    lacking = tuple(dict.fromkeys(letter for letter in text if not (letter.isspace() or _has(letter))))
    return "".join(MISSING if letter in lacking else letter for letter in text), lacking


@lru_cache(maxsize=10_000)
def _has(letter: str) -> bool:
    return _shape(letter) != _shape(_NOWHERE)


def _shape(letter: str) -> tuple[tuple[int, int], bytes]:
    mask = _font().getmask(letter)
    return mask.size, bytes(mask)


@cache
def _font() -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(pictures.font_file()), 20)
