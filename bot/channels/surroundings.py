"""What a channel finds around it when the house opens it, and what the list of channels is a list of."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol, TypeVar

from bot import leases, settings, wording
from bot.channel import Channel, ChannelFinding
from bot.channels.page_arrivals import PageDoor
from bot.delivery.delivery import Delivery
from bot.evidence.room import Evidence
from domain.channels import Traits
from handlers.conversation.room import Office, Room
from storage.database import Database, Tx

T = TypeVar("T")


class FrontDoor(PageDoor, Protocol):
    """The front door. What it has taken or set aside is durable on return; else it raises."""

    async def account_of(self, channel: str, speaker: str) -> int | None:
        """Find the account of a speaker we know; None once it has left, or was revoked or forgotten."""
        ...

    async def renew(self, channel: str, speaker: str) -> bool:
        """Let a session of somebody who works here go on while it is used; whether it is one of theirs."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """The house, as far as a channel needs it. `clock` is real time; `office` gives the office as it is now, `quiet` the clock's room."""

    given: settings.Settings
    database: Database
    intake: FrontDoor
    delivery: Delivery
    evidence: Evidence
    words: wording.Words
    clock: Callable[[], datetime]
    office: Callable[[], Office]
    quiet: Callable[[Tx], Room]
    lease: Callable[[str], leases.Lease]
    _shared: dict[type, Any] = field(default_factory=dict)

    def once(self, kind: type[T], make: Callable[[], T]) -> T:
        """What several channels of one platform have in common in this house, made when the first of them is opened."""
        if kind not in self._shared:
            self._shared[kind] = make()
        found: T = self._shared[kind]
        return found


class ChannelKind(Protocol):
    """A channel's class: what is known of it, and how it is opened."""

    @property
    def traits(self) -> Traits:
        """What is known of it, also where it is not set up."""
        ...

    def set_up(self, given: settings.Settings, /) -> str:
        """How the settings have it, by the name of the words for it; empty where they leave it off."""
        ...

    async def examined(self, given: settings.Settings, /) -> Sequence[ChannelFinding]:
        """What can be found of how it is set up, by calls that change nothing."""
        ...

    def opened(self, around: Surroundings, /) -> Channel | None:
        """Open it as the settings say; None where they leave it off."""
        ...
