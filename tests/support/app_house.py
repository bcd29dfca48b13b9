"""A house whose staff are in the corporation's app and whose citizens are on WeChat, for transcripts that know none.

It has what such a transcript asks of `tests/support/direct_stage.py`; everything is said, pressed and seen through the doors.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.channel import Parcel
from domain.people import Role
from storage import people as accounts
from storage.database import Database
from tests.support.stages import Stage


class AppHouse:
    """An open house on the stage before the doors."""

    channel = "wecom"

    def __init__(self, here: Stage) -> None:
        self.here = here

    @property
    def database(self) -> Database:
        """The database of the house, for whoever does something to it past the doors."""
        return self.here.house.database

    @property
    def now(self) -> datetime:
        """The stage's time."""
        return self.here.now()

    async def joins(self, who: str, role: Role, unit: str = "") -> None:
        """Invite somebody by a one-time code, and let them write it."""
        await self.here.joins(who, role, unit)

    def speaks(self, who: str, locale: str) -> None:
        """Say beforehand what language somebody's device speaks."""
        self.here.speaks(who, locale)

    async def says(self, who: str, text: str, files: Sequence[str]) -> None:
        """See `tests/support/transcripts.py`."""
        await self.here.says(who, text, files)

    async def presses(self, who: str, handle: str, chosen: str = "") -> None:
        """See `tests/support/transcripts.py`."""
        await self.here.presses(who, handle, chosen)

    async def sees(self, who: str) -> list[Parcel]:
        """See `tests/support/transcripts.py`."""
        return await self.here.sees(who)

    async def turns(self, by: timedelta) -> None:
        """See `tests/support/transcripts.py`."""
        await self.here.turns(by)

    async def restarts(self) -> None:
        """See `tests/support/transcripts.py`."""
        await self.here.restarts()
