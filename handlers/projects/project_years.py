"""The year's red-flag projects: counted from the announced quarters of it (the law §6.5)."""

from collections import Counter

from domain import months
from domain.people import CLOCK
from domain.scoring.quarters import Judged
from handlers.conversation.procedures import beginnings
from handlers.conversation.procedures.derived import Adds
from handlers.conversation.room import Room
from handlers.projects.project_quarters import kept
from storage import matters


def is_any(room: Room) -> bool:
    """Whether a quarter was ever announced."""
    return matters.is_any(room.tx, "project_quarter", ("announced",))


def propose(room: Room, month: str) -> None:
    """Propose the red-flag projects of the year before a month."""
    year = months.year(month) - 1
    given = {"year": str(year), **_flagged(room, year)}
    beginnings.create(room.acting_as(CLOCK), "project_year", "propose", given)


def _flagged(room: Room, year: int) -> dict[str, str]:
    """How many projects have red flags of a year's announced quarters, and which, those with the most flags first."""
    every = matters.waiting(room.tx, "project_quarter", ("announced",))
    flags = Counter(
        each.project.own["title"]
        for quarter in every
        if months.year(quarter.own["month"]) == year
        for each in kept(room, quarter)
        if each.judged is Judged.RED_FLAG
    )
    return {
        "flagged": str(len(flags)),
        "reds": "、".join(f"{title}（{number}）" for title, number in flags.most_common()),
    }


ADDS = {"project_year": Adds(listed=lambda room, standing: _flagged(room, int(standing.own["year"])))}
