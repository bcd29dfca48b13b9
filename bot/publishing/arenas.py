"""The announcement of an arena's result: the first three in words, all of them as a picture and as a table (the law §6.6, §9 擂台结果)."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

from bot.publishing.pictures import pictures, sheets
from bot.publishing.tabled import TabledMaterial
from bot.wording import Words
from domain.cards import Names
from domain.matters import announcements as law
from domain.saying import Term
from domain.sayings import arenas as sayings
from handlers import arenas, proposing
from handlers.arenas import SlotResult
from handlers.conversation.room import Room

AFTER = timedelta(hours=1)  # the law §9: event day +1 h
FIRST = 3  # ranks in the words; all stand in the table
COLUMNS = ("rank", "unit", "arena_score", "valid", "dropped")
COMBINED = ("scene", "composite")  # of what a final score was combined


def collect(room: Room, what: proposing.AnnouncementWanted) -> TabledMaterial:
    """Collect the result of an arena that was counted."""
    office, standing = room.office, what.standing
    found = arenas.result_of(standing)
    assert found is not None, "what is announced was counted"
    named = frozenset(each.unit for each in found.ranked)
    title = sayings.ArenaTitle(title=standing.own["title"])
    names = {each.unit: office.name_of(each.unit) for each in found.ranked}
    final = arenas.final_of(room, standing)
    text = sayings.ArenaText(
        title=standing.own["title"],
        day=date.fromisoformat(standing.own["day"]),
        valid=_span([each.valid for each in found.ranked]),
        dropped=_span([each.dropped for each in found.ranked]),
        first=tuple(arenas.named(room, each) for each in found.ranked if each.rank <= FIRST),
        unscored=tuple(map(office.name_of, found.unscored)),
        people=law.people(proposing.apart(room, what, named), office.rules.announcement_approvers),
        signature=office.profile.signature or office.profile.name,
        final=final,
    )

    def draws(words: Words, locale: str) -> tuple[bytes, str]:
        sheet = sheets.RankingPicture(
            heading=sheets.Heading(
                office=office.profile.name,
                title=words.word(title, locale),
                subtitle=words.word(
                    sayings.ArenaSubtitle(day=text.day, valid=text.valid, dropped=text.dropped, final=final), locale
                ),
                badge=words.term(Term("demo", "tag"), locale) if office.is_demo else "",
            ),
            labels=_labels(words, locale),
            sections=tuple(words.term(Term("board_column", name), locale) for name in COMBINED) if final else (),
            rows=tuple(_row(each, str(words.named(names[each.unit], locale))) for each in found.ranked),
            foot=(),
        )
        return pictures.ranking(sheet), words.word(text, locale)

    return TabledMaterial(
        kind="arena",
        about=standing.number,
        period=title,
        title=title,
        text=text,
        columns=(*COLUMNS, *COMBINED) if final else COLUMNS,
        rows=[
            (
                str(each.rank),
                Names((names[each.unit],)),
                each.score,
                str(each.valid),
                str(each.dropped),
                *_parts(each),
            )
            for each in found.ranked
        ],
        units=tuple(each.unit for each in found.ranked),
        named=named,
        written=(standing.own["title"],),
        publish_at=office.calendar.next_speaking_moment(room.at + AFTER),
        draws=draws,
    )


def _row(result: SlotResult, name: str) -> sheets.RankingRow:
    sections = tuple(map(Decimal, _parts(result)))
    return sheets.RankingRow(rank=result.rank, unit=name, composite=Decimal(result.score), sections=sections)


def _parts(result: SlotResult) -> tuple[str, ...]:
    return (result.scene, result.composite) if result.composite else ()


def _labels(words: Words, locale: str) -> sheets.RankingLabels:
    def label(name: str) -> str:
        return words.term(Term("board_column", name), locale)

    return sheets.RankingLabels(
        rank=label("rank"),
        unit=label("unit"),
        composite=label("arena_score"),
        provisional="",
        missing="",
        red_flag="",
        yellow_flag="",
    )


def _span(numbers: Sequence[int]) -> str:
    """The least and the greatest of them, one where they are the same."""
    least, most = min(numbers), max(numbers)
    return str(least) if least == most else f"{least}–{most}"
