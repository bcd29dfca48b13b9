"""The public board (公示栏): what was delivered to it, and nothing else."""

from dataclasses import dataclass
from datetime import datetime

from domain.matters.announcements import BOARD, Rendering
from storage import announcements, pictures, times
from storage.database import Tx

# Rows of the outbox that are for the public board: shown there, sent nowhere.
FOR_BOARD = "EXISTS (SELECT 1 FROM rendering WHERE rendering.id = outbox.rendering_id AND rendering.audience = :board)"


@dataclass(frozen=True, slots=True, kw_only=True)
class OnBoard:
    """One public message that was delivered to the board."""

    number: str
    about: str
    words: Rendering
    published_at: datetime


def items(tx: Tx, about: str = "", limit: int = 200) -> list[OnBoard]:
    """List what was delivered to the board, of one period where `about` names it, the newest announcement first, its messages in
    their order."""
    columns = ", ".join(f"rendering.{name}" for name in announcements.RENDERING.split(", "))
    rows = tx.all(
        f"SELECT matter.number, announcement.about, announcement.published_at, {columns} FROM outbox"
        " JOIN rendering ON rendering.id = outbox.rendering_id"
        " JOIN announcement ON announcement.id = rendering.announcement_id JOIN matter ON matter.id = announcement.id"
        " WHERE rendering.audience = :board AND outbox.class = 'P' AND outbox.state = 'sent'"
        " AND (announcement.about = :about OR :all = 1)"
        " ORDER BY announcement.published_at DESC, announcement.id DESC, rendering.part, rendering.locale DESC LIMIT :limit",
        board=BOARD,
        about=about,
        all=int(not about),
        limit=limit,
    )
    return [
        OnBoard(number=row[0], about=row[1], published_at=times.read(row[2]), words=announcements.words_of(row[3:]))
        for row in rows
    ]


def periods(tx: Tx) -> list[str]:
    """List the periods of which something was delivered to the board, the one published last first."""
    rows = tx.all(
        "SELECT announcement.about, MAX(announcement.published_at) FROM outbox"
        " JOIN rendering ON rendering.id = outbox.rendering_id"
        " JOIN announcement ON announcement.id = rendering.announcement_id"
        " JOIN matter ON matter.id = announcement.id AND matter.category = 'period'"
        " WHERE rendering.audience = :board AND outbox.class = 'P' AND outbox.state = 'sent'"
        " GROUP BY announcement.about ORDER BY MAX(announcement.published_at) DESC, announcement.about DESC",
        board=BOARD,
    )
    return [row[0] for row in rows]


def content(tx: Tx, key: str) -> bytes | None:
    """Return the picture or the figures of this key, where they belong to something that was delivered to the board."""
    is_there = tx.value(
        "SELECT COUNT(*) FROM outbox JOIN rendering ON rendering.id = outbox.rendering_id"
        " WHERE rendering.audience = :board AND outbox.class = 'P' AND outbox.state = 'sent'"
        " AND (rendering.picture = :key OR rendering.figures = :key)",
        board=BOARD,
        key=key,
    )
    return pictures.get(tx, key) if is_there else None
