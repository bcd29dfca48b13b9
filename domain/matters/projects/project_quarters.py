"""A quarter of projects (项目季度通报): red flags and snails by the figures, a list that is drafted. The law §5, §6.5, §9.

No list is filled by force, and an empty one is valid. The cards of the quarter before are looked back at first (回头看).
"""

from dataclasses import dataclass

from domain.mechanism.columns import Asked
from domain.mechanism.drafts import drafted
from domain.mechanism.refusals import Why
from domain.mechanism.table import Need


@dataclass(frozen=True, slots=True, kw_only=True)
class QuarterFacts:
    """What the guards look at besides the list: how many projects stand on it, and how many cards of an earlier quarter nobody has
    looked back at."""

    listed: int = 0
    unseen: int = 0


LOOKED_BACK = Need(
    "every earlier card was looked back at",
    Why.LOOK_BACK_FIRST,
    lambda standing, by, facts, given: not isinstance(facts.case, QuarterFacts) or not facts.case.unseen,
)
LISTED = Need(
    "projects on the list",
    Why.NOTHING_LISTED,
    lambda standing, by, facts, given: not isinstance(facts.case, QuarterFacts) or facts.case.listed > 0,
)

PROCEDURE = drafted(
    "project_quarter",
    "JT",
    Asked("month", "text"),
    says="quarter",
    public=("month",),
    shows=("month", "reds", "snails", "struck", "reason", "missing", "unseen"),
    term="project_confirm",
    needs=(LOOKED_BACK,),
    to_strike=(LISTED,),
    effects={"propose": ("call_cards",), "announce": ("show_cards",)},
)
