"""A confirmed period in pictures and tables, for one language at a time. Pure; `bot/publishing/pictures.py` draws them.

Lives here besides: `SheetFigures`, what of a period goes into its announcement.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from bot.publishing import tables
from bot.publishing.pictures import sheets
from bot.wording import Words
from domain.matters.scoring import periods
from domain.matters.scoring.filings import FilingDays
from domain.mechanism.rules import RuleSet
from domain.saying import Saying, Term
from domain.sayings import announcements as sayings
from domain.scoring.rotations import Colour, FlagTitle, Rotation, Turn
from domain.scoring.standings import RankedUnit, Ranking, rise_mark
from handlers.conversation.room import Profile
from handlers.scoring.period_cards import SHOWN_HASH
from storage.scoring.flags import Flag
from storage.scoring.periods import Period

METHOD = ("section", "section_weight", "indicator", "weight", "direction", "code", "due_on", "frozen_on")


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetFigures:
    """Everything that goes into an announcement of a period, and what its words and its sheets read from it alike."""

    period: Period
    flags: tuple[Flag, ...]
    turns: tuple[Turn, ...]
    titles: Mapping[str, tuple[FlagTitle, ...]]
    rankings: tuple[Ranking, ...]
    unit_names: Mapping[str, str]
    indicator_names: Mapping[str, str]
    days: Mapping[str, FilingDays]  # by indicator; none of a period whose figures nobody is asked for
    profile: Profile
    rules: RuleSet
    is_demo: bool
    people: int  # who decided before it is out: who confirmed, and who signed

    @property
    def signature(self) -> str:
        """Who signs."""
        return self.profile.signature or self.profile.name

    @property
    def categories(self) -> tuple[str, ...]:
        """Every category that was measured or has a flag."""
        measured = {score.category for ranking in self.rankings for score in ranking.categories}
        return tuple(sorted(measured | {flag.category for flag in self.flags}))

    def of_colour(self, colour: Colour) -> list[Flag]:
        """The flags of one colour."""
        return [flag for flag in self.flags if flag.colour is colour]

    def name_of(self, unit: str) -> str:
        """What a unit is called in public."""
        return self.unit_names.get(unit, unit)


def flags_sheet(words: Words, figures: SheetFigures, locale: str) -> sheets.FlagsPicture:
    """The flags of a period as a picture."""
    reds, yellows = (len(figures.of_colour(colour)) for colour in (Colour.RED, Colour.YELLOW))
    title = sayings.FlagsTitle(period=periods.name_of(figures.period.code))
    below = sayings.FlagsSubtitle(reds=reds, yellows=yellows)
    return sheets.FlagsPicture(
        heading=_heading(words, figures, title, below, locale),
        red_flag=_label(words, "red_flag", locale),
        yellow_flag=_label(words, "yellow_flag", locale),
        nobody=_label(words, "nobody", locale),
        categories=tuple(
            sheets.FlagsCategory(
                name=category,
                red=_holders(words, figures, category, Colour.RED, locale),
                yellow=_holders(words, figures, category, Colour.YELLOW, locale),
            )
            for category in figures.categories
        ),
        foot=_foot(words, figures, figures.period.hash, locale),
    )


def ranking_sheet(words: Words, figures: SheetFigures, ranking: Ranking, locale: str) -> sheets.RankingPicture:
    """A sequence's ranking as a picture; units without figures are told in the text alone."""
    title = sayings.RankingTitle(period=periods.name_of(figures.period.code), sequence=ranking.sequence)
    labels = {
        name: _label(words, name, locale)
        for name in ("rank", "unit", "composite", "provisional", "missing", "red_flag", "yellow_flag")
    }
    placed = [standing for standing in ranking.standings if standing.rank is not None and standing.score is not None]
    sections = [section.section for section in placed[0].sections]
    return sheets.RankingPicture(
        heading=_heading(words, figures, title, sayings.RankingSubtitle(units=len(ranking.standings)), locale),
        labels=sheets.RankingLabels(**labels),
        sections=tuple(sections),
        rows=tuple(_row(figures, standing) for standing in placed),
        foot=_foot(words, figures, ranking.digest, locale),
    )


def list_sheet(
    words: Words, period: Period, listed: Iterable[Flag], office: Profile, names: Mapping[str, str], locale: str
) -> sheets.FlagListPicture:
    """The flags that are proposed, as a table for those who decide. `names`: units and indicators by code."""
    kept = list(listed)
    reds = sum(flag.colour is Colour.RED for flag in kept)
    heading = sheets.Heading(
        office=office.name,
        title=words.word(sayings.ListTitle(period=periods.name_of(period.code)), locale),
        subtitle=words.word(sayings.FlagsSubtitle(reds=reds, yellows=len(kept) - reds), locale),
    )
    foot = sayings.PictureFoot(authorisation="", hash=period.hash[:SHOWN_HASH])
    rows = tuple(_listed(words, number, flag, names, locale) for number, flag in enumerate(kept, start=1))
    return sheets.FlagListPicture(heading=heading, rows=rows, foot=(words.word(foot, locale),))


def _listed(words: Words, number: int, flag: Flag, names: Mapping[str, str], locale: str) -> sheets.ListedFlag:
    behind = flag.proposal
    missed = tuple(names.get(code, code) for code in behind.missed)
    note = sayings.ListNote(rotation=Term("rotation", flag.rotation.value), missed=missed)
    return sheets.ListedFlag(
        number=str(number),
        colour=sheets.Cloth(flag.colour.value),
        unit=names.get(flag.unit, flag.unit),
        category=flag.category,
        score=str(behind.score),
        place=words.word(sayings.ListPlace(rank=behind.rank, of=behind.of), locale),
        note=words.word(note, locale),
    )


def flags_table(words: Words, figures: SheetFigures, locale: str) -> tables.PublishedTable:
    """The flags of a period as a table."""
    columns = ("category", "flag", "unit", "how")
    order = [(category, colour) for category in figures.categories for colour in (Colour.RED, Colour.YELLOW)]
    return tables.PublishedTable(
        kind="flags",
        period=figures.period.code,
        period_name=words.word(periods.name_of(figures.period.code), locale),
        columns=tuple(words.term(Term("board_column", column), locale) for column in columns),
        rows=tuple(
            (
                words.named(category, locale),
                _label(words, f"{colour.value}_flag", locale),
                words.named(holder.name, locale),
                holder.note,
            )
            for category, colour in order
            for holder in _holders(words, figures, category, colour, locale)
        ),
        hash=figures.period.hash,
        units=tuple(
            flag.unit
            for category, colour in order
            for flag in figures.flags
            if (flag.category, flag.colour) == (category, colour)
        ),
        rules=figures.period.rules,
    )


def ranking_table(words: Words, figures: SheetFigures, ranking: Ranking, locale: str) -> tables.PublishedTable:
    """A sequence's ranking as a table, with every section; units without figures stand last, without a place."""
    sections = tuple(section.section for section in ranking.standings[0].sections) if ranking.standings else ()
    columns = [words.term(Term("board_column", column), locale) for column in ("rank", "rise", "unit", "score")]
    flags = words.term(Term("board_column", "flags"), locale)
    return tables.PublishedTable(
        kind="ranking",
        period=figures.period.code,
        period_name=words.word(periods.name_of(figures.period.code), locale),
        sequence=ranking.sequence,
        columns=(*columns, *words.named(sections, locale), flags),
        rows=tuple(_cells(words, figures, standing, len(sections), locale) for standing in ranking.standings),
        formula=ranking.formula,
        hash=ranking.digest,
        units=tuple(standing.unit for standing in ranking.standings),
        method_columns=tuple(words.term(Term("board_column", column), locale) for column in METHOD),
        method=tuple(_weighed(words, figures, ranking, locale)),
        rules=ranking.rules_version,
    )


def _weighed(words: Words, figures: SheetFigures, ranking: Ranking, locale: str) -> Iterator[tuple[str, ...]]:
    """What a score is made of: every indicator with its weight in its section, and that of the section; and until when its figures came."""
    sections = {
        each.section: f"{each.weight:f}" for each in (ranking.standings[0].sections if ranking.standings else ())
    }
    for column in ranking.columns:
        days = figures.days.get(column.indicator)
        yield (
            words.named(column.section, locale),
            sections.get(column.section, ""),
            words.named(figures.indicator_names.get(column.indicator, column.indicator), locale),
            f"{column.weight:f}",
            words.term(Term("board_direction", column.direction.name.lower()), locale),
            column.indicator,
            *((days.due_on.isoformat(), days.frozen_on.isoformat()) if days else ("", "")),
        )


def _cells(words: Words, figures: SheetFigures, standing: RankedUnit, sections: int, locale: str) -> tuple[str, ...]:
    held = sorted(flag.colour.value for flag in figures.flags if flag.unit == standing.unit)
    scores = ["" if section.score is None else str(section.score) for section in standing.sections]
    return (
        "" if standing.rank is None else str(standing.rank),
        rise_mark(standing.rise),
        words.named(figures.name_of(standing.unit), locale),
        _label(words, "missing", locale) if standing.score is None else str(standing.score),
        *(scores or [""] * sections),
        words.term(Term("written", "between"), locale).join(_label(words, f"{colour}_flag", locale) for colour in held),
    )


def notice_sheets(words: Words, figures: SheetFigures, locale: str) -> Iterator[tuple[Flag, sheets.FlagNoticePicture]]:
    """The picture of each flag, for its notice. What is written on the cloth is the law's, in the office's language."""
    period = words.word(periods.name_of(figures.period.code), locale)
    for flag in figures.flags:
        colour = sheets.Cloth(flag.colour.value)
        yield (
            flag,
            sheets.FlagNoticePicture(
                heading=sheets.Heading(
                    office=figures.profile.name,
                    title=_label(words, f"{colour.value}_notice", locale),
                    subtitle=flag.number,
                    badge=_badge(words, figures, locale),
                ),
                colour=colour,
                holder=figures.name_of(flag.unit),
                inscription=_label(words, f"{colour.value}_flag", locale),
                category=flag.category,
                period=period,
                foot=(figures.signature,),
            ),
        )


def _heading(words: Words, figures: SheetFigures, title: Saying, below: Saying, locale: str) -> sheets.Heading:
    return sheets.Heading(
        office=figures.profile.name,
        title=words.word(title, locale),
        subtitle=words.word(below, locale),
        badge=_badge(words, figures, locale),
    )


def _badge(words: Words, figures: SheetFigures, locale: str) -> str:
    return words.term(Term("demo", "tag"), locale) if figures.is_demo else ""


def _foot(words: Words, figures: SheetFigures, digest: str, locale: str) -> tuple[str, ...]:
    foot = sayings.PictureFoot(authorisation=figures.period.authorisation, hash=digest[:SHOWN_HASH])
    return (words.word(foot, locale),)


def _row(figures: SheetFigures, standing: RankedUnit) -> sheets.RankingRow:
    held = sorted(flag.colour.value for flag in figures.flags if flag.unit == standing.unit)
    return sheets.RankingRow(
        rank=standing.rank or 0,
        unit=figures.name_of(standing.unit),
        composite=standing.score or Decimal(0),
        sections=tuple(section.score for section in standing.sections),
        flags=tuple(sheets.Cloth(colour) for colour in held),
        is_provisional=standing.coverage < 100,
        rise=rise_mark(standing.rise),
    )


def _holders(
    words: Words, figures: SheetFigures, category: str, colour: Colour, locale: str
) -> tuple[sheets.FlagHolder, ...]:
    return tuple(
        sheets.FlagHolder(
            name=figures.name_of(flag.unit),
            note=words.term(Term("rotation", flag.rotation.value), locale)
            if flag.rotation not in (Rotation.WON, Rotation.TAKEN)
            else "",
        )
        for flag in figures.flags
        if flag.category == category and flag.colour is colour
    )


def _label(words: Words, name: str, locale: str) -> str:
    return words.term(Term("picture", name), locale)
