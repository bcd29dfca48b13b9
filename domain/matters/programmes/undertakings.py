"""An undertaking (实施意见的事项) of one unit: aspect, number, owner, due day, evidence. The law §1 row 14, §8.

The wording is the office's own and comes by a file. The unit that owns it works and hands in evidence; somebody of the office who is not
of that unit looks at it. A due day is changed for a reason that a leader signs, and by no file. Only what was checked counts as done.
"""

from datetime import date
from enum import StrEnum

from domain.matters.parts.unit_work import CHECKING, another_day, checks, report
from domain.mechanism.columns import PROOF, Asked, Beginning, Party, Place, Relation
from domain.mechanism.limits import Limit
from domain.mechanism.modules import Module
from domain.mechanism.standing import Standing
from domain.mechanism.table import Procedure, Rule, looking
from domain.people import Role

_UNIT: frozenset[Party] = frozenset({Relation.SUBJECT})
_LEADER: frozenset[Party] = frozenset({Role.LEADER})
_TOLD = (Relation.SUBJECT,)
OPEN, _REPORTED, _DONE = frozenset({"not_started", "under_way"}), frozenset({"reported"}), frozenset({"done"})
STANDING = OPEN | _REPORTED | _DONE  # wherever it is not dropped
_WHY = (Asked("reason", "text"),)
_PROGRESS = (Asked("progress", "text", adds=True), PROOF)
_LISTED = (
    Asked("owner", "unit", kept=Place.UNIT),
    *(Asked(name, "text") for name in ("aspect", "number", "undertaking")),
)


class UndertakingStatus(StrEnum):
    """How an undertaking stands on a day."""

    NOT_STARTED = "not_started"  # 未启动
    UNDER_WAY = "under_way"  # 推进, or reported in time and not checked yet
    DONE = "done"  # 完成
    OVERDUE = "overdue"  # 逾期: its day passed before it was done or reported


def status_on(undertaking: Standing, day: date) -> UndertakingStatus:
    """How it stands when a day begins: its due day itself is in time."""
    if undertaking.stage in _DONE:
        return UndertakingStatus.DONE
    by = date.fromisoformat(undertaking.own["reported_on"]) if undertaking.stage in _REPORTED else day
    if by > date.fromisoformat(undertaking.own["until"]):
        return UndertakingStatus.OVERDUE
    return UndertakingStatus.NOT_STARTED if undertaking.stage == "not_started" else UndertakingStatus.UNDER_WAY


MOVES = {
    "list": Rule(
        start=frozenset({"new"}),
        end="not_started",
        by=frozenset({Role.CLOCK}),
        asks=(*_LISTED, Asked("until", "day")),
        is_hidden=True,
    ),
    "revise": Rule(start=OPEN, by=frozenset({Role.CLOCK}), asks=_LISTED, is_hidden=True),  # by a file of the office's
    "begin": Rule(start=frozenset({"not_started"}), end="under_way", by=_UNIT, asks=_PROGRESS),
    "report_progress": Rule(start=frozenset({"under_way"}), by=_UNIT, asks=_PROGRESS, is_act=True),
    "change_due": another_day(OPEN),
    "report_done": report(OPEN),
    **checks("done", "under_way", resets=frozenset({"reported_on"})),
    "reopen": Rule(
        start=_DONE,
        end="under_way",
        by=_LEADER,
        second=Role.COMMITTEE,
        asks=_WHY,
        tells=_TOLD,
        resets=frozenset({"checked", "reported_on"}),
        is_grave=True,
        is_undoing=True,
    ),
    "drop": Rule(start=OPEN, end="dropped", by=_LEADER, asks=_WHY, tells=_TOLD, is_grave=True),
    "show_evidence": looking(STANDING, frozenset({Role.REVIEWER, Role.LEADER, Role.COMMITTEE})),
}
SHOWN = (
    *("aspect", "number", "unit", "undertaking", "status", "until", "progress", "result", "attachments"),
    *("lacking", "checked", "difficulties", "why", "reason"),
)

PROCEDURE = Procedure(
    matter="undertaking",
    module=Module.HUANGYAN,
    first="new",
    moves=MOVES,
    begins=Beginning(move="list", prefix="SX", is_offered=False),
    terms=(
        Limit("undertaking_due", OPEN, day="until", owed_by=_UNIT, renewed_by=frozenset({"change_due"})),
        Limit("undertaking_check", _REPORTED),
    ),
    shows=dict.fromkeys((*_TOLD, Role.REVIEWER, Role.COMMITTEE, Role.LEADER), SHOWN),
    body=frozenset({"undertaking"}),
    todo={"not_started": _UNIT, "under_way": _UNIT, "reported": CHECKING},
    exports=("aspect", "undertaking"),
)
