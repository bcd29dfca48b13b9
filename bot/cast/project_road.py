"""The road of a project's month and its light (月度进度、月亮灯): the law §6.4."""

from collections.abc import Mapping

from bot.cast.people import COMPANY
from bot.cast.roads import CLOCK, Figure, In, Pick, Prose, Road, RoadMatter, RoadStep, announced, of_file
from domain.mechanism.standing import Standing
from storage import matters
from storage.database import Tx
from storage.road import history


def _month(tx: Tx, there: Mapping[str, Standing]) -> Standing | None:
    """The month of the project that somebody has reported; where nobody has, one that can be reported still."""
    every = matters.children(tx, there["project"].id, "project_month") if "project" in there else []
    reported = next((each for each in every if _is_reported(tx, each)), None)
    return reported or next((each for each in every if each.stage == "due"), None)


def _is_reported(tx: Tx, month: Standing) -> bool:
    return any(move == "report" for move, _, _ in history.made(tx, month.matter, month.id))


def _list(tx: Tx, there: Mapping[str, Standing]) -> Standing | None:
    """The list of the lights of that month."""
    every = matters.waiting(tx, "light_list", ("proposed", "confirmed", "announced")) if "month" in there else []
    return next((each for each in every if each.own["month"] == there["month"].category), None)


PROJECT = Road(
    name="project",
    cast=("owner", "reviewer_a", "leader_a", "leader_b", "committee_a"),
    places={
        "project": of_file("project", COMPANY),
        "month": RoadMatter("project_month", finds=_month),
        "list": RoadMatter("light_list", finds=_list),
        "lights": RoadMatter("announcement", of="list"),
    },
    parts={
        "reported": (
            RoadStep(name="open", who=CLOCK, place="month", move="open", leads_to="due"),
            RoadStep(
                name="report",
                who="owner",
                place="month",
                move="report",
                leads_to="reported",
                answers={"actual": Figure("300"), "begun": Pick(("yes",)), "note": Prose("note")},
            ),
            RoadStep(name="close", who=CLOCK, place="month", move="close", leads_to="closed"),
        ),
        "drafted": (
            RoadStep(name="propose", who=CLOCK, place="list", move="propose", leads_to="proposed"),
            RoadStep(name="confirm", who="leader_a", place="list", move="confirm", leads_to="confirmed"),
        ),
        "said": announced("lights"),
        "talked": (
            RoadStep(
                name="note_talk",
                who="leader_b",
                place="month",
                move="note_talk",
                leads_to="shown",
                answers={"talked_on": In(0), "talk": Prose("talk")},
            ),
        ),
    },
)
