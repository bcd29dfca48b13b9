"""The announcement of a quarter's board of pledges (赛马亮榜): by level and by contest in words, each unit in a table. The law §1 row 7."""

from bot.publishing.tabled import TabledMaterial
from domain import months
from domain.cards import Names
from domain.matters import announcements as law
from domain.matters.contests.pledge_quarters import Course
from domain.matters.scoring import periods
from domain.saying import Term
from domain.sayings.scoring import pledges as sayings
from domain.scoring.quarters import code_of
from handlers import pledge_boards, pledges, proposing
from handlers.conversation.room import Room


def collect(room: Room, what: proposing.AnnouncementWanted) -> TabledMaterial:
    """Collect the board of a quarter that was confirmed."""
    office, standing = room.office, what.standing
    every, said, month = pledge_boards.kept(standing), pledge_boards.said(room, standing), standing.own["month"]
    rules, named = office.rules_of(standing.rules), frozenset(each.unit for each in every)
    quarter = periods.name_of(code_of(month))
    return TabledMaterial(
        kind="pledges",
        about=code_of(month),
        period=quarter,
        title=sayings.PledgeQuarterTitle(quarter=quarter),
        text=sayings.PledgeQuarterText(
            quarter=quarter,
            day=months.last_day(month),
            total=said["total"],
            levels=said["levels"],
            contests=said["contests"],
            people=law.people(proposing.apart(room, what, named), office.rules.announcement_approvers),
            signature=office.profile.signature or office.profile.name,
        ),
        columns=("unit", "level", "contest", "pledged", *Course),
        rows=[
            (
                Names((office.name_of(each.unit),)),
                Term("pledge_level", each.level),
                pledges.called(each.contest),
                *map(str, (sum(each.counts), *each.counts)),
            )
            for each in every
        ],
        units=tuple(each.unit for each in every),
        named=named,
        written=tuple(sorted({each.contest for each in every})),
        publish_at=office.calendar.said_at(months.last_day(month), rules.pledge_quarter, room.at),
    )
