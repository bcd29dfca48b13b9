"""A confirmed period in words, for one language at a time. Pure; the words are those of `words/`."""

from collections.abc import Iterable

from bot.publishing.period_sheets import SheetFigures
from bot.wording import Words
from domain.matters.scoring import periods
from domain.mechanism.calendar import TermUnit
from domain.saying import Term
from domain.sayings import announcements as sayings
from domain.scoring import last_places
from domain.scoring.rotations import Colour, FlagTitle, Rotation
from domain.scoring.standings import Ranking, rise_mark
from handlers.scoring.period_cards import SHOWN_HASH


def flags_message(words: Words, figures: SheetFigures, locale: str) -> tuple[str, str]:
    """The title and text of the flags (双月讲评)."""
    name = periods.name_of(figures.period.code)
    reds, yellows = (figures.of_colour(colour) for colour in (Colour.RED, Colour.YELLOW))
    term = figures.rules.rank_objection
    text = sayings.FlagsText(
        reds=len(reds),
        red_units=len({flag.unit for flag in reds}),
        yellows=len(yellows),
        yellow_units=len({flag.unit for flag in yellows}),
        double_red=_titled(figures, FlagTitle.DOUBLE_RED),
        turnaround=_titled(figures, FlagTitle.TURNAROUND),
        kept=_turned(figures, Rotation.KEPT),
        removed=_turned(figures, Rotation.REMOVED),
        categories=tuple(
            sayings.CategoryFlags(
                category=category,
                red=tuple(figures.name_of(flag.unit) for flag in reds if flag.category == category),
                yellow=tuple(figures.name_of(flag.unit) for flag in yellows if flag.category == category),
            )
            for category in figures.categories
            if any(flag.category == category for flag in figures.flags)
        ),
        authorisation=figures.period.authorisation,
        objection_days=term.amount if term.unit is TermUnit.WORKING_DAYS else None,
        phone=figures.profile.phone,
        people=figures.people,
        signature=figures.signature,
    )
    return words.word(sayings.FlagsTitle(period=name), locale), words.word(text, locale)


def ranking_message(words: Words, figures: SheetFigures, ranking: Ranking, locale: str) -> tuple[str, str]:
    """The title and text of one sequence's ranking."""
    name = periods.name_of(figures.period.code)
    won = last_places.winners(ranking, figures.rules) if periods.is_quarter(figures.period.code) else ()
    lines = tuple(
        sayings.RankingLine(
            rank=standing.rank,
            unit=figures.name_of(standing.unit),
            score="" if standing.score is None else str(standing.score),
            missing=Term("picture", "missing") if standing.score is None else None,
            rise=rise_mark(standing.rise),
        )
        for standing in ranking.standings
    )
    text = sayings.RankingText(
        units=len(lines),
        lines=lines,
        coverage=str(ranking.coverage) if ranking.is_provisional else "",
        winners=tuple(map(figures.name_of, won)),
        formula=ranking.formula,
        hash=ranking.digest[:SHOWN_HASH],
        authorisation=figures.period.authorisation,
        signature=figures.signature,
    )
    return words.word(sayings.RankingTitle(period=name, sequence=ranking.sequence), locale), words.word(text, locale)


def _titled(figures: SheetFigures, title: FlagTitle) -> tuple[str, ...]:
    return tuple(figures.name_of(unit) for unit, titles in figures.titles.items() if title in titles)


def _turned(figures: SheetFigures, rotation: Rotation) -> tuple[str, ...]:
    return _once(figures.name_of(turn.unit) for turn in figures.turns if turn.rotation is rotation)


def _once(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))
