"""What the dialogues of clues and of nominations have in common: words that fit, files gathered, a unit named.

Called by `handlers/clue_steps.py`, `handlers/striver_steps.py` and `handlers/moves.py`.
"""

from dataclasses import replace
from typing import TypeVar

from domain import text as texts
from domain.drafts import Draft, Nomination
from domain.saying import Choice, Saying, Term
from domain.sayings import clues as sayings
from domain.sayings import dialogues as dialogue_sayings
from domain.units import Unit
from handlers.steps import Heard, Known
from handlers.units import Match, sure

MOST_OFFERED = 6
D = TypeVar("D", Draft, Nomination)


def unfit(text: str, limit: int) -> Saying | None:
    """Say why words are not taken: there are none, or too many."""
    if not texts.has_words(text):
        return dialogue_sayings.NeedWords()
    if len(text) > limit:
        return dialogue_sayings.TooLong(limit=limit, length=len(text))
    return None


def added(draft: D, heard: Heard, known: Known) -> D | Saying:
    """Add files and words to a draft, or say why they do not fit into it."""
    limit = known.office.rules.clue_files_max
    files = (*draft.files, *heard.files)
    if len(files) > limit:
        return sayings.TooManyFiles(limit=limit)
    story = f"{draft.story or ''}\n{heard.text}".strip() if heard.text else draft.story or ""
    why = unfit(story, known.office.rules.clue_max_chars)
    return why or replace(draft, files=files, story=story)


def unit_named(text: str, known: Known) -> Unit | tuple[str, ...] | Saying:
    """Find the unit that was named: itself where that is sure, the codes of those it may be, or why there is none."""
    if not texts.has_words(text):
        return dialogue_sayings.NeedWords()
    matches: list[Match] = known.office.finder.find(text)
    if not matches:
        return sayings.UnitUnknown()
    return sure(matches) or tuple(match.unit.code for match in matches[:MOST_OFFERED])


def offered(codes: tuple[str, ...], known: Known) -> tuple[Choice, ...]:
    """The units of these codes as choices, and that it is none of them. A choice's value is `#` and the code."""
    return (*(Choice(value=f"#{code}", text=known.office.name_of(code)) for code in codes), unknown_unit())


def unknown_unit() -> Choice:
    """The choice of who does not know the unit."""
    return Choice(value="unknown_unit", label=Term("answer", "unknown_unit"))
