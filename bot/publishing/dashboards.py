"""Counts and draws the 看板 of those who lead: the chore behind `handlers/desk/dashboards.py`."""

import asyncio

from bot import chores
from bot.publishing.maker import Maker
from bot.publishing.pictures import pictures
from bot.publishing.pictures.sheets import DashboardPicture, DashboardRow, Heading
from bot.wording import Words
from domain.saying import Term
from domain.sayings.dashboards import Dashboard
from handlers.desk import dashboards
from storage import people as accounts
from storage.database import Tx
from storage.road.chores import Chore


class Dashboards(Maker):
    """Draws them."""

    kind = dashboards.DRAW

    async def do(self, chore: Chore) -> chores.Result:
        """Count, draw, and bring it."""
        account = chore.account_id
        found, office, locale = await self._database.read(lambda tx: self._counted(tx, account))
        data = await asyncio.to_thread(pictures.dashboard, sheet(self._words, found, office, locale))
        return lambda tx: dashboards.bring(self._make_room(tx), account, found, data)

    def _counted(self, tx: Tx, account: int) -> tuple[Dashboard, str, str]:
        room, actor = self._make_room(tx), accounts.actor_of(tx, account)
        locale = actor.locale if actor else room.office.locale
        return dashboards.counted(room), room.office.profile.name, locale


def sheet(words: Words, found: Dashboard, office: str, locale: str) -> DashboardPicture:
    """What is drawn: a bar for every stage of every kind, and for every unit; the late ones in red."""

    def label(name: str, **facts: object) -> str:
        return words.filled(Term("dashboard", name), facts, ("unit",), locale)

    stages = [
        DashboardRow(
            label=label("stage", kind=each.kind, stage=each.stage),
            number=each.number,
            overdue=each.overdue,
            note=label("note", days=each.days, overdue=each.overdue),
        )
        for each in found.stages
    ]
    units = [
        DashboardRow(
            label=label("unit", unit=each.unit),
            number=each.number,
            overdue=each.overdue,
            note=label("late", overdue=each.overdue),
        )
        for each in found.units
    ]
    return DashboardPicture(
        heading=Heading(
            office=office,
            title=label("title"),
            subtitle=label("subtitle", day=found.day, number=found.number, overdue=found.overdue),
        ),
        parts=((label("by_stage"), tuple(stages)), (label("by_unit"), tuple(units))),
        most=max((each.number for each in (*stages, *units)), default=1),
    )
