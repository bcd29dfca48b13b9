"""Draws the wall of flags: the chore behind `handlers/scoring/flag_walls.py`, as the announcement of the period draws it."""

import asyncio

from bot import chores
from bot.publishing.maker import Maker
from bot.publishing.pictures import pictures
from bot.publishing.pictures.sheets import FlagHolder, FlagsCategory, FlagsPicture, Heading
from bot.wording import Words
from domain.matters.scoring import periods
from domain.saying import Term
from domain.sayings import announcements as sayings
from domain.scoring.rotations import Colour
from handlers.conversation.room import Room
from handlers.scoring import flag_walls
from handlers.scoring.period_cards import SHOWN_HASH
from storage import people as accounts
from storage.database import Tx
from storage.road.chores import Chore
from storage.scoring import periods as store
from storage.scoring.flags import Flag
from storage.scoring.periods import Period


class FlagWalls(Maker):
    """Draws them."""

    kind = flag_walls.DRAW

    async def do(self, chore: Chore) -> chores.Result:
        """Find what hangs, draw, and bring it."""
        account = chore.account_id
        found = await self._database.read(lambda tx: self._found(tx, account))
        if found is None:
            return lambda tx: None
        period, sheet = found
        data = await asyncio.to_thread(pictures.flags, sheet)
        return lambda tx: flag_walls.bring(self._make_room(tx), account, period, data)

    def _found(self, tx: Tx, account: int) -> tuple[Period, FlagsPicture] | None:
        room, actor, period = self._make_room(tx), accounts.actor_of(tx, account), store.announced_last(tx)
        if actor is None or period is None:
            return None
        return period, wall(self._words, room, period, flag_walls.hanging(room, period), actor.locale)


def wall(words: Words, room: Room, period: Period, now: list[Flag], locale: str) -> FlagsPicture:
    """What is drawn: by category who holds a red flag and who a yellow one, and for how many periods running."""

    def label(name: str) -> str:
        return words.term(Term("picture", name), locale)

    def holders(category: str, colour: Colour) -> tuple[FlagHolder, ...]:
        inside = (flag for flag in now if flag.category == category and flag.colour is colour)
        return tuple(
            FlagHolder(
                name=room.office.name_of(flag.unit),
                note=words.filled(
                    Term("wall", "note"), {"streak": flag.streak if flag.streak > 1 else None}, (), locale
                ),
            )
            for flag in inside
        )

    reds, yellows = (sum(flag.colour is colour for flag in now) for colour in (Colour.RED, Colour.YELLOW))
    return FlagsPicture(
        heading=Heading(
            office=room.office.profile.name,
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
