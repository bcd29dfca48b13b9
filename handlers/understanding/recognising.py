"""Recognises a clue in what a citizen simply writes: which unit, what kind, when (the design §6).

The cue words are in `words/`, units are found by `handlers/understanding/units.py`, days by
`handlers/understanding/spoken_dates.py`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

import words as prose
from domain import text as texts
from domain.matters.parts import clue_guards
from domain.saying import Term
from handlers.understanding import spoken, spoken_dates, spoken_places, unit_names, units

LANGUAGES = ("zh", "en")
MOST_KINDS = 3
UNHEARD = "t13"


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognised:
    """What a story says by itself: units best first, a kind (`t01` … `t15`), a day, words for a stretch of time, a place.

    `unit_told` is the name of an office that is not in the register, as far as it looks like one.
    """

    units: tuple[units.Match, ...]
    kind: str | None
    happened_on: date | None
    period: str
    place: str = ""
    unit_told: str = ""

    @property
    def is_anything(self) -> bool:
        """Whether there is something to offer."""
        return bool(self.units or self.kind or self.happened_on or self.period)


def recognise(text: str, finder: units.Finder, today: date) -> Recognised:
    """What can be recognised in the text. `today` is the office's local date."""
    spoken = spoken_dates.read(text, today, near_days())
    return Recognised(
        units=tuple(finder.find(text)),
        kind=next(iter(kinds(text)), None),
        happened_on=spoken.on,
        period=spoken.period,
        place=spoken_places.read(text),
        unit_told=unit_names.told(text),
    )


def kinds(text: str) -> tuple[str, ...]:
    """The kinds whose cue words stand in the text, at most three, the heaviest first; a word weighs its length.

    A complaint is not a complaint that was left lying: 举报投诉处置不力 needs a word for each, and a line that only says 投诉 or 12345
    is how somebody begins, not what happened. Of equals, the first of the list.
    """
    lowered = "\n".join(line for line in text.casefold().splitlines() if line.strip(" 。.") not in _brought())
    weights = dict.fromkeys(_cues(), 0)
    for part, cues in _by_first_part().items():
        if part in lowered:
            for kind, rest in cues:
                weights[kind] += _weight((part, *rest), lowered)
    heard = sorted((kind for kind in weights if weights[kind]), key=lambda kind: -weights[kind])
    return tuple(heard[:MOST_KINDS])


def kind_named(text: str) -> str | None:
    """The kind that is called so; None where none is."""
    typed = texts.folded(text).strip(" 。.")
    return next((kind for kind in clue_guards.KINDS if typed in spoken.labels(Term("kind", kind))), None)


def _weight(cue: tuple[str, ...], lowered: str) -> int:
    """How much a cue weighs in the text: nothing where one of its parts is not there."""
    return sum(map(len, cue)) if all(part in lowered for part in cue) else 0


@cache
def _by_first_part() -> Mapping[str, tuple[tuple[str, tuple[str, ...]], ...]]:
    """The cues of all kinds by their first part: of hundreds hardly one stands in a text, and only that one is looked at further."""
    found: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
    for kind, cues in _cues().items():
        for cue in cues:
            first, *rest = cue.split("+")
            found.setdefault(first, []).append((kind, tuple(rest)))
    return {first: tuple(cues) for first, cues in found.items()}


@cache
def _brought() -> frozenset[str]:
    return frozenset(word for language in LANGUAGES for word in _words(language)["unheard"]["brought"])


@cache
def _cues() -> Mapping[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for language in LANGUAGES:
        for kind, cues in sorted(_words(language)["kinds"].items()):
            found[kind] = (*found.get(kind, ()), *cues)
        pairs = _words(language)["unheard"]
        both = (f"{brought}+{unheard}" for brought in pairs["brought"] for unheard in pairs["unheard"])
        found[UNHEARD] = (*found.get(UNHEARD, ()), *both)
    return dict(sorted(found.items()))


@cache
def near_days() -> Mapping[str, int]:
    """The words for days around today, in all languages, the longest first, and how far off they are."""
    found = {word: offset for language in LANGUAGES for word, offset in _words(language)["days"].items()}
    return dict(sorted(found.items(), key=lambda item: -len(item[0])))


def _words(language: str) -> dict[str, Any]:
    return dict(prose.of_file("understanding", language))
