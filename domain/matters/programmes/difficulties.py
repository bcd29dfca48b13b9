"""A difficulty (难题) that stands in the way of a project or an undertaking: raised, assigned, solved, closed. The law §8.

Whoever owns the work raises it; the office assigns it to the unit that can solve it, and from then on it is that unit's. Whoever raised it
says whether it is solved. Where it is not solved in time, leaders have it, too.
"""

from domain.matters.programmes import undertakings
from domain.matters.projects import projects
from domain.mechanism.columns import PROOF, Asked, Beginning, Party, Place, Relation
from domain.mechanism.limits import Limit
from domain.mechanism.table import Procedure, Rule, looking
from domain.people import Role

KINDS = ("policy", "funds", "approval", "inputs")  # 政策处理 资金 审批 要素
OPEN = frozenset({"raised", "assigned", "escalated", "solved"})
_ASSIGNED = frozenset({"assigned", "escalated"})
_SOLVED = frozenset({"solved"})
_OFFICE: frozenset[Party] = frozenset({Role.REVIEWER, Role.LEADER})
_RAISER: frozenset[Party] = frozenset({Relation.APPLICANT})
_SOLVER: frozenset[Party] = frozenset({Relation.SUBJECT})
_TOLD = (Relation.APPLICANT,)

MOVES = {
    "raise": Rule(
        start=frozenset({"new"}),
        end="raised",
        # of their own project or undertaking, and of no other
        by=frozenset({Role.PROJECT_OWNER, Role.UNIT_CONTACT, Relation.OWNER, Relation.SUBJECT}),
        asks=(
            Asked("about", "matter"),
            Asked("sort", "one_of", "difficulty_sort", KINDS, kept=Place.CATEGORY),
            Asked("account", "text"),
            PROOF,
        ),
        is_previewed=True,
    ),
    "assign": Rule(
        start=frozenset({"raised"}) | _ASSIGNED,
        end="assigned",
        by=_OFFICE,
        asks=(Asked("unit", "unit"),),
        tells=_TOLD,
        effects=("set_unit",),
    ),
    "turn_down": Rule(
        start=frozenset({"raised"}), end="declined", by=_OFFICE, asks=(Asked("reason", "text"),), tells=_TOLD
    ),
    "solve": Rule(start=_ASSIGNED, end="solved", by=_SOLVER, asks=(Asked("result", "text"), PROOF), is_previewed=True),
    "close": Rule(start=_SOLVED, end="closed", by=_RAISER | {Role.LEADER}, tells=(*_TOLD, Relation.SUBJECT)),
    "send_back": Rule(
        start=_SOLVED,
        end="assigned",
        by=_RAISER | {Role.LEADER},
        asks=(Asked("lacking", "text"), PROOF),
        tells=(Relation.SUBJECT,),
    ),
    "escalate": Rule(
        start=frozenset({"assigned"}),
        end="escalated",
        by=frozenset({Role.CLOCK}),
        tells=(*_TOLD, Relation.SUBJECT, Role.LEADER),
        is_hidden=True,
    ),
    "withdraw": Rule(start=frozenset({"raised"}) | _ASSIGNED, end="withdrawn", by=_RAISER, tells=(Relation.SUBJECT,)),
    "show_evidence": looking(OPEN | {"closed"}, _OFFICE | _SOLVER),
}
_SHOWN = ("parent", "sort", "raised_by", "account", "attachments", "unit", "result", "lacking", "reason")

PROCEDURE = Procedure(
    matter="difficulty",
    first="new",
    moves=MOVES,
    begins=Beginning(
        move="raise",
        prefix="NT",
        about="about",
        kinds={"project": projects.OPEN, "undertaking": undertakings.OPEN},
        is_of_newest=True,
        is_named=True,
        are_many=True,
    ),
    terms=(
        Limit("difficulty_assign", frozenset({"raised"})),
        Limit(
            "difficulty_solve",
            frozenset({"assigned"}),
            lapses="escalate",
            stops_in=_SOLVED,
            renewed_by=frozenset({"assign"}),
        ),
        Limit("difficulty_close", _SOLVED),
    ),
    shows=dict.fromkeys((Relation.APPLICANT, Relation.SUBJECT, Role.REVIEWER, Role.COMMITTEE, Role.LEADER), _SHOWN),
    todo={
        "raised": _OFFICE,
        "assigned": _SOLVER,
        "escalated": _SOLVER | {Role.LEADER},
        "solved": _RAISER,
    },
)
