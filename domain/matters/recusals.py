"""Requests for a recusal (回避申请): an interested party asks, the body orders it or does not. The law §2, rule 1.

Whoever has a conflict by the other rules is kept away by themselves (`domain/mechanism/parts.py`), and may recuse themselves.
"""

from collections.abc import Iterable

from domain.matters.ruling import ANOTHER
from domain.mechanism.columns import Asked, Beginning, Relation
from domain.mechanism.limits import Limit
from domain.mechanism.table import Procedure, Rule, anywhere
from domain.people import Role

_ASKING = frozenset({Role.UNIT_CONTACT, Role.REVIEWER, Role.CASE_OFFICER, Role.COMMITTEE, Role.LEADER})
_DECIDES = frozenset({Role.LEADER, Role.COMMITTEE})
_AT_WORK = frozenset(
    {Role.REVIEWER, Role.CASE_OFFICER, Role.COMMITTEE, Role.LEADER, Role.SUPPORT_CONTACT, Role.SITE_EVALUATOR}
)
_ASKED = frozenset({"asked"})
_TOLD = (Relation.APPLICANT,)

MOVES = {
    "ask": Rule(
        start=frozenset({"new"}),
        end="asked",
        by=_ASKING,
        asks=(Asked("about", "matter"), Asked("who", "text", longest=60), Asked("why", "text")),
        is_previewed=True,
    ),
    "order": Rule(
        start=_ASKED,
        end="ordered",
        by=_DECIDES,
        needs=(ANOTHER,),
        asks=(Asked("person", "person", of=_AT_WORK),),
        effects=("recuse_named",),
        tells=_TOLD,
        is_grave=True,
    ),
    "refuse": Rule(
        start=_ASKED, end="refused", by=_DECIDES, needs=(ANOTHER,), asks=(Asked("reason", "text"),), tells=_TOLD
    ),
    "withdraw": Rule(start=_ASKED, end="withdrawn", by=frozenset(_TOLD)),
}


def of(tables: Iterable[Procedure]) -> Procedure:
    """The lifecycle of requests about matters of these tables, wherever they stand."""
    return Procedure(
        matter="recusal",
        first="new",
        moves=MOVES,
        begins=Beginning(move="ask", prefix="HB", about="about", kinds=anywhere(tables), are_many=True),
        terms=(Limit("recusal_decide", _ASKED),),
        shows={
            Relation.APPLICANT: ("about", "who", "why", "reason"),
            **dict.fromkeys((Role.LEADER, Role.COMMITTEE), ("applicant", "about", "who", "why", "person", "reason")),
        },
        todo={"asked": _DECIDES},
    )
