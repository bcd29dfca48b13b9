"""The road of an undertaking that a file gave a unit, and of a difficulty that stands in its way (实施意见、难题): the law §8."""

from bot.cast.people import BUREAU
from bot.cast.roads import NumberOf, Pick, Prose, Road, RoadMatter, RoadStep, WrittenFile, of_file

REPORTS = "report_done"

BEGUN = RoadStep(
    name="begin",
    who="bureau",
    place="undertaking",
    move="begin",
    leads_to="under_way",
    answers={"progress": Prose("begun")},
)


def reported(name: str, evidence: str) -> RoadStep:
    """The unit reports it done, with a paper of these words."""
    return RoadStep(
        name=name,
        who="bureau",
        place="undertaking",
        move="report_done",
        leads_to="reported",
        answers={"result": Prose(evidence), "evidence": WrittenFile(evidence)},
    )


VERIFIED = RoadStep(
    name="verify",
    who="reviewer_a",
    place="undertaking",
    move="verify",
    leads_to="done",
    answers={"checked": Prose("checked")},
)
_SENT_BACK = RoadStep(
    name="send_back",
    who="reviewer_b",
    place="undertaking",
    move="send_back",
    leads_to="under_way",
    answers={"lacking": Prose("lacking")},
)
RAISED = (
    RoadStep(
        name="raise",
        who="bureau",
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
        who="reviewer_a",
        place="difficulty",
        move="assign",
        leads_to="assigned",
        answers={"unit": Prose("solver")},
    ),
)
SOLVED = (
    RoadStep(
        name="solve",
        who="solver",
        place="difficulty",
        move="solve",
        leads_to="solved",
        answers={"result": Prose("solved")},
    ),
    RoadStep(name="close", who="bureau", place="difficulty", move="close", leads_to="closed"),
)

UNDERTAKING = Road(
    name="undertaking",
    cast=("bureau", "solver", "reviewer_a", "reviewer_b", "leader_a"),
    places={
        "undertaking": of_file("undertaking", BUREAU),
        "difficulty": RoadMatter("difficulty", of="undertaking"),
    },
    parts={
        "begun": (BEGUN,),
        "raised": RAISED,
        "solved": SOLVED,
        "checked": (reported(REPORTS, "reported"), _SENT_BACK, reported("report_again", "evidence"), VERIFIED),
    },
)
