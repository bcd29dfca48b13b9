"""Prints a case file (卷宗): the chore behind `handlers/desk/dossiers.py`."""

import asyncio
from dataclasses import replace

from bot import card_text, chores
from bot.publishing import paper_pages, papers
from bot.publishing.maker import Maker
from bot.wording import Words
from domain import leaks
from domain.saying import Term
from handlers.conversation.room import Room
from handlers.desk import dossiers
from handlers.desk.dossiers import DossierWanted
from storage.database import Tx
from storage.road.chores import Chore


class Dossiers(Maker):
    """Prints them in the language of whoever asked, without numbers by which people are known."""

    kind = dossiers.PRINT

    async def do(self, chore: Chore) -> chores.Result:
        """Print one; nothing where whoever asked may not see it any more."""
        found = await self._database.read(lambda tx: self._collect(tx, chore))
        if found is None:
            return chores.nothing
        what, sheet = found
        data = await asyncio.to_thread(paper_pages.pdf, sheet)
        return lambda tx: dossiers.bring(self._make_room(tx), what, sheet.text, data)

    def _collect(self, tx: Tx, chore: Chore) -> tuple[DossierWanted, paper_pages.PaperSheet] | None:
        room = self._make_room(tx)
        what = dossiers.wanted(room, chore.account_id, str(chore.body["matter"]), int(chore.body["id"]))
        return None if what is None else (what, self._sheet(room, what))

    def _sheet(self, room: Room, what: DossierWanted) -> paper_pages.PaperSheet:
        profile = room.office.profile
        title = self._words.term(Term("menu", "dossier"), what.locale)
        text = leaks.masked(worded(self._words, what), (profile.phone,))
        sender = profile.signature or profile.name
        page = papers.sheet(self._words, title, what.standing.number, text, sender, room.today, what.locale)
        return replace(page, is_small=True)


def worded(words: Words, what: DossierWanted) -> str:
    """A case file in words: the card, and what stands below it."""
    card = card_text.worded(words, what.view, what.locale).whole
    return f"{card}\n\n{words.word(what.pages, what.locale)}"
