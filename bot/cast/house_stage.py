"""A house as a stage for a cast: what they say and press goes through the intake, as from their own pages."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TypeVar

from bot import clocks
from bot.house.wiring import House
from domain.people import Role
from domain.said import FileKind, FileRef, Said
from domain.saying import Choice
from handlers.conversation.room import Room
from storage import invitations, people, vault
from storage.database import Tx
from storage.road import chores

T = TypeVar("T")
PAPER = "paper.txt"
SESSION = timedelta(days=1)
SETTLING_TAKES = 60.0  # seconds, at most
A_MINUTE = timedelta(minutes=1)


class HouseStage:
    """The stage. `token_of` gives the token of somebody's page; `locale` is the language of its buttons."""

    def __init__(self, house: House, token_of: Callable[[str], str]) -> None:
        """A stage in this house."""
        self.house = house
        self.locale = house.given.locale
        self._channel = next(name for name, each in house.channels.items() if each.traits.is_ours)
        self._token_of = token_of

    async def joins(self, who: str, role: Role, unit: str, label: str) -> None:
        """Invite somebody, and let them take their seat."""
        await self.comes_in(who, await self.invites(role, unit, label))

    async def invites(self, role: Role, unit: str, label: str) -> str:
        """Invite somebody; return the code of the invitation."""
        code, now = vault.new_code(), clocks.real()
        await self.house.database.write(lambda tx: invitations.invite(tx, code, role, unit, label, now, now + SESSION))
        return code

    async def comes_in(self, who: str, code: str) -> None:
        """Let somebody take their seat by a code."""
        await self.take(who, text="/start", payload=f"i_{code}")

    async def says(self, who: str, text: str) -> None:
        """Let one of the cast say something."""
        await self.take(who, text=text)

    async def sends(self, who: str, paper: str) -> None:
        """Let one of them send a text file with these words in it."""
        await self.take(who, files=(await self.filed(paper),))

    async def filed(self, paper: str) -> FileRef:
        """A text file with these words, kept as what somebody sends."""
        data, room = paper.encode(), self.house.evidence
        ref, mark = await room.keep(data, PAPER), await room.mark(data)
        return FileRef(kind=FileKind.DOCUMENT, ref=ref, name=PAPER, size=len(data), mark=mark)

    async def presses(self, who: str, handle: str, button: Choice) -> None:
        """Let one of them press a button."""
        await self.take(who, choice=handle)

    async def turns_on(self) -> bool:
        """Turn the clock to the next thing that happens by itself. What falls due within a minute is one event."""
        coming = await self.house.ticker.upcoming()
        if coming is None:
            return False
        await self.turns_to(coming.at + A_MINUTE)
        await self.house.ticker.ring()
        await self.house.delivery.round()
        return True

    async def turns_to(self, moment: datetime) -> None:
        """Turn the clock to a moment."""
        self.house.clock.turn_to(moment)

    async def settles(self) -> None:
        """Let every chore be done."""
        async with asyncio.timeout(SETTLING_TAKES):
            while await self.house.database.read(chores.counts_open):
                await self.house.chores.round()
        self.house.wake()

    async def looks(self, work: Callable[[Room], T]) -> T:
        """Look at what is remembered."""
        return await self.house.database.read(lambda tx: work(self.house.quiet_room(tx)))

    def account(self, tx: Tx, who: str) -> people.Account | None:
        """The account of one of them."""
        return people.account_of(tx, self._channel, self._token_of(who), clocks.real())

    async def take(
        self,
        who: str,
        *,
        text: str = "",
        choice: str = "",
        payload: str = "",
        key: str = "",
        files: tuple[FileRef, ...] = (),
    ) -> None:
        """Take in what somebody says, presses or sends; `key` is the event's own."""
        token = self._token_of(who)
        event = Said(
            channel=self._channel,
            event_key=key or vault.new_code(20),
            speaker=token,
            route=token,
            at=clocks.real(),
            text=text,
            choice=choice,
            payload=payload,
            files=files,
            locale=self.locale,
        )
        await self.house.intake.take(event)
