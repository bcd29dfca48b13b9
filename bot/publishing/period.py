"""The announcement of a period: its flags and rankings in words, pictures and tables; and the list that leaders decide about."""

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot import chores
from bot.publishing import period_sheets, period_words
from bot.publishing.maker import Maker
from bot.publishing.material import Message
from bot.publishing.period_sheets import SheetFigures
from bot.publishing.pictures import pictures, sheets
from bot.wording import Words
from domain.matters import announcements as law
from domain.matters.scoring import filings, periods
from domain.sayings import announcements as sayings
from domain.scoring import rotations
from handlers import proposing
from handlers.conversation.procedures import cards
from handlers.conversation.room import Room
from handlers.scoring import periods as period_handlers
from handlers.scoring import review_meetings, turns
from storage import pictures as stored_pictures
from storage.database import Tx
from storage.road.chores import Chore
from storage.scoring import figures as figure_rows
from storage.scoring import flags as flag_store
from storage.scoring import periods as period_store


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodMaterial:
    """A period's flags and rankings, to be worded and drawn."""

    figures: SheetFigures
    publish_at: datetime

    @property
    def about(self) -> str:
        """Its code."""
        return self.figures.period.code

    @property
    def named(self) -> frozenset[str]:
        """Whoever is given a flag."""
        return frozenset(flag.unit for flag in self.figures.flags)

    @property
    def written(self) -> tuple[str, ...]:
        """The number of the document that authorises it."""
        return (self.figures.period.authorisation,)

    def messages(self, words: Words, locale: str) -> Sequence[Message]:
        """The flags, then each sequence's ranking; of a year the rankings alone."""
        found = self.figures
        ranked = tuple(self._ranking(words, place, locale) for place in range(len(found.rankings)))
        if periods.is_annual(found.period.code):
            return ranked
        title, text = period_words.flags_message(words, found, locale)
        first = Message(
            title=title,
            text=text,
            drawing=pictures.flags(period_sheets.flags_sheet(words, found, locale)),
            alt=words.word(sayings.PictureAlt(title=title), locale),
            table=period_sheets.flags_table(words, found, locale),
        )
        return (first, *ranked)

    def _ranking(self, words: Words, place: int, locale: str) -> Message:
        ranking = self.figures.rankings[place]
        title, text = period_words.ranking_message(words, self.figures, ranking, locale)
        return Message(
            title=title,
            text=text,
            drawing=pictures.ranking(period_sheets.ranking_sheet(words, self.figures, ranking, locale)),
            alt=words.word(sayings.PictureAlt(title=title), locale),
            table=period_sheets.ranking_table(words, self.figures, ranking, locale),
        )

    def notices(self, words: Words, locale: str) -> Iterator[tuple[int, bytes]]:
        """The cloth of every flag."""
        for flag, sheet in period_sheets.notice_sheets(words, self.figures, locale):
            yield flag.id, pictures.flag_notice(sheet)


def collect(room: Room, what: proposing.AnnouncementWanted) -> PeriodMaterial:
    """Collect what is announced of a confirmed period."""
    period = period_store.of_id(room.tx, what.standing.id)
    assert period is not None, "it stands somewhere"
    listed = [flag for flag in flag_store.of_period(room.tx, period.id) if not flag.is_out]
    every = turns.of_period(room, period)
    office, rules = room.office, room.office.rules_of(what.standing.rules)
    apart = proposing.apart(room, what, {flag.unit for flag in listed})
    measured = figure_rows.indicators(room.tx)
    found = SheetFigures(
        period=period,
        flags=tuple(listed),
        turns=tuple(turns.taken_down(room, every)),
        titles=rotations.titles(every, rules),
        rankings=tuple(periods.measured(period_store.rankings(room.tx, period.id))),
        unit_names={unit.code: unit.name for unit in office.register},
        indicator_names={each.code: each.name for each in measured},
        days={
            each.code: filings.days(each.due_day, each.freeze_day, period.ends_on, rules, office.calendar)
            for each in measured
            if periods.is_asked_for(period.code)
        },
        profile=office.profile,
        rules=rules,
        is_demo=office.is_demo,
        people=law.people(apart, office.rules.announcement_approvers),
    )
    moment = office.calendar.said_at(period.ends_on, rules.announcement_after_period, room.at)
    return PeriodMaterial(figures=found, publish_at=review_meetings.not_before(room, period.id, moment))


class Drawing(Maker):
    """Draws the table of a period's proposed flags, for the card of those who decide."""

    kind = period_handlers.DRAW

    async def do(self, chore: Chore) -> chores.Result:
        """Draw the list of a period; where its figures were corrected meanwhile, nothing."""
        period_id, digest = int(chore.body["period"]), str(chore.body["hash"])
        sheet = await self._database.read(lambda tx: self._sheet(tx, period_id, digest))
        if sheet is None or not sheet.rows:
            return chores.nothing
        data = await asyncio.to_thread(pictures.flag_list, sheet)

        def keep(tx: Tx) -> None:
            if period_store.draw(tx, period_id, digest, stored_pictures.put(tx, data)):
                cards.refresh(self._make_room(tx), "period", period_id)

        return keep

    def _sheet(self, tx: Tx, period_id: int, digest: str) -> sheets.FlagListPicture | None:
        office, period = self._make_room(tx).office, period_store.of_id(tx, period_id)
        if period is None or period.hash != digest:
            return None
        names = {unit.code: unit.name for unit in office.register}
        names |= {indicator.code: indicator.name for indicator in figure_rows.indicators(tx)}
        listed = flag_store.of_period(tx, period_id)
        return period_sheets.list_sheet(self._words, period, listed, office.profile, names, office.locale)
