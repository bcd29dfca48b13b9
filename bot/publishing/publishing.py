"""Words and draws what was confirmed: the chore between a confirmed period and its proposed announcement.

Everything public is worded here once, in every language and for every audience, with its pictures; from then on only these
bytes are shown, approved and sent (the design §7). Plugged into `bot/chores.py` by the wiring; calls `bot/wording.py`,
`bot/publishing/pictures.py` and, with the result, `handlers/announcements.py`.
"""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot import chores
from bot.channel import Audience, whole
from bot.publishing import announcement_words, picture_sheets, pictures, tables
from bot.wording import Words
from domain import announcements as law
from domain import flags, periods
from domain.announcements import Rendering
from domain.errors import FlagpostError
from handlers import announcements
from handlers import periods as period_handlers
from handlers.conversation import cards
from handlers.conversation.room import Room
from storage import announcements as store
from storage import figures, matters
from storage import flags as flag_store
from storage import periods as period_store
from storage import pictures as stored_pictures
from storage.database import Database, Tx
from storage.pictures import key_of
from storage.road.chores import Chore

KIND = period_handlers.RENDER
DRAW = period_handlers.DRAW
PERIOD = "period"  # the kind of announcement that tells a period's flags and rankings
MakeRoom = Callable[[Tx], Room]


class TooLong(FlagpostError):
    """A public message is longer than every channel takes."""


class Publishing:
    """Renders announcements."""

    def __init__(self, database: Database, make_room: MakeRoom, words: Words, audiences: Sequence[Audience]) -> None:
        """`make_room` gives the clock's room; `audiences` are all that must be told."""
        self._database = database
        self._make_room = make_room
        self._words = words
        self._audiences = tuple(audiences)

    @property
    def errand(self) -> chores.Errand:
        """How `bot/chores.py` does it."""
        return chores.Errand(do=self.do)

    async def do(self, chore: Chore) -> chores.Result:
        """Render the announcement of a period; where the period has moved on meanwhile, nothing."""
        period_id, epoch = int(chore.body["period"]), int(chore.body["epoch"])
        material = await self._database.read(lambda tx: self._collect(tx, period_id, epoch))
        if material is None:
            return chores.nothing
        draft, notices = await asyncio.to_thread(self._render, material)

        def propose(tx: Tx) -> None:
            announcements.propose(self._make_room(tx), period_id, epoch, draft, notices)

        return propose

    def _collect(self, tx: Tx, period_id: int, epoch: int) -> "_Collected | None":
        room = self._make_room(tx)
        period = period_store.of_id(tx, period_id)
        standing = matters.standing(tx, "period", period_id)
        if period is None or standing is None or standing.epoch != epoch:
            return None
        standing_flags = [flag for flag in flag_store.of_period(tx, period_id) if not flag.is_struck]
        held = flag_store.held_before(tx, period.ends_on)
        turns = flags.rotate(held, [(flag.unit, flag.category, flag.colour) for flag in standing_flags])
        office, rules = room.office, room.office.rules_of(standing.rules)
        apart = announcements.apart(room, period_id, office.rules.announcement_approvers)
        material = announcement_words.Material(
            period=period,
            flags=tuple(standing_flags),
            turns=tuple(turns),
            titles=flags.titles(turns, rules),
            rankings=tuple(periods.measured(period_store.rankings(tx, period_id))),
            indicators={indicator.code: indicator.name for indicator in figures.indicators(tx)},
            unit_names={unit.code: unit.name for unit in office.register},
            profile=office.profile,
            rules=rules,
            is_demo=office.is_demo,
            people=law.people(apart, office.rules.announcement_approvers),
        )
        publish_at = periods.announce_at(period.ends_on, rules, office.calendar, room.at)
        return _Collected(material=material, publish_at=publish_at, locale=office.locale, apart=apart)

    def _render(self, collected: "_Collected") -> tuple[store.Draft, dict[int, str]]:
        """Word and draw everything. Runs in a thread."""
        drawn: dict[str, bytes] = {}
        messages = {
            locale: self._messages(collected.material, locale, drawn)
            for locale in sorted({locale for audience in self._audiences for locale in audience.locales})
        }
        renderings = [
            _rendering(audience, locale, part, *message)
            for audience in self._audiences
            for locale in audience.locales
            for part, message in enumerate(messages[locale], start=1)
        ]
        notices = {
            flag.id: _keep(drawn, pictures.flag_notice(sheet))
            for flag, sheet in announcement_words.notice_sheets(self._words, collected.material, collected.locale)
        }
        draft = store.Draft(
            kind=PERIOD,
            about=collected.material.period.code,
            about_id=collected.material.period.id,
            author_id=None,
            publish_at=collected.publish_at,
            renderings=renderings,
            pictures=drawn,
            apart_id=collected.apart,
        )
        return draft, notices

    def _messages(
        self, material: announcement_words.Material, locale: str, drawn: dict[str, bytes]
    ) -> list[tuple[str, str, str, str, str]]:
        """The messages in one language: title, text, picture, what is said of it to those who cannot see it, and the figures."""
        words, told = self._words, announcement_words.flags_message(self._words, material, locale)
        drawing = pictures.flags(announcement_words.flags_sheet(words, material, locale))
        found = [(*told, drawing, announcement_words.flags_table(words, material, locale))]
        for ranking in material.rankings:
            told = announcement_words.ranking_message(words, material, ranking, locale)
            drawing = pictures.ranking(announcement_words.ranking_sheet(words, material, ranking, locale))
            found.append((*told, drawing, announcement_words.ranking_table(words, material, ranking, locale)))
        return [
            (
                title,
                text,
                _keep(drawn, drawing),
                announcement_words.picture_alt(words, title, locale),
                _keep(drawn, tables.encode(table)),
            )
            for title, text, drawing, table in found
        ]


class Drawing:
    """Draws the table of a period's proposed flags, for the card of those who decide."""

    def __init__(self, database: Database, make_room: MakeRoom, words: Words) -> None:
        """`make_room` gives the clock's room."""
        self._database = database
        self._make_room = make_room
        self._words = words

    @property
    def errand(self) -> chores.Errand:
        """How `bot/chores.py` does it."""
        return chores.Errand(do=self.do)

    async def do(self, chore: Chore) -> chores.Result:
        """Draw the list of a period; where its figures were corrected meanwhile, nothing."""
        period_id, digest = int(chore.body["period"]), str(chore.body["hash"])
        sheet = await self._database.read(lambda tx: self._sheet(tx, period_id, digest))
        if sheet is None or not sheet.rows:
            return chores.nothing
        data = await asyncio.to_thread(pictures.flag_list, sheet)

        def keep(tx: Tx) -> None:
            if period_store.draw(tx, period_id, digest, stored_pictures.put(tx, data)):
                cards.refresh(self._make_room(tx), PERIOD, period_id)

        return keep

    def _sheet(self, tx: Tx, period_id: int, digest: str) -> picture_sheets.FlagListPicture | None:
        office, period = self._make_room(tx).office, period_store.of_id(tx, period_id)
        if period is None or period.hash != digest:
            return None
        names = {unit.code: unit.name for unit in office.register}
        names |= {indicator.code: indicator.name for indicator in figures.indicators(tx)}
        listed = flag_store.of_period(tx, period_id)
        return announcement_words.list_sheet(self._words, period, listed, office.profile, names, office.locale)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Collected:
    material: announcement_words.Material
    publish_at: datetime
    locale: str
    apart: int | None


def _rendering(
    audience: Audience, locale: str, part: int, title: str, text: str, picture: str, alt: str, figures: str
) -> Rendering:
    if len(whole(title, text)) > law.LONGEST_PART:
        raise TooLong
    return Rendering(
        audience=audience.name,
        channel=audience.channel,
        locale=locale,
        part=part,
        title=title,
        text=text,
        picture=picture,
        alt=alt,
        figures=figures if audience.name == law.BOARD else "",
    )


def _keep(drawn: dict[str, bytes], data: bytes) -> str:
    key = key_of(data)
    drawn[key] = data
    return key
