"""How wide words are on a screen, in Chinese characters: two Latin ones are as wide as one. WeCom's advice on lengths is meant so."""

from __future__ import annotations

import itertools
import unicodedata


def width(words: str) -> float:
    """How wide words are in one line."""
    return sum(map(_of_one, words))


def beginning(words: str, most: float) -> str:
    """As much of the beginning as is not wider than this."""
    wide = itertools.accumulate(map(_of_one, words))
    return words[: sum(1 for _ in itertools.takewhile(lambda come_to: come_to <= most, wide))]


def short(words: str, most: float) -> str:
    """Words that are not wider than this, and say so where there are more."""
    return words if width(words) <= most else f"{beginning(words, most - 1)}…"


def _of_one(character: str) -> float:
    return 0.5 if unicodedata.east_asian_width(character) in ("Na", "H", "N") else 1.0
