"""The board's source: announcements that were delivered to it, their pictures and their figures.

Made by the wiring; reads `storage/announcements.py`.
"""

from zoneinfo import ZoneInfo

from bot.channels.web import board
from bot.wording import Words
from domain import errors
from domain.matters import periods
from storage import board as board_rows
from storage.database import Database


def board_of(database: Database, words: Words, locale: str, timezone: ZoneInfo, *, note: str) -> board.Board:
    """Return the board over a database; `words` name its periods."""

    async def items(period: str) -> list[board.BoardItem]:
        found = await database.read(lambda tx: board_rows.items(tx, period))
        return [
            board.BoardItem(
                number=item.number,
                title=item.words.title,
                on=item.published_at.astimezone(timezone).date(),
                text=item.words.text,
                locale=item.words.locale,
                picture=item.words.picture,
                alt=item.words.alt,
                about=item.about,
                figures=item.words.figures,
            )
            for item in found
        ]

    async def published(language: str) -> list[tuple[str, str]]:
        return [(code, _name(words, code, language)) for code in await database.read(board_rows.periods)]

    async def content(key: str) -> bytes | None:
        return await database.read(lambda tx: board_rows.content(tx, key))

    return board.Board(items, published, content, locale=locale, note=note)


def _name(words: Words, code: str, language: str) -> str:
    """How a period is called; an announcement that is about something else goes by what it is about."""
    try:
        return words.word(periods.name_of(code), language)
    except errors.FlagpostError:
        return code
