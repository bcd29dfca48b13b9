"""How the Telegram channel stands."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.channel import ChannelFacts, ChannelFinding
from bot.channels.arrivals import totals

NOT_CONNECTED = "not connected yet"


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """What /healthz may tell: no names, no words. `why` is empty where all is well."""

    is_healthy: bool
    why: str
    bot: str
    last_heard_at: datetime | None
    last_sent_at: datetime | None
    counts: Mapping[str, int]
    silent_for: float | None = None
    rebuilt: int = 0

    def facts(self) -> ChannelFacts:
        """What a monitor is told of it. Only where updates are asked for does silence mean anything."""
        key = "telegram_not_connected" if self.why == NOT_CONNECTED else "telegram_deaf"
        return ChannelFacts(
            why=None if self.is_healthy else ChannelFinding(key=key, facts={"why": self.why}, is_well=False),
            silent_for=self.silent_for,
            rebuilt=self.rebuilt,
            counts=totals(self.counts),
        )
