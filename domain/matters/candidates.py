"""A candidate of the striver selection (奋斗者人选): the law §4.2 as a table, from the joint check on.

What a citizen, a unit, staff or the nominee told is the nomination (`domain/matters/strivers.py`), which opens a candidate once a
reviewer has taken it up; who nominated is known there alone. An edition compares its candidates (`domain/matters/editions.py`).
The moves are in `parts/candidate_choosing.py` and `parts/candidate_honouring.py`, their guards in `parts/candidate_guards.py`.
"""

from domain.matters.parts import candidate_choosing, candidate_honouring
from domain.matters.parts.candidate_guards import (
    COMMITTEE,
    HONOURED,
    INSPECTOR,
    LEADER,
    NOMINEE,
    OFFICER,
    ORGANS,
    C,
    CandidateStage,
    at,
)
from domain.mechanism.columns import Beginning, Relation
from domain.mechanism.limits import Limit
from domain.mechanism.modules import Module
from domain.mechanism.parts import Phase
from domain.mechanism.standing import PERSON
from domain.mechanism.table import Procedure
from domain.people import Role

__all__ = ["MOVES", "PROCEDURE", "CandidateStage"]

MOVES = {**candidate_choosing.MOVES, **candidate_honouring.MOVES}

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
    "nominee",
    "consent",
    "consent_paper",
    "withdrawal_paper",
    "measures",
    "authorisation",
    "meeting",
    "honours",
    "reason",
    "linked",
    "children",
)
# The nominee reads what is said of them, and neither who nominated nor what the organs and inspectors wrote.
_OF_NOMINEE = ("name", "post", "field", "merits", "consent", "measures", "authorisation", "meeting", "honours")
# Who nominated is no business of those who compare: only who took the nomination up reads it.
_OF_REVIEWERS = ("parent", "nominations", *_FILE)

PROCEDURE = Procedure(
    matter="candidate",
    module=Module.STRIVER,
    first=C.NEW,
    moves=MOVES,
    begins=Beginning(move="enter", prefix="HX", is_offered=False, states={"subject": PERSON}),
    terms=(
        Limit("striver_eligibility", at(C.CHECKING)),
        Limit("striver_inspect", at(C.INSPECTING)),
        Limit("striver_compare", at(C.COMPARING), lapses="compare", renewed_by=frozenset({"lack_voices"})),
        Limit("striver_consent", at(C.SELECTED)),
        Limit("striver_propose", at(C.AGREED)),
        Limit("striver_notice", at(C.NOTICE), stops_in=at(C.OBJECTED), lapses="end_notice", is_right=True),
        Limit("striver_approve", at(C.APPROVING)),
        Limit("striver_commend", at(C.APPROVED)),
        Limit("striver_stand", HONOURED, lapses="lapse", is_right=True),
    ),
    shows={
        Relation.NOMINEE: _OF_NOMINEE,
        Role.REVIEWER: _OF_REVIEWERS,
        Role.COMMITTEE: _FILE,
        Role.LEADER: (*_FILE, "pledges"),
    },
    todo={
        C.CHECKING: OFFICER,
        C.INSPECTING: INSPECTOR | OFFICER,
        C.COMPARING: COMMITTEE,
        C.SELECTED: OFFICER | NOMINEE,
        C.AGREED: OFFICER,
        C.APPROVING: LEADER,
        C.APPROVED: OFFICER,
    },
    phases={Phase.VERIFY: frozenset({"report"}), Phase.VOTE: frozenset({"compare"})},
)
