"""The offices that rehearse: the fictional county and, for the horse-race, a fictional province, each in a home of its own; nothing in
them runs but what the rehearsal turns."""

from __future__ import annotations

import contextlib
import random
from collections.abc import AsyncIterator, Callable, Mapping
from datetime import UTC, date, datetime
from pathlib import Path

from bot import clocks, home, page_words, settings
from bot.cast.fictional_county import keep_profile
from bot.cast.house_stage import HouseStage
from bot.house import wiring
from bot.importing import taking
from bot.rehearsal import company
from domain import codes
from domain.importing.columns import ImportKind
from storage import offices

BEGINS_AT = datetime(2026, 1, 5, 1, 0, tzinfo=UTC)
ENDS_ON = date(2026, 12, 31)


class RehearsingOffice:
    """The office as the rehearsal has it: its house, its stage, and who works there."""

    def __init__(self, house: wiring.House) -> None:
        """Nobody has come in yet."""
        self.house = house
        self.stage = HouseStage(house, lambda who: who)
        self.locale = house.given.locale

    def words(self, name: str) -> Mapping[str, str]:
        """A table of the rehearsal's words."""
        return page_words.table(self.locale, "rehearsal", name)

    async def figures_come(self, kind: ImportKind, data: bytes) -> None:
        """Take in a file of the office's."""
        await taking.import_file(self.house.database, kind, data, self.house.quiet_room)
        await self.house.database.write(offices.touch)
        await self.house.view.refresh()

    async def come_in(self, seats: Mapping[str, company.CompanySeat]) -> None:
        """Let everybody take their seat."""
        words, office = self.words("seat"), self.house.view.now()
        for name, seat in seats.items():
            unit = office.register.get(seat.unit)
            label = words[seat.place].format(unit=unit.short if unit else "")
            await self.stage.joins(name, seat.role, seat.unit, f"{label}{_turn(name)}")


@contextlib.asynccontextmanager
async def opened(
    folder: Path,
    locale: str,
    seed: int,
    profile: Mapping[str, str],
    begins_at: datetime = BEGINS_AT,
    database: str = "",
) -> AsyncIterator[RehearsingOffice]:
    """A new office in a folder, with what it says of itself, on a clock that stands at its beginning. What is drawn in it (query codes, the
    order of an arena) follows from the seed; `database` is an empty one of a server."""
    given = settings.load(
        {"FLAGPOST_HOME": str(folder), "FLAGPOST_LOCALE": locale}
        | ({"FLAGPOST_DATABASE": database} if database else {})
    )
    home.make(home.of(given))
    async with wiring.stand_house(given, is_demo=True, clock=clocks.StillClock(begins_at)) as (house, _):
        house.intake.draw_from(_codes(seed))
        await house.database.write(lambda tx: keep_profile(tx, profile))
        await house.view.refresh()
        yield RehearsingOffice(house)


def _codes(seed: int) -> Callable[[int], str]:
    chance = random.Random(seed)
    return lambda length: "".join(chance.choices(codes.ALPHABET, k=length))


def _turn(name: str) -> str:
    """By which several of one role are told apart in Chinese and in English alike."""
    letter = name.rpartition("_")[2]
    return letter.upper() if len(letter) == 1 else ""
