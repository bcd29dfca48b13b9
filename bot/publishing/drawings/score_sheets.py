"""The picture of a unit's score sheet: a bar for every figure (`handlers/scoring/score_sheets.py`)."""

from decimal import Decimal

from bot.publishing.pictures import pictures
from bot.publishing.pictures.sheets import Heading, ScoredSection, ScoreRow, ScoreSheetPicture
from bot.wording import Words
from domain.saying import Term
from domain.sayings.scoring.periods import FigureLine
from domain.sayings.scoring.score_sheets import ScoreSheet
from handlers.conversation.room import Office
from handlers.desk.drawings import ToDraw


def drawn(words: Words, office: Office, found: ToDraw, locale: str) -> bytes:
    """It as a PNG."""
    assert isinstance(found.saying, ScoreSheet), "that is what was found"
    return pictures.score_sheet(sheet(words, found.saying, office.profile.name, locale))


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
