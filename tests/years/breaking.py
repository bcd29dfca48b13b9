"""The law broken on purpose, one thing at a time: what forty years of sixty steps notice of it (all breaks: `tests/lives/breaking.py`)."""

from __future__ import annotations

from collections.abc import Mapping

from tests.lives.breaking import BREAKS as OF_LIVES
from tests.lives.breaking import Break

FOUND = (
    "a recusal is forgotten",
    "who inspected votes",
    "people act in matters of their own unit",
    "news are told twice",
    "what is declined is not in the history",
    "history does not link",
    "a secret vote stands in the history",
    "the quorum is all",
    "who proposes also signs",
    "what was told stands in a notice",
    "the unit does not hear of the decision",
)
BREAKS: Mapping[str, Break] = {name: OF_LIVES[name] for name in FOUND}
