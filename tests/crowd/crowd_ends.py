"""Where what is said to a crowd arrives: a messenger that fails as told, with the public channel; and what the house reports.

The real `Delivery` sends here, in turned time. Everything that arrives is looked at by `tests/crowd/crowd_sight.py` at once.
"""

from __future__ import annotations

import asyncio
import logging
from collections import defaultdict, deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace

from bot.channel import MessageTurn, NotSent, Outcome, OutcomeUnknown, Parcel, Sent, Undeliverable, at_once
from bot.channels.telegram.traits import LIMITS, TRAITS
from domain.channels import Rate, Traits
from domain.matters.troubles import TroubleReason

GROUP = "-1001"
FAILURES: dict[str, Outcome] = {
    "slow down": NotSent("429 Too Many Requests", retry_after=3.0),
    "slow down all": NotSent("429 Too Many Requests", retry_after=5.0, is_overall=True),
    "broken": NotSent("500 Internal Server Error"),
    "lost": OutcomeUnknown("the answer was lost"),
    "lost in public": OutcomeUnknown("the answer was lost"),  # of the whole announcement, whose title stands
    "blocked": Undeliverable("Forbidden: bot was blocked by the user", is_gone=True, reason=TroubleReason.BLOCKED),
    "refused": Undeliverable("Bad Request", reason=TroubleReason.REFUSED),
}
ARRIVES = frozenset({"lost", "lost in public"})  # the platform took it all the same


PACE = replace(LIMITS, chat=(Rate(5, 1.0),))  # the pace has tests of its own


@dataclass
class Messenger:
    """A channel that pushes and posts titles first, as Telegram does. It takes everything, or fails as `failing` tells."""

    arrived: Callable[[Parcel, str], Awaitable[None]]
    name: str = "telegram"
    failing: deque[str] = field(default_factory=deque)
    screens: dict[str, list[Parcel]] = field(default_factory=lambda: defaultdict(list))
    is_dying: bool = False
    _posted: int = 0

    @property
    def traits(self) -> Traits:
        """Telegram's, with more for each."""
        return replace(TRAITS, limits=PACE)

    async def send(self, parcel: Parcel, turn: MessageTurn = at_once) -> Outcome:
        """Answer as told; who dies over it never hears the answer."""
        how = self._next(is_announcement=parcel.route == GROUP)
        if how and how not in ARRIVES:
            return FAILURES[how]
        self._posted += 1
        ref = parcel.edits or f"m{self._posted}"
        self.screens[parcel.route].append(parcel)
        await self.arrived(parcel, ref)
        if self.is_dying:
            await asyncio.Event().wait()
        return FAILURES.get(how) or Sent(ref)

    async def post_title(self, route: str, title: str, messages: int = 1, turn: MessageTurn = at_once) -> Outcome:
        """Post the bare title: it may stand there more than once, where an answer was lost."""
        how = self._next(is_announcement=False)
        self._posted += 1
        return FAILURES.get(how) or Sent(f"m{self._posted}")

    def _next(self, *, is_announcement: bool) -> str:
        if not self.failing or (self.failing[0] == "lost in public" and not is_announcement):
            return ""
        return self.failing.popleft()

    def messages_for(self, parcel: Parcel) -> int:
        """One."""
        return 1


class Faults(logging.Handler):
    """Whatever the house reports as an error, and the clock as odd, too: nothing of it is made on purpose here."""

    def __init__(self, complaints: list[str], level: int) -> None:
        super().__init__(level)
        self._complaints = complaints

    def emit(self, record: logging.LogRecord) -> None:
        """Complain."""
        error = record.exc_info[1] if record.exc_info else None
        self._complaints.append(f"{record.getMessage()}: {error!r}")
