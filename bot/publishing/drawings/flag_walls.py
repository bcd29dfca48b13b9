"""The picture of the wall of flags, as the announcement of the period draws it (`handlers/scoring/flag_walls.py`)."""

from bot.publishing.pictures import pictures
from bot.publishing.pictures.sheets import FlagHolder, FlagsCategory, FlagsPicture, Heading
from bot.wording import Words
from domain.matters.scoring import periods
from domain.saying import Term
from domain.sayings import announcements as sayings
from domain.scoring.rotations import Colour, HeldFlag
from handlers.conversation.room import Office
from handlers.desk.drawings import ToDraw
from handlers.scoring.period_cards import SHOWN_HASH
from storage.scoring.periods import Period


def drawn(words: Words, office: Office, found: ToDraw, locale: str) -> bytes:
    """It as a PNG."""
    period, now = found.drawn
    return pictures.flags(wall(words, office, period, now, locale))


def wall(words: Words, office: Office, period: Period, now: list[HeldFlag], locale: str) -> FlagsPicture:
    """What is drawn: by category who holds a red flag and who a yellow one, and for how many periods running."""

    def label(name: str) -> str:
        return words.term(Term("picture", name), locale)

    def holders(category: str, colour: Colour) -> tuple[FlagHolder, ...]:
        inside = (flag for flag in now if flag.category == category and flag.colour is colour)
        return tuple(
            FlagHolder(
                name=office.name_of(flag.unit),
                note=words.filled(
                    Term("wall", "note"), {"streak": flag.streak if flag.streak > 1 else None}, (), locale
                ),
            )
            for flag in inside
        )

    reds, yellows = (sum(flag.colour is colour for flag in now) for colour in (Colour.RED, Colour.YELLOW))
    return FlagsPicture(
        heading=Heading(
            office=office.profile.name,
            title=words.filled(Term("wall", "title"), {"period": periods.name_of(period.code)}, (), locale),
            subtitle=words.word(sayings.FlagsSubtitle(reds=reds, yellows=yellows), locale),
        ),
        red_flag=label("red_flag"),
        yellow_flag=label("yellow_flag"),
        nobody=label("nobody"),
        categories=tuple(
            FlagsCategory(name=name, red=holders(name, Colour.RED), yellow=holders(name, Colour.YELLOW))
            for name in sorted({flag.category for flag in now})
        ),
        foot=(
            words.word(sayings.PictureFoot(authorisation=period.authorisation, hash=period.hash[:SHOWN_HASH]), locale),
        ),
    )
