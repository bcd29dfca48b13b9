"""The picture of a year of the office (`handlers/year_overviews.py`): for those who lead, and with the announcement of the year."""

from dataclasses import replace

from bot.publishing import plain
from bot.publishing.pictures import pictures
from bot.publishing.pictures.sheets import Heading, Lamp, YearMonth, YearPeriod, YearPicture
from bot.wording import Words
from domain.saying import Term
from domain.sayings.scoring.years import YearOverview
from handlers import proposing, year_overviews
from handlers.conversation.room import Office, Room
from handlers.desk.drawings import ToDraw

LAMPS = (Lamp.GREEN, Lamp.YELLOW, Lamp.RED, Lamp.GREY, Lamp.MISSING)


def drawn(words: Words, office: Office, found: ToDraw, locale: str) -> bytes:
    """It as a PNG."""
    assert isinstance(found.saying, YearOverview), "that is what was counted"
    return pictures.year(sheet(words, found.saying, office.profile.name, locale))


def collect(room: Room, what: proposing.AnnouncementWanted) -> plain.PlainMaterial:
    """The announcement of a year in plain words, with the picture of the year."""
    overview, office = year_overviews.of_year(room, int(what.standing.own["year"])), room.office.profile.name

    def draws(words: Words, locale: str) -> tuple[bytes, str]:
        return pictures.year(sheet(words, overview, office, locale)), words.word(overview, locale)

    return replace(plain.collect(room, what), draws=draws)


def sheet(words: Words, said: YearOverview, office: str, locale: str) -> YearPicture:
    """What is drawn."""

    def label(name: str) -> str:
        return words.filled(Term("year_picture", name), {"year": said.year}, (), locale)

    return YearPicture(
        heading=Heading(office=office, title=label("title"), subtitle=label("subtitle")),
        heads=(label("flags"), label("lights"), label("counts"), label("editions")),
        flag_heads=(
            words.term(Term("picture", "red_flag"), locale),
            words.term(Term("picture", "yellow_flag"), locale),
        ),
        periods=tuple(
            YearPeriod(label=words.word(each.period, locale), red=int(each.red), yellow=int(each.yellow))
            for each in said.periods
        ),
        lamps=tuple((lamp, words.term(Term("light", lamp.value), locale)) for lamp in LAMPS),
        months=tuple(
            YearMonth(
                label=words.filled(Term("year_picture", "month"), {"number": each.month.month}, (), locale),
                lights=tuple(int(getattr(each, lamp.value)) for lamp in LAMPS),
            )
            for each in said.months
        ),
        counts=tuple((words.value(each.what, locale), each.number) for each in said.counts),
        editions=tuple((each.title, each.number) for each in said.editions),
        foot=(label("foot"),),
    )
