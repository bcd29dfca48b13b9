"""The roads of what units take upon themselves (the law §1, §8): undertakings, a difficulty that stands in the way of one, pledges."""

from __future__ import annotations

from bot.cast import pledge_road
from bot.cast.roads import Road, RoadMatter
from bot.cast.undertaking_road import BEGUN, RAISED, REPORTS, SOLVED, VERIFIED, reported

BUREAU, SOLVER = "bureau", "solver"
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

PLEDGE = Road(
    name="pledge",
    cast=(BUREAU, LOOKS, "leader_a", "leader_b"),
    places={"pledge": RoadMatter("pledge")},
    parts={"all": (*pledge_road.SIGNED, *pledge_road.FOUND)},
)
