"""The announcement of a quarter's projects: red flags, snails, cards, in words and as a table (the law §9, 季度通报)."""

from bot.publishing.tabled import TabledMaterial
from domain import months
from domain.cards import Names
from domain.matters import announcements as law
from domain.matters.scoring import periods
from domain.saying import Term
from domain.sayings.scoring import quarters as sayings
from domain.scoring.quarters import MONTHS, SNAILS, Judged, code_of
from handlers import project_quarters as lists
from handlers import proposing
from handlers.conversation.room import Room
from storage import matters


def collect(room: Room, what: proposing.AnnouncementWanted) -> TabledMaterial:
    """Collect the lists of a confirmed quarter."""
    office, standing = room.office, what.standing
    rules, month = office.rules_of(standing.rules), standing.own["month"]
    kept = lists.kept(room, standing)
    reds = [each for each in kept if each.judged is Judged.RED_FLAG]
    snails = [each for each in kept if each.judged in SNAILS]
    named = frozenset(each.project.unit for each in kept)
    before = code_of(months.later(month, -MONTHS))
    gone = [each for each in matters.waiting(room.tx, "project_card", ("red",)) if each.own["quarter"] == before]
    quarter = periods.name_of(code_of(month))
    rows = [(each.project.own["code"], each.judged, each.said(room)) for each in kept]
    return TabledMaterial(
        kind="quarter",
        about=code_of(month),
        period=quarter,
        title=sayings.QuarterTitle(quarter=quarter),
        text=sayings.QuarterText(
            quarter=quarter,
            red=str(len(reds)),
            snail=str(len(snails)),
            yellow=str(len(snails)),
            gone=str(len(gone)),
            reds=tuple(each.said(room) for each in reds),
            snails=tuple(each.said(room) for each in snails),
            objection_days=rules.rank_objection.amount,
            people=law.people(proposing.apart(room, what, named), office.rules.announcement_approvers),
            signature=office.profile.signature or office.profile.name,
        ),
        columns=("result", "project", "done", "target", "owner", "code"),
        rows=[
            (Term("judged", judged.value), said.title, said.done, said.target, Names((said.unit,)), code)
            for code, judged, said in rows
        ],
        units=tuple(each.project.unit for each in kept),
        named=named,
        written=tuple(said.title for _, _, said in rows),
        publish_at=office.calendar.said_at(months.last_day(month), rules.project_quarter, room.at),
    )
