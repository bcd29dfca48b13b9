"""The roads of the year's clues: brought in by one of the five doors, and ended as the law allows (the law §3)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bot.cast.roads import Answer, In, Pick, Prose, Road, RoadMatter, RoadStep

_FINDINGS = {
    "substantiated": "substantiated",
    "partly": "partly",
    "unestablished": "not_established",
    "unfounded": "unfounded",
    "clarified": "unfounded",
}
_REFUSED = {"rejected": "r1", "private": "r7"}
_PASSED_ON = {"transferred": "petition", "discipline": "discipline"}
OUTCOMES = (*_FINDINGS, *_REFUSED, *_PASSED_ON, "merged", "open")
NO_ANSWERS: Mapping[str, Answer] = {}
CITIZEN, ENTERER = "citizen", "reviewer_c"
_CAST = (CITIZEN, ENTERER, "reviewer_a", "reviewer_b", "inspector_a", "bureau", "leader_a")


def clue_road(source: str, kind: str, severity: str, outcome: str) -> Road:
    """The road of a clue from a source (`pub` is a citizen's own chat) of a kind, to its outcome."""
    told: dict[str, Answer] = {"unit": Prose("unit"), "kind": Pick((kind,)), "when": Pick(("ongoing",))}
    parts = {"brought": (_brought(source, told),), "decided": _decided(severity, outcome)}
    if outcome == "clarified":
        parts["clarified"] = _CLARIFIED
    places = {"clue": RoadMatter("clue"), "clarification": RoadMatter("clarification", of="clue")}
    return Road(name=f"clue_{outcome}", cast=_CAST, places=places, parts=parts)


def _brought(source: str, told: dict[str, Answer]) -> RoadStep:
    if source == "pub":
        answers = {**told, "signed": Pick(("anonymous",))}
        return replace(_step(CITIZEN, "submit", "triage", answers), begins="story")
    asked: dict[str, Answer] = {"source": Pick((source,)), "story": Prose("story"), **told}
    if source == "media":
        asked |= {"address": Prose("address"), "published": In(-1), "archived": Prose("story")}
    return replace(_step(ENTERER, "enter", "triage", asked), begins="enter")


def _step(who: str, move: str, leads_to: str, answers: Mapping[str, Answer] = NO_ANSWERS) -> RoadStep:
    return RoadStep(name=move, who=who, place="clue", move=move, leads_to=leads_to, answers=answers)


def _signed(who: str, move: str, leads_to: str) -> RoadStep:
    return RoadStep(name=f"{move}_signed", who=who, place="clue", move=move, leads_to=leads_to, signs=True)


def _decided(severity: str, outcome: str) -> tuple[RoadStep, ...]:
    accepted = _step("reviewer_a", "accept", "accepted", {"severity": Pick((severity,))})
    match outcome:
        case "open":
            return (accepted,)
        case "transferred" | "discipline":
            return (
                _step("reviewer_a", "transfer", "transferred", {"target": Pick((_PASSED_ON[outcome],))}),
                _step("reviewer_a", "close_transfer", "closed"),
            )
        case "merged":
            return (_step("reviewer_a", "merge", "merged", {"into": Prose("into")}),)
        case "rejected" | "private":
            why: dict[str, Answer] = {"reason": Pick((_REFUSED[outcome],)), "explanation": Prose("explanation")}
            return (
                _step("reviewer_a", "reject", "triage", why),
                _signed("reviewer_b", "reject", "rejected"),
            )
    found: dict[str, Answer] = {"finding": Pick((_FINDINGS[outcome],)), "basis": Prose("basis")}
    return (
        accepted,
        _step("inspector_a", "take_up", "verifying"),
        _step("inspector_a", "conclude", "verifying", found),
        _signed("reviewer_b", "conclude", "concluded"),
        _step("inspector_a", "close", "answered", {"result": Prose("result")}),
    )


_CLARIFIED = (
    RoadStep(
        name="propose_clarification",
        who="inspector_a",
        place="clarification",
        move="take_up",
        leads_to="consenting",
        answers={
            "subject": Pick(("unit",)),
            "grounds": Pick(("public",)),
            "issue": Prose("issue"),
            "damage": Pick(("public",)),
            "offices": Pick(("own",)),
        },
    ),
    RoadStep(
        name="agree_to_clarification",
        who="bureau",
        place="clarification",
        move="consent",
        leads_to="approving",
        answers={"scope": Pick(("public",)), "naming": Pick(("named",))},
    ),
    RoadStep(name="approve_clarification", who="leader_a", place="clarification", move="approve", leads_to="approved"),
    RoadStep(
        name="publish_clarification",
        who="inspector_a",
        place="clarification",
        move="publish",
        leads_to="publishing",
        answers={"issued_on": In(0), "modes": Pick(("written",))},
    ),
)
