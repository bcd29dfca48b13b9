"""A script in Chinese, played by people who read English: the same buttons by their English names, what is typed left as it is."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from typing import Any

from bot.channel import Parcel
from tests.support.transcripts import Play
from words import said

CHINESE = re.compile(r"[\u3400-\u9fff]+")
_MANY = re.compile(r"(\(.+\))")


class InEnglish(Play):
    """A play in which nobody reads Chinese. What people are expected to hear is not looked for; what they hear is kept (`heard`)."""

    def __init__(self, stage: Any) -> None:
        super().__init__(stage)
        self.heard: list[str] = []

    def _called(self, label: str) -> set[str]:
        return {label, *_english().get(label, ())}

    def _is_about(self, parcel: Parcel, words: str) -> bool:
        return words in parcel.text or bool(CHINESE.search(words))

    async def _look(self, who: str) -> None:
        before = len(self._shown.get(who, []))
        await super()._look(who)
        self.heard += [_whole(parcel) for parcel in self._shown.get(who, [])[before:]]

    def _expect(self, who: str, how: str, rest: str) -> None:
        if how == "?":
            name, _, pattern = rest.partition(" ")
            found = _MANY.search(pattern)
            super()._expect(who, how, f"{name} {found[1] if found else pattern}")
        elif how in ("<[", "!<[") or not CHINESE.search(rest):
            super()._expect(who, how, rest)


def _whole(parcel: Parcel) -> str:
    return "\n".join([parcel.text, *(button.label for button in parcel.buttons)])


@functools.cache
def _english() -> dict[str, set[str]]:
    """Every English word for a Chinese one."""
    found: dict[str, set[str]] = {}

    def walk(chinese: Mapping[str, Any], english: Mapping[str, Any]) -> None:
        for name, word in chinese.items():
            if isinstance(word, Mapping):
                walk(word, english[name])
            elif isinstance(word, str):
                found.setdefault(word, set()).add(english[name])

    walk(said("zh"), said("en"))
    return found
