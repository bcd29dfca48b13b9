"""Draws the score sheet of a unit: the chore behind `handlers/scoring/score_sheets.py`."""

import asyncio
from decimal import Decimal

from bot import chores
from bot.publishing.maker import Maker
from bot.publishing.pictures import pictures
from bot.publishing.pictures.sheets import Heading, ScoredSection, ScoreRow, ScoreSheetPicture
from bot.wording import Words
from domain.saying import Term
from domain.sayings.scoring.periods import FigureLine
from domain.sayings.scoring.score_sheets import ScoreSheet
from handlers.conversation.room import Room
from handlers.scoring import score_sheets
from storage import people as accounts
from storage.database import Tx
from storage.road.chores import Chore


class ScoreSheets(Maker):
    """Draws them."""

    kind = score_sheets.DRAW

    async def do(self, chore: Chore) -> chores.Result:
        """Find, draw, and bring it; where there is none any more, nothing."""
        account = chore.account_id
        found, office, locale = await self._database.read(lambda tx: self._found(tx, account))
        if found is None:
            return lambda tx: None
        data = await asyncio.to_thread(pictures.score_sheet, sheet(self._words, found, office, locale))
        return lambda tx: score_sheets.bring(self._make_room(tx), account, found, data)

    def _found(self, tx: Tx, account: int) -> tuple[ScoreSheet | None, str, str]:
        room: Room = self._make_room(tx)
        actor = accounts.actor_of(tx, account)
        if actor is None:
            return None, "", room.office.locale
        return score_sheets.newest(room.acting_as(actor), actor.unit), room.office.profile.name, actor.locale


def sheet(words: Words, found: ScoreSheet, office: str, locale: str) -> ScoreSheetPicture:
    """What is drawn: a bar for every figure, section by section, then what decisions add and take."""

    def said(name: str, **facts: object) -> str:
        return words.filled(Term("score_sheet", name), facts, ("unit", "indicator", "section"), locale)

    def row(line: FigureLine) -> ScoreRow:
        facts = {
            name: getattr(line, name)
            for name in ("indicator", "weight", "value", "missing", "target", "low", "high", "missed")
        }
        return ScoreRow(
            label=said("indicator", **facts),
            note=said("figure", **facts),
            score=Decimal(line.score) if line.score else None,
        )

    return ScoreSheetPicture(
        heading=Heading(
            office=office,
            title=said("title", unit=found.unit),
            subtitle=said(
                "subtitle", period=found.period, sequence=found.sequence, rank=found.rank, of=found.of, rise=found.rise
            ),
        ),
        score=found.score,
        missing=words.term(Term("picture", "missing"), locale),
        sections=tuple(
            ScoredSection(
                name=said("section", section=each.section, weight=each.weight),
                score=each.score,
                rows=tuple(row(line) for line in each.figures),
            )
            for each in found.sections
        ),
        decided=tuple(said("decision", why=each.why, number=each.number, points=each.points) for each in found.decided),
        foot=(said("foot", composite=found.composite, formula=found.formula, hash=found.hash),),
    )
