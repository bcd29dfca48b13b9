"""A confirmed period in words and sheets, for one language at a time. Pure.

The words are those of `words/`; sheets are drawn by `bot/publishing/pictures.py`.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from bot.publishing import picture_sheets as sheets
from bot.publishing import tables
from bot.wording import Words
from domain import periods
from domain.flags import Colour, Rotation, Title, Turn
from domain.mechanism.calendar import TermUnit
from domain.mechanism.rules import RuleSet
from domain.saying import Saying, Term
from domain.sayings import announcements as sayings
from domain.scoring.standings import Ranking, Standing
from handlers.conversation.room import Profile
from handlers.period_cards import SHOWN_HASH
from storage.flags import Flag
from storage.periods import Period


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """Everything that goes into an announcement of a period."""

    period: Period
    flags: tuple[Flag, ...]
    turns: tuple[Turn, ...]
    titles: Mapping[str, tuple[Title, ...]]
    rankings: tuple[Ranking, ...]
    indicators: Mapping[str, str]
    unit_names: Mapping[str, str]
    profile: Profile
    rules: RuleSet
    is_demo: bool
    people: int  # who decided before it is out: who confirmed, and who signed

    @property
    def signature(self) -> str:
        """Who signs."""
        return self.profile.signature or self.profile.name


def flags_message(words: Words, material: Material, locale: str) -> tuple[str, str]:
    """The title and text of the flags (双月讲评)."""
    name = periods.name_of(material.period.code)
    reds, yellows = (_of_colour(material, colour) for colour in (Colour.RED, Colour.YELLOW))
    term = material.rules.rank_objection
    text = sayings.FlagsText(
        reds=len(reds),
        red_units=len({flag.unit for flag in reds}),
        yellows=len(yellows),
        yellow_units=len({flag.unit for flag in yellows}),
        double_red=_titled(material, Title.DOUBLE_RED),
        turnaround=_titled(material, Title.TURNAROUND),
        kept=_turned(material, Rotation.KEPT),
        removed=_turned(material, Rotation.REMOVED),
        categories=tuple(
            sayings.CategoryLine(
                category=category,
                red=tuple(_name(material, flag.unit) for flag in reds if flag.category == category),
                yellow=tuple(_name(material, flag.unit) for flag in yellows if flag.category == category),
            )
            for category in _categories(material)
            if any(flag.category == category for flag in material.flags)
        ),
        authorisation=material.period.authorisation,
        objection_days=term.amount if term.unit is TermUnit.WORKING_DAYS else None,
        phone=material.profile.phone,
        people=material.people,
        signature=material.signature,
    )
    return words.word(sayings.FlagsTitle(period=name), locale), words.word(text, locale)


def ranking_message(words: Words, material: Material, ranking: Ranking, locale: str) -> tuple[str, str]:
    """The title and text of one sequence's ranking."""
    name = periods.name_of(material.period.code)
    lines = tuple(
        sayings.RankingLine(
            rank=standing.rank,
            unit=_name(material, standing.unit),
            score="" if standing.score is None else str(standing.score),
            missing=Term("picture", "missing") if standing.score is None else None,
        )
        for standing in ranking.standings
    )
    text = sayings.RankingText(
        units=len(lines),
        lines=lines,
        coverage=str(ranking.coverage) if ranking.is_provisional else "",
        formula=ranking.formula,
        hash=ranking.digest[:SHOWN_HASH],
        authorisation=material.period.authorisation,
        signature=material.signature,
    )
    return words.word(sayings.RankingTitle(period=name, sequence=ranking.sequence), locale), words.word(text, locale)


def picture_alt(words: Words, title: str, locale: str) -> str:
    """What is said of a picture to those who cannot see it."""
    return words.word(sayings.PictureAlt(title=title), locale)


def flags_sheet(words: Words, material: Material, locale: str) -> sheets.FlagsPicture:
    """The flags of a period as a picture."""
    reds, yellows = (len(_of_colour(material, colour)) for colour in (Colour.RED, Colour.YELLOW))
    title = sayings.FlagsTitle(period=periods.name_of(material.period.code))
    below = sayings.FlagsSubtitle(reds=reds, yellows=yellows)
    return sheets.FlagsPicture(
        heading=_heading(words, material, title, below, locale),
        red_flag=_label(words, "red_flag", locale),
        yellow_flag=_label(words, "yellow_flag", locale),
        nobody=_label(words, "nobody", locale),
        categories=tuple(
            sheets.FlagsCategory(
                name=category,
                red=_holders(words, material, category, Colour.RED, locale),
                yellow=_holders(words, material, category, Colour.YELLOW, locale),
            )
            for category in _categories(material)
        ),
        foot=_foot(words, material, material.period.hash, locale),
    )


def ranking_sheet(words: Words, material: Material, ranking: Ranking, locale: str) -> sheets.RankingPicture:
    """A sequence's ranking as a picture; units without figures are told in the text alone."""
    title = sayings.RankingTitle(period=periods.name_of(material.period.code), sequence=ranking.sequence)
    labels = {
        name: _label(words, name, locale)
        for name in ("rank", "unit", "composite", "provisional", "missing", "red_flag", "yellow_flag")
    }
    placed = [standing for standing in ranking.standings if standing.rank is not None and standing.score is not None]
    sections = [section.section for section in placed[0].sections]
    return sheets.RankingPicture(
        heading=_heading(words, material, title, sayings.RankingSubtitle(units=len(ranking.standings)), locale),
        labels=sheets.RankingLabels(**labels),
        sections=tuple(sections),
        rows=tuple(_row(material, standing) for standing in placed),
        foot=_foot(words, material, ranking.digest, locale),
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
        colour=sheets.Colour(flag.colour.value),
        unit=names.get(flag.unit, flag.unit),
        category=flag.category,
        score=str(behind.score),
        place=words.word(sayings.ListPlace(rank=behind.rank, of=behind.of), locale),
        note=words.word(note, locale),
    )


def flags_table(words: Words, material: Material, locale: str) -> tables.Table:
    """The flags of a period as a table."""
    columns = ("category", "flag", "unit", "how")
    return tables.Table(
        kind="flags",
        period=material.period.code,
        period_name=words.word(periods.name_of(material.period.code), locale),
        columns=tuple(words.term(Term("board_column", column), locale) for column in columns),
        rows=tuple(
            (
                words.named(category, locale),
                _label(words, f"{colour.value}_flag", locale),
                words.named(holder.name, locale),
                holder.note,
            )
            for category in _categories(material)
            for colour in (Colour.RED, Colour.YELLOW)
            for holder in _holders(words, material, category, colour, locale)
        ),
        hash=material.period.hash,
    )


def ranking_table(words: Words, material: Material, ranking: Ranking, locale: str) -> tables.Table:
    """A sequence's ranking as a table, with every section; units without figures stand last, without a place."""
    sections = tuple(section.section for section in ranking.standings[0].sections) if ranking.standings else ()
    columns = [words.term(Term("board_column", column), locale) for column in ("rank", "unit", "score")]
    flags = words.term(Term("board_column", "flags"), locale)
    return tables.Table(
        kind="ranking",
        period=material.period.code,
        period_name=words.word(periods.name_of(material.period.code), locale),
        sequence=ranking.sequence,
        columns=(*columns, *words.named(sections, locale), flags),
        rows=tuple(_cells(words, material, standing, len(sections), locale) for standing in ranking.standings),
        formula=ranking.formula,
        hash=ranking.digest,
    )


def _cells(words: Words, material: Material, standing: Standing, sections: int, locale: str) -> tuple[str, ...]:
    held = sorted(flag.colour.value for flag in material.flags if flag.unit == standing.unit)
    scores = ["" if section.score is None else str(section.score) for section in standing.sections]
    return (
        "" if standing.rank is None else str(standing.rank),
        words.named(_name(material, standing.unit), locale),
        _label(words, "missing", locale) if standing.score is None else str(standing.score),
        *(scores or [""] * sections),
        words.term(Term("written", "between"), locale).join(_label(words, f"{colour}_flag", locale) for colour in held),
    )


def notice_sheets(words: Words, material: Material, locale: str) -> Iterator[tuple[Flag, sheets.FlagNoticePicture]]:
    """The picture of each flag, for its notice. What is written on the cloth is the law's, in the office's language."""
    period = words.word(periods.name_of(material.period.code), locale)
    for flag in material.flags:
        colour = sheets.Colour(flag.colour.value)
        yield (
            flag,
            sheets.FlagNoticePicture(
                heading=sheets.Heading(
                    office=material.profile.name,
                    title=_label(words, f"{colour.value}_notice", locale),
                    subtitle=flag.number,
                    badge=_badge(words, material, locale),
                ),
                colour=colour,
                holder=_name(material, flag.unit),
                inscription=_label(words, f"{colour.value}_flag", locale),
                category=flag.category,
                period=period,
                foot=(material.signature,),
            ),
        )


def _heading(words: Words, material: Material, title: Saying, below: Saying, locale: str) -> sheets.Heading:
    return sheets.Heading(
        office=material.profile.name,
        title=words.word(title, locale),
        subtitle=words.word(below, locale),
        badge=_badge(words, material, locale),
    )


def _badge(words: Words, material: Material, locale: str) -> str:
    return words.term(Term("demo", "tag"), locale) if material.is_demo else ""


def _foot(words: Words, material: Material, digest: str, locale: str) -> tuple[str, ...]:
    foot = sayings.PictureFoot(authorisation=material.period.authorisation, hash=digest[:SHOWN_HASH])
    return (words.word(foot, locale),)


def _row(material: Material, standing: Standing) -> sheets.RankingRow:
    held = sorted(flag.colour.value for flag in material.flags if flag.unit == standing.unit)
    return sheets.RankingRow(
        rank=standing.rank or 0,
        unit=_name(material, standing.unit),
        composite=standing.score or Decimal(0),
        sections=tuple(section.score for section in standing.sections),
        flags=tuple(sheets.Colour(colour) for colour in held),
        is_provisional=standing.coverage < 100,
    )


def _holders(words: Words, material: Material, category: str, colour: Colour, locale: str) -> tuple[sheets.Holder, ...]:
    return tuple(
        sheets.Holder(
            name=_name(material, flag.unit),
            note=words.term(Term("rotation", flag.rotation.value), locale)
            if flag.rotation not in (Rotation.WON, Rotation.TAKEN)
            else "",
        )
        for flag in material.flags
        if flag.category == category and flag.colour is colour
    )


def _titled(material: Material, title: Title) -> tuple[str, ...]:
    return tuple(_name(material, unit) for unit, titles in material.titles.items() if title in titles)


def _turned(material: Material, rotation: Rotation) -> tuple[str, ...]:
    return _once(_name(material, turn.unit) for turn in material.turns if turn.rotation is rotation)


def _categories(material: Material) -> tuple[str, ...]:
    measured = {score.category for ranking in material.rankings for score in ranking.categories}
    return tuple(sorted(measured | {flag.category for flag in material.flags}))


def _of_colour(material: Material, colour: Colour) -> list[Flag]:
    return [flag for flag in material.flags if flag.colour is colour]


def _name(material: Material, unit: str) -> str:
    return material.unit_names.get(unit, unit)


def _label(words: Words, name: str, locale: str) -> str:
    return words.term(Term("picture", name), locale)


def _once(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))
