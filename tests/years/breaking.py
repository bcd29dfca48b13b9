"""The law broken on purpose, one thing at a time: what forty years of sixty steps notice of it (breaks of the law are those of
`tests/lives/breaking.py`; of the house, those here)."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

import pytest

from bot.house.intake import Intake, MessageTaken
from domain.said import Said
from tests.lives.breaking import BREAKS as OF_LIVES
from tests.lives.breaking import Break

_late: set[asyncio.Task[MessageTaken]] = set()


def _acknowledged_first(patch: pytest.MonkeyPatch) -> None:
    """The platform is told that a message was taken, and then it is made durable."""
    takes = Intake.take

    async def take(self: Intake, event: Said) -> MessageTaken:
        task = asyncio.create_task(takes(self, event))
        _late.add(task)
        task.add_done_callback(_late.discard)
        return MessageTaken(account_id=0, is_new=True)

    patch.setattr(Intake, "take", take)


FOUND = (
    "one approval is enough",
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
BREAKS: Mapping[str, Break] = {
    **{name: OF_LIVES[name] for name in FOUND},
    "acknowledged before commit": _acknowledged_first,
}
