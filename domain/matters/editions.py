"""An edition (评选、认定的一期): the call, the window and the result of the law §4, for strivers and for cases, as a table.

That nobody is found is a valid result, and is said in public like any other. Without an authorisation number it is an internal
trial, of which nothing is public. What is found is decided on the matters themselves; an edition only says that it is over.
"""

from collections.abc import Mapping
from enum import StrEnum

from domain.mechanism.columns import Announces, Asked, Beginning, Party
from domain.mechanism.limits import Limit
from domain.mechanism.refusals import Why
from domain.mechanism.standing import Standing
from domain.mechanism.table import MAKE, Facts, Need, Procedure, Rule
from domain.people import Actor, Role
from domain.saying import Style


class EditionStage(StrEnum):
    """Where an edition stands."""

    NEW = "new"
    PROPOSED = "proposed"  # 待批准
    COLLECTING = "collecting"  # N0 公告征集
    DECIDING = "deciding"  # 待定结果
    ANNOUNCING = "announcing"  # 无对象公告待发
    NONE = "none"  # 本期无对象
    CLOSED = "closed"  # 已结束
    DROPPED = "dropped"  # 未批准


YIELDS = ("strivers", "cases")  # 表彰对象 认定对象
_S = EditionStage
_LEADER: frozenset[Party] = frozenset({Role.LEADER})
_REVIEWER: frozenset[Party] = frozenset({Role.REVIEWER})
_CLOCK: frozenset[Party] = frozenset({Role.CLOCK})
_REASON = (Asked("reason", "text"),)
_EVERYBODY = ("board", "channels")


def _at(*stages: EditionStage) -> frozenset[str]:
    return frozenset(stages)


def _is_authorised(standing: Standing, by: Actor, facts: Facts, given: Mapping[str, str]) -> bool:
    return bool(standing.own.get("authorisation"))


AUTHORISED = Need("an authorisation number", Why.NO_AUTHORISATION, _is_authorised, frozenset({MAKE}))

MOVES = {
    "propose": Rule(
        start=_at(_S.NEW),
        end=_S.PROPOSED,
        by=_REVIEWER | _LEADER,
        asks=(
            Asked("title", "text", longest=40),
            Asked("yields", "one_of", "edition_yields", YIELDS),
            Asked("authorisation", "text", longest=60, may_skip=True),
        ),
        tells=(Role.LEADER,),
        is_previewed=True,
    ),
    "open": Rule(
        start=_at(_S.PROPOSED),
        end=_S.COLLECTING,
        by=_LEADER,
        second=Role.COMMITTEE,
        tells=(Role.REVIEWER,),
        style=Style.PRIMARY,
    ),
    "drop": Rule(start=_at(_S.PROPOSED), end=_S.DROPPED, by=_LEADER, asks=_REASON, tells=(Role.REVIEWER,)),
    "call": Rule(
        start=_at(_S.COLLECTING),
        by=_REVIEWER | _LEADER,
        needs=(AUTHORISED,),
        announces=Announces(kind="edition_call", audiences=_EVERYBODY, shows=("title", "authorisation")),
    ),
    "close_call": Rule(
        start=_at(_S.COLLECTING), end=_S.DECIDING, by=_CLOCK, tells=(Role.LEADER, Role.REVIEWER), is_hidden=True
    ),
    "find_none": Rule(
        start=_at(_S.DECIDING),
        end=_S.ANNOUNCING,
        by=_LEADER,
        second=Role.COMMITTEE,
        needs=(AUTHORISED,),
        asks=_REASON,
        announces=Announces(
            kind="edition_none",
            audiences=_EVERYBODY,
            shows=("title", "yields", "authorisation"),
            said="be_none",
            falls="hold_back",
        ),
        is_grave=True,
    ),
    "be_none": Rule(start=_at(_S.ANNOUNCING), end=_S.NONE, by=_CLOCK, tells=(Role.REVIEWER,), is_hidden=True),
    "hold_back": Rule(start=_at(_S.ANNOUNCING), end=_S.DECIDING, by=_CLOCK, tells=(Role.LEADER,), is_hidden=True),
    "close": Rule(
        start=_at(_S.DECIDING),
        end=_S.CLOSED,
        by=_LEADER,
        second=Role.COMMITTEE,
        asks=_REASON,
        tells=(Role.REVIEWER,),
    ),
}

PROCEDURE = Procedure(
    matter="edition",
    first=_S.NEW,
    moves=MOVES,
    begins=Beginning(move="propose", prefix="PX"),
    terms=(
        Limit("edition_open", _at(_S.PROPOSED)),
        Limit("edition_collect", _at(_S.COLLECTING), lapses="close_call", is_right=True),
        Limit("edition_decide", _at(_S.DECIDING)),
    ),
    shows=dict.fromkeys(
        (Role.REVIEWER, Role.COMMITTEE, Role.LEADER), ("title", "yields", "authorisation", "due", "reason", "pending")
    ),
    todo={_S.PROPOSED: _LEADER, _S.DECIDING: _LEADER},
)
