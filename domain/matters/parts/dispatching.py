"""What a unit is given to solve (交办): raised, assigned, solved, confirmed by somebody of another unit; late, escalated. The law §8.

Lives here: `dispatched`, the life of every such matter. While it is raised it is about the unit that raised it; once assigned it is that of
the unit that is to solve it (`handlers/programmes/dispatching.py`).
"""

from collections.abc import Mapping

from domain.mechanism.columns import PROOF, Asked, Beginning, Party, Relation
from domain.mechanism.limits import Limit
from domain.mechanism.needs import did_not
from domain.mechanism.refusals import Why
from domain.mechanism.table import MAKE, Need, Procedure, Rule, looking
from domain.people import Role

_RAISED, _ASSIGNED, _SOLVED = frozenset({"raised"}), frozenset({"assigned", "escalated"}), frozenset({"solved"})
OPEN = _RAISED | _ASSIGNED | _SOLVED
_CLOSED = frozenset({"closed"})
SEEN = OPEN | _CLOSED  # wherever it was not turned down or withdrawn
OFFICE: frozenset[Party] = frozenset({Role.REVIEWER, Role.LEADER})
RAISER: frozenset[Party] = frozenset({Relation.APPLICANT})
_SOLVER: frozenset[Party] = frozenset({Relation.SUBJECT})
RESULT = Asked("result", "text")
OTHER_UNIT = Need(
    "of another unit than that which is to solve it",
    Why.RECUSED,
    lambda standing, by, facts, given: standing.stage in _RAISED or not by.unit or by.unit != standing.unit,
    frozenset({MAKE}),
)
_CHECKS = (did_not("solved it", frozenset({"solve"})), OTHER_UNIT)


def dispatched(
    matter: str,
    *asks: Asked,
    begins: Beginning,
    by: frozenset[Party],
    confirmed_by: frozenset[Party],
    shows: tuple[str, ...],
    terms: tuple[str, str, str],
    solved_with: tuple[Asked, ...] = (RESULT, PROOF),
    module: str = "",
    raiser: Relation = Relation.APPLICANT,
) -> Procedure:
    """The life of such a matter. `by`: who raises it, on what it `asks`; `solved_with`: what the unit is asked that solved it; `terms`: the
    rules of how long the office has to assign it, the unit to solve it, and they to confirm it; `confirmed_by`: who says whether it is
    solved; never whoever solved it, nor anybody of that unit. `raiser`: what whoever raised it is
    to it: its officer, where somebody else follows it by a code.
    """
    to_assign, to_solve, to_confirm = terms
    raised = Rule(
        start=frozenset({"new"}), end="raised", by=by, asks=asks, is_previewed=True, owns=raiser is Relation.OFFICER
    )
    return Procedure(
        matter=matter,
        module=module,
        first="new",
        moves={"raise": raised, **_moves(raiser, confirmed_by, solved_with)},
        begins=begins,
        terms=(
            Limit(to_assign, _RAISED),
            Limit(
                to_solve,
                frozenset({"assigned"}),
                lapses="escalate",
                stops_in=_SOLVED | {"escalated"},  # late stays late: what is sent back gets no second term
                renewed_by=frozenset({"assign"}),
            ),
            Limit(to_confirm, _SOLVED),
        ),
        shows=dict.fromkeys((raiser, Relation.SUBJECT, Role.REVIEWER, Role.COMMITTEE, Role.LEADER), shows),
        todo={
            "raised": OFFICE,
            "assigned": _SOLVER,
            "escalated": _SOLVER | {Role.LEADER},
            "solved": confirmed_by - {Role.LEADER},
        },
    )


def _moves(raiser: Relation, confirmed_by: frozenset[Party], solved_with: tuple[Asked, ...]) -> Mapping[str, Rule]:
    """Everything that is done with it once it is raised."""
    told = (raiser,)
    answered = tuple(confirmed_by & {Role.REPORTER})  # who confirms by a code hears that it was taken
    return {
        "assign": Rule(
            start=_RAISED | _ASSIGNED,
            end="assigned",
            by=OFFICE,
            asks=(Asked("unit", "unit"),),
            tells=told,
            effects=("set_unit",),
        ),
        "turn_down": Rule(start=_RAISED, end="declined", by=OFFICE, asks=(Asked("reason", "text"),), tells=told),
        "solve": Rule(start=_ASSIGNED, end="solved", by=_SOLVER, asks=solved_with, is_previewed=True),
        "close": Rule(
            start=_SOLVED,
            end="closed",
            by=confirmed_by,
            needs=_CHECKS,
            tells=(*told, Relation.SUBJECT, *answered),
            resets=frozenset({"lacking"}),
        ),
        "send_back": Rule(
            start=_SOLVED,
            end="assigned",
            by=confirmed_by,
            needs=_CHECKS,
            asks=(Asked("lacking", "text"), PROOF),
            tells=(Relation.SUBJECT, *answered),
        ),
        "escalate": Rule(
            start=frozenset({"assigned"}),
            end="escalated",
            by=frozenset({Role.CLOCK}),
            tells=(*told, Relation.SUBJECT, Role.LEADER),
            is_hidden=True,
        ),
        # Once its own unit is to solve it, whoever raised it does not make it go away (the law §2 rule 2).
        "withdraw": Rule(
            start=_RAISED | _ASSIGNED,
            end="withdrawn",
            by=frozenset(told),
            needs=(OTHER_UNIT,),
            tells=(Relation.SUBJECT,),
        ),
        "show_evidence": looking(SEEN, OFFICE | _SOLVER),
    }
