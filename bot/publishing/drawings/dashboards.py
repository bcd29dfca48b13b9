"""The picture of the 看板 of those who lead: what is under way, as bars (`handlers/desk/dashboards.py`)."""

from bot.publishing.pictures import pictures
from bot.publishing.pictures.sheets import DashboardPicture, DashboardRow, Heading
from bot.wording import Words
from domain.saying import Term
from domain.sayings.desk.dashboards import Dashboard
from handlers.conversation.room import Office
from handlers.desk.drawings import ToDraw


def drawn(words: Words, office: Office, found: ToDraw, locale: str) -> bytes:
    """It as a PNG."""
    assert isinstance(found.saying, Dashboard), "that is what was counted"
    return pictures.dashboard(sheet(words, found.saying, office.profile.name, locale))


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
