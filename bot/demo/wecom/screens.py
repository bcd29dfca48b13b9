"""What stands on a screen of the stand-in: messages that came, and what its owner wrote or pressed, each with a number of its own.

Numbers rise over all screens, so what came and what was done stand in one order.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from bot.demo.wecom import cards
from domain.errors import FlagpostError


class NotOnScreen(FlagpostError):
    """What is to be pressed or chosen was never shown there."""


@dataclass
class ShownMessage:
    """One message on a screen. `versions` are the cards it was, the last is what it is; `text` ends with the `tail` of a menu."""

    number: int
    msgid: str
    kind: str
    at: float = 0.0
    text: str = ""
    tail: str = ""
    versions: list[dict[str, Any]] = field(default_factory=list)
    file: tuple[str, bytes] | None = None
    is_recalled: bool = False
    is_safe: bool = False
    menu: list[dict[str, str]] = field(default_factory=list)

    @property
    def card(self) -> dict[str, Any] | None:
        """The card as it is now."""
        return self.versions[-1] if self.versions and not self.is_recalled else None

    @property
    def keys(self) -> list[str]:
        """What can be pressed on it now."""
        card = self.card
        if card is None or "replace_text" in card:
            return []
        return [each["key"] for each in cards.pressable(card)]

    @property
    def state(self) -> tuple[int, bool]:
        """Changes whenever it looks different."""
        return len(self.versions), self.is_recalled


@dataclass(frozen=True, slots=True)
class OwnMessage:
    """What the owner of a screen wrote, sent or pressed."""

    number: int
    kind: str
    at: float
    text: str = ""
    file: tuple[str, bytes] | None = None
