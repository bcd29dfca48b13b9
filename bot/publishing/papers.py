"""Words and draws a formal text as a document (文书): the chore between a move that serves one and its readers.

Its words are `paper.<name>` (`title` and `text`), filled with the facts of the matter that its readers outside may know.
"""

import asyncio
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from bot import chores
from bot.publishing import paper_pages, plain
from bot.publishing.maker import Maker
from bot.wording import LOCALES, Words
from domain.mechanism.columns import Asked
from domain.mechanism.kin import Kin
from domain.mechanism.standing import Standing
from domain.saying import Term
from handlers.conversation.forms import naming
from handlers.conversation.procedures import papers, relatives
from handlers.conversation.procedures.derived import Derived
from handlers.conversation.procedures.papers import PaperDrawn, PaperWanted
from handlers.conversation.room import Room
from storage.database import Tx
from storage.road.chores import Chore

COMMON = ("unit", "number", "day", "opened", "phone", "signature")
"""What every document may say besides the facts of its matter and the days on which its terms end, by their rules; `opened` are the
numbers of what began with the move."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperMaterial:
    """What a document is made of; `written` is what of it people wrote."""

    what: PaperWanted
    facts: Mapping[str, Any]
    written: tuple[str, ...]
    locales: tuple[str, ...]
    made_on: date


class Papers(Maker):
    """Makes documents."""

    kind = papers.RENDER

    async def do(self, chore: Chore) -> chores.Result:
        """Make what a move serves, in the languages of its readers."""
        found = await self._database.read(lambda tx: self._collect(tx, chore.body))
        if found is None:
            return chores.nothing
        drawn = await asyncio.to_thread(self._drawn, found)
        return lambda tx: papers.issue(self._make_room(tx), found.what, drawn, found.written)

    def _collect(self, tx: Tx, body: Mapping[str, Any]) -> PaperMaterial | None:
        room = self._make_room(tx)
        what = papers.wanted(room, body)
        return None if what is None else material(room, what)

    def _drawn(self, found: PaperMaterial) -> dict[str, PaperDrawn]:
        """In each language. Runs in a thread."""
        return {locale: drawn(self._words, found, locale) for locale in found.locales}


def material(room: Room, what: PaperWanted) -> PaperMaterial:
    """Collect what a document may say: of what the office knows, what its readers outside see too."""
    standing, office = what.standing, room.office
    table = office.matters[standing.matter].procedure
    rule = table.moves[what.move]
    names = papers.readable(table, rule)
    asks = _asked(room, standing.matter, names, what.own)
    opened = {opens.kind for opens in rule.opens}
    children = relatives.of(room, standing, Kin.CHILDREN) if opened else []
    facts: dict[str, Any] = {asked.name: "" for asked in asks}
    facts |= {asked.name: plain.value(asked, what.own[asked.name]) for asked in asks if what.own.get(asked.name)}
    facts |= _found(room, standing, names)
    facts |= {limit.rule: None for limit in table.terms}
    facts |= {name: office.calendar.local_day(datetime.fromisoformat(end)) for name, end in what.ends.items()}
    facts |= {
        "unit": office.name_of(standing.unit),
        "number": standing.number,
        "day": room.today,
        "opened": tuple(each.number for each in children if each.matter in opened and each.number),
        "phone": office.profile.phone,
        "signature": office.profile.signature or office.profile.name,
    }
    return PaperMaterial(
        what=what,
        facts=facts,
        written=tuple(what.own[asked.name] for asked in asks if asked.how == "text" and what.own.get(asked.name)),
        locales=tuple(locale for locale in LOCALES if locale in {office.locale, *what.readers.values()}),
        made_on=room.today,
    )


def _found(room: Room, standing: Standing, names: Collection[str]) -> dict[str, Any]:
    """What the matter finds out for its card, as far as its readers see that too."""
    matter = room.office.matters[standing.matter]
    finds = matter.adds.finds if isinstance(matter, Derived) else None
    found = finds(room, standing, matter.facts(room, standing)).values if finds else {}
    return {name: value for name, value in found.items() if name in names}


def _asked(room: Room, matter: str, names: Collection[str], own: Mapping[str, str]) -> list[Asked]:
    moves = room.office.matters[matter].procedure.moves.values()
    every = {asked.name: asked for rule in moves for asked in rule.asks if asked.name in names}
    return list(naming.with_labels(room, tuple(every.values()), own))


def drawn(words: Words, found: PaperMaterial, locale: str) -> PaperDrawn:
    """The document in one language. Raises `NoWords` and `FontMissing`."""
    table = f"paper.{found.what.name}"
    title, text = (words.filled(Term(table, name), found.facts, plain.LOCAL, locale) for name in ("title", "text"))
    page = sheet(words, title, found.what.standing.number, text, found.facts["signature"], found.made_on, locale)
    return PaperDrawn(text=f"{title}\n{text}", data=paper_pages.pdf(page))


def sheet(
    words: Words, title: str, number: str, text: str, sender: str, day: date, locale: str
) -> paper_pages.PaperSheet:
    """The page of a document, with the place for the seal."""
    return paper_pages.PaperSheet(
        title=title,
        number=number,
        text=text,
        sender=sender,
        day=words.dated(day, locale),
        made_on=day,
        seal=words.term(Term("paper_sheet", "seal"), locale),
        missing=words.term(Term("paper_sheet", "missing"), locale),
    )
