"""The road of a pledge that a unit makes, and of the board of a quarter's end on which it stands (军令状、赛马亮榜): the law §1 row 7."""

from collections.abc import Mapping

from bot.cast.roads import CLOCK, In, Pick, Prose, Road, RoadMatter, RoadStep, announced
from domain.mechanism.standing import Standing
from storage import matters
from storage.database import Tx

OUTCOME = "report_outcome"

SIGNED = (
    RoadStep(
        name="file",
        who="bureau",
        place="pledge",
        move="file",
        leads_to="filed",
        begins="make_pledge",
        answers={
            "contest": Prose("contest"),
            "target": Prose("target"),
            "counted": Pick(("no",)),
            "until": In(200),
        },
    ),
    RoadStep(name="endorse", who="leader_a", place="pledge", move="endorse", leads_to="pledged"),
)
FOUND = (
    RoadStep(
        name=OUTCOME,
        who="bureau",
        place="pledge",
        move="report_outcome",
        leads_to="reported",
        answers={"claim": Pick(("met",)), "result": Prose("reported")},
    ),
    RoadStep(
        name="verify",
        who="reviewer_a",
        place="pledge",
        move="verify",
        leads_to="reported",
        answers={"finding": Pick(("met",)), "checked": Prose("checked")},
    ),
    RoadStep(name="verify_signed", who="leader_a", place="pledge", move="verify", leads_to="met", signs=True),
)
_PROGRESS = RoadStep(
    name="report_progress",
    who="bureau",
    place="pledge",
    move="report_progress",
    leads_to="pledged",
    answers={"progress": Prose("progress")},
)


def _board(tx: Tx, there: Mapping[str, Standing]) -> Standing | None:
    """The first board that came after the pledge."""
    every = matters.waiting(tx, "pledge_quarter", ("proposed", "confirmed", "announced")) if "pledge" in there else []
    later = (each for each in every if each.id > there["pledge"].id)
    return min(later, key=lambda each: each.id, default=None)


PLEDGE = Road(
    name="pledge",
    cast=("bureau", "reviewer_a", "leader_a", "leader_b", "committee_a"),
    places={
        "pledge": RoadMatter("pledge"),
        "standing": RoadMatter("pledge_quarter", finds=_board),
        "board": RoadMatter("announcement", of="standing"),
    },
    parts={
        "signed": (*SIGNED, _PROGRESS),
        "shown": (
            RoadStep(name="propose", who=CLOCK, place="standing", move="propose", leads_to="proposed"),
            RoadStep(name="confirm", who="leader_a", place="standing", move="confirm", leads_to="confirmed"),
            *announced("board"),
        ),
        "found": FOUND,
    },
)
