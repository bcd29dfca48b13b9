"""光荣榜: whose titles stand, and the latest announcements, in every channel; only what was approved and delivered to the public board.

Called through THE TABLE; calls `storage/board.py`.
"""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from itertools import groupby

from domain.public_kinds import SECTIONS
from domain.sayings import board as sayings
from handlers.conversation.room import Room
from storage import board as board_rows
from storage import strivers

SHOWN, LOOKED_AT = 5, 50


def show(room: Room, rest: str) -> None:
    """Who is called a striver, the titles of the latest announcements in the person's language, and the link to the board."""
    named = roll(strivers.honours(room.tx), room.office.calendar.local_day)
    if named:
        room.reply(sayings.Roll(editions=named))
    _latest(room, board_rows.told(room.tx, LOOKED_AT))


def of_sections(*sections: str) -> Callable[[Room, str], None]:
    """The latest announcements of these sections of the board alone: 月亮灯, 季通报."""
    kinds = frozenset[str]().union(*(SECTIONS[section] for section in sections))

    def show_those(room: Room, rest: str) -> None:
        _latest(room, [each for each in board_rows.told(room.tx) if each.kind in kinds])

    return show_those


def _latest(room: Room, headlines: Iterable[board_rows.Headline]) -> None:
    link = f"{room.office.public_url}/board" if room.office.public_url else ""
    lines = [
        sayings.BoardLine(number=told.number, title=title, day=room.office.calendar.local_day(told.published_at))
        for told in headlines
        if (title := dict(told.titles).get(room.actor.locale) or dict(told.titles).get(room.office.locale))
    ]
    if not lines:
        room.reply(sayings.Empty(link=link))
        return
    room.reply(sayings.Latest(lines=tuple(lines[:SHOWN]), link=link))


def roll(honours: Iterable[strivers.Honour], day_of: Callable[[datetime], date]) -> tuple[sayings.RollOfEdition, ...]:
    """Titles that stand, by their editions; `day_of` says the day of a moment where the office is."""
    return tuple(
        sayings.RollOfEdition(
            edition=edition,
            lines=tuple(
                sayings.RollLine(
                    name=each.name,
                    post=each.post,
                    unit=each.unit,
                    until=None if each.until is None else day_of(each.until),
                )
                for each in those
            ),
        )
        for edition, those in groupby(honours, lambda each: each.edition)
    )
