"""What the office decides about itself: a number of the law (规则修订), what it says of itself (机关信息), its working days (工作日历).

One table for all of them: proposed by one, seen as a difference, signed by another, counting from a day on (the design §5, Rules).
A new office in which nobody else can sign decides at once: it could not set itself up otherwise, and nothing public follows from it
without two approvals.
"""

from domain.mechanism.columns import Asked, Beginning, Relation
from domain.mechanism.limits import Limit
from domain.mechanism.refusals import Why
from domain.mechanism.table import ALONE, Need, Procedure, Rule
from domain.people import Role
from domain.saying import Style

_DECIDES = frozenset({Role.LEADER, Role.COMMITTEE})
_APPLICANT = (Relation.APPLICANT,)
_PROPOSED = frozenset({"proposed"})
_CLOCK = frozenset({Role.CLOCK})

PROFILE = ("name", "phone", "address", "signature", "own_unit", "head", "retention", "retention_en", "contests")
"""What the office says of itself; `contests` are the names of those that it holds (比拼), with 、 between."""

# Who proposed it may be a leader, and leaders decide.
ANOTHER = Need(
    "another than who proposed it",
    Why.SAME_PERSON,
    lambda _standing, _by, facts, _given: Relation.APPLICANT not in facts.relations,
)


def decided_by_two(
    matter: str,
    begins: Beginning,
    first: dict[str, Rule],
    shows: tuple[str, ...],
    alone: tuple[Need, ...] = (ALONE,),
    still: tuple[Need, ...] = (),
) -> Procedure:
    """The lifecycle of what one proposes by a `first` move and another signs.

    `alone`: where nobody needs to sign, it is decided at once. `still`: what must be so yet when it is signed. What follows is the
    effect `enact_<matter>`.
    """
    effects = (f"enact_{matter}",)
    moves = {
        **first,
        "approve": Rule(
            start=_PROPOSED,
            end="decided",
            by=_DECIDES,
            needs=(ANOTHER, *still),
            tells=(*_APPLICANT, Role.LEADER),
            effects=effects,
            is_grave=True,
            style=Style.PRIMARY,
        ),
        "decide_alone": Rule(start=_PROPOSED, end="decided", by=_CLOCK, needs=alone, effects=effects, is_hidden=True),
        "turn_down": Rule(
            start=_PROPOSED, end="turned_down", by=_DECIDES, asks=(Asked("reason", "text"),), tells=_APPLICANT
        ),
        "withdraw": Rule(start=_PROPOSED, end="withdrawn", by=frozenset(_APPLICANT)),
        "lapse": Rule(start=_PROPOSED, end="lapsed", by=_CLOCK, tells=_APPLICANT, is_hidden=True),
    }
    return Procedure(
        matter=matter,
        first="new",
        moves=moves,
        begins=begins,
        terms=(Limit("ruling_decide", _PROPOSED, lapses="lapse"),),
        shows=dict.fromkeys(
            (*_APPLICANT, Role.ADMIN, Role.LEADER, Role.COMMITTEE, Role.AUDITOR), ("applicant", *shows)
        ),
        todo={"proposed": _DECIDES},
    )


def _propose(by: frozenset[Role], *asks: Asked) -> dict[str, Rule]:
    return {"propose": Rule(start=frozenset({"new"}), end="proposed", by=frozenset(by), asks=asks, is_previewed=True)}


_ADMIN = frozenset({Role.ADMIN})
WHY = Asked("why", "text", may_skip=True)

RULES = decided_by_two(
    "ruling",
    Beginning(move="propose", prefix="GZ", alone="decide_alone"),
    _propose(_ADMIN | {Role.LEADER}, Asked("rule", "rule"), Asked("since", "day"), Asked("why", "text")),
    ("rule", "since", "why", "reason", "stays"),
)
OFFICE = decided_by_two(
    "profile",
    Beginning(move="propose", prefix="JG", alone="decide_alone", is_offered=False),
    _propose(
        _ADMIN,
        Asked("item", "one_of", "profile", PROFILE),
        Asked("before", "text", may_skip=True),
        Asked("value", "profile"),
        Asked("since", "day", may_skip=True),
        WHY,
    ),
    ("item", "before", "value", "since", "why", "reason"),
)
CALENDAR = decided_by_two(
    "calendar",
    Beginning(move="propose", prefix="RL", alone="decide_alone", is_offered=False),
    {
        **_propose(_ADMIN, Asked("off", "days", may_skip=True), Asked("work", "days", may_skip=True), WHY),
        "correct": Rule(
            start=frozenset({"new"}),
            end="proposed",
            by=_ADMIN,
            asks=(Asked("day", "known_day"), Asked("kind", "works", "day_kind", ("off", "work")), WHY),
            is_previewed=True,
        ),
    },
    ("day", "kind", "off", "work", "why", "reason", "moves"),
)
