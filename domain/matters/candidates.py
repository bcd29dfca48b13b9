"""A candidate of the striver selection (奋斗者人选): the law §4.2 as a table, from the joint check on.

What a citizen, a unit, staff or the nominee told is the nomination (`domain/matters/strivers.py`), which opens a candidate once a
reviewer has taken it up; who nominated is known there alone. An edition compares its candidates (`domain/matters/editions.py`).
The moves are in `parts/candidate_choosing.py`, their guards in `parts/candidate_guards.py`.
"""

from domain.matters.parts import candidate_choosing
from domain.matters.parts.candidate_guards import COMMITTEE, INSPECTOR, OFFICER, ORGANS, C, CandidateStage, at
from domain.mechanism.columns import Beginning
from domain.mechanism.limits import Limit
from domain.mechanism.standing import PERSON
from domain.mechanism.table import Procedure
from domain.people import Role

__all__ = ["MOVES", "PROCEDURE", "CandidateStage"]

MOVES = {**candidate_choosing.MOVES}

_FILE = (
    "name",
    "post",
    "field",
    *(f"{organ}{part}" for organ in ORGANS for part in ("", "_by", "_ground")),
    "red_lines",
    "inspectors",
    "colleagues",
    "served",
    "found",
    "merits",
    "compare",
    "ground",
    "reason",
    "linked",
)
# Who nominated is no business of those who compare: only who took the nomination up reads it.
_OF_REVIEWERS = ("parent", *_FILE)

PROCEDURE = Procedure(
    matter="candidate",
    first=C.NEW,
    moves=MOVES,
    begins=Beginning(move="enter", prefix="HX", is_offered=False, states={"subject": PERSON}),
    terms=(
        Limit("striver_eligibility", at(C.CHECKING)),
        Limit("striver_inspect", at(C.INSPECTING)),
        Limit("striver_compare", at(C.COMPARING), lapses="compare", renewed_by=frozenset({"lack_voices"})),
    ),
    shows={
        Role.REVIEWER: _OF_REVIEWERS,
        Role.COMMITTEE: _FILE,
        Role.LEADER: _FILE,
    },
    todo={C.CHECKING: OFFICER, C.INSPECTING: INSPECTOR | OFFICER, C.COMPARING: COMMITTEE},
)
