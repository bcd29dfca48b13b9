"""The yellow flag of a confirmed case (躺平者黄旗): hung by it, taken down by it (the law §4.1 L9, L12A; §5 SLACK)."""

from domain.mechanism.columns import Asked, Beginning, Relation
from domain.mechanism.modules import Module
from domain.mechanism.table import Procedure, Rule
from domain.people import Role
from domain.saying import Style

_CLOCK = frozenset({Role.CLOCK})
HANGS = frozenset({"hung", "acknowledged"})
_UNIT = frozenset({Relation.SUBJECT})

MOVES = {
    "hang": Rule(
        start=frozenset({"new"}),
        end="hung",
        by=_CLOCK,
        asks=(Asked("meeting", "text"), Asked("grounds", "text")),
        tells=(Relation.SUBJECT,),
        is_hidden=True,
    ),
    "acknowledge": Rule(
        start=frozenset({"hung"}), end="acknowledged", by=_UNIT, tells=(Relation.OFFICER,), style=Style.PRIMARY
    ),
    "remove": Rule(start=HANGS, end="removed", by=_CLOCK, tells=(Relation.SUBJECT,), is_hidden=True),
    "withdraw": Rule(start=HANGS | {"removed"}, end="withdrawn", by=_CLOCK, tells=(Relation.SUBJECT,), is_hidden=True),
}

PROCEDURE = Procedure(
    matter="slack_flag",
    module=Module.SLACKER,
    first="new",
    moves=MOVES,
    begins=Beginning(move="hang", prefix="TP", is_offered=False),
    shows=dict.fromkeys(
        (Relation.SUBJECT, Role.REVIEWER, Role.COMMITTEE, Role.LEADER), ("parent", "meeting", "grounds")
    ),
    todo={"hung": _UNIT},
)
