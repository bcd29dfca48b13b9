"""The roads of what units take upon themselves (the law §1, §8): undertakings, a difficulty that stands in the way of one, pledges."""

from __future__ import annotations

from bot.cast.roads import In, Pick, Prose, Road, RoadMatter, RoadStep
from bot.cast.undertaking_road import BEGUN, RAISED, REPORTS, SOLVED, VERIFIED, reported

BUREAU, SOLVER = "bureau", "solver"
LOOKS = "reviewer_a"
OUTCOME = "report_outcome"


def undertaking_road(*, is_finished: bool) -> Road:
    """The road of an undertaking that a file listed: begun, and, where it is finished, reported and looked at."""
    place = "undertaking"
    finished = (reported(REPORTS, "reported"), VERIFIED)
    steps = (BEGUN, *(finished if is_finished else ()))
    return Road(name=place, cast=(BUREAU, LOOKS), places={place: RoadMatter(place)}, parts={"all": steps})


DIFFICULTY = Road(
    name="difficulty",
    cast=(BUREAU, SOLVER, LOOKS),
    places={"undertaking": RoadMatter("undertaking"), "difficulty": RoadMatter("difficulty", of="undertaking")},
    parts={"all": (*RAISED, *SOLVED)},
)

PLEDGE = Road(
    name="pledge",
    cast=(BUREAU, LOOKS, "leader_a", "leader_b"),
    places={"pledge": RoadMatter("pledge")},
    parts={
        "all": (
            RoadStep(
                name="file",
                who=BUREAU,
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
            RoadStep(
                name=OUTCOME,
                who=BUREAU,
                place="pledge",
                move="report_outcome",
                leads_to="reported",
                answers={"claim": Pick(("met",)), "result": Prose("reported")},
            ),
            RoadStep(
                name="verify",
                who=LOOKS,
                place="pledge",
                move="verify",
                leads_to="reported",
                answers={"finding": Pick(("met",)), "checked": Prose("checked")},
            ),
            RoadStep(name="verify_signed", who="leader_a", place="pledge", move="verify", leads_to="met", signs=True),
        )
    },
)
