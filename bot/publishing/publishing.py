"""Words and draws what was decided: the chore between a move that announces something and the proposed announcement.

Everything public is worded here once, in every language and for every audience, with its pictures; from then on only these
bytes are shown, approved and sent (the design §7). What of a matter goes in is collected by the renderer of its kind.
"""

import asyncio
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot import chores
from bot.channel import Audience, whole
from bot.publishing import arenas, lights, period, plain, pledges, quarters, tables
from bot.publishing.drawings import years
from bot.publishing.material import Material, Message
from bot.wording import LOCALES, Words
from domain.errors import FlagpostError
from domain.matters import announcements as law
from domain.matters.announcements import Rendering
from domain.saying import Term
from handlers import proposing
from handlers.conversation.procedures import announcing
from handlers.conversation.room import Profile, Room
from storage import announcements as store
from storage.database import Database, Tx
from storage.pictures import key_of
from storage.road.chores import Chore

KIND = announcing.RENDER
Collect = Callable[[Room, proposing.AnnouncementWanted], Material]

RENDERERS: Mapping[str, Collect] = {
    "period": period.collect,
    "lights": lights.collect,
    "quarter": quarters.collect,
    "project_year": years.collect,
    "pledges": pledges.collect,
    "arena": arenas.collect,
}
"""The kinds that have pictures or figures, or more than one message; every other is said in plain words."""


class AnnouncementTooLong(FlagpostError):
    """A public message is longer than every channel takes."""


class Publishing:
    """Renders announcements."""

    def __init__(
        self, database: Database, make_room: Callable[[Tx], Room], words: Words, audiences: Sequence[Audience]
    ) -> None:
        """`make_room` gives the clock's room; `audiences` are all that can be told."""
        self._database = database
        self._make_room = make_room
        self._words = words
        self._audiences = tuple(audiences)
        self._tabled = {(each.name, each.channel) for each in audiences if each.takes_tables}

    @property
    def errand(self) -> chores.Errand:
        """How `bot/chores.py` does it."""
        return chores.Errand(do=self.do)

    async def do(self, chore: Chore) -> chores.Result:
        """Render what a move announces; where the matter has moved on meanwhile, nothing."""
        collected = await self._database.read(lambda tx: self._collect(tx, chore.body))
        if collected is None:
            return chores.nothing
        draft, notices = await asyncio.to_thread(self._render, collected)

        def propose(tx: Tx) -> None:
            proposing.propose(self._make_room(tx), collected.what, draft, notices)

        return propose

    def _collect(self, tx: Tx, body: Mapping[str, object]) -> "_Collected | None":
        room = self._make_room(tx)
        what = proposing.wanted(room, body)
        if what is None:
            return None
        material = RENDERERS.get(what.column.kind, plain.collect)(room, what)
        before = [] if what.answered is None else [words for _, words in store.renderings(tx, what.answered.id)]
        return _Collected(
            what=what,
            material=material,
            places=self._places(what.column.audiences, material.named, before),
            locale=room.office.locale,
            profile=room.office.profile,
            apart=proposing.apart(room, what, material.named),
            author=proposing.author(room, what),
        )

    def _places(
        self, wanted: Sequence[str], named: frozenset[str], before: Sequence[Rendering]
    ) -> tuple[tuple[str, str, str], ...]:
        """Audience, channel and language of every place where it is said: those that the table asks for, and all where that was
        said which it puts right."""
        found = [
            (each.name, each.channel, locale)
            for each in self._audiences
            if law.is_wanted(each.name, wanted)
            for locale in each.locales
        ]
        if "units" in wanted:
            found += [(law.for_unit(unit), "", locale) for unit in sorted(named) for locale in LOCALES]
        found += [(words.audience, words.channel, words.locale) for words in before]
        return tuple(dict.fromkeys(found))

    def _render(self, collected: "_Collected") -> tuple[store.Draft, dict[int, str]]:
        """Word and draw everything. Runs in a thread."""
        drawn: dict[str, bytes] = {}
        material = collected.material
        messages = {
            locale: material.messages(self._words, locale)
            for locale in sorted({place[2] for place in collected.places})
        }
        renderings = [
            self._rendering(place, part, message, drawn)
            for place in collected.places
            for part, message in enumerate(messages[place[2]], start=1)
        ]
        renderings += self._later(collected, messages, drawn)
        notices = {number: _keep(drawn, picture) for number, picture in material.notices(self._words, collected.locale)}
        answered = collected.what.answered
        draft = store.Draft(
            kind=collected.what.column.kind,
            about=material.about,
            about_id=collected.what.standing.id,
            author_id=collected.author,
            publish_at=material.publish_at,
            renderings=renderings,
            pictures=drawn,
            apart_id=collected.apart,
            answers_id=None if answered is None else answered.id,
            named=material.named,
            written=material.written,
            names=[each.id for each in collected.what.named],
        )
        return draft, notices

    def _later(
        self, collected: "_Collected", messages: Mapping[str, Sequence[Message]], drawn: dict[str, bytes]
    ) -> Iterator[Rendering]:
        """What follows a notice, where that is pushed: its reminder and its close, which name nobody."""
        pushed = [place for place in collected.places if place[0] != law.BOARD and not law.unit_of(place[0])]
        for place in pushed if collected.what.column.lasts else ():
            notice, profile = messages[place[2]][0].title, collected.profile
            facts = {"notice": notice, "phone": profile.phone, "signature": profile.signature or profile.name}
            for later, name in ((law.REMINDER, "reminder"), (law.CLOSE, "close")):
                title, text = (
                    self._words.filled(Term("announced_later", f"{name}_{what}"), facts, (), place[2])
                    for what in ("title", "text")
                )
                yield self._rendering(place, later * law.LATER + 1, Message(title=title, text=text), drawn)

    def _rendering(
        self, place: tuple[str, str, str], part: int, message: Message, drawn: dict[str, bytes]
    ) -> Rendering:
        if len(whole(message.title, message.text)) > law.LONGEST_PART:
            raise AnnouncementTooLong
        audience, channel, locale = place
        takes_tables = audience == law.BOARD or (audience, channel) in self._tabled
        table = message.table if takes_tables else None
        return Rendering(
            audience=audience,
            channel=channel,
            locale=locale,
            part=part,
            title=message.title,
            text=message.text,
            picture=_keep(drawn, message.drawing) if message.drawing else "",
            alt=message.alt,
            figures="" if table is None else _keep(drawn, tables.encode(table)),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Collected:
    what: proposing.AnnouncementWanted
    material: Material
    places: tuple[tuple[str, str, str], ...]
    locale: str
    profile: Profile
    apart: int | None
    author: int | None


def _keep(drawn: dict[str, bytes], data: bytes) -> str:
    key = key_of(data)
    drawn[key] = data
    return key
