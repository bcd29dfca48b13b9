"""A milestone (节点) of a breakthrough project: reached on its day, or red; red for too long, before the leaders. The law §8.

The unit that leads the project proves it, and somebody of the office who is not of that unit looks. A day is changed for a reason that
a leader signs. Only what was looked at counts as reached.
"""

from datetime import date

from domain.mechanism.columns import PROOF, Asked, Beginning, Party, Place, Relation
from domain.mechanism.limits import Limit
from domain.mechanism.modules import Module
from domain.mechanism.needs import did_not, of_case
from domain.mechanism.refusals import Why
from domain.mechanism.table import MAKE, SIGN, Procedure, Rule, looking
from domain.people import Role
from domain.saying import Style

_CLOCK: frozenset[Party] = frozenset({Role.CLOCK})
_UNIT: frozenset[Party] = frozenset({Relation.SUBJECT})
_LEADER: frozenset[Party] = frozenset({Role.LEADER})
_CHECKING: frozenset[Party] = frozenset({Role.REVIEWER, Role.LEADER})
_TOLD = (Relation.SUBJECT,)
_PLANNED, _REPORTED = frozenset({"planned"}), frozenset({"reported"})
RED = frozenset({"red", "escalated"})
_OPEN = _PLANNED | RED
REACHED = frozenset({"reached"})
STANDING = _OPEN | _REPORTED | REACHED  # wherever it is not dropped
SETTLED = REACHED | {"dropped"}
AHEAD = of_case(
    date,
    "a day that has not passed",
    Why.TOO_LATE,
    lambda today, given: not given.get("until") or date.fromisoformat(given["until"]) >= today,
    frozenset({MAKE, SIGN}),
)
OTHER = did_not("reported it", frozenset({"report_reached"}))

MOVES = {
    "plan": Rule(
        start=frozenset({"new"}),
        end="planned",
        by=_CLOCK,
        asks=(Asked("milestone", "text"), Asked("until", "day")),
        is_hidden=True,
    ),
    "remind": Rule(start=_PLANNED, by=_CLOCK, tells=_TOLD, is_act=True, is_hidden=True),
    "turn_red": Rule(start=_PLANNED, end="red", by=_CLOCK, tells=(*_TOLD, Role.REVIEWER), is_hidden=True),
    "escalate": Rule(start=frozenset({"red"}), end="escalated", by=_CLOCK, tells=(*_TOLD, Role.LEADER), is_hidden=True),
    "instruct": Rule(start=RED, by=_LEADER, asks=(Asked("instruction", "text", adds=True),), tells=_TOLD, is_act=True),
    "change_due": Rule(
        start=_OPEN,
        end="planned",
        by=_UNIT,
        second=Role.LEADER,
        needs=(AHEAD,),
        asks=(Asked("until", "day"), Asked("why", "text"), PROOF),
        tells=_TOLD,
        is_previewed=True,
    ),
    "report_reached": Rule(
        start=_OPEN,
        end="reported",
        by=_UNIT,
        asks=(Asked("result", "text"), Asked("evidence", "files", limit="clue_files_max", kept=Place.BESIDE)),
        is_previewed=True,
    ),
    # A conflict of interest keeps whoever is of the unit from both (the law §2 rule 2).
    "verify": Rule(
        start=_REPORTED,
        end="reached",
        by=_CHECKING,
        needs=(OTHER,),
        asks=(Asked("checked", "text"),),
        tells=_TOLD,
        dates="reached_on",
        is_grave=True,
        style=Style.PRIMARY,
    ),
    "send_back": Rule(
        start=_REPORTED,
        end="planned",
        by=_CHECKING,
        needs=(OTHER,),
        asks=(Asked("lacking", "text", "template_lacking"),),
        tells=_TOLD,
    ),
    "drop": Rule(
        start=_OPEN,
        end="dropped",
        by=_LEADER | _CLOCK,  # the clock with its project
        asks=(Asked("reason", "text"),),
        tells=_TOLD,
        is_grave=True,
    ),
    "show_evidence": looking(STANDING, frozenset({Role.REVIEWER, Role.LEADER, Role.COMMITTEE})),
}
_SHOWN = (
    *("parent", "project", "milestone", "unit", "until", "result", "attachments", "lacking", "checked"),
    *("instruction", "why", "reason"),
)

PROCEDURE = Procedure(
    matter="milestone",
    module=Module.HUANGYAN,
    first="new",
    moves=MOVES,
    begins=Beginning(move="plan", prefix="JD", is_offered=False),
    terms=(
        Limit(
            "milestone_ahead",
            _PLANNED,
            day="until",
            ahead=True,
            lapses="remind",
            renewed_by=frozenset({"change_due"}),
            is_right=True,
        ),
        Limit(
            "milestone_due",
            _PLANNED,
            day="until",
            lapses="turn_red",
            owed_by=_UNIT,
            renewed_by=frozenset({"change_due"}),
        ),
        # However often something is reported that is sent back, it was red since its day.
        Limit(
            "milestone_red",
            frozenset({"red"}),
            stops_in=_PLANNED | _REPORTED | {"escalated"},
            lapses="escalate",
            owed_by=_UNIT,
            ended_by=frozenset({"change_due"}),
        ),
        Limit("milestone_check", _REPORTED),
    ),
    shows=dict.fromkeys((*_TOLD, Role.REVIEWER, Role.COMMITTEE, Role.LEADER), _SHOWN),
    todo={"red": _UNIT, "escalated": _UNIT | _LEADER, "reported": _CHECKING},
)
