"""The road of a clue and the case that comes of it (案件一条龙): the law §3 and §4.1, from 反映 to 表彰."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.cast.roads import (
    CLOCK,
    Answer,
    Figure,
    In,
    NumberOf,
    OfCast,
    Pick,
    Prose,
    Road,
    RoadMatter,
    RoadStep,
    announced,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """One of the committee: which points they give, how they vote on the case and on the removal of its flag."""

    who: str
    points: tuple[str, ...]
    choice: str = "for"
    removal: str = "for"

    @property
    def letter(self) -> str:
        """By which they are told apart in the names of steps and of prose."""
        return self.who[-1]


_COMMITTEE = (
    Voice(who="committee_a", points=("24", "25", "15", "12")),
    Voice(who="committee_b", points=("20", "20", "15", "10"), choice="against"),
    Voice(who="committee_c", points=("22", "20", "14", "10"), removal="abstain"),
)
_RUBRIC = ("effect", "responsibility", "persistence", "attitude")

_CLUE = (
    RoadStep(
        name="report",
        who="citizen",
        place="clue",
        move="submit",
        leads_to="triage",
        begins="story",
        answers={
            "unit": Prose("unit"),
            "kind": Pick(("t13",)),
            "when": Pick(("ongoing",)),
            "signed": Pick(("anonymous",)),
        },
    ),
    RoadStep(
        name="accept",
        who="reviewer_a",
        place="clue",
        move="accept",
        leads_to="accepted",
        answers={"severity": Pick(("s2",))},
    ),
    RoadStep(name="take_up", who="reviewer_b", place="clue", move="take_up", leads_to="verifying"),
    RoadStep(
        name="conclude",
        who="reviewer_b",
        place="clue",
        move="conclude",
        leads_to="verifying",
        answers={"finding": Pick(("substantiated",)), "basis": Prose("basis")},
    ),
    RoadStep(name="sign_conclusion", who="reviewer_a", place="clue", move="conclude", leads_to="concluded", signs=True),
    RoadStep(
        name="close",
        who="reviewer_b",
        place="clue",
        move="close",
        leads_to="answered",
        answers={"result": Prose("result_of_clue")},
    ),
)

_FOUND = (
    RoadStep(
        name="recommend",
        who="reviewer_a",
        place="case",
        move="recommend",
        leads_to="recommended",
        begins="recommend_case",
        answers={
            "about": NumberOf("clue"),
            "subject": Pick(("unit",)),
            "category": Pick(("t13",)),
            "first_severity": Pick(("s2",)),
            "facts": Prose("facts"),
        },
    ),
    RoadStep(name="take_case", who="reviewer_b", place="case", move="take_up", leads_to="recommended"),
)
_STATED = (
    RoadStep(name="take_case", who="reviewer_b", place="case", move="take_up", leads_to="recommended"),
    RoadStep(
        name="state_facts",
        who="reviewer_b",
        place="case",
        move="state_facts",
        leads_to="recommended",
        answers={"category": Pick(("t11",)), "first_severity": Pick(("s2",)), "facts": Prose("led")},
    ),
)
_INSPECTED = (
    RoadStep(
        name="name_inspectors",
        who="reviewer_b",
        place="case",
        move="name_inspectors",
        leads_to="recommended",
        answers={"inspectors": OfCast(("inspector_a", "inspector_b"))},
    ),
    RoadStep(name="begin_inspection", who="reviewer_b", place="case", move="begin_inspection", leads_to="inspecting"),
    RoadStep(
        name="inspect",
        who="inspector_a",
        place="case",
        move="report",
        leads_to="inspecting",
        answers={
            "checked": Pick(("documents", "site")),
            "found": Prose("found"),
            "severity": Pick(("s2",)),
        },
    ),
    RoadStep(name="sign_report", who="inspector_b", place="case", move="report", leads_to="inspected", signs=True),
    RoadStep(
        name="serve",
        who="reviewer_b",
        place="case",
        move="serve",
        leads_to="hearing",
        answers={"issue": Prose("issue"), "summary": Prose("summary")},
    ),
    RoadStep(
        name="reply", who="bureau", place="case", move="reply", leads_to="comparing", answers={"reply": Prose("reply")}
    ),
)


def _voices(committee: Sequence[Voice], move: str, stays: str, ends: str) -> tuple[RoadStep, ...]:
    """A ballot of the case, which `stays` in its stage until the last voice of them."""
    return tuple(
        RoadStep(
            name=f"{move}_{voice.letter}",
            who=voice.who,
            place="case",
            move=move,
            leads_to=ends if voice is committee[-1] else stays,
            answers=_BALLOTS[move](voice),
        )
        for voice in committee
    )


_BALLOTS: Mapping[str, Callable[[Voice], Mapping[str, Answer]]] = {
    "compare": lambda voice: dict(zip(_RUBRIC, map(Figure, voice.points), strict=True)),
    "vote": lambda voice: {"choice": Pick((voice.choice,)), "reason": Prose(f"reason_{voice.letter}")},
    "judge": lambda voice: {"choice": Pick((voice.removal,)), "reason": Prose(f"removal_{voice.letter}")},
}


def _decided(committee: Sequence[Voice]) -> tuple[RoadStep, ...]:
    return (
        *_voices(committee, "compare", "comparing", "voting"),
        *_voices(committee, "vote", "voting", "proposed"),
        *_NOTIFIED,
    )


_NOTIFIED = (
    RoadStep(
        name="give_notice",
        who="reviewer_b",
        place="case",
        move="give_notice",
        leads_to="publishing",
        answers={
            "scope": Pick(("public",)),
            "authorisation": Prose("authorisation"),
            "grounds": Prose("grounds"),
        },
    ),
    *announced("notice"),
    RoadStep(name="end_notice", who=CLOCK, place="case", move="end_notice", leads_to="confirming"),
)

_FLAGGED = (
    RoadStep(
        name="confirm",
        who="leader_a",
        place="case",
        move="confirm",
        leads_to="confirmed",
        answers={"meeting": Prose("meeting")},
    ),
    RoadStep(
        name="award",
        who="reviewer_b",
        place="case",
        move="award",
        leads_to="planning",
        answers={"ceremony": Prose("ceremony"), "statement": Prose("statement")},
    ),
    RoadStep(name="acknowledge", who="bureau", place="flag", move="acknowledge", leads_to="acknowledged"),
)

_MENDED = (
    RoadStep(
        name="name_helper",
        who="reviewer_b",
        place="case",
        move="name_helper",
        leads_to="planning",
        answers={"helper": OfCast(("helper",))},
    ),
    RoadStep(
        name="file_plan",
        who="bureau",
        place="case",
        move="file_plan",
        leads_to="rectifying",
        answers={"analysis": Prose("analysis"), "items": Prose("items")},
    ),
    RoadStep(
        name="prove_1",
        who="bureau",
        place="item_1",
        move="prove",
        leads_to="proven",
        answers={"proof": Prose("proof_1")},
    ),
    RoadStep(name="accept_1", who="reviewer_b", place="item_1", move="accept", leads_to="closed"),
    RoadStep(
        name="progress",
        who="bureau",
        place="case",
        move="report_progress",
        leads_to="rectifying",
        answers={"progress": Prose("progress")},
    ),
    RoadStep(
        name="cosign",
        who="helper",
        place="case",
        move="cosign",
        leads_to="rectifying",
        answers={"cosign": Pick(("agrees",))},
    ),
    RoadStep(
        name="advise", who="helper", place="case", move="advise", leads_to="rectifying", answers={"help": Prose("help")}
    ),
    RoadStep(
        name="prove_2",
        who="bureau",
        place="item_2",
        move="prove",
        leads_to="proven",
        answers={"proof": Prose("proof_2")},
    ),
    RoadStep(name="accept_2", who="reviewer_b", place="item_2", move="accept", leads_to="closed"),
    RoadStep(
        name="apply_removal",
        who="bureau",
        place="case",
        move="apply_removal",
        leads_to="evaluating",
        answers={"result": Prose("result")},
    ),
)

_EVALUATED = (
    RoadStep(
        name="name_evaluator",
        who="reviewer_b",
        place="case",
        move="name_evaluator",
        leads_to="evaluating",
        answers={"evaluator": OfCast(("evaluator",))},
    ),
    RoadStep(
        name="evaluate",
        who="evaluator",
        place="case",
        move="evaluate",
        leads_to="judging",
        answers={
            "site": Prose("site"),
            "satisfaction": Figure("92"),
            "indicator": Pick(("none",)),
            "advice": Pick(("remove",)),
        },
    ),
)


def _removed(committee: Sequence[Voice]) -> tuple[RoadStep, ...]:
    return (*_EVALUATED, *_voices(committee, "judge", "judging", "visiting"), *announced("removal"))


def _visit(number: int) -> tuple[RoadStep, ...]:
    place = f"visit_{number}"
    return (
        RoadStep(name=f"{place}_due", who=CLOCK, place=place, move="come_due", leads_to="due"),
        RoadStep(
            name=f"{place}_named",
            who="leader_a",
            place=place,
            move="name_visitors",
            leads_to="visiting",
            answers={"visitors": OfCast(("committee_a", "leader_b"))},
        ),
        RoadStep(
            name=f"{place}_made",
            who="committee_a",
            place=place,
            move="record",
            leads_to="visiting",
            answers={
                "visited_on": In(0),
                "grade": Pick(("good",)),
                "organisation": Pick(("asked",)),
            },
        ),
        RoadStep(name=f"{place}_signed", who="leader_b", place=place, move="record", leads_to="good", signs=True),
    )


_CONVERTED = (
    RoadStep(name="come_of_age", who=CLOCK, place="case", move="come_of_age", leads_to="ripe"),
    RoadStep(name="convert", who="reviewer_b", place="case", move="convert", leads_to="ripe"),
    RoadStep(name="sign_conversion", who="leader_a", place="case", move="convert", leads_to="converted", signs=True),
    RoadStep(
        name="commend",
        who="leader_a",
        place="case",
        move="commend",
        leads_to="commended",
        answers={"honour": Prose("honour")},
    ),
)


def case_road(committee: Sequence[Voice]) -> Road:
    """The road on which this committee decides: all of it, as a ballot ends with the last voice."""
    return Road(
        name="case",
        cast=(
            "citizen",
            "reviewer_a",
            "reviewer_b",
            "inspector_a",
            "inspector_b",
            "bureau",
            *(voice.who for voice in committee),
            "leader_a",
            "leader_b",
            "helper",
            "evaluator",
        ),
        places={
            "clue": RoadMatter("clue"),
            "case": RoadMatter("case", of="clue"),
            "notice": RoadMatter("announcement", of="case"),
            "removal": RoadMatter("announcement", of="case", turn=1),
            "flag": RoadMatter("slack_flag", of="case"),
            "item_1": RoadMatter("plan_item", of="case"),
            "item_2": RoadMatter("plan_item", of="case", turn=1),
            "visit_1": RoadMatter("visit", of="case"),
            "visit_2": RoadMatter("visit", of="case", turn=1),
        },
        parts={
            "clue": _CLUE,
            "found": (*_FOUND, *_INSPECTED),
            "decided": _decided(committee),
            "flagged": _FLAGGED,
            "mended": _MENDED,
            "removed": _removed(committee),
            "visited": (*_visit(1), *_visit(2)),
            "converted": _CONVERTED,
        },
    )


def lead_road(committee: Sequence[Voice]) -> Road:
    """The road of a case that figures gave by themselves: no clue is behind it, and an officer states the facts (the law §6.2)."""
    road = case_road(committee)
    places = {**road.places, "case": RoadMatter("case")}
    del places["clue"]
    parts = {name: steps for name, steps in road.parts.items() if name != "clue"}
    return replace(road, name="lead", places=places, parts={**parts, "found": (*_STATED, *_INSPECTED)})


CASE = case_road(_COMMITTEE)
