"""Questions of fear and of procedure, as people ask them before they report: will they know it was me, what does it cost.

The questions and the words they are known by are in `words/inquiries.toml`.
"""

import functools
import re
from dataclasses import dataclass
from typing import Any

import words as prose
from domain import text as texts
from handlers.understanding import spoken

LANGUAGES = ("zh", "en")
LONGEST = 90  # characters of what only asks; more is a story, whatever it asks besides
_BETWEEN = re.compile(r"[，,。！!？?；;：:\n]+")
_EDGES = " 。.!！~～“”\"'…"


@dataclass(frozen=True, slots=True)
class Inquiry:
    """One question of the table: its name, the words it is known by, what completes the answer, and which command does it."""

    name: str
    cues: tuple[tuple[str, ...], ...]
    completed_by: frozenset[str]
    leads_to: str

    def is_in(self, folded: str) -> bool:
        """Whether it is asked here."""
        return any(all(part in folded for part in cue) for cue in self.cues)


def read(text: str) -> Inquiry | None:
    """The question that these words ask; None where they ask none of the table, or tell something besides.

    A story may hold such words too (他们泄露了我的名字); so all of it must ask.
    """
    if not text or len(text) > LONGEST:
        return None
    folded = texts.folded(text)
    parts = [part.strip(_EDGES) for part in _BETWEEN.split(folded) if part.strip(_EDGES)]
    if _signs().search(folded) is None and not any(part.startswith(_beginnings()) for part in parts):
        return None
    asked = list(map(_asked_in, parts))
    if not all(found is not None or is_aside for found, is_aside in asked):
        return None
    return next((found for found, _ in asked if found is not None), None)


def _asked_in(part: str) -> tuple[Inquiry | None, bool]:
    """What is asked in one part of a sentence, and whether it is only said beside a question."""
    found = next((inquiry for inquiry in table() if inquiry.is_in(part)), None)
    return found, part in _listed("openers") or spoken.is_remark(part)


@functools.cache
def _signs() -> re.Pattern[str]:
    return texts.any_of(_listed("signs"))


@functools.cache
def _beginnings() -> tuple[str, ...]:
    return tuple(f"{word} " for word in _listed("begins"))


@functools.cache
def table() -> tuple[Inquiry, ...]:
    """All questions, in the order in which they are looked for."""
    return tuple(
        Inquiry(
            name,
            tuple(tuple(texts.folded(cue).split("+")) for language in LANGUAGES for cue in asked[language]),
            frozenset(asked.get("completed_by", ())),
            asked.get("leads_to", ""),
        )
        for name, asked in _words().items()
        if isinstance(asked, dict)
    )


@functools.cache
def _listed(what: str) -> frozenset[str]:
    return frozenset(map(texts.folded, _words()[what]))


@functools.cache
def _words() -> dict[str, Any]:
    return dict(prose.of_file("inquiries"))
