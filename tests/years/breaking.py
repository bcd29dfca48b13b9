"""The law and the road of a message broken on purpose: what the years are worth is which of these they notice."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

import pytest

from bot.channel import NotSent
from bot.house import intake
from tests.crowd import crowd_ends
from tests.lives.breaking import BREAKS as OF_THE_LAW
from tests.lives.breaking import Break

LAW = (
    "a recusal is forgotten",
    "who inspected votes",
    "people act in matters of their own unit",
    "one approval is enough",
    "news are told twice",
    "what is declined is not in the history",
    "history does not link",
    "a secret vote stands in the history",
    "the quorum is all",
    "who proposes also signs",
    "what was told stands in a notice",
    "the unit does not hear of the decision",
)


def _acknowledged_first(patch: pytest.MonkeyPatch) -> None:
    """A door is told that a message is durable before it is."""
    takes = intake.Intake.take

    async def take(self: intake.Intake, event: Any) -> intake.MessageTaken:
        later = asyncio.ensure_future(takes(self, event))
        _held.add(later)
        later.add_done_callback(_held.discard)
        return intake.MessageTaken(account_id=0, is_new=True)

    patch.setattr(intake.Intake, "take", take)


def _lost_is_not_sent(patch: pytest.MonkeyPatch) -> None:
    """Where the answer to public words was lost, they are taken for not sent, and said again."""
    patch.setitem(crowd_ends.FAILURES, "lost in public", NotSent("the answer was lost"))


_held: set[asyncio.Future[Any]] = set()
BREAKS: Mapping[str, Break] = {
    **{name: OF_THE_LAW[name] for name in LAW},
    "a message is acknowledged before it is committed": _acknowledged_first,
    "public words whose answer was lost are said again": _lost_is_not_sent,
}
