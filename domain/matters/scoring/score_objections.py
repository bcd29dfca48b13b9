"""A unit's objection to the figures behind its score (数据异议), before a period is announced (the law §6.1).

One that is upheld opens the list of the period again: its figures are corrected and rank anew.
"""

from dataclasses import dataclass

from domain.mechanism.columns import Asked, Beginning, Party, Place, Relation
from domain.mechanism.limits import Limit
from domain.mechanism.needs import WITHOUT_OFFICER, of_case
from domain.mechanism.refusals import Why
from domain.mechanism.table import MAKE, Procedure, Rule, looking
from domain.people import Role

_RAISED = frozenset({"raised"})
_OPEN = _RAISED | {"checking"}
_OFFICER: frozenset[Party] = frozenset({Relation.OFFICER})
FINDINGS = ("unfounded", "founded")


@dataclass(frozen=True, slots=True)
class ObjectionWindow:
    """What the guards look at: whether a period waits to be announced and may still be objected to."""

    is_open: bool


IN_TIME = of_case(
    ObjectionWindow,
    "a period that waits to be announced, within the term",
    Why.TOO_LATE,
    lambda case, _: case.is_open,
    frozenset({MAKE}),
)

MOVES = {
    "raise": Rule(
        start=frozenset({"new"}),
        end="raised",
        by=frozenset({Role.UNIT_CONTACT}),
        needs=(IN_TIME,),
        asks=(
            Asked("unit", "unit", kept=Place.UNIT),
            Asked("period", "period"),
            Asked("why", "text"),
            Asked("evidence", "files", limit="clue_files_max", may_skip=True, kept=Place.BESIDE),
        ),
        tells=(Role.LEADER,),
        effects=("hold_publication",),
        is_previewed=True,
    ),
    "take_up": Rule(
        start=_OPEN,
        end="checking",
        by=frozenset({Role.REVIEWER}),
        needs=(WITHOUT_OFFICER,),
        tells=(Relation.APPLICANT,),
        owns=True,
    ),
    "find": Rule(
        start=frozenset({"checking"}),
        ends_by="finding",
        ends={"unfounded": "dismissed", "founded": "upheld"},
        by=_OFFICER,
        second=Role.LEADER,
        asks=(Asked("finding", "one_of", "score_finding", FINDINGS), Asked("reason", "text")),
        tells=(Relation.APPLICANT,),
        effects=("reopen_list",),
    ),
    "show_evidence": looking(_OPEN | {"dismissed", "upheld"}, frozenset({Role.REVIEWER, Relation.OFFICER})),
    "withdraw": Rule(
        start=_OPEN, end="withdrawn", by=frozenset({Relation.APPLICANT}), tells=(Relation.OFFICER,), is_grave=True
    ),
}

_SHOWN = ("unit", "period", "why", "finding", "reason")

PROCEDURE = Procedure(
    matter="score_objection",
    first="new",
    moves=MOVES,
    begins=Beginning(move="raise", prefix="SJ", is_offered=False),
    terms=(Limit("rank_objection", _OPEN),),
    shows={
        Relation.APPLICANT: _SHOWN,
        Role.REVIEWER: (*_SHOWN, "attachments"),
        Role.LEADER: _SHOWN,
        Role.COMMITTEE: _SHOWN,
    },
    todo={"raised": frozenset({Role.REVIEWER}), "checking": _OFFICER},
)
