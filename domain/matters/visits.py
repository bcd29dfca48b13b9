"""Return visits (回访): how it goes with whoever a case or a measure was about. The law §7.2 and §4.1 L13 as a table.

Children of what opens them, one for each appointment. What was said on a visit is confidential and not kept: a day, a grade, tasks.
"""

from enum import StrEnum

from domain.mechanism.columns import PROOF, Asked, Beginning, Relation
from domain.mechanism.kin import Also
from domain.mechanism.limits import Limit, Where
from domain.mechanism.table import Procedure, Rule, all_named, looking
from domain.people import Role


class VisitStage(StrEnum):
    """Where a visit stands; what follows each is in the table."""

    NEW = "new"
    WAITING = "waiting"  # 未到期
    DUE = "due"  # 待安排
    VISITING = "visiting"  # 待回访
    OVERDUE = "overdue"  # 逾期
    GOOD = "good"  # 好
    FAIR = "fair"  # 一般
    POOR = "poor"  # 较差
    CALLED_OFF = "called_off"  # 已取消


FOLLOW_UP = "follow_up"  # once, after a clarification (the law §7.4)
TURNS = {
    "first": "visit_first",
    "second": "visit_second",
    "third": "visit_third",
    "fourth": "visit_fourth",
    FOLLOW_UP: "clarify_follow",
    "yearly": "striver_follow",
}
"""Which visit it is, and the rule that says after how long."""
TRACKS = ("worried", "low", "difficulties")  # A 有顾虑, B 情绪低落, C 有困难

_S = VisitStage
_CLOCK = frozenset({Role.CLOCK})
_NAMING = frozenset({Role.LEADER, Role.COMMITTEE})
_VISITOR = frozenset({Relation.VISITOR})
_GRADED = {grade.value: grade for grade in (_S.GOOD, _S.FAIR, _S.POOR)}
TASKS = (Asked("task", "text"), Asked("owner", "text"), Asked("until", "day"))


def _at(*stages: VisitStage) -> frozenset[str]:
    return frozenset(stages)


def _is_turn(turn: str) -> Where:
    return Where(f"for the {turn} visit", lambda visit: visit.own.get("turn") == turn)


_OPEN = _at(_S.WAITING, _S.DUE, _S.VISITING, _S.OVERDUE)
_TOLD = (Relation.VISITOR,)
MOVES = {
    "plan": Rule(
        start=_at(_S.NEW),
        end=_S.WAITING,
        by=_CLOCK,
        asks=(
            Asked("turn", "one_of", "visit_turn", tuple(TURNS)),
            Asked("track", "one_of", "visit_track", TRACKS, may_skip=True),
            Asked("post", "text", may_skip=True),
        ),
        is_hidden=True,
    ),
    "come_due": Rule(start=_at(_S.WAITING), end=_S.DUE, by=_CLOCK, is_hidden=True),
    "name_visitors": Rule(
        start=_at(_S.DUE, _S.VISITING, _S.OVERDUE),
        end=_S.VISITING,
        by=_NAMING,
        asks=(Asked("visitors", "persons", of=frozenset({Role.REVIEWER, *_NAMING}), least=2),),
        appoints={"visitors": Relation.VISITOR},
        tells=_TOLD,
    ),
    "record": Rule(
        start=_at(_S.VISITING, _S.OVERDUE),
        ends_by="grade",
        ends=_GRADED,
        by=_VISITOR,
        second=Relation.VISITOR,
        needs=(all_named(2, Relation.VISITOR),),
        asks=(
            Asked("visited_on", "past_day"),
            Asked("grade", "one_of", "visit_grade", tuple(_GRADED)),
            Asked("organisation", "one_of", "visit_organisation", ("asked", "not_asked")),
            Asked("tasks", "items", parts=TASKS, may_skip=True),
            PROOF,
        ),
        also=(Also(kind="", move="visited"), Also(kind="", move="visit_poor", where=(("grade", _S.POOR),))),
        is_previewed=True,
    ),
    "fall_behind": Rule(start=_at(_S.DUE, _S.VISITING), end=_S.OVERDUE, by=_CLOCK, tells=_TOLD, is_hidden=True),
    "call_off": Rule(
        start=_OPEN,
        end=_S.CALLED_OFF,
        by=frozenset({Role.LEADER}),
        asks=(Asked("reason", "text"),),
        tells=_TOLD,
        is_grave=True,
    ),
    "show_evidence": looking(
        _at(_S.VISITING, _S.OVERDUE, *_GRADED.values()), frozenset({Relation.VISITOR, Role.LEADER, Role.COMMITTEE})
    ),
    "fall_away": Rule(start=_OPEN, end=_S.CALLED_OFF, by=_CLOCK, tells=_TOLD, is_hidden=True),
}

_SHOWN = ("turn", "post", "track", "visitors", "visited_on", "grade", "organisation", "tasks", "attachments", "reason")

PROCEDURE = Procedure(
    matter="visit",
    first=_S.NEW,
    moves=MOVES,
    begins=Beginning(move="plan", prefix="HF", is_offered=False),
    terms=(
        *(Limit(rule, _at(_S.WAITING), where=_is_turn(turn), lapses="come_due") for turn, rule in TURNS.items()),
        Limit("visit_name", _at(_S.DUE), lapses="fall_behind"),
        Limit("visit_make", _at(_S.VISITING), lapses="fall_behind"),
    ),
    shows=dict.fromkeys((Relation.VISITOR, Role.LEADER, Role.COMMITTEE), _SHOWN),
    todo={_S.DUE: _NAMING, _S.VISITING: _VISITOR, _S.OVERDUE: _VISITOR | {Role.LEADER}},
)
