"""The board's source: announcements that were delivered to it, their pictures and their figures.

Made by the wiring; reads `storage/board.py`.
"""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from bot.channels.web import board
from bot.wording import Words
from domain.matters.scoring import periods
from handlers.board import roll
from storage import board as board_rows
from storage import strivers
from storage.board import BoardChoice
from storage.database import Database


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredBoard:
    """What stands on the board of a database; `words` name its periods, days are those of the time zone."""

    database: Database
    words: Words
    timezone: ZoneInfo

    async def items(self, wanted: BoardChoice) -> list[board.BoardItem]:
        """The messages that are wanted, the newest announcement first."""
        found = await self.database.read(lambda tx: board_rows.items(tx, wanted))
        return [
            board.BoardItem(
                number=item.number,
                title=item.words.title,
                at=item.published_at.astimezone(self.timezone),
                text=item.words.text,
                locale=item.words.locale,
                picture=item.words.picture,
                alt=item.words.alt,
                period=item.period,
                figures=item.words.figures,
                named=item.named,
                answers=item.answers,
                answered_by=item.answered_by,
                is_withheld=item.is_withheld,
            )
            for item in found
        ]

    async def periods(self, locale: str) -> list[tuple[str, str]]:
        """Code and name in a language of each period, newest first."""
        codes = await self.database.read(board_rows.periods)
        return [(code, self.words.word(periods.name_of(code), locale)) for code in codes]

    async def units(self) -> list[tuple[str, str]]:
        """Code and name of each unit that is named on the board."""
        return await self.database.read(board_rows.named)

    async def roll(self, locale: str) -> list[str]:
        """Whose titles stand, the words of each edition."""
        honours = await self.database.read(strivers.honours)
        editions = roll(honours, lambda moment: moment.astimezone(self.timezone).date())
        return [self.words.word(each, locale) for each in editions]

    async def content(self, key: str) -> bytes | None:
        """A picture or figures by key, if they stand on the board."""
        return await self.database.read(lambda tx: board_rows.content(tx, key))
