"""The stage behind the doors for a cast that plays roads (`bot/cast/player.py`)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar

from bot import chores, wording
from bot.cast.fictional_county import WORK
from bot.cast.people import CAST
from bot.channel import Audience
from bot.importing import taking
from bot.publishing import publishing
from bot.wording import LOCALES
from domain.importing.columns import ImportKind
from domain.saying import Choice
from handlers.conversation.room import Room
from scheduler.ticker import Ticker
from storage import people
from storage.database import Tx
from tests.support import office as offices
from tests.support.direct_stage import DirectStage

BOARD = Audience(name="board", channel="web", locales=LOCALES)
T = TypeVar("T")


class CastStage:
    """A cast in a house without doors."""

    def __init__(self, house: DirectStage) -> None:
        self.house = house
        self._clock = Ticker(house.database, house._room, wake=lambda: None)
        self._sayer = ""
        words = wording.load(offices.ZONE, lambda: house.now)
        publisher = publishing.Publishing(house.database, house._room, words, (BOARD,))
        self._chores = chores.Chores(
            house.database, {publishing.KIND: publisher.errand}, clock=lambda: house.now, wake=lambda: None
        )

    async def come_in(self) -> None:
        """Let everybody of the cast take their seat, and the files come that say what is to be done."""
        for who, (role, unit) in CAST.items():
            await self.house.joins(who, role, unit)
        await self.files_come(WORK)

    async def files_come(self, files: Mapping[str, bytes]) -> None:
        """Let files come, by their kinds."""
        for kind, data in files.items():
            await taking.import_file(self.house.database, ImportKind(kind), data, self.house._room)

    async def read_in(self, locale: str) -> None:
        """Let everybody read this language from now on."""
        for who in CAST:
            self.house.speaks(who, locale)
        await self.house.database.write(lambda tx: tx.put("UPDATE account SET locale = :locale", locale=locale))

    def last_sayer(self) -> str:
        """Who said or pressed something last."""
        return self._sayer

    async def says(self, who: str, text: str) -> None:
        """See `Stage` of the player."""
        self._sayer = who
        await self.house.says(who, text, ())

    async def sends(self, who: str, paper: str) -> None:
        """See `Stage` of the player; behind the doors a file is its name."""
        self._sayer = who
        await self.house.says(who, "", ("paper.txt",))

    async def presses(self, who: str, handle: str, button: Choice) -> None:
        """See `Stage` of the player."""
        self._sayer = who
        await self.house.presses(who, handle)

    async def turns_on(self) -> bool:
        """See `Stage` of the player."""
        coming = await self._clock.upcoming()
        if coming is None:
            return False
        self.house.now = max(self.house.now, coming.at)
        assert await self._clock.ring(), f"the clock promised something for {coming.at} and did nothing"
        return True

    async def settles(self) -> None:
        """See `Stage` of the player."""
        await self._chores.round()

    async def looks(self, work: Callable[[Room], T]) -> T:
        """See `Stage` of the player."""
        return await self.house.database.read(lambda tx: work(self.house._room(tx)))

    def account(self, tx: Tx, who: str) -> people.Account | None:
        """See `Stage` of the player."""
        return people.account_of(tx, self.house.channel, who, self.house.now)
