"""Corrections (更正) and withdrawals (撤回) of what was said in public: whoever publishes writes one, and two others sign it. The law §9.

What was not said yet is withdrawn on its own card. A notice that is withdrawn stands no longer, and whoever it named goes back to where
one can be given. Whoever writes one is its author, and never signs; it reaches whomever that reached
which it puts right, and waits for nobody. What another move of a matter puts right (a flag that is revoked, say) needs none.
"""

from domain.mechanism.columns import Announces, Asked, Beginning, Relation
from domain.mechanism.table import Procedure, Rule
from domain.people import Role
from domain.saying import Style

MENDED, WITHDRAWN = "mended", "withdrawn"
_WRITERS = frozenset({Role.PUBLISHER, Role.LEADER})
_CLOCK = frozenset({Role.CLOCK})
_TOLD = (Relation.APPLICANT,)
_SAYS = ("how", "wrong", "right", "why")
_MENDED, _WITHDRAWN = ("how", (MENDED,)), ("how", (WITHDRAWN,))

MOVES = {
    "propose": Rule(
        start=frozenset({"new"}),
        end="announcing",
        by=_WRITERS,
        asks=(
            Asked("about", "matter"),
            Asked("how", "one_of", "correction_how", (MENDED, WITHDRAWN)),
            Asked("wrong", "text", longest=120, where=_MENDED),
            Asked("right", "text", longest=120, where=_MENDED),
            Asked("why", "text", longest=120, where=_WITHDRAWN),
        ),
        announces=Announces(
            kind="announcement_corrected", shows=_SAYS, said="be_said", falls="fall", is_written_by_hand=True
        ),
        is_previewed=True,
        style=Style.PRIMARY,
    ),
    "be_said": Rule(
        start=frozenset({"announcing"}), end="said", by=_CLOCK, tells=_TOLD, effects=("take_back_said",), is_hidden=True
    ),
    "fall": Rule(start=frozenset({"announcing"}), end="dropped", by=_CLOCK, tells=_TOLD, is_hidden=True),
}

PROCEDURE = Procedure(
    matter="correction",
    first="new",
    moves=MOVES,
    begins=Beginning(
        move="propose",
        prefix="GX",
        about="about",
        kinds={"announcement": frozenset({"published"})},
        is_of_newest=True,
        is_named=True,
    ),
    shows=dict.fromkeys((Relation.APPLICANT, *sorted(_WRITERS), Role.COMMITTEE), ("about", *_SAYS)),
)
