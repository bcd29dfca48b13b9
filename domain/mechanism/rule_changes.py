"""A number of the law decided anew, as people write and read it: `clue.need_info = 12 wd`.

Lives here: `Change`, and the form in which the value of any rule is shown. What values a rule can have is in
`domain/mechanism/rules.py`.
"""

import json
import re
from dataclasses import dataclass
from typing import Self

from domain.mechanism.rules import RuleRefused, RuleSet


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One rule decided anew, each value as it is shown: `12 wd`, `3`, `87.5`, or JSON."""

    key: str
    before: str
    after: str

    def __str__(self) -> str:
        """As people read it, and `Change.read` does."""
        return f"{self.key}: {self.before} → {self.after}"

    @classmethod
    def read(cls, text: str) -> Self:
        """What `str` has written."""
        key, _, values = text.partition(": ")
        before, _, after = values.partition(" → ")
        return cls(key=key, before=before, after=after)

    @classmethod
    def of(cls, now: RuleSet, text: str) -> Self:
        """A change as somebody writes it: `clue.need_info = 12 wd`; an equals sign, a colon or a blank stands between.

        Raises `RuleRefused` for an unknown rule, and for a value that it cannot have or has already.
        """
        found = _WRITTEN.fullmatch(text.strip())
        key = found["key"] if found else text.strip()
        present = now.to_mapping()
        if found is None or key not in present:
            raise RuleRefused(key, "there is no such rule")
        after = RuleSet.from_mapping(now.version, {**present, key: value_of(found["value"], present[key])}).to_mapping()
        if after[key] == present[key]:
            raise RuleRefused(key, "it is so already")
        return cls(key=key, before=shown(present[key]), after=shown(after[key]))


_WRITTEN = re.compile(r"(?P<key>[a-z_.]+)\s*(?:[=:：＝]|\s)\s*(?P<value>.+)", re.DOTALL)


def value_of(text: str, before: object) -> object:
    """What was typed as the rule set reads it: a term, a time and a decimal are text, numbers and lists are JSON."""
    if isinstance(before, str):
        return text.strip().strip('"')
    try:
        return json.loads(text)
    except ValueError:
        return None  # which no rule can be


def shown(value: object) -> str:
    """A value of a rule as people read and write it."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
