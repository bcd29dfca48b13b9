"""The roads of what units take upon themselves (the law §1, §8): undertakings, a difficulty that stands in the way of one, pledges."""

from __future__ import annotations

from bot.cast.roads import In, NumberOf, Pick, Prose, Road, RoadMatter, RoadStep, WrittenFile

BUREAU, SOLVER = "bureau", "solver"
LOOKS = "reviewer_a"
REPORTS = "report_done"
OUTCOME = "report_outcome"


def undertaking_road(*, is_finished: bool) -> Road:
    """The road of an undertaking that a file listed: begun, and, where it is finished, reported and looked at."""
    place = "undertaking"
    steps: tuple[RoadStep, ...] = (
        RoadStep(
            name="begin",
            who=BUREAU,
            place=place,
            move="begin",
            leads_to="under_way",
            answers={"progress": Prose("begun")},
        ),
    )
    if is_finished:
        steps += (
            RoadStep(
                name=REPORTS,
                who=BUREAU,
                place=place,
                move="report_done",
                leads_to="reported",
                answers={"result": Prose("reported"), "evidence": WrittenFile("reported")},
            ),
            RoadStep(
                name="verify",
                who=LOOKS,
                place=place,
                move="verify",
                leads_to="done",
                answers={"checked": Prose("checked")},
            ),
        )
    return Road(name=place, cast=(BUREAU, LOOKS), places={place: RoadMatter(place)}, parts={"all": steps})


DIFFICULTY = Road(
    name="difficulty",
    cast=(BUREAU, SOLVER, LOOKS),
    places={"undertaking": RoadMatter("undertaking"), "difficulty": RoadMatter("difficulty", of="undertaking")},
    parts={
        "all": (
            RoadStep(
                name="raise",
                who=BUREAU,
                place="difficulty",
                move="raise",
                leads_to="raised",
                begins="raise_difficulty",
                answers={
                    "about": NumberOf("undertaking"),
                    "sort": Pick(("approval",)),
                    "account": Prose("difficulty"),
                },
            ),
            RoadStep(
                name="assign",
                who=LOOKS,
                place="difficulty",
                move="assign",
                leads_to="assigned",
                answers={"unit": Prose("solver")},
            ),
            RoadStep(
                name="solve",
                who=SOLVER,
                place="difficulty",
                move="solve",
                leads_to="solved",
                answers={"result": Prose("solved")},
            ),
            RoadStep(name="close", who=BUREAU, place="difficulty", move="close", leads_to="closed"),
        )
    },
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
