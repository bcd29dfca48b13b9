"""The roads of what units take upon themselves (the law §1, §8): undertakings, a difficulty that stands in the way of one, pledges."""

from __future__ import annotations

from bot.cast import pledge_road
from bot.cast.roads import NumberOf, Pick, Prose, Road, RoadMatter, RoadStep, WrittenFile
from bot.cast.undertaking_road import BEGUN, RAISED, REPORTS, SOLVED, VERIFIED, reported

BUREAU, SOLVER, OWNER = "bureau", "solver", "owner"
LOOKS = "reviewer_a"
OUTCOME = pledge_road.OUTCOME


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

EXEMPTION = Road(
    name="exemption",
    cast=(OWNER, "leader_a", "leader_b"),
    places={"project": RoadMatter("project"), "exemption": RoadMatter("exemption", of="project")},
    parts={
        "all": (
            RoadStep(
                name="ask",
                who=OWNER,
                place="exemption",
                move="ask",
                leads_to="asked",
                begins="ask_exemption",
                answers={
                    "about": NumberOf("project"),
                    "ground": Pick(("force_majeure",)),
                    "first": Prose("first"),
                    "many": Prose("many"),
                    "account": Prose("account"),
                    "document": WrittenFile("certificate"),
                },
            ),
            RoadStep(
                name="decide",
                who="leader_a",
                place="exemption",
                move="decide",
                leads_to="granted",
                answers={"answer": Pick(("granted",)), "why": Prose("granted")},
            ),
        )
    },
)

PLEDGE = Road(
    name="pledge",
    cast=(BUREAU, LOOKS, "leader_a", "leader_b"),
    places={"pledge": RoadMatter("pledge")},
    parts={"all": (*pledge_road.SIGNED, *pledge_road.FOUND)},
)
