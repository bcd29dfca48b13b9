"""A candidate until they are chosen: N2 联审 to N4 比选 of the law §4.2, a rule for each move."""

from domain.matters.parts.candidate_guards import (
    ALL_CLEAR,
    CLEAR,
    CLOCK,
    COMMITTEE,
    COMPARED,
    EDITION_OVER,
    GROUNDS,
    IN_EDITION,
    INSPECTOR,
    NO_OPEN_CASE,
    OBJECTS,
    OFFICER,
    ORGANS,
    REVIEWER,
    UNNOMINATED,
    WORKED_ON,
    C,
    at,
    not_clear,
    of_nominations,
)
from domain.mechanism.ballots import Ballot
from domain.mechanism.columns import Asked, Relation
from domain.mechanism.kin import Also, Kin
from domain.mechanism.needs import ELIGIBLE, WITHOUT_OFFICER
from domain.mechanism.table import Rule, all_named
from domain.people import Role
from domain.saying import Style

LONGEST_MERITS = 200  # characters of the deeds in a notice (the law §4.2 N5)
RUBRIC = {"results": 50, "difficulty": 20, "effect": 20, "qualities": 10}  # 实绩 难度 社会效果 品质
NOT_CHOSEN = of_nominations("fall_through")


def _reply(organ: str) -> Rule:
    """What one organ answers, and who says so for it."""
    return Rule(
        start=at(C.CHECKING),
        by=OFFICER,
        needs=(not_clear(organ),),
        asks=(
            Asked(organ, "one_of", "organ_reply", (CLEAR, OBJECTS), words="organ_reply"),
            Asked(f"{organ}_by", "text", longest=60, words="said_by"),
            Asked(f"{organ}_ground", "text", where=(organ, (OBJECTS,)), words="objection_ground"),
        ),
    )


CHECKED = {
    "enter": Rule(
        start=at(C.NEW),
        end=C.CHECKING,
        by=CLOCK,
        asks=(Asked("name", "text", longest=20, is_name=True), Asked("post", "text", longest=40)),
        effects=("join_edition",),
        is_hidden=True,
    ),
    "take_up": Rule(start=WORKED_ON, by=REVIEWER, needs=(WITHOUT_OFFICER,), owns=True),
    **{f"reply_{organ}": _reply(organ) for organ in ORGANS},
    "pass_check": Rule(
        start=at(C.CHECKING),
        end=C.INSPECTING,
        by=OFFICER,
        needs=(ALL_CLEAR, NO_OPEN_CASE, ELIGIBLE, IN_EDITION),
        asks=(Asked("red_lines", "text"),),
        also=(of_nominations("be_listed"),),
        effects=("join_edition",),
        style=Style.PRIMARY,
    ),
    "rule_out": Rule(
        start=at(C.CHECKING, C.INSPECTING, C.READY),
        end=C.RULED_OUT,
        by=OFFICER,
        second=Role.LEADER,
        asks=(Asked("ground", "one_of", "candidate_ground", GROUNDS), Asked("reason", "text")),
        also=(NOT_CHOSEN,),
        tells=(Relation.OFFICER,),
        style=Style.DANGER,
    ),
    "fall_away": Rule(
        start=at(C.CHECKING, C.INSPECTING, C.READY),
        end=C.WITHDRAWN,
        by=CLOCK,
        needs=(UNNOMINATED,),
        tells=(Relation.OFFICER, Relation.INSPECTOR),
        is_hidden=True,
    ),
}

INSPECTED = {
    "name_inspectors": Rule(
        start=at(C.CHECKING, C.INSPECTING),
        by=OFFICER,
        asks=(Asked("inspectors", "persons", of=frozenset({Role.REVIEWER}), least=2),),
        appoints={"inspectors": Relation.INSPECTOR},
        tells=(Relation.INSPECTOR,),
    ),
    "report": Rule(
        start=at(C.INSPECTING),
        end=C.READY,
        by=INSPECTOR,
        second=Relation.INSPECTOR,
        needs=(all_named(2, Relation.INSPECTOR),),
        asks=(
            Asked("colleagues", "text"),
            Asked("served", "text"),
            Asked("found", "text"),
            Asked("merits", "text", longest=LONGEST_MERITS),
        ),
        tells=(Relation.OFFICER,),
        is_previewed=True,
    ),
}

# One member, one ballot. That no vote of the public counts is said where people nominate (the law §4.2).
SCORED = {
    "be_compared": Rule(start=at(C.READY), end=C.COMPARING, by=CLOCK, is_hidden=True),
    "compare": Rule(
        start=at(C.COMPARING),
        by=COMMITTEE,
        asks=tuple(Asked(name, "number", least=0, most=most) for name, most in RUBRIC.items()),
        ballot=Ballot(passes="be_scored", fails="lack_voices", rubric=tuple(RUBRIC), is_secret=True),
        is_act=True,
    ),
    "recuse": Rule(start=at(C.COMPARING), by=COMMITTEE, is_act=True, is_grave=True, recuses=True),
    "be_scored": Rule(
        start=at(C.COMPARING),
        end=C.SCORED,
        by=CLOCK,
        also=(Also(kind="edition", move="rank", of=Kin.LINKED, how="edition"),),
        is_hidden=True,
    ),
    "lack_voices": Rule(start=at(C.COMPARING), by=CLOCK, tells=(Relation.OFFICER, Role.LEADER), is_hidden=True),
    "select": Rule(
        start=at(C.SCORED),
        end=C.SELECTED,
        by=CLOCK,
        asks=(Asked("authorisation", "text", longest=60, may_skip=True, is_document=True),),
        also=(of_nominations("be_asked"),),
        tells=(Relation.OFFICER,),
        is_hidden=True,
    ),
    "pass_over": Rule(
        start=COMPARED,
        end=C.PASSED_OVER,
        by=CLOCK,
        also=(NOT_CHOSEN, *EDITION_OVER),
        tells=(Relation.OFFICER,),
        is_hidden=True,
    ),
    # As many points as another who would take the last place: the committee compares them anew, nobody is cut by a machine.
    "tie": Rule(start=at(C.SCORED), end=C.COMPARING, by=CLOCK, tells=(Relation.OFFICER, Role.LEADER), is_hidden=True),
}

MOVES = {**CHECKED, **INSPECTED, **SCORED}
