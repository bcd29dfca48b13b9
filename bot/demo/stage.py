"""The county as a stage for its cast: what they say and press is shown in their panes, too."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from bot import clocks
from bot.cast.house_stage import HouseStage
from domain.saying import Choice
from storage import vault
from storage.database import Tx
from storage.road import pages
from storage.upkeep import turned_clock

if TYPE_CHECKING:
    from bot.demo.house import County


@dataclass(frozen=True, slots=True, kw_only=True)
class PlayedWords:
    """Something that one of the cast said in their pane, `after` what the office had said there by then. `key` is its own."""

    pane: str
    key: str
    text: str
    after: int


class TurnedStage(HouseStage):
    """A stage whose clock is turned beside the real one."""

    async def turns_to(self, moment: datetime) -> None:
        """Turn it; what is held back until an hour of it, in real time, is held no longer than that."""
        by = moment - self.house.clock.now()
        await super().turns_to(moment)
        await self.house.database.write(lambda tx: turned_clock.wait_less(tx, by, clocks.real()))


class CountyStage(HouseStage):
    """The stage. `spoken` is all that the cast has said on it, in order."""

    def __init__(self, county: County) -> None:
        """A stage in this county."""
        super().__init__(county.house, county.token_of)
        self._county = county
        self._seen = frozenset(pane.name for pane in county.panes)
        self.spoken: list[PlayedWords] = []

    async def says(self, who: str, text: str) -> None:
        """Let one of the cast say something."""
        await self.take(who, text=text, key=await self._shown(who, text))

    async def sends(self, who: str, paper: str) -> None:
        """Let one of them send a text file; in their pane one reads its words."""
        await self.take(who, files=(await self.filed(paper),), key=await self._shown(who, paper))

    async def presses(self, who: str, handle: str, button: Choice) -> None:
        """Let one of them press a button."""
        label = self.house.words.label(button, self.locale)
        await self.take(who, choice=handle, key=await self._shown(who, label))

    async def turns_on(self) -> bool:
        """Turn the clock to the next thing that happens by itself: the player of the demo has turned it, too."""
        return await self._county.turn_on()

    async def _shown(self, who: str, text: str) -> str:
        """Show in somebody's pane, where they have one, what they say, and return its key."""
        key = vault.new_code(20)
        if who not in self._seen:
            return key
        after = await self.house.database.read(lambda tx: self._last(tx, who))
        self.spoken.append(PlayedWords(pane=who, key=key, text=text, after=after))
        return key

    def _last(self, tx: Tx, who: str) -> int:
        account = self.account(tx, who)
        return 0 if account is None else pages.last(tx, account.id)
