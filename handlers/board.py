"""光荣榜: the latest announcements, in every channel; only what was approved and delivered to the public board.

Called through THE TABLE; calls `storage/announcements.py`.
"""

from domain.sayings import board as sayings
from handlers.conversation.room import Room
from storage import board as board_rows

SHOWN = 5


def show(room: Room, rest: str) -> None:
    """The titles of the latest announcements in the person's language, and the link to the board."""
    link = f"{room.office.public_url}/board" if room.office.public_url else ""
    lines: dict[tuple[str, str], sayings.BoardLine] = {}
    items = board_rows.items(room.tx)
    spoken = {item.words.locale for item in items}
    locale = room.actor.locale if room.actor.locale in spoken else room.office.locale
    for item in items:
        if item.words.locale == locale:
            day = room.office.calendar.local_day(item.published_at)
            line = sayings.BoardLine(number=item.number, title=item.words.title, day=day)
            lines.setdefault((item.number, item.words.title), line)
    if not lines:
        room.reply(sayings.Empty(link=link))
        return
    room.reply(sayings.Latest(lines=tuple(lines.values())[:SHOWN], link=link))
