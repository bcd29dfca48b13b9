"""Recognises a clue in what a citizen simply writes: which unit, what kind, when (the design §6).

Called by the first step of reporting; what is recognised is only offered, the person confirms or changes it. The cue
words are in `handlers/words/`, units are found by `handlers/units.py`, days by `handlers/spoken_dates.py`.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from handlers import spoken_dates, units

LANGUAGES = ("zh", "en")


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognised:
    """What a story says by itself: units best first, a kind (`t01` … `t15`), a day, words for a stretch of time."""

    units: tuple[units.Match, ...]
    kind: str | None
    happened_on: date | None
    period: str

    @property
    def is_anything(self) -> bool:
        """Whether there is something to offer."""
        return bool(self.units or self.kind or self.happened_on or self.period)


def recognise(text: str, finder: units.Finder, today: date) -> Recognised:
    """What can be recognised in the text. `today` is the office's local date."""
    spoken = spoken_dates.read(text, today, _near_days())
    return Recognised(
        units=tuple(finder.find(text)),
        kind=_kind(text),
        happened_on=spoken.on,
        period=spoken.period,
    )


def _kind(text: str) -> str | None:
    """The kind whose cue words weigh most in the text, a word weighing its length; of equals, the first of the list."""
    lowered = text.casefold()
    weights = {kind: sum(len(cue) for cue in cues if cue in lowered) for kind, cues in _cues().items()}
    kind = max(weights, key=weights.__getitem__)
    return kind if weights[kind] else None


@cache
def _cues() -> Mapping[str, tuple[str, ...]]:
    tables = [_words(language)["kinds"] for language in LANGUAGES]
    return {kind: tuple(cue for table in tables for cue in table[kind]) for kind in sorted(tables[0])}


@cache
def _near_days() -> Mapping[str, int]:
    return {word: offset for language in LANGUAGES for word, offset in _words(language)["days"].items()}


def _words(language: str) -> dict[str, Any]:
    return tomllib.loads(files("handlers").joinpath(f"words/{language}.toml").read_text("utf-8"))
