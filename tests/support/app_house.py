"""A house whose staff are in the corporation's app and whose citizens are on WeChat, for transcripts that know none.

It has what such a transcript asks of `tests/support/direct_stage.py`; everything is said, pressed and seen through the doors.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.channel import Parcel
from bot.wording import Words
from domain.people import Role
from handlers.conversation.room import Office, Room
from storage import invitations
from storage import people as accounts
from storage.database import Database, Tx
from tests.support.stages import Stage
from tests.wecom.on_wechat import OnWechat
from tests.wecom.on_wecom import OnWecom


class AppHouse:
    """An open house on the stage before the doors."""

    channel = "wecom"

    def __init__(self, here: Stage) -> None:
        self.here = here
        self._languages: dict[str, str] = {}

    @property
    def database(self) -> Database:
        """The database of the house, for whoever does something to it past the doors."""
        return self.here.house.database

    @property
    def now(self) -> datetime:
        """The stage's time."""
        return self.here.now()

    @now.setter
    def now(self, at: datetime) -> None:
        self.here.passes(at - self.now)

    @property
    def office(self) -> Office:
        """The office as it stands now, for whoever changes it past the doors."""
        return self.here.house.view.now()

    @office.setter
    def office(self, changed: Office) -> None:
        self.here.house.view._office = changed

    def _room(self, tx: Tx) -> Room:
        return self.here.house.quiet_room(tx)

    @property
    def _words(self) -> Words:
        return self.here.house.words

    async def account(self, who: str) -> int | None:
        """The account of somebody who has spoken."""
        person = await self.here.person(who)
        assert isinstance(person, OnWecom | OnWechat)
        channel, name = (
            ("wecom", person.member.userid.lower())
            if isinstance(person, OnWecom)
            else ("wechat", person.citizen.number)
        )
        found = await self.database.read(lambda tx: accounts.account_of(tx, channel, name, self.now))
        return found.id if found else None

    async def joins(self, who: str, role: Role, unit: str = "") -> None:
        """Invite somebody by a one-time code, and let them write it."""
        await self.here.joins(who, role, unit)
        await self._choose_language(who)

    async def invites(self, code: str, role: Role, label: str, unit: str = "") -> None:
        """Make an invitation of this code, good for a day."""
        now = self.now
        until = now + timedelta(days=1)
        await self.database.write(lambda tx: invitations.invite(tx, code, role, unit, label, now, until))

    def speaks(self, who: str, locale: str) -> None:
        """Say beforehand what language somebody's device speaks."""
        self._languages[who] = locale
        self.here.speaks(who, locale)

    async def says(self, who: str, text: str, files: Sequence[str]) -> None:
        """See `tests/support/transcripts.py`."""
        await self._choose_language(who)
        await self.here.says(who, text, files)

    async def _choose_language(self, who: str) -> None:
        """Nobody's language comes with what they say: they choose it, before anything else."""
        if locale := self._languages.pop(who, ""):
            await self.here.says(who, f"/language {locale}", ())
            await self.sees(who)

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
