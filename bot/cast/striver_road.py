"""The road of an edition of strivers and of one who is nominated for it (奋斗者评选): the law §4.2."""

from bot.cast.roads import CLOCK, Figure, In, OfCast, Pick, Prose, Road, RoadMatter, RoadStep, announced

_COMMITTEE = ("committee_a", "committee_b", "committee_c")
_RUBRIC = ("results", "difficulty", "effect", "qualities")
_POINTS = (("45", "18", "17", "9"), ("43", "16", "18", "8"), ("46", "17", "16", "9"))

_CALLED = (
    RoadStep(
        name="propose",
        who="reviewer_a",
        place="edition",
        move="propose",
        leads_to="proposed",
        begins="begin_edition",
        answers={
            "title": Prose("title"),
            "yields": Pick(("strivers",)),
            "fields": Pick(("investment", "projects")),
            "quota": Figure("7"),
            "begins_on": In(0),
            "ends_on": In(14),
            "authorisation": Prose("authorisation"),
        },
    ),
    RoadStep(name="open", who="leader_a", place="edition", move="open", leads_to="proposed"),
    RoadStep(name="sign_opening", who="committee_a", place="edition", move="open", leads_to="collecting", signs=True),
)

_NOMINATED = (
    RoadStep(
        name="nominate",
        who="citizen",
        place="nomination",
        move="submit",
        leads_to="nominated",
        begins="begin_nomination",
        answers={
            "field": Pick(("projects",)),
            "whom": Pick(("other",)),
            "unit": Prose("unit"),
            "nominee": Prose("nominee"),
            "deeds": Prose("deeds"),
        },
    ),
    RoadStep(
        name="take_up",
        who="reviewer_b",
        place="nomination",
        move="take_up",
        leads_to="eligibility",
        answers={"name": Prose("name"), "post": Prose("post")},
    ),
)


def _reply(organ: str) -> RoadStep:
    return RoadStep(
        name=f"reply_{organ}",
        who="reviewer_b",
        place="candidate",
        move=f"reply_{organ}",
        leads_to="checking",
        answers={organ: Pick(("clear",)), f"{organ}_by": Prose(f"by_{organ}")},
    )


_CHECKED = (
    *map(_reply, ("discipline", "organisation", "petition", "industry")),
    RoadStep(
        name="pass_check",
        who="reviewer_b",
        place="candidate",
        move="pass_check",
        leads_to="inspecting",
        answers={"red_lines": Prose("red_lines")},
    ),
    RoadStep(
        name="name_inspectors",
        who="reviewer_b",
        place="candidate",
        move="name_inspectors",
        leads_to="inspecting",
        answers={"inspectors": OfCast(("inspector_a", "inspector_b"))},
    ),
    RoadStep(
        name="inspect",
        who="inspector_a",
        place="candidate",
        move="report",
        leads_to="inspecting",
        answers={
            "colleagues": Prose("colleagues"),
            "served": Prose("served"),
            "found": Prose("found"),
            "merits": Prose("merits"),
        },
    ),
    RoadStep(name="sign_report", who="inspector_b", place="candidate", move="report", leads_to="ready", signs=True),
)

_COMPARED = (
    RoadStep(name="close_call", who=CLOCK, place="edition", move="close_call", leads_to="deciding"),
    RoadStep(
        name="compare",
        who="leader_a",
        place="edition",
        move="compare",
        leads_to="comparing",
        answers={"places": Figure("1"), "few": Prose("few")},
    ),
    *(
        RoadStep(
            name=f"score_{who[-1]}",
            who=who,
            place="candidate",
            move="compare",
            leads_to="selected" if who == _COMMITTEE[-1] else "comparing",
            answers=dict(zip(_RUBRIC, map(Figure, points), strict=True)),
        )
        for who, points in zip(_COMMITTEE, _POINTS, strict=True)
    ),
)

_NOTIFIED = (
    RoadStep(
        name="consent",
        who="reviewer_b",
        place="candidate",
        move="record_consent",
        leads_to="agreed",
        answers={"consent": Pick(("agreed",)), "consent_paper": Prose("consent_paper")},
    ),
    RoadStep(
        name="give_notice",
        who="reviewer_b",
        place="edition",
        move="give_notice",
        leads_to="comparing",
        answers={"measures": Prose("measures")},
    ),
    *announced("notice"),
    RoadStep(name="end_notice", who=CLOCK, place="candidate", move="end_notice", leads_to="approving"),
)

_HONOURED = (
    RoadStep(name="approve", who="leader_a", place="candidate", move="approve", leads_to="approved"),
    RoadStep(
        name="commend",
        who="reviewer_b",
        place="edition",
        move="commend",
        leads_to="comparing",
        answers={"meeting": Prose("meeting"), "honours": Prose("honours")},
    ),
    *announced("commendation"),
)

STRIVER = Road(
    name="striver",
    cast=("citizen", "reviewer_a", "reviewer_b", "inspector_a", "inspector_b", *_COMMITTEE, "leader_a", "leader_b"),
    places={
        "edition": RoadMatter("edition"),
        "nomination": RoadMatter("striver"),
        "candidate": RoadMatter("candidate", of="nomination"),
        "notice": RoadMatter("announcement", of="edition"),
        "commendation": RoadMatter("announcement", of="edition", turn=1),
    },
    parts={
        "called": _CALLED,
        "nominated": _NOMINATED,
        "checked": _CHECKED,
        "compared": _COMPARED,
        "notified": _NOTIFIED,
        "honoured": _HONOURED,
    },
)
