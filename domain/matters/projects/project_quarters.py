"""A quarter of projects (项目季度通报): red flags and snails by the figures, a list that is drafted. The law §5, §6.5, §9.

No list is filled by force, and an empty one is valid. The cards of the quarter before are looked back at first (回头看).
"""

from dataclasses import dataclass

from domain.mechanism.columns import Asked
from domain.mechanism.drafts import STRUCK, drafted
from domain.mechanism.modules import Module
from domain.mechanism.needs import of_case, of_no_own_unit
from domain.mechanism.refusals import Why


@dataclass(frozen=True, slots=True, kw_only=True)
class QuarterFacts:
    """What the guards look at besides the list: how many projects stand on it, which of them (by id) are of a unit of whoever acts, and
    how many cards of an earlier quarter nobody has looked back at."""

    listed: int = 0
    own: frozenset[str] = frozenset()
    unseen: int = 0


LOOKED_BACK = of_case(
    QuarterFacts, "every earlier card was looked back at", Why.LOOK_BACK_FIRST, lambda case, _: not case.unseen
)
LISTED = of_case(QuarterFacts, "projects on the list", Why.NOTHING_LISTED, lambda case, _: case.listed > 0)

PROCEDURE = drafted(
    "project_quarter",
    "JT",
    Asked("month", "text"),
    says="quarter",
    public=("month",),
    shows=("month", "reds", "snails", "struck", "reason", "missing", "unseen"),
    term="project_confirm",
    needs=(LOOKED_BACK,),
    to_strike=(LISTED, of_no_own_unit(QuarterFacts, STRUCK, lambda case: case.own)),
    effects={"propose": ("call_cards",), "announce": ("show_cards",)},
    module=Module.PROJECT,
)
