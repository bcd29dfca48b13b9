"""A difficulty (难题) that stands in the way of a project or an undertaking: raised, assigned, solved, closed. The law §8.

Whoever owns the work raises it; the office assigns it to the unit that can solve it, and from then on it is that unit's. Whoever raised it
says whether it is solved. Where it is not solved in time, leaders have it, too.
"""

from domain.matters.parts.dispatching import RAISER, dispatched
from domain.matters.programmes import breakthroughs, undertakings
from domain.matters.projects import projects
from domain.mechanism.columns import PROOF, Asked, Beginning, Place, Relation
from domain.people import Role

KINDS = ("policy", "funds", "approval", "inputs")  # 政策处理 资金 审批 要素

PROCEDURE = dispatched(
    "difficulty",
    Asked("about", "matter"),
    Asked("sort", "one_of", "difficulty_sort", KINDS, kept=Place.CATEGORY),
    Asked("account", "text"),
    PROOF,
    begins=Beginning(
        move="raise",
        prefix="NT",
        about="about",
        kinds={"project": projects.OPEN, "undertaking": undertakings.OPEN, "breakthrough": breakthroughs.OPEN},
        is_of_newest=True,
        is_named=True,
        are_many=True,
    ),
    # of their own project or undertaking, and of no other
    by=frozenset({Role.PROJECT_OWNER, Role.UNIT_CONTACT, Relation.OWNER, Relation.SUBJECT}),
    terms=("difficulty_assign", "difficulty_solve", "difficulty_close"),
    confirmed_by=RAISER | {Role.LEADER},
    shows=("parent", "sort", "raised_by", "account", "attachments", "unit", "result", "lacking", "reason"),
)
