"""Fitting words into a picture: how wide they run, where they break, how small they may get.

An SVG renderer draws a line of text wherever it is told and lets it run off the edge, so somebody has to know widths
beforehand: those of the one font we draw with, at its boldest, so that what is fitted fits in every weight.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from bot.publishing.pictures import letters

LINE = 1.25  # distance between baselines, in letter heights: what Chinese needs to breathe
ELLIPSIS = "…"
FOR_ROWS = 8_000  # pixels that the rows of a picture share: the rest is for its head and foot


@dataclass(frozen=True, slots=True, kw_only=True)
class Fitted:
    """Text broken into lines that fit, and the size (in pixels) at which they do."""

    lines: tuple[str, ...]
    size: int

    @property
    def height(self) -> int:
        """From the top of the first line to the bottom of the last, in pixels."""
        return round(self.size * LINE * len(self.lines))


@lru_cache(maxsize=2_000)  # the same units and projects stand on many pictures
def fitted(text: str, *, size: int, least: int, width: float, most_lines: int) -> Fitted:
    """The text in as few lines of `width` pixels as sizes from `size` down to `least` allow, as large as it then goes.

    Only where even `most_lines` of the least size do not hold it, the end is cut and an ellipsis says so.
    """
    sizes = range(size, least - 1, -2)
    for count in range(1, most_lines + 1):
        for candidate in sizes:
            lines = broken(text, candidate, width)
            if len(lines) <= count:
                return Fitted(lines=lines, size=candidate)
    lines = broken(text, least, width)[:most_lines]
    return Fitted(lines=(*lines[:-1], _cut(lines[-1], least, width)), size=least)


def lines_of(rows: int, around: int, line: int, most: int) -> int:
    """How many lines the words of a row may have, so that so many rows fit into one picture: `most` of them where there is room, and
    one at least. `around` is what a row takes besides, `line` what a line takes, in pixels."""
    return max(1, min(most, (FOR_ROWS // max(rows, 1) - around) // line))


def width_of(text: str, size: float) -> float:
    """How many pixels the text runs in bold when its letters are `size` pixels high. Raises `FontMissing`."""
    return letters.width(text) * size


def drawable(text: str) -> str:
    """The text without what no picture can show: control characters, lone surrogates, direction overrides.

    The first two are not allowed in XML, the last would let a name read differently from how it is written.
    """
    spaced = re.sub(r"[ \t\r\n]+", " ", text)
    return "".join(letter for letter in spaced if unicodedata.category(letter) not in {"Cc", "Cf", "Cs"})


def broken(text: str, size: int, width: float) -> tuple[str, ...]:
    """The text in lines of this width, where its letters are `size` pixels high."""
    lines: list[str] = []
    line = ""
    for piece in _pieces(drawable(text), size, width):
        if line and width_of((line + piece).rstrip(), size) > width:
            lines.append(line.rstrip())
            line = ""
        line += piece if line else piece.lstrip()
    return (*lines, line.rstrip())


def _pieces(text: str, size: int, width: float) -> Iterator[str]:
    """Where a line may break: between Latin words, between Chinese characters, never before closing punctuation."""
    for piece in re.findall(r"\s+|[^\s\u2e80-\uffef\U00020000-\U0003ffff]+|.[，。、；：！？）》」』】]*", text):
        if width_of(piece, size) <= width:
            yield piece
        else:
            yield from piece  # a word longer than the line


def _cut(line: str, size: int, width: float) -> str:
    while line and width_of(line + ELLIPSIS, size) > width:
        line = line[:-1]
    return line + ELLIPSIS
