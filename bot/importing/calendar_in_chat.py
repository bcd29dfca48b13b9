"""A year's days off as a file in chat, read and shown as a pasted notice is; and an empty one.

What is asked and decided: `handlers/administration/calendar_years.py`.
"""

from __future__ import annotations

import asyncio

from bot import chores
from bot.importing import calendar_files, telling
from bot.importing.chat_files import ChatFiles
from bot.importing.words import ImportWords
from domain.importing.columns import ImportKind
from domain.importing.problems import ImportRefused
from domain.people import Actor, Role
from domain.said import FileRef
from domain.saying import Term
from domain.sayings import cards as card_sayings
from domain.sayings import spreadsheets as sayings
from handlers.administration import calendar_years
from handlers.conversation import gathering
from handlers.understanding import holidays
from storage import people as accounts
from storage import shapes
from storage.road.chores import Chore


class CalendarInChat(ChatFiles):
    """Reads and writes them."""

    def errands(self) -> dict[str, chores.Errand]:
        """What `bot/chores.py` takes."""
        return {
            calendar_years.READ: chores.Errand(do=self.read, give_up=self._gave_up),
            calendar_years.EMPTY: chores.Errand(do=self.empty),
        }

    async def read(self, chore: Chore) -> chores.Result:
        """Fetch a file, look what its days would change, and ask. Raises what lets it be tried again."""
        content = await self._fetched(chore)
        if not isinstance(content, bytes):
            return content
        by = await self._actor(chore)
        if by is None:
            return self._told(chore, card_sayings.NotForYou())
        try:
            lines = await asyncio.to_thread(calendar_files.lines, content)
        except ImportRefused as refused:
            told = telling.refusals(refused.problems, ImportKind.UNITS, ImportWords(by.locale, is_chat=True))
            name = gathering.name_of(shapes.convert(chore.body["file"], FileRef))
            return self._told(chore, sayings.FileHasFaults(name=name, number=len(told), lines="\n".join(told), more=0))
        year = chore.body["year"] or None
        return lambda tx: calendar_years.confirm(self._room(tx, by), lines, year)

    async def unasked(self, chore: Chore, content: bytes) -> chores.Result | None:
        """The same of a table that came alone and is no other kind; None where no day stands in it, or this person decides about none."""
        by = await self._actor(chore)
        try:
            lines = await asyncio.to_thread(calendar_files.lines, content) if by else []
        except ImportRefused:
            return None
        if by is None or not holidays.read(lines).days:
            return None
        return lambda tx: calendar_years.confirm(self._room(tx, by), lines, None)

    async def empty(self, chore: Chore) -> chores.Result:
        """Write an empty file and hand it over."""
        by = await self._actor(chore)
        if by is None:
            return self._told(chore, card_sayings.NotForYou())
        words, year = ImportWords(by.locale, is_chat=True), chore.body["year"]
        data = await asyncio.to_thread(calendar_files.empty, year, words)
        name = f"{words.say('calendar.sheet', year=year)}.xlsx"
        return self._handed(chore, sayings.EmptyFile(kind=Term("file_kind", calendar_files.KIND)), name, data)

    async def _actor(self, chore: Chore) -> Actor | None:
        """Whoever sent it, if they may decide about days (still)."""
        actor = await self._database.read(lambda tx: accounts.actor_of(tx, chore.account_id))
        return actor if actor is not None and Role.ADMIN in actor.roles else None
