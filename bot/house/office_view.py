"""The office as values, cached: made anew when its register, rules, calendar or profile change.

Made by the wiring, looked at by the intake for every message and by the clock. Calls `storage/offices.py` and
`storage/units.py`.
"""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import handlers
from bot import clocks, office_calendar
from domain.channels import Channels
from handlers.conversation import house_rooms
from handlers.conversation.room import Office, Profile, Room
from handlers.understanding.units import Finder
from storage import offices, units
from storage.database import Database, Tx


class OfficeView:
    """The cached view."""

    def __init__(
        self,
        database: Database,
        *,
        timezone: ZoneInfo,
        locale: str,
        channel_policy: str,
        public_url: str,
        is_demo: bool,
        channels: Channels,
        has_mail: bool = False,
    ) -> None:
        """Load it with `refresh` before use."""
        self._database = database
        self._timezone = timezone
        self._locale = locale
        self._channel_policy = channel_policy
        self._public_url = public_url
        self._is_demo = is_demo
        self._version = (-1, date.min)
        self._has_mail = has_mail
        self._channels = channels
        self._office: Office | None = None

    def now(self) -> Office:
        """Return the office as last loaded."""
        assert self._office is not None, "the view is loaded before anybody looks"
        return self._office

    async def refresh(self) -> None:
        """Load it again if something changed."""
        version = (await self._database.read(offices.version), self._today())
        if self._office is None or version != self._version:
            self._office = await self._database.read(self._load)
            self._version = version

    def quiet_room(self, tx: Tx, at: datetime) -> Room:
        """The clock's room at this legal time."""
        return house_rooms.quiet(tx, self.now(), at=at, now=clocks.real())

    def _today(self) -> date:
        """The day whose rules count for what begins now."""
        return clocks.real().astimezone(self._timezone).date()

    def _load(self, tx: Tx) -> Office:
        register = units.register(tx)
        versions = offices.versions(tx)
        present = versions.on(self._today())
        return Office(
            register=register,
            finder=Finder(register),
            rules=present,
            versions=versions,
            calendar=office_calendar.load(self._timezone, offices.own_days(tx), present),
            profile=Profile(**offices.profile(tx, self._today())),
            matters=handlers.MATTERS,
            commands=handlers.commands(present),
            does=handlers.DOES,
            locale=self._locale,
            channel_policy=self._channel_policy,
            public_url=self._public_url,
            is_demo=self._is_demo,
            has_mail=self._has_mail,
            channels=self._channels,
        )
