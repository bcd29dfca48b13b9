"""What a unit has to get done by a day: it asks for another day, reports with proof, and somebody not of it looks (the law §8, §2 rule 2).

Each table says from where to where, and what else follows.
"""

from collections.abc import Mapping
from datetime import date

from domain.mechanism.columns import PROOF, Asked, Party, Place, Relation
from domain.mechanism.needs import of_case
from domain.mechanism.refusals import Why
from domain.mechanism.table import MAKE, SIGN, Need, Rule
from domain.people import Role
from domain.saying import Style

CHECKING: frozenset[Party] = frozenset({Role.REVIEWER, Role.LEADER})
_UNIT: frozenset[Party] = frozenset({Relation.SUBJECT})
_TOLD = (Relation.SUBJECT,)
_AHEAD = of_case(
    date,
    "a day that has not passed",
    Why.TOO_LATE,
    lambda today, given: not given.get("until") or date.fromisoformat(given["until"]) >= today,
    frozenset({MAKE, SIGN}),
)


def another_day(start: frozenset[str], end: str | None = None) -> Rule:
    """The unit asks for a day that has not passed, a leader signs."""
    return Rule(
        start=start,
        end=end,
        by=_UNIT,
        second=Role.LEADER,
        needs=(_AHEAD,),
        asks=(Asked("until", "day"), Asked("why", "text"), PROOF),
        tells=_TOLD,
        is_previewed=True,
    )


def report(start: frozenset[str]) -> Rule:
    """The unit says that it is done, with proof."""
    return Rule(
        start=start,
        end="reported",
        by=_UNIT,
        asks=(Asked("result", "text"), Asked("evidence", "files", limit="clue_files_max", kept=Place.BESIDE)),
        is_previewed=True,
    )


def checks(
    done: str,
    undone: str,
    *,
    needs: tuple[Need, ...] = (),
    dates: str = "",
    resets: frozenset[str] = frozenset(),
) -> Mapping[str, Rule]:
    """Somebody of the office says whether it is so. A conflict of interest keeps whoever is of the unit from both."""
    reported = frozenset({"reported"})
    return {
        "verify": Rule(
            start=reported,
            end=done,
            by=CHECKING,
            needs=needs,
            asks=(Asked("checked", "text"),),
            tells=_TOLD,
            dates=dates,
            is_grave=True,
            style=Style.PRIMARY,
        ),
        "send_back": Rule(
            start=reported,
            end=undone,
            by=CHECKING,
            needs=needs,
            asks=(Asked("lacking", "text", "template_lacking"),),
            tells=_TOLD,
            resets=resets,
        ),
    }
