"""The colours of all pictures, few enough that one byte a pixel holds them: such a picture is written in a tenth of the time, and
weighs a fifth.

They are told apart by those who do not tell red from green: no flag and no light differs by its colour alone.
"""

from collections.abc import Iterator
from functools import cache

from PIL import Image

PALETTE = {
    "paper": "#f6f4ef",
    "sheet_white": "#fffdf8",
    "ink": "#1f2328",
    "muted": "#5b6168",
    "line": "#d9d4c7",
    "red": "#b3261e",
    "yellow": "#e0a100",
    "green": "#2e7d4f",
}
Rgb = tuple[int, int, int]

_GROUNDS = ("paper", "sheet_white")
_ON_CLOTH = (("sheet_white", "red"), ("sheet_white", "green"), ("ink", "yellow"), ("paper", "ink"), ("ink", "red"))
_SHADES = 14  # between a colour and its ground: more are not seen at the edge of a letter
_APART = 9  # in the sum of red, green and blue: what is nearer is the same to the eye, and would be mistaken for a full colour
_MOST = 256


def rgb(colour: str) -> Rgb:
    """The colour `#rrggbb` as numbers."""
    red, green, blue = bytes.fromhex(colour.removeprefix("#"))
    return red, green, blue


def reduced(page: Image.Image) -> Image.Image:
    """The page with one byte a pixel. Every full colour stays what it is; of the shades at edges each becomes the nearest kept."""
    holder = Image.new("P", (1, 1))  # a fresh one: it is written into while a page is reduced
    holder.putpalette([part for colour in _kept() for part in colour])
    return page.quantize(palette=holder, dither=Image.Dither.NONE)


@cache
def _kept() -> tuple[Rgb, ...]:
    found = [rgb(colour) for colour in PALETTE.values()]
    for shade in _shades():
        if len(found) < _MOST and all(_distance(shade, other) >= _APART for other in found):
            found.append(shade)
    return tuple(found)


def _shades() -> Iterator[Rgb]:
    pairs = [(colour, ground) for ground in _GROUNDS for colour in PALETTE if colour not in _GROUNDS]
    for step in (8, 4, 12, 2, 6, 10, *range(1, _SHADES)):  # the coarse ones of every pair first
        for colour, ground in (*_ON_CLOTH, *pairs):
            yield _between(rgb(PALETTE[colour]), rgb(PALETTE[ground]), step / _SHADES)


def _between(one: Rgb, other: Rgb, share: float) -> Rgb:
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue


def _distance(one: Rgb, other: Rgb) -> int:
    return sum(abs(a - b) for a, b in zip(one, other, strict=True))
