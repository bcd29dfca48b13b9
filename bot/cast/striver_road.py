"""The road of an edition of strivers and of two who are nominated for it (奋斗者评选): the law §4.2."""

from bot.cast.roads import CLOCK, Figure, In, OfCast, Pick, Prose, Road, RoadMatter, RoadStep, announced

_COMMITTEE = ("committee_a", "committee_b", "committee_c")
_RUBRIC = ("results", "difficulty", "effect", "qualities")
SECOND = "_second"  # behind the names of whatever is of the second striver
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


def _nominated(who: str, again: str = "") -> tuple[RoadStep, ...]:
    """Somebody nominates, and a reviewer hands it on to the joint check; `again` stands behind the names of whatever is the second's."""
    return (
        RoadStep(
            name=f"nominate{again}",
            who=who,
            place=f"nomination{again}",
            move="submit",
            leads_to="nominated",
            begins="begin_nomination",
            answers={
                "field": Pick(("projects",)),
                "whom": Pick(("other",)),
                "unit": Prose(f"unit{again}"),
                "nominee": Prose(f"nominee{again}"),
                "deeds": Prose(f"deeds{again}"),
            },
        ),
        RoadStep(
            name=f"take_up{again}",
            who="reviewer_b",
            place=f"nomination{again}",
            move="take_up",
            leads_to="eligibility",
            answers={"name": Prose(f"name{again}"), "post": Prose(f"post{again}")},
        ),
    )


def _reply(organ: str, again: str) -> RoadStep:
    return RoadStep(
        name=f"reply_{organ}{again}",
        who="reviewer_b",
        place=f"candidate{again}",
        move=f"reply_{organ}",
        leads_to="checking",
        answers={organ: Pick(("clear",)), f"{organ}_by": Prose(f"by_{organ}")},
    )


def _checked(again: str = "") -> tuple[RoadStep, ...]:
    """Four organs answer, and two inspect."""
    place = f"candidate{again}"
    return (
        *(_reply(organ, again) for organ in ("discipline", "organisation", "petition", "industry")),
        RoadStep(
            name=f"pass_check{again}",
            who="reviewer_b",
            place=place,
            move="pass_check",
            leads_to="inspecting",
            answers={"red_lines": Prose("red_lines")},
        ),
        RoadStep(
            name=f"name_inspectors{again}",
            who="reviewer_b",
            place=place,
            move="name_inspectors",
            leads_to="inspecting",
            answers={"inspectors": OfCast(("inspector_a", "inspector_b"))},
        ),
        RoadStep(
            name=f"inspect{again}",
            who="inspector_a",
            place=place,
            move="report",
            leads_to="inspecting",
            answers={
                "colleagues": Prose("colleagues"),
                "served": Prose("served"),
                "found": Prose("found"),
                "merits": Prose(f"merits{again}"),
            },
        ),
        RoadStep(
            name=f"sign_report{again}", who="inspector_b", place=place, move="report", leads_to="ready", signs=True
        ),
    )


def _scored(leads_to: str, again: str = "") -> tuple[RoadStep, ...]:
    """Each of the committee gives points; `leads_to` is where the last voice does."""
    return tuple(
        RoadStep(
            name=f"score_{who[-1]}{again}",
            who=who,
            place=f"candidate{again}",
            move="compare",
            leads_to=leads_to if who == _COMMITTEE[-1] else "comparing",
            answers=dict(zip(_RUBRIC, map(Figure, points), strict=True)),
        )
        for who, points in zip(_COMMITTEE, _POINTS, strict=True)
    )


def _consented(again: str = "") -> RoadStep:
    return RoadStep(
        name=f"consent{again}",
        who="reviewer_b",
        place=f"candidate{again}",
        move="record_consent",
        leads_to="agreed",
        answers={"consent": Pick(("agreed",)), "consent_paper": Prose("consent_paper")},
    )


_COMPARED = (
    RoadStep(name="close_call", who=CLOCK, place="edition", move="close_call", leads_to="deciding"),
    RoadStep(
        name="compare",
        who="leader_a",
        place="edition",
        move="compare",
        leads_to="comparing",
        answers={"places": Figure("2"), "few": Prose("few")},
    ),
    *_scored("scored"),
    *_scored("selected", SECOND),
)

_NOTIFIED = (
    _consented(),
    _consented(SECOND),
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
    RoadStep(name="approve_second", who="leader_a", place="candidate_second", move="approve", leads_to="approved"),
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
    cast=(
        "citizen",
        "bureau",
        "reviewer_a",
        "reviewer_b",
        "inspector_a",
        "inspector_b",
        *_COMMITTEE,
        "leader_a",
        "leader_b",
    ),
    places={
        "edition": RoadMatter("edition"),
        "nomination": RoadMatter("striver"),
        "candidate": RoadMatter("candidate", of="nomination"),
        "nomination_second": RoadMatter("striver", turn=1),
        "candidate_second": RoadMatter("candidate", of="nomination_second"),
        "notice": RoadMatter("announcement", of="edition"),
        "commendation": RoadMatter("announcement", of="edition", turn=1),
    },
    parts={
        "called": _CALLED,
        "nominated": _nominated("citizen"),
        "checked": _checked(),
        "second": (*_nominated("bureau", SECOND), *_checked(SECOND)),
        "compared": _COMPARED,
        "notified": _NOTIFIED,
        "honoured": _HONOURED,
    },
)
