"""The board's source: announcements that were delivered to it, and their pictures.

Made by the wiring; reads `storage/announcements.py`.
"""

from zoneinfo import ZoneInfo

from bot import board
from storage import announcements, pictures
from storage.database import Database


def board_of(database: Database, locale: str, timezone: ZoneInfo, *, note: str) -> board.Board:
    """Return the board over a database."""

    async def items() -> list[board.BoardItem]:
        found = await database.read(announcements.board_items)
        return [
            board.BoardItem(
                number=item.number,
                title=item.words.title,
                on=item.published_at.astimezone(timezone).date(),
                text=item.words.text,
                locale=item.words.locale,
                picture=item.words.picture,
                alt=item.words.alt,
            )
            for item in found
        ]

    async def picture(key: str) -> bytes | None:
        return await database.read(lambda tx: pictures.get(tx, key))

    return board.Board(items, picture, locale=locale, note=note)
