"""Outside contacts (说情): somebody put in a word about a matter; one tap records it, for the auditor alone. The law §2, rule 5.

Whoever recorded it may say who it was, and the auditor notes that it was read. Nothing else ever happens to it.
"""

from collections.abc import Iterable

from domain.mechanism.columns import Asked, Beginning, Relation
from domain.mechanism.table import Procedure, Rule, anywhere
from domain.people import STAFF, Role

_RECORDED = frozenset({"recorded"})
_AUDITOR = frozenset({Role.AUDITOR})

MOVES = {
    "record": Rule(start=frozenset({"new"}), end="recorded", by=frozenset(STAFF), asks=(Asked("about", "matter"),)),
    "say_who": Rule(
        start=_RECORDED,
        by=frozenset({Relation.APPLICANT}),
        asks=(Asked("who", "text", longest=60), Asked("how", "text", may_skip=True)),
        is_previewed=True,
    ),
    "note": Rule(start=_RECORDED, end="noted", by=_AUDITOR),
}


def of(tables: Iterable[Procedure]) -> Procedure:
    """The lifecycle of contacts about matters of these tables, wherever they stand."""
    return Procedure(
        matter="contact",
        first="new",
        moves=MOVES,
        begins=Beginning(
            move="record",
            prefix="SQ",
            about="about",
            kinds=anywhere(tables),
            are_many=True,
            is_of_newest=True,
            is_named=True,
        ),
        shows={
            Role.AUDITOR: ("applicant", "parent", "about", "who", "how"),
            Relation.APPLICANT: ("about", "who", "how"),
        },
        todo={"recorded": _AUDITOR},
    )
