"""The county as a stage for its cast: what they say and press goes through the intake, as from their panes, and is shown there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from bot import clocks
from bot.channels.web.traits import TRAITS
from domain.said import Said
from domain.saying import Choice
from handlers.conversation.room import Room
from storage import people, vault
from storage.database import Tx
from storage.road import pages

if TYPE_CHECKING:
    from bot.demo.house import County

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class PlayedWords:
    """Something that one of the cast said in their pane, `after` what the office had said there by then. `key` is its own."""

    pane: str
    key: str
    text: str
    after: int


class CountyStage:
    """The stage. `spoken` is all that the cast has said on it, in order; `locale` is the language of its buttons."""

    def __init__(self, county: County) -> None:
        """A stage in this county."""
        self._county = county
        self.locale = county.house.given.locale
        self.spoken: list[PlayedWords] = []

    async def says(self, who: str, text: str) -> None:
        """Let one of the cast say something."""
        await self._take(who, text, text, "")

    async def presses(self, who: str, handle: str, button: Choice) -> None:
        """Let one of them press a button."""
        await self._take(who, self._county.house.words.label(button, self.locale), "", handle)

    async def turns_on(self) -> bool:
        """Turn the clock to the next thing that happens by itself."""
        return await self._county.turn_on()

    async def settles(self) -> None:
        """Let every chore be done."""
        await self._county.settle()

    async def looks(self, work: Callable[[Room], T]) -> T:
        """Look at what is remembered."""
        house = self._county.house
        return await house.database.read(lambda tx: work(house.quiet_room(tx)))

    def account(self, tx: Tx, who: str) -> people.Account | None:
        """The account of one of them."""
        return people.account_of(tx, TRAITS.name, self._county.token_of(who), clocks.real())

    async def _take(self, who: str, shown: str, text: str, choice: str) -> None:
        token, key = self._county.token_of(who), vault.new_code(20)
        after = await self._county.house.database.read(lambda tx: self._last(tx, who))
        self.spoken.append(PlayedWords(pane=who, key=key, text=shown, after=after))
        event = Said(
            channel=TRAITS.name,
            event_key=key,
            speaker=token,
            route=token,
            at=clocks.real(),
            text=text,
            choice=choice,
            locale=self.locale,
        )
        await self._county.house.intake.take(event)

    def _last(self, tx: Tx, who: str) -> int:
        account = self.account(tx, who)
        return 0 if account is None else pages.last(tx, account.id)
