"""A milestone (节点) of a breakthrough project: reached on its day, or red; red for too long, before the leaders. The law §8.

The unit that leads the project proves it, and somebody of the office who is not of that unit looks. A day is changed for a reason that
a leader signs. Only what was looked at counts as reached.
"""

from domain.matters.parts.unit_work import CHECKING, another_day, checks, report
from domain.mechanism.columns import Asked, Beginning, Party, Relation
from domain.mechanism.limits import Limit
from domain.mechanism.modules import Module
from domain.mechanism.needs import did_not
from domain.mechanism.table import Procedure, Rule, looking
from domain.people import Role

_CLOCK: frozenset[Party] = frozenset({Role.CLOCK})
_UNIT: frozenset[Party] = frozenset({Relation.SUBJECT})
_LEADER: frozenset[Party] = frozenset({Role.LEADER})
_TOLD = (Relation.SUBJECT,)
_PLANNED, _REPORTED = frozenset({"planned"}), frozenset({"reported"})
RED = frozenset({"red", "escalated"})
_OPEN = _PLANNED | RED
REACHED = frozenset({"reached"})
STANDING = _OPEN | _REPORTED | REACHED  # wherever it is not dropped
SETTLED = REACHED | {"dropped"}
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
    "change_due": another_day(_OPEN, end="planned"),
    "report_reached": report(_OPEN),
    **checks("reached", "planned", needs=(OTHER,), dates="reached_on"),
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
    todo={"red": _UNIT, "escalated": _UNIT | _LEADER, "reported": CHECKING},
    exports=("milestone",),
)
