"""The quarterly look at rejected clues (抽查, the law §11.12): a twentieth of them, drawn by a seed that is kept, each in order or not.

The auditor reads what the log says of a rejection, who decided it, when and for which reason, and neither the clue nor who brought it;
what is not in order goes to the leaders as a fact, and they answer for it.
"""

import hashlib
from collections.abc import Iterable
from datetime import date, timedelta
from math import ceil

from domain.mechanism.columns import Asked, Beginning, Relation
from domain.mechanism.limits import Limit
from domain.mechanism.table import Procedure, Rule
from domain.people import Role
from domain.saying import Style

SHARE = 20  # one of so many: five per cent
_AUDITOR = frozenset({Role.AUDITOR})
_LEADER = frozenset({Role.LEADER})
_DRAWN = frozenset({"drawn"})
_FOUND = frozenset({"found"})

MOVES = {
    "draw": Rule(start=frozenset({"new"}), end="drawn", by=_AUDITOR, owns=True),
    "find_in_order": Rule(start=_DRAWN, end="in_order", by=_AUDITOR, is_grave=True, style=Style.PRIMARY),
    "find_anomalous": Rule(
        start=_DRAWN,
        end="found",
        by=_AUDITOR,
        asks=(Asked("which", "several"), Asked("note", "text")),
        tells=(Role.LEADER,),
        style=Style.DANGER,
    ),
    "account_for": Rule(
        start=_FOUND, end="accounted", by=_LEADER, asks=(Asked("account", "text"),), tells=(Relation.OFFICER,)
    ),
}
_SHOWN = ("since", "until", "rejects", "seed", "sample", "which", "note", "account")
PROCEDURE = Procedure(
    matter="audit",
    first="new",
    moves=MOVES,
    begins=Beginning(move="draw", prefix="CC", is_offered=False),
    terms=(Limit("ruling_decide", _FOUND),),
    shows={Role.AUDITOR: _SHOWN, Role.LEADER: _SHOWN},
    closed_to={Role.LEADER: _DRAWN},
    todo={"drawn": _AUDITOR, "found": _LEADER},
)


def quarter_before(day: date) -> tuple[date, date]:
    """The first and the last day of the quarter before the one of a day."""
    first = date(day.year, 3 * ((day.month - 1) // 3) + 1, 1)
    last = first - timedelta(days=1)
    return date(last.year, last.month - 2, 1), last


def drawn(numbers: Iterable[str], seed: str) -> list[str]:
    """One of twenty of these numbers, and one at least: the same for the same seed, whoever draws again."""
    every = sorted(numbers, key=lambda number: hashlib.sha256(f"{seed} {number}".encode()).digest())
    return sorted(every[: ceil(len(every) / SHARE)])
