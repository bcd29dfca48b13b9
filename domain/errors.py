"""The family of everything that Flagpost itself refuses or reports as wrong.

Every package raises from here; whoever can answer catches. It calls nobody.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from inspect import getdoc


class FlagpostError(Exception):
    """Something is not as it must be."""

    def __init__(self, message: str | None = None) -> None:
        """Without a message of its own, an error says what its class's docstring says."""
        super().__init__(message or getdoc(type(self)) or type(self).__name__)


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
