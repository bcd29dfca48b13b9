"""The board's source: announcements that were delivered to it, their pictures and their figures, and what runs today.

Made by the wiring; reads `storage/board.py`.
"""

from collections.abc import Callable, Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from typing import Protocol
from zoneinfo import ZoneInfo

from bot.publishing import tables
from bot.publishing.tables import PublishedTable
from bot.wording import Words
from domain.matters.scoring import periods
from domain.sayings.board import RollOfEdition
from domain.units import Register
from handlers.board import roll
from handlers.conversation.procedures import notices
from handlers.conversation.room import Office, Room
from storage import board as board_rows
from storage import strivers
from storage.board import Headline
from storage.database import Database, Tx

AT_ONCE = 100  # tables of one question


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardItem:
    """One announcement as it was approved: what storage says was `told`, with the words and the day in the office's zone.

    `picture` is the key of its picture, with `alt` for those who do not see it; `figures` is the key of its table, and `table` the
    table itself once it was read. What is withheld has its title and no words.
    """

    told: Headline
    title: str
    at: datetime
    text: str
    locale: str = "zh"
    picture: str = ""
    alt: str = ""
    figures: str = ""
    table: PublishedTable | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardNow:
    """What changes on the board besides what was told: `state` is another one whenever anything was told or withheld since.

    `running` are the notices that run, by number, each with its last day; `roll` whose titles stand.
    """

    state: Hashable
    today: date
    roll: tuple[RollOfEdition, ...] = ()
    running: tuple[tuple[str, date], ...] = ()


class BoardSource(Protocol):
    """What stands on the board."""

    timezone: ZoneInfo

    async def now(self) -> BoardNow:
        """What runs today."""

    async def told(self) -> list[Headline]:
        """Every announcement, the newest first."""

    async def items(self, wanted: Iterable[Headline], /) -> list[BoardItem]:
        """The messages of some."""

    async def tables(self, keys: Collection[str], /) -> Mapping[str, PublishedTable]:
        """The tables of these keys that `told` has named."""

    async def content(self, key: str, /) -> bytes | None:
        """A picture or figures by key, if they stand on the board."""

    def names(self) -> Mapping[str, str]:
        """What every unit is called, by its code."""

    def named(self, name: str, locale: str, /) -> str:
        """A unit's name as readers of a language see it."""

    def search(self, asked: str, /) -> list[str]:
        """The units that may be meant by words, by code, the likeliest first."""

    def period_name(self, code: str, locale: str, /) -> str:
        """What a period, a quarter, a month or a year is called."""

    def worded(self, edition: RollOfEdition, locale: str, /) -> str:
        """Those whose titles stand of one edition, in words."""


@dataclass
class StoredBoard:
    """What stands on the board of a database; `words` name its periods, days are those of the time zone."""

    database: Database
    words: Words
    timezone: ZoneInfo
    office: Callable[[], Office]
    quiet: Callable[[Tx], Room]
    _tables: dict[str, PublishedTable] = field(default_factory=dict, init=False)
    _register: Register | None = field(default=None, init=False)
    _registers: int = field(default=0, init=False)  # that were seen, one after another

    async def now(self) -> BoardNow:
        """What runs today."""
        return await self.database.read(self._now)

    def _now(self, tx: Tx) -> BoardNow:
        room = self.quiet(tx)
        return BoardNow(
            state=(board_rows.state(tx), self._register_number(room.office.register)),
            today=room.today,
            roll=roll(strivers.honours(tx), room.office.calendar.local_day),
            running=tuple(notices.running(room)),
        )

    def _register_number(self, register: Register) -> int:
        """Another number for another register: its place in memory would be that of one that is gone."""
        if register is not self._register:
            self._register = register
            self._registers += 1
        return self._registers

    async def told(self) -> list[Headline]:
        """Every announcement, the newest first."""
        return await self.database.read(board_rows.told)

    async def items(self, wanted: Iterable[Headline]) -> list[BoardItem]:
        """The messages of some."""
        asked = list(wanted)
        found = await self.database.read(lambda tx: board_rows.items(tx, asked)) if asked else []
        return [
            BoardItem(
                told=item.told,
                title=item.words.title,
                at=item.told.published_at.astimezone(self.timezone),
                text=item.words.text,
                locale=item.words.locale,
                picture=item.words.picture,
                alt=item.words.alt,
                figures=item.words.figures,
            )
            for item in found
        ]

    async def tables(self, keys: Collection[str]) -> Mapping[str, PublishedTable]:
        """The tables of these keys; what is kept under the hash of its bytes is read once."""
        missing = [key for key in keys if key not in self._tables]
        for at in range(0, len(missing), AT_ONCE):
            read = await self.database.read(partial(board_rows.contents, keys=missing[at : at + AT_ONCE]))
            self._tables |= {key: tables.decode(data) for key, data in read.items()}
        return self._tables

    async def content(self, key: str) -> bytes | None:
        """A picture or figures by key, if they stand on the board."""
        return await self.database.read(lambda tx: board_rows.content(tx, key))

    def names(self) -> Mapping[str, str]:
        """What every unit is called."""
        register: Register = self.office().register
        return {unit.code: unit.name for unit in register}

    def named(self, name: str, locale: str) -> str:
        """A unit's name as readers of a language see it."""
        return str(self.words.named(name, locale))

    def search(self, asked: str) -> list[str]:
        """The units that may be meant."""
        office = self.office()
        inside = [unit.code for unit in office.register if any(asked in name for name in unit.every_name)]
        return list(dict.fromkeys([*inside, *(match.unit.code for match in office.finder.find(asked))]))

    def period_name(self, code: str, locale: str) -> str:
        """What a period, a quarter, a month or a year is called."""
        return str(self.words.word(periods.name_of(code if "-" in code else f"{code}-Y1"), locale))

    def worded(self, edition: RollOfEdition, locale: str) -> str:
        """Those of one edition, in words."""
        return self.words.word(edition, locale)
