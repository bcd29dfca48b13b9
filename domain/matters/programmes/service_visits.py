"""What was found on a visit to an enterprise or a village (进村入企): given to a unit, solved, confirmed by the enterprise. The law §8.

A visit at which nothing was found leaves no record, for visits are not counted: what an enterprise has confirmed is. It has no account
here; the specialist hands it the query code (another one where that is lost), by which it says whether the matter is solved, and by which
nobody else can.
"""

from dataclasses import replace

from domain.matters.parts.dispatching import OPEN, dispatched
from domain.mechanism.columns import PROOF, Asked, Beginning, Place, Relation
from domain.mechanism.modules import Module
from domain.mechanism.table import Rule
from domain.people import Role

KINDS = ("enterprise", "village")  # 企业 村（社区）

_TABLE = dispatched(
    "service_visit",
    Asked("sort", "one_of", "visited_sort", KINDS, kept=Place.CATEGORY),
    Asked("visited", "text", longest=60),
    Asked("visited_on", "past_day"),
    Asked("account", "text", longest=200),
    PROOF,
    begins=Beginning(move="raise", prefix="ZF", has_code=True, is_of_own_unit=True),
    by=frozenset({Role.SUPPORT_CONTACT, Role.UNIT_CONTACT, Role.REVIEWER}),
    raiser=Relation.OFFICER,
    terms=("service_visit_assign", "service_visit_solve", "service_visit_close"),
    confirmed_by=frozenset({Role.REPORTER}),
    shows=("visited", "visited_on", "raised_by", "account", "attachments", "unit", "result", "lacking", "reason"),
    module=Module.HUANGYAN,
)
PROCEDURE = replace(
    _TABLE,
    moves={
        **_TABLE.moves,
        # a paper that is lost: nobody else can say whether it is solved
        "change_code": Rule(
            start=OPEN,
            by=frozenset({Relation.OFFICER}),
            effects=("change_code",),
            is_act=True,
            is_grave=True,
            is_answered=False,
        ),
    },
    todo={**_TABLE.todo, "solved": frozenset({Relation.OFFICER})},
)
