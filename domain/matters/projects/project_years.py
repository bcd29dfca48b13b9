"""The year's red-flag projects (年度红旗项目): counted from the announced quarters, commended on a document or not. The law §6.5, §4, §9.

Nobody is commended by a count alone: a leader decides with a second signer, and a year without any is a result, too.
"""

from domain.mechanism.columns import Announces, Asked, Beginning, Party
from domain.mechanism.limits import Limit
from domain.mechanism.table import Procedure, Rule
from domain.people import Role
from domain.saying import Style

_CLOCK: frozenset[Party] = frozenset({Role.CLOCK})
_LEADER: frozenset[Party] = frozenset({Role.LEADER})
_PROPOSED, _CONFIRMED = frozenset({"proposed"}), frozenset({"confirmed"})

MOVES = {
    "propose": Rule(
        start=frozenset({"new"}),
        end="proposed",
        by=_CLOCK,
        asks=(Asked("year", "text"), Asked("flagged", "text"), Asked("reds", "text", may_skip=True)),
        is_hidden=True,
    ),
    "commend": Rule(
        start=_PROPOSED,
        end="confirmed",
        by=_LEADER,
        second=Role.COMMITTEE,
        asks=(Asked("authorisation", "text", longest=60),),
        announces=Announces(
            kind="project_year",
            audiences=("board", "channels"),
            shows=("year", "flagged", "reds", "authorisation"),
            said="announce",
            falls="return",
        ),
        is_grave=True,
        style=Style.PRIMARY,
    ),
    "drop": Rule(start=_PROPOSED, end="dropped", by=_LEADER, asks=(Asked("reason", "text"),)),
    "return": Rule(start=_CONFIRMED, end="proposed", by=_CLOCK, tells=(Role.LEADER,), is_hidden=True),
    "announce": Rule(start=_CONFIRMED, end="announced", by=_CLOCK, is_hidden=True),
}

PROCEDURE = Procedure(
    matter="project_year",
    first="new",
    moves=MOVES,
    begins=Beginning(move="propose", prefix="NH", is_offered=False),
    terms=(Limit("project_year", _PROPOSED),),
    shows=dict.fromkeys(
        (Role.REVIEWER, Role.COMMITTEE, Role.LEADER), ("year", "flagged", "reds", "authorisation", "reason")
    ),
    todo={"proposed": _LEADER},
)
