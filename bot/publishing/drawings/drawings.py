"""Finds and draws what somebody asked for: the chore behind `handlers/desk/drawings.py`, one for every kind of picture."""

import asyncio
from collections.abc import Callable, Mapping

from bot import chores
from bot.publishing.drawings import dashboards, flag_walls, project_curves, score_sheets, years
from bot.publishing.maker import Maker
from bot.wording import Words
from handlers import year_overviews
from handlers.conversation.room import Office
from handlers.desk import dashboards as counted
from handlers.desk import drawings
from handlers.desk.drawings import Drawable, ToDraw
from handlers.projects import project_curves as curves
from handlers.scoring import flag_walls as walls
from handlers.scoring import score_sheets as points
from storage.database import Tx
from storage.road.chores import Chore

Draw = Callable[[Words, Office, ToDraw, str], bytes]

KINDS: Mapping[str, tuple[Drawable, Draw]] = {
    drawable.name: (drawable, draw)
    for drawable, draw in (
        (counted.DRAWABLE, dashboards.drawn),
        (walls.DRAWABLE, flag_walls.drawn),
        (points.DRAWABLE, score_sheets.drawn),
        (curves.DRAWABLE, project_curves.drawn),
        (year_overviews.DRAWABLE, years.drawn),
    )
}


class Drawings(Maker):
    """Draws them."""

    kind = drawings.DRAW

    async def do(self, chore: Chore) -> chores.Result:
        """Find, draw, and bring it; where there is nothing to be drawn any more, nothing."""
        drawable, draw = KINDS[str(chore.body["name"])]
        account, rest = chore.account_id, str(chore.body["rest"])

        def find(tx: Tx) -> tuple[ToDraw | None, str, Office]:
            room = self._make_room(tx)
            return *drawable.found(room, account, rest), room.office

        found, locale, office = await self._database.read(find)
        if found is None:
            return chores.nothing
        data = await asyncio.to_thread(draw, self._words, office, found, locale)
        return lambda tx: drawable.bring(self._make_room(tx), account, rest, found, data)
