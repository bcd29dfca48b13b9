"""Deciding a number of the law anew (规则修订): proposed by one, signed by another, counting from a day on (the design §5, Rules)."""

from domain.mechanism.columns import Asked, Beginning, Relation
from domain.mechanism.limits import Limit
from domain.mechanism.refusals import Why
from domain.mechanism.table import Need, Procedure, Rule
from domain.people import Role
from domain.saying import Style

_DECIDES = frozenset({Role.LEADER, Role.COMMITTEE})
_APPLICANT = (Relation.APPLICANT,)
_PROPOSED = frozenset({"proposed"})


# Who proposed it may be a leader, and leaders decide.
ANOTHER = Need(
    "another than who proposed it",
    Why.SAME_PERSON,
    lambda _standing, _by, facts, _given: Relation.APPLICANT not in facts.relations,
)

MOVES = {
    "propose": Rule(
        start=frozenset({"new"}),
        end="proposed",
        by=frozenset({Role.ADMIN, Role.LEADER}),
        asks=(Asked("rule", "rule"), Asked("since", "day"), Asked("why", "text")),
        is_previewed=True,
    ),
    "approve": Rule(
        start=_PROPOSED,
        end="decided",
        by=_DECIDES,
        needs=(ANOTHER,),
        tells=(*_APPLICANT, Role.LEADER),
        effects=("enact",),
        is_grave=True,
        style=Style.PRIMARY,
    ),
    "turn_down": Rule(
        start=_PROPOSED, end="turned_down", by=_DECIDES, asks=(Asked("reason", "text"),), tells=_APPLICANT
    ),
    "withdraw": Rule(start=_PROPOSED, end="withdrawn", by=frozenset(_APPLICANT)),
    "lapse": Rule(start=_PROPOSED, end="lapsed", by=frozenset({Role.CLOCK}), tells=_APPLICANT, is_hidden=True),
}

PROCEDURE = Procedure(
    matter="ruling",
    first="new",
    moves=MOVES,
    begins=Beginning(move="propose", prefix="GZ"),
    terms=(Limit("ruling_decide", _PROPOSED, lapses="lapse"),),
    shows=dict.fromkeys(
        (*_APPLICANT, Role.ADMIN, Role.LEADER, Role.COMMITTEE), ("rule", "since", "why", "reason", "stays")
    ),
    todo={"proposed": _DECIDES},
)
