"""The family of everything that Flagpost itself refuses or reports as wrong.

Every package raises from here; whoever can answer catches. It calls nobody.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from inspect import getdoc
from typing import Any


class FlagpostError(Exception):
    """Something is not as it must be."""

    def __init__(self, message: str | None = None, *, told: str = "", **facts: object) -> None:
        """Without a message of its own, an error says what its class's docstring says.

        `told` names the words that say it to an operator, in the table of the error's class, and `facts` go into them.
        """
        own = f"{told}: {', '.join(f'{name}={fact}' for name, fact in facts.items())}" if told else None
        super().__init__(message or own or getdoc(type(self)) or type(self).__name__)
        self.told = told
        self.facts: Mapping[str, Any] = facts


@dataclass(frozen=True, slots=True)
class SettingsProblem:
    """One mistake in the settings: what names its words, and the facts that are put into them."""

    key: str
    facts: Mapping[str, str | tuple[str, ...]]


class SettingsError(FlagpostError):
    """The settings cannot be used as they are."""

    def __init__(self, problems: Iterable[SettingsProblem]) -> None:
        """Takes every problem at once."""
        super().__init__()
        self.problems = tuple(problems)
