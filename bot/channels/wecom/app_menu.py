"""The app's menu, as its members see it below the conversation: what waits for them, and the commands that everybody may give."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.wording import Words
from domain.saying import Term

ENTRIES, BELOW = 3, 5
LONGEST_NAME, LONGEST_BELOW = 16, 40  # bytes
TODO = "todo"


def made(commands: Sequence[tuple[str, str]], words: Words, locale: str) -> dict[str, Any]:
    """The body of `menu/create`: 待办 by itself, for it is what most come for, and the commands in two entries, five in each."""
    parts = [commands[:BELOW], commands[BELOW : 2 * BELOW]]
    titles = [words.term(Term("wecom", name), locale) for name in ("bring", "more")]
    below = [
        {
            "name": _short(title, LONGEST_NAME),
            "sub_button": [_entry(name, label, LONGEST_BELOW) for name, label in part],
        }
        for title, part in zip(titles, parts, strict=True)
        if part
    ]
    return {"button": [_entry(TODO, words.term(Term("menu", TODO), locale), LONGEST_NAME), *below]}


def _entry(name: str, label: str, most: int) -> dict[str, str]:
    return {"type": "click", "name": _short(label, most), "key": f"/{name}"}


def _short(label: str, most: int) -> str:
    """A name that is too long is cut between characters, not within one."""
    return label.encode()[:most].decode(errors="ignore").strip()
